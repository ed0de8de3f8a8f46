"""From a location to findings: what check, build and compile have in common. The edge where files are read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from supportpolicy import __version__
from supportpolicy.checks.verdict import judge, readable
from supportpolicy.cli.options import wants_color
from supportpolicy.cli.settings import Settings
from supportpolicy.cli.write import say, write_text
from supportpolicy.diagnostics import Diagnostic, at_or_above, in_order
from supportpolicy.language import Policy
from supportpolicy.reporting import Report, render
from supportpolicy.reporting.catalogue import CHECK_KINDS
from supportpolicy.source import Sources, read_bytes_as_policy, read_policy
from supportpolicy.source.limits import MAX_FILE_BYTES


class Checked(NamedTuple):
    """A policy with everything that was found in it."""

    sources: Sources
    policy: Policy
    findings: tuple[Diagnostic, ...]
    suppressed: int
    blocking: tuple[Diagnostic, ...]
    """Errors with which there is nothing to compile: all that were found and not switched off, and those of the first
    areas (what is written cannot be read, or names nothing) whether switched off or not."""
    known: int = 0
    """How many findings a baseline knows."""
    unchanged: int = 0
    """How many findings have nothing to do with what changed."""

    @property
    def complete(self) -> bool:
        """Whether everything could be read."""
        return readable(self.sources)

    @property
    def sound(self) -> bool:
        """Whether the policy can be compiled."""
        return not self.blocking


def check_policy(settings: Settings) -> Checked:
    """Read and check a policy; findings come sorted, chosen and without the suppressed ones."""
    return check_sources(_read(settings.policy), settings)


def check_sources(sources: Sources, settings: Settings) -> Checked:
    """Check a policy that has been read."""
    verdict = judge(sources, settings.today)
    chosen = tuple(finding for finding in verdict.findings if is_chosen(finding, settings))
    return Checked(sources, verdict.policy, chosen, verdict.suppressed, verdict.blocking)


def show_findings(checked: Checked, settings: Settings, *, to_stderr: bool = False) -> None:
    """Render the findings in every wanted format, each to its file or to standard output."""
    show_all((checked,), settings, to_stderr=to_stderr)


def show_all(checks: Sequence[Checked], settings: Settings, *, to_stderr: bool = False) -> None:
    """Render the findings of several policies as one report in every wanted format."""
    report = Report(
        findings=tuple(in_order(finding for checked in checks for finding in checked.findings)),
        texts={path: text for checked in checks for path, text in checked.sources.texts.items()},
        files=sum(len(checked.sources.files) for checked in checks),
        suppressed=sum(checked.suppressed for checked in checks),
        version=__version__,
        complete=all(checked.complete for checked in checks),
        kinds=CHECK_KINDS,
        known=sum(checked.known for checked in checks),
        unchanged=sum(checked.unchanged for checked in checks),
    )
    files = [output.file for output in settings.outputs if output.file is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two outputs go to one file; give each a file of its own")
    for output in settings.outputs:
        color = output.file is None and output.format == "text" and wants_color(settings.color)
        rendered = render(output.format, report, color=color)
        if output.file is None:
            say(rendered, nl=False, color=color, err=to_stderr)
        else:
            write_text(Path(output.file), rendered)


def show_errors(sources: Sources, findings: tuple[Diagnostic, ...]) -> None:
    """Show findings on standard error, for a command that makes something else."""
    report = Report(
        findings=tuple(in_order(findings)), texts=sources.texts, files=len(sources.files), version=__version__
    )
    say(render("text", report), nl=False, err=True)


def exit_code(checked: Checked, settings: Settings) -> int:
    """1 where something at or above the threshold was found, or where not everything could be read, chosen or not."""
    grave = any(at_or_above(finding.level, settings.fail_on) for finding in checked.findings)
    grave = grave or not readable(checked.sources)
    return int(grave and not settings.exit_zero)


def _read(location: str) -> Sources:
    if location == "-":
        if sys.stdin is None:
            raise click.UsageError("standard input is closed; name the folder of the policy")
        return read_bytes_as_policy(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "stdin")
    path = Path(location)
    try:
        there = bool(location) and path.exists()
    except OSError:  # a name that is too long for the file system
        there = False
    if not there:
        from supportpolicy.cli.near import no_such_policy

        raise no_such_policy(location)
    return read_policy(path)


def is_chosen(finding: Diagnostic, settings: Settings) -> bool:
    """Whether a finding is among those that were selected and not ignored."""

    def among(codes: tuple[str, ...]) -> bool:
        return any(code == finding.name or finding.code.startswith(code) for code in codes)

    return (not settings.select or among(settings.select)) and not among(settings.ignore)
