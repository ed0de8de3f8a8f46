"""`supportpolicy build`: everything that there is to be made of a policy, in one go."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.compiling import compile_checked
from supportpolicy.cli.options import Output
from supportpolicy.cli.pipeline import check_policy, exit_code, show_findings
from supportpolicy.cli.settings import Settings, with_settings
from supportpolicy.cli.summary import show_summary
from supportpolicy.cli.tables import routing_text, sla_text
from supportpolicy.cli.write import say, write_files
from supportpolicy.compiled import Compiled, write_compiled


@click.command(
    name="build",
    help="Check a policy, run its tests, and compile it into a folder: policy.json, and routing_rules and sla_targets as "
    "JSON, CSV and Markdown. With errors in the policy or a test that fails nothing is written.",
)
@with_settings
@click.option("--out", "folder", default="out", show_default=True, metavar="DIR", help="The folder that is written.")
@click.option("--no-summary", is_flag=True, help="Leave out what the policy promises.")
@click.option("--no-test", is_flag=True, help="Leave out the policy's tests.")
def command(settings: Settings, folder: str, no_summary: bool, no_test: bool) -> int:
    """Build a policy."""
    if not folder.strip() or folder == "-":
        raise click.UsageError("--out needs the name of a folder")
    checked = check_policy(settings)
    show_findings(checked, settings)
    if not checked.sound:
        hidden = tuple(finding for finding in checked.blocking if finding not in checked.findings)
        if hidden:
            show_findings(
                checked._replace(findings=hidden), settings._replace(outputs=(Output("text", None),)), to_stderr=True
            )
        say("nothing was built: mend the errors above first", err=True)
        return int(not settings.exit_zero)
    code = exit_code(checked, settings)
    if code:
        say("nothing was built: --fail-on is stricter than what was found", err=True)
        return code
    compiled = compile_checked(checked)
    if not no_test and not _tests_pass(compiled, settings):
        say("nothing was built: the tests above do not pass", err=True)
        return int(not settings.exit_zero)
    base = Path(folder)
    files = {"policy.json": write_compiled(compiled)}
    for ending in (".json", ".csv", ".md"):
        files[f"routing_rules{ending}"] = routing_text(compiled, f"x{ending}")
        files[f"sla_targets{ending}"] = sla_text(compiled, f"x{ending}")
    write_files({base / name: text for name, text in files.items()}, make_folders=True)
    if not no_summary:
        show_summary(compiled, settings)
    say(f"built {', '.join(files)} in {folder}", err=True)
    return 0


def _tests_pass(compiled: Compiled, settings: Settings) -> bool:
    """Run the tests of the policy, if it has any. Failures are shown; of a success, one line."""
    from supportpolicy.cli.testing import Wish, run_tests, show_tested, tests_folder
    from supportpolicy.reporting.tested import tested_summary

    tests = tests_folder(settings.policy, None)
    if tests is None:
        return True
    tested, _ = run_tests(tests, compiled, Wish())
    if tested.passed:
        say(tested_summary(tested), err=True)
        return True
    # Annotations are read from standard output; everything else there is the findings of the policy.
    github = Output("github", None) in settings.outputs
    show_tested(tested, (Output("github" if github else "text", None),), settings.color, to_stderr=not github)
    return False
