"""`supportpolicy prove`."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.compiling import compile_checked, refuse
from supportpolicy.cli.pipeline import check_policy, exit_code, is_chosen, show_findings
from supportpolicy.cli.policies import is_document
from supportpolicy.cli.settings import Settings, with_settings
from supportpolicy.cli.write import say
from supportpolicy.diagnostics import in_order
from supportpolicy.source import apply_suppressions


@click.command(
    name="prove",
    help="Prove what no single ticket shows: rules that can never win, tickets without an answer, promises that nobody "
    "can keep, guarantees. Needs python-sat.",
)
@with_settings
@click.option(
    "--tests",
    "tests",
    metavar="FILE",
    help="Write the tickets that show something as policy tests to complete; - is standard output.",
)
def command(settings: Settings, tests: str | None) -> int:
    """Prove things about a policy; the findings of `check` are not repeated."""
    from supportpolicy.cli.testing import new_tests, write_tests

    place = new_tests(tests, "--tests")
    if is_document(Path(settings.policy)):
        raise click.UsageError(
            f"'{settings.policy}' is a compiled policy; name the folder of the policy that it was made of"
        )
    checked = check_policy(settings)
    if not checked.sound:
        refuse(checked, settings, "proved")
    from supportpolicy.analysis import NoSolver, places_in, prove, proved_guarantees
    from supportpolicy.analysis.showing import as_tests, with_example
    from supportpolicy.checks.verdict import every_file
    from supportpolicy.engine import prepare

    engine = prepare(compile_checked(checked, hashed=False, named=True))
    try:
        found = prove(engine, places_in(checked.sources.texts))
    except NoSolver as problem:
        raise click.UsageError(str(problem)) from None
    findings = in_order(with_example(engine, one) for one in found)
    suppressions = [one for source in every_file(checked.sources) for one in source.suppressions]
    codes = {finding.code for finding in findings}
    kept, switched_off = apply_suppressions(findings, suppressions, settings.today)
    kept = [finding for finding in kept if finding.code in codes and is_chosen(finding, settings)]
    proved = checked._replace(findings=tuple(kept), suppressed=switched_off)
    show_findings(proved, settings, to_stderr=tests == "-")
    for name in proved_guarantees(engine, places_in(checked.sources.texts), found):
        click.echo(f"proved: {name}", err=True)
    if place is not None:
        write_tests(place, as_tests(engine, found))
    elif tests is not None:
        say(as_tests(engine, found), nl=False)
    return exit_code(proved, settings)
