"""Mending the files of policies, or showing what would be mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from supportpolicy.checks.mending import Mended, mend
from supportpolicy.cli.fixes import Fixes
from supportpolicy.cli.pipeline import Checked, exit_code, is_chosen, show_all
from supportpolicy.cli.settings import Settings
from supportpolicy.cli.write import say, write_files
from supportpolicy.diagnostics import Diagnostic
from supportpolicy.formatting.diff import unified
from supportpolicy.reporting.report import Lines

Narrow = Callable[[Sequence[Checked]], tuple[Checked, ...]]
"""Leaves out the findings that are known or that nobody asks about."""


def fix_policies(checks: Sequence[Checked], settings: Sequence[Settings], fixes: Fixes, narrow: Narrow) -> int:
    """Mend policies that were checked; say what is left. Gives the exit code.

    With `--diff` nothing is written, and the code is 1 where something would be. Of standard input, the mended text is
    printed. Raises a usage error where a file cannot be written; then none is.
    """
    asked = narrow(checks)
    files = [_raw(before, each) for before, each in zip(checks, settings, strict=True)]
    mended = [
        mend(before.sources, raw, each.today, unsafe=fixes.unsafe, allowed=_among(shown, before, each))
        for before, shown, each, raw in zip(checks, asked, settings, files, strict=True)
    ]
    if fixes.diff:
        return _show_diff(checks, mended, files)
    for before, after, each in zip(checks, mended, settings, strict=True):
        if each.policy != "-":
            write_files({_place(each, name): text for name, text in after.texts.items()}, is_policy=True)
        elif before.sources.files:
            name = before.sources.files[0].name
            say(after.texts.get(name, files[0].get(name, "")), nl=False)
    left = narrow([_checked(after, each) for after, each in zip(mended, settings, strict=True)])
    show_all(left, settings[0], to_stderr=any(each.policy == "-" for each in settings))
    say(_counted(mended, left, fixes), err=True)
    return max(exit_code(checked, settings[0]) for checked in left)


def _show_diff(checks: Sequence[Checked], mended: Sequence[Mended], files: Sequence[dict[str, str]]) -> int:
    changes = 0
    for before, after, raw in zip(checks, mended, files, strict=True):
        for source in before.sources.files:
            if source.name in after.texts:
                changes += 1
                say(unified(source.path, raw[source.name], after.texts[source.name]), nl=False)
    say(f"{sum(after.fixed for after in mended)} would be fixed", err=True)
    return int(changes > 0)


def _checked(mended: Mended, settings: Settings) -> Checked:
    findings = tuple(finding for finding in mended.verdict.findings if is_chosen(finding, settings))
    return Checked(mended.sources, mended.verdict.policy, findings, mended.verdict.suppressed, mended.verdict.blocking)


def _counted(mended: Sequence[Mended], left: Sequence[Checked], fixes: Fixes) -> str:
    remaining = [finding for checked in left for finding in checked.findings]
    more = 0 if fixes.unsafe else sum(1 for finding in remaining if finding.fix is not None and not finding.fix.safe)
    line = f"{sum(after.fixed for after in mended)} fixed, {len(remaining)} left"
    return f"{line}; {more} more with --unsafe-fixes" if more else line


def _among(shown: Checked, before: Checked, settings: Settings) -> Callable[[Diagnostic], bool]:
    """Which findings may be mended: those that were asked about. Where some are left out as known or as old, nothing
    is mended that comes to light later, since nobody can say whether it was known."""
    if len(shown.findings) == len(before.findings):
        return lambda finding: is_chosen(finding, settings)
    lines = Lines(before.sources.texts)
    asked = {(finding.code, finding.message, lines.first_of(finding.span)) for finding in shown.findings}
    return lambda finding: (finding.code, finding.message, lines.first_of(finding.span)) in asked


def _raw(checked: Checked, settings: Settings) -> dict[str, str]:
    """The texts of the files, by name, as they are written; those that changed since they were checked left out."""
    found: dict[str, str] = {}
    for source in checked.sources.files:
        try:
            if settings.policy == "-" or _place(settings, source.name).read_bytes() == source.as_written.encode():
                found[source.name] = source.as_written
        except OSError:
            continue
    return found


def _place(settings: Settings, name: str) -> Path:
    """The file of a policy by its name. Raises a usage error for a place outside the policy's folder."""
    base = Path(settings.policy)
    if not base.is_dir():
        return base.resolve()
    place = (base / name).resolve()
    if not place.is_relative_to(base.resolve()):
        raise click.UsageError(f"'{name}' leads out of '{base}'; nothing was written")
    return place
