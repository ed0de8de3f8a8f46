"""Whether the tests of a policy would notice another number: each figure is changed, one at a time, and the tests are run.

    python -m tests.examples.mutants [NAME ...]      examples by name, or folders; without one, all examples

A mutant that no test fails on is a survivor: a promise that nobody checks. Figures that no answer has are left alone, such
as those of goals and of words for people.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from supportpolicy.checks.verdict import judge
from supportpolicy.clock import ClockError
from supportpolicy.compiler import compile_policy
from supportpolicy.diagnostics import Diagnostic
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import Node, Source, Sources, parse, read_policy
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import run_cases
from tests.examples.published import EXAMPLES, example_names

WORDS = frozenset({"messages", "voice", "style", "quality", "self_service", "guarantees", "horizon", "supportpolicy"})
"""Sections and keys at the top whose figures decide no answer."""
TALK = frozenset(
    "about values why source owner describe note name customer_reason guidelines checklist what people usually "
    "team_learns approvals cover among never_reveal".split()
)
"""Keys below which no figure is part of an answer."""
CLOCK = re.compile(r"\b([01]\d|2[0-3]):([0-5]\d)\b")
DATE = re.compile(r"\b(?:20\d\d-)?(\d\d)-(\d\d)\b")
WHOLE = re.compile(r"\d+(?:bd|[mhd%])?|\d+\.\d+ ?%?|\d+(?:\.\d+)? [A-Z]{3}|(?:\d+h)?\d+m")


class Mutant(NamedTuple):
    """One figure, and another in its place."""

    source: Source
    line: int
    column: int
    old: str
    new: str

    @property
    def place(self) -> str:
        """`file:line: old -> new`."""
        return f"{self.source.name}:{self.line}: {self.old} -> {self.new}"

    def text(self) -> str:
        """The file with the other figure."""
        lines = self.source.text.split("\n")
        before = lines[self.line - 1]
        at = self.column - 1
        assert before[at : at + len(self.old)] == self.old, (before, self)
        lines[self.line - 1] = before[:at] + self.new + before[at + len(self.old) :]
        return "\n".join(lines)


class Verdict(NamedTuple):
    """What became of one mutant."""

    mutant: Mutant
    by: str | None
    """The first test that failed, or `check` where it is no policy any more; None: it survived."""


def mutants_of(sources: Sources) -> list[Mutant]:
    """Every figure of a policy, each changed by a little; a figure behind an alias once."""
    found: dict[tuple[str, int, int], Mutant] = {}
    for source in sources.files:
        for key, node in (source.root.entries or {}).items() if source.root is not None else ():
            if key not in WORDS:
                for mutant in _under(source, node):
                    found.setdefault((source.name, mutant.line, mutant.column), mutant)
    return list(found.values())


def _under(source: Source, node: Node) -> Iterator[Mutant]:
    for key, child in (node.entries or {}).items():
        if key not in TALK:
            yield from _under(source, child)
    for child in node.items or ():
        yield from _under(source, child)
    if node.kind == "scalar" and node.span.line == node.span.end_line and any(map(str.isdigit, node.text)):
        yield from _figures(source, node)


def _figures(source: Source, node: Node) -> Iterator[Mutant]:
    line = source.text.split("\n")[node.span.line - 1][node.span.col - 1 : node.span.end_col - 1]
    for pattern, change in ((CLOCK, _minute), (DATE, _day)):
        matches = list(pattern.finditer(line))
        for match in matches:
            yield Mutant(source, node.span.line, node.span.col + match.start(), match[0], change(match))
        if matches:
            return
    if WHOLE.fullmatch(line):
        number = re.search(r"\d+(?:\.\d+)?", line)
        assert number is not None
        old = number[0]
        new = f"{old[:-1]}{(int(old[-1]) + 1) % 10}" if "." in old else str(int(old) + 1)
        yield Mutant(source, node.span.line, node.span.col + number.start(), old, new)


def _minute(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    return f"{hour:02}:{minute + 1:02}" if minute < 59 else f"{hour:02}:58"


def _day(match: re.Match[str]) -> str:
    day = int(match[2])
    return f"{match[0][:-2]}{day + 1 if day < 28 else day - 1:02}"


def verdicts(folder: Path) -> Iterator[Verdict]:
    """Change each figure of the policy in a folder, and run its tests. Raises ValueError where they fail as it stands."""
    sources = read_policy(folder)
    tests = read_policy(folder / "tests")
    failing = killed_by(sources, tests, None)
    if failing is not None:
        raise ValueError(f"{folder}: nothing can be said while the policy itself fails: {failing}")
    for mutant in mutants_of(sources):
        yield Verdict(mutant, killed_by(sources, tests, mutant))


def killed_by(sources: Sources, tests: Sources, mutant: Mutant | None) -> str | None:
    """The first test that fails on a mutant; `check` where it cannot be compiled or its tests cannot be read.

    None for the mutant is the policy as it stands.
    """
    mistakes: list[Diagnostic] = []
    files = sources.files
    if mutant is not None:
        root = parse(mutant.text(), mutant.source.path, mistakes.append)
        files = tuple(source._replace(root=root) if source is mutant.source else source for source in files)
    loaded = load(sources._replace(files=files))
    if mistakes or loaded.findings:
        return "check"
    try:
        compiled = compile_policy(loaded.policy, hashed=False)
        suite = read_tests(tests, compiled)
        if suite.findings:
            return "check"
        results = run_cases(suite.cases, compiled, prepare(compiled), fail_fast=True)
        failed = next((result.case.name for result in results if result.outcome != "passed"), None)
    except (ClockError, ValueError, KeyError):
        return "check"
    if failed is None and judge(sources._replace(files=files), dt.date.min).blocking:
        return "check"
    return failed


def main(names: list[str]) -> None:
    """Print the survivors of the policies named."""
    for name in names or example_names():
        folder = Path(name) if "/" in name or not (EXAMPLES / name).is_dir() else EXAMPLES / name
        found = list(verdicts(folder))
        survivors = [verdict for verdict in found if verdict.by is None]
        print(f"{name}: {len(survivors)} of {len(found)} survive")
        for verdict in survivors:
            print(f"  {verdict.mutant.place}")


if __name__ == "__main__":
    main(sys.argv[1:])
