"""`supportpolicy check`."""

from __future__ import annotations

import datetime as dt

import click

from supportpolicy.cli.options import Output, finding_options, policy_argument
from supportpolicy.cli.pipeline import check_policy, configuration, exit_code, settings_of, show_findings


@click.command(
    name="check",
    help="Check a policy: a folder of YAML files (default: policies), one file, or - for standard input.",
)
@policy_argument
@finding_options
@click.option("--no-summary", is_flag=True, help="Leave out what the policy promises.")
def command(
    policy: str | None,
    outputs: tuple[Output, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    exit_zero: bool,
    today: dt.date | None,
    color: str,
    no_summary: bool,
) -> int:
    """Check a policy."""
    config = configuration()
    settings = settings_of(
        config,
        outputs=outputs,
        select=select,
        ignore=ignore,
        fail_on=fail_on,
        exit_zero=exit_zero,
        today=today,
        color=color,
    )
    checked = check_policy(policy, config, settings)
    show_findings(checked, settings)
    if checked.sound and not no_summary and Output("text", None) in settings.outputs:
        from supportpolicy.cli.compiling import compile_checked
        from supportpolicy.cli.summary import show_summary

        show_summary(compile_checked(checked, hashed=False), settings)
    return exit_code(checked, settings)
