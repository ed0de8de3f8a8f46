"""Compiling at the edge: a checked policy to the compiled one, or findings and an exit code."""

from __future__ import annotations

import click

from supportpolicy.cli.options import Output
from supportpolicy.cli.pipeline import Checked, check_policy, check_sources, show_findings
from supportpolicy.cli.settings import Settings, settings_for
from supportpolicy.cli.write import say
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.source import Sources


def compile_checked(checked: Checked, *, hashed: bool = True, named: bool = False) -> Compiled:
    """Compile a policy without errors; `named` with its named conditions as a table of their own."""
    try:
        return compile_policy(checked.policy, hashed=hashed, named=named)
    except TooBranched as problem:
        raise click.UsageError(
            f"{problem.at}: the conditions of {problem.table} '{problem.rule}' branch into more than a thousand cases; "
            "make several rules of it"
        ) from None


def compile_quietly(policy: str | None, wanted: str = "compiled") -> Compiled:
    """Compile for a command that shows no findings; errors are shown on standard error, and end it with exit code 1.

    `wanted` says what the command would have done with the policy.
    """
    settings = settings_for(policy)._replace(outputs=(Output("text", None),))
    checked = check_policy(settings)
    if not checked.sound:
        refuse(checked, settings, wanted)
    return compile_checked(checked)


def compile_sources(sources: Sources, wanted: str) -> Compiled:
    """Compile a policy that has been read; errors are shown on standard error, and end the command with exit code 1."""
    settings = settings_for(sources.folder)._replace(outputs=(Output("text", None),))
    checked = check_sources(sources, settings)
    if not checked.sound:
        refuse(checked, settings, wanted)
    return compile_checked(checked)


def refuse(checked: Checked, settings: Settings, wanted: str = "compiled") -> None:
    """Show the errors of a policy on standard error, and leave with 1."""
    show_findings(checked._replace(findings=checked.blocking), settings, to_stderr=True)
    say(f"nothing was {wanted}: mend the errors above first", err=True)
    raise click.exceptions.Exit(1)
