"""What a tool cannot express: the change that was made instead, and the ticket that shows the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Kind


class Loss(NamedTuple):
    """One thing that the tool cannot express, and what it does instead."""

    kind: Kind
    """Its code (SP9xx) and readable name; the name is what a configuration allows."""
    about: str
    """What of the policy it is about, such as `dublin 2026-12-24`: names of the policy, never the tool's."""
    at: str
    """`file:line` in the policy."""
    problem: str
    """What the tool cannot do, in one sentence without a full stop."""
    fallback: str
    """What it will do instead, likewise; says who is better or worse off where that is known."""


class Change(NamedTuple):
    """One step from the policy as written to the policy that the tool can say."""

    loss: Loss
    apply: Callable[[Compiled], Compiled]
    """A policy to the policy with this one thing changed. Rules are edited by `lowering.with_table`, which makes the masks anew."""
