"""Every kind of finding that comes of a proof."""

from __future__ import annotations

from supportpolicy.analysis import gaps, ladders, parts, redundant, same, shadows, unresolved
from supportpolicy.analysis.guarantee_kinds import GUARANTEE_KINDS
from supportpolicy.analysis.promise_kinds import PROMISE_KINDS
from supportpolicy.diagnostics import Kind

KINDS: tuple[Kind, ...] = (
    shadows.NEVER,
    shadows.ONLY_MISSING,
    gaps.KIND,
    parts.KIND,
    ladders.KIND,
    shadows.NO_CHANNEL,
    redundant.KIND,
    same.KIND,
    unresolved.KIND,
    *PROMISE_KINDS,
    *GUARANTEE_KINDS,
)
