"""From the files of a policy to everything that is found in them: what the commands and the Python API have in common."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from supportpolicy.checks import run_checks
from supportpolicy.checks.proved_elsewhere import PROVED
from supportpolicy.diagnostics import Diagnostic, in_order
from supportpolicy.language import Policy, load
from supportpolicy.source import Source, Sources, apply_suppressions
from supportpolicy.source.kinds import UNUSED_SUPPRESSION

_FIRST_HARMLESS = "SP400"
"""From this code on, findings are about what a policy means, not about whether it can be understood."""
_NEVER_HARMLESS = ("SP402",)
"""Nor is a condition that would take for ever to compile."""


class Verdict(NamedTuple):
    """A policy with what was found in it."""

    policy: Policy
    findings: tuple[Diagnostic, ...]
    """Sorted, without those that a comment switches off."""
    suppressed: int
    blocking: tuple[Diagnostic, ...]
    """Errors with which there is nothing to compile: all that were found and not switched off, and those of the first
    areas (what is written cannot be read, or names nothing) whether switched off or not."""


def judge(sources: Sources, today: dt.date) -> Verdict:
    """Read what the files say and run every check over it. `today` is the day that dated comments look at."""
    loaded = load(sources)
    found = [*sources.findings, *loaded.findings, *run_checks(loaded.policy)]
    suppressions = [suppression for source in every_file(sources) for suppression in source.suppressions]
    kept, switched_off = apply_suppressions(in_order(found), suppressions, today, PROVED)
    if not readable(sources):
        # What could not be read may well hold what a comment switches off.
        kept = [finding for finding in kept if finding.code != UNUSED_SUPPRESSION.code]
    errors = [finding for finding in kept if finding.level == "error"]
    errors += [finding for finding in found if finding.level == "error" and _harmful(finding.code)]
    if any(finding.remedy is not None for finding in kept):
        from supportpolicy.formatting.settling import settled

        if errors:
            # They may be why a finding is missing that a comment switches off: the comment is not to be removed.
            kept = [f._replace(remedy=None) if f.code == UNUSED_SUPPRESSION.code else f for f in kept]
        kept = settled(kept, sources.texts)
    return Verdict(loaded.policy, tuple(in_order(kept)), switched_off, tuple(in_order(errors)))


def readable(sources: Sources) -> bool:
    """Whether everything could be read."""
    return all(source.root is not None for source in sources.files) and not sources.findings


def every_file(sources: Sources) -> tuple[Source, ...]:
    """All files, the lock among them."""
    return sources.files if sources.lock is None else (*sources.files, sources.lock)


def _harmful(code: str) -> bool:
    return code < _FIRST_HARMLESS or code in _NEVER_HARMLESS
