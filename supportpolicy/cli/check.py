"""`supportpolicy check`."""

from __future__ import annotations

import click

from supportpolicy.cli.options import Output
from supportpolicy.cli.pipeline import check_policy, exit_code, show_findings
from supportpolicy.cli.settings import Settings, with_settings


@click.command(
    name="check",
    help="Check a policy: a folder of YAML files (default: policies), one file, or - for standard input.",
)
@with_settings
@click.option("--no-summary", is_flag=True, help="Leave out what the policy promises.")
def command(settings: Settings, no_summary: bool) -> int:
    """Check a policy."""
    checked = check_policy(settings)
    show_findings(checked, settings)
    if checked.sound and not no_summary and Output("text", None) in settings.outputs:
        from supportpolicy.cli.compiling import compile_checked
        from supportpolicy.cli.summary import show_summary

        show_summary(compile_checked(checked, hashed=False), settings)
    return exit_code(checked, settings)
