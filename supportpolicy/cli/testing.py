"""Policy tests at the edge: from the folder of test files to results, for `test` and `build`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from supportpolicy import __version__
from supportpolicy.cli.options import Output, wants_color
from supportpolicy.cli.write import say, write_text
from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import did_you_mean, in_order
from supportpolicy.engine import Engine, prepare
from supportpolicy.reporting.tested import Tested
from supportpolicy.reporting.tested_formats import render_tested
from supportpolicy.source import Sources, read_policy
from supportpolicy.source.files import TESTS_FOLDER
from supportpolicy.testing.cases import Case, Suite
from supportpolicy.testing.coverage import coverage_of
from supportpolicy.testing.reading import FILE_KEYS, read_tests
from supportpolicy.testing.running import run_cases


class Wish(NamedTuple):
    """Which tests are run, and what else is asked for."""

    select: str | None = None
    """Words in the test's name, file or clause."""
    fail_fast: bool = False
    coverage: bool = False
    fail_under: int | None = None
    suggest: bool = False


def tests_folder(policy: str, named: str | None) -> Path | None:
    """The folder of a policy's tests; None where there is none. Raises a usage error for a named one that is not there."""
    if named is not None:
        if not Path(named).is_dir():
            raise click.UsageError(f"there is no folder '{named}'; name the folder with the tests")
        return Path(named)
    if policy == "-":
        return None
    place = Path(policy)
    folder = (place if place.is_dir() else place.parent) / TESTS_FOLDER
    return folder if folder.is_dir() and _has_tests(folder) else None


def new_tests(file: str | None, option: str) -> Path | None:
    """The file for tests that a command writes; None for standard output. Raises a usage error where something is there."""
    if file in (None, "-"):
        return None
    place = Path(str(file))
    if place.is_dir():
        raise click.UsageError(f"'{place}' is a folder; put the policy before {option}, or name a file")
    if place.exists():
        raise click.UsageError(f"'{place}' is there already, and tests that people confirmed are not overwritten")
    return place


def write_tests(place: Path, text: str) -> None:
    """Write tests. Their folder may be begun with them; any other that is not there may be a mistyped one."""
    begun = place.parent.name == TESTS_FOLDER and place.parent.parent.is_dir()
    write_text(place, text, is_policy=True, make_folders=begun)


def run_tests(folder: Path | None, compiled: Compiled, wish: Wish) -> tuple[Tested, Engine]:
    """Read and run the tests of a folder; without one there are none. Raises a usage error where nothing is selected."""
    engine = prepare(compiled)
    suite = _read(folder, compiled) if folder is not None else Suite(())
    cases = [case for case in suite.cases if wish.select is None or _chosen(case, wish.select)]
    if wish.select is not None and not cases and suite.cases:
        words = {word for case in suite.cases for word in (case.name, *case.clauses)}
        raise click.UsageError(
            f"no test has '{wish.select}' in its name, file or clause: {did_you_mean(wish.select, sorted(words), what='there are', most=5)}"
        )
    reasons = wish.coverage or wish.fail_under is not None or wish.suggest
    results = tuple(run_cases(cases, compiled, engine, fail_fast=wish.fail_fast, reasons=reasons))
    tested = Tested(
        compiled.name,
        compiled.hashes.behaviour,
        results,
        suite.findings,
        suite.texts,
        suite.files,
        suite.left_out,
        len(suite.cases) - len(cases),
        len(results) < len(cases),
        coverage_of(compiled, results) if wish.coverage or wish.fail_under is not None else None,
        wish.fail_under,
        __version__,
    )
    return tested, engine


def show_tested(tested: Tested, outputs: tuple[Output, ...], color: str, *, to_stderr: bool = False) -> None:
    """Render the results in every wanted format, each to its file or to standard output."""
    files = [output.file for output in outputs if output.file is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two outputs go to one file; give each a file of its own")
    for output in outputs:
        colored = output.file is None and output.format == "text" and wants_color(color)
        rendered = render_tested(output.format, tested, color=colored)
        if output.file is None:
            say(rendered, nl=False, color=colored, err=to_stderr)
        else:
            write_text(Path(output.file), rendered)


def _read(folder: Path, compiled: Compiled) -> Suite:
    sources = read_policy(folder)
    suite = read_tests(sources, compiled)
    # Nothing is switched off here: a file with a mistake is not run, and that must never look like success.
    return suite._replace(findings=tuple(in_order(suite.findings)))


def _chosen(case: Case, words: str) -> bool:
    wanted = words.casefold()
    return any(wanted in text.casefold() for text in (case.name, case.span.path, *case.clauses))


def are_tests(sources: Sources) -> bool:
    """Whether what was read as a policy is files of tests, and nothing else."""
    roots = [source.root for source in sources.files]
    return bool(roots) and all(
        root is not None and root.entries and root.entries.keys() <= {*FILE_KEYS} for root in roots
    )


def _has_tests(folder: Path) -> bool:
    return any(path.suffix.lower() in (".yaml", ".yml") and path.is_file() for path in folder.rglob("*"))
