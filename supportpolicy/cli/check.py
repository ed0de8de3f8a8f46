"""`supportpolicy check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supportpolicy.cli.adopting import Adoption, adoption_options
from supportpolicy.cli.fixes import Fixes, fix_options
from supportpolicy.cli.options import Output
from supportpolicy.cli.pipeline import Checked, check_policy, exit_code, show_all
from supportpolicy.cli.settings import Settings, with_each_settings
from supportpolicy.cli.write import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(
    name="check",
    help="Check a policy: a folder of YAML files (default: policies), one file, or - for standard input. Several "
    "policies are each checked by themselves.",
)
@with_each_settings
@adoption_options
@fix_options
@click.option("--no-summary", is_flag=True, help="Leave out what the policy promises.")
def command(settings: tuple[Settings, ...], adoption: Adoption, fixes: Fixes, no_summary: bool) -> int:
    """Check policies; the exit code is that of the worst."""
    checks = tuple(check_policy(each) for each in settings)
    if adoption.write_baseline is not None:
        return _write_baseline(checks, settings[0], adoption.write_baseline)
    if fixes.wanted:
        from supportpolicy.cli.fixing import fix_policies

        return fix_policies(checks, settings, fixes, lambda found: _adopted(found, settings, adoption))
    checks = _adopted(checks, settings, adoption)
    show_all(checks, settings[0])
    _say_where_else(checks)
    if not no_summary and Output("text", None) in settings[0].outputs:
        _show_summaries(checks, settings[0])
    return max(exit_code(checked, settings[0]) for checked in checks)


def _adopted(checks: Sequence[Checked], settings: tuple[Settings, ...], adoption: Adoption) -> tuple[Checked, ...]:
    """The policies without the findings that a baseline knows or that a change did not touch."""
    known = adoption.baseline or settings[0].baseline
    if known is None and adoption.changed_since is None:
        return tuple(checks)
    from supportpolicy.cli.adoption import adopt

    return adopt(checks, settings, adoption._replace(baseline=known))


def _write_baseline(checks: Sequence[Checked], settings: Settings, file: str) -> int:
    if not all(checked.complete for checked in checks):
        show_all(checks, settings)
        say("no baseline was written: not everything could be read; mend that first", err=True)
        return 1
    from supportpolicy.cli.adoption import write_baseline

    write_baseline(checks, file)
    return 0


def _show_summaries(checks: Sequence[Checked], settings: Settings) -> None:
    sound = [checked for checked in checks if checked.sound]
    if not sound:
        return
    from supportpolicy.cli.compiling import compile_checked
    from supportpolicy.cli.summary import show_summary

    for checked in sound:
        show_summary(compile_checked(checked, hashed=False), settings)


def _say_where_else(checks: Sequence[Checked]) -> None:
    """For a folder without any policy file: where there is one."""
    if all(checked.sources.files or checked.sources.folder == "stdin" for checked in checks):
        return
    from supportpolicy.cli.near import where_else

    if advice := where_else():
        say(advice, err=True)
