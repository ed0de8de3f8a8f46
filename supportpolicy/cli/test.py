"""`supportpolicy test`."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.compiling import compile_checked, refuse
from supportpolicy.cli.options import Output, OutputFormat, color_option, policies_argument
from supportpolicy.cli.pipeline import check_policy
from supportpolicy.cli.policies import is_document
from supportpolicy.cli.settings import Settings, settings_for_each
from supportpolicy.cli.testing import Wish, are_tests, new_tests, run_tests, show_tested, tests_folder, write_tests
from supportpolicy.cli.write import say
from supportpolicy.reporting.tested_formats import TEST_FORMATS
from supportpolicy.source.files import TESTS_FOLDER, display_path

_ONE_DOCUMENT = ("json", "junit")
"""Formats that cannot stand one below the other."""


@click.command(
    name="test",
    help="Run the tests of a policy: the files under tests/ in its folder. Exits with 1 where a test fails or a test "
    "file has a mistake.",
)
@policies_argument
@click.option(
    "--tests", "folder", metavar="DIR", help="The folder with the tests. [default: tests, in the policy's folder]"
)
@click.option("-k", "select", metavar="TEXT", help="Only tests with this in their name, file or clause.")
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first test that does not pass.")
@click.option("--coverage", is_flag=True, help="Show which rules, steps and days no passing test reaches.")
@click.option(
    "--fail-under", type=click.IntRange(0, 100), metavar="PERCENT", help="Exit with 1 where passing tests reach less."
)
@click.option(
    "--suggest",
    is_flag=False,
    flag_value="-",
    metavar="[FILE]",
    help="Write a test for each rule that no test reaches, with what the policy answers today, for you to confirm.",
)
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=OutputFormat(tuple(TEST_FORMATS)),
    help="How results are shown: auto, text, json, github or junit, each with :FILE if it goes to a file. May be given several times.",
)
@color_option
def command(
    policies: tuple[str, ...],
    folder: str | None,
    select: str | None,
    fail_fast: bool,
    coverage: bool,
    fail_under: int | None,
    suggest: str | None,
    outputs: tuple[Output, ...],
    color: str,
) -> int:
    """Run the tests of each policy; the exit code is that of the worst."""
    every = settings_for_each(policies)
    shown = outputs or every[0].outputs
    place = new_tests(suggest, "--suggest")
    if len(every) > 1 and (folder or suggest or any(output.file or output.format in _ONE_DOCUMENT for output in shown)):
        raise click.UsageError("--tests, --suggest and outputs that are one document are for one policy; name it")
    wish = Wish(select, fail_fast, coverage, fail_under, bool(suggest))
    codes = []
    for settings in every:
        try:
            codes.append(_test(settings, folder, wish, shown, color, suggest, place))
        except click.exceptions.Exit as stop:  # this policy has errors; the others are tested all the same
            codes.append(stop.exit_code)
    return max(codes)


def _test(
    settings: Settings,
    folder: str | None,
    wish: Wish,
    shown: tuple[Output, ...],
    color: str,
    suggest: str | None,
    place: Path | None,
) -> int:
    if is_document(Path(settings.policy)):
        raise click.UsageError(
            f"'{settings.policy}' is a compiled policy, and has no tests beside it; name the folder of the policy that "
            "it was made of"
        )
    tests = tests_folder(settings.policy, folder)
    checked = check_policy(settings)
    if not checked.sound and are_tests(checked.sources):
        raise click.UsageError(_tests_named(Path(settings.policy)))
    if not checked.sound:
        refuse(checked, settings._replace(outputs=(Output("text", None),)), "tested")
    if tests is None and not (wish.coverage or wish.suggest or wish.fail_under is not None):
        raise click.UsageError(
            f"'{settings.policy}' has no folder tests with test files; write one (see docs/policy-tests.md), "
            "or begin with --suggest"
        )
    compiled = compile_checked(checked, hashed=any(output.format == "json" for output in shown))
    tested, engine = run_tests(tests, compiled, wish)
    show_tested(tested, shown, color, to_stderr=suggest == "-")
    if suggest:
        from supportpolicy.testing.suggesting import suggest_tests

        text = suggest_tests(compiled, engine, tested.results)
        if place is None:
            say(text, nl=False)
        else:
            write_tests(place, text)
    elif not tested.results and not tested.left_out and tested.passed and not (wish.coverage or wish.fail_under):
        raise click.UsageError(f"there is no test in '{tests}'; write one (see docs/policy-tests.md)")
    return int(not tested.passed)


def _tests_named(place: Path) -> str:
    """The advice for whoever names tests where the policy is wanted."""
    what = f"'{display_path(place)}' is {'a file' if place.is_file() else 'a folder'} of tests, and no policy"
    whole = place.resolve()
    folder = next((above for above in (whole, *whole.parents) if above.name == TESTS_FOLDER), None)
    if folder is None:
        return f"{what}; name the policy, and the folder of the tests with --tests"
    chosen = f" -k {place.name}" if place.is_file() else ""
    return f"{what}; run: supportpolicy test {display_path(folder.parent)}{chosen}"
