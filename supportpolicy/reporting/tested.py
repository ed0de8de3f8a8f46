"""What a run of policy tests has to say, before anybody decides how to write it down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting.report import counted, tally
from supportpolicy.testing.coverage import Coverage
from supportpolicy.testing.running import Outcome, Result


class Tested(NamedTuple):
    """All results of one run and what is needed to show them."""

    policy: str
    """The policy's name."""
    behaviour: str
    """Its behaviour hash; empty where nobody asked for it."""
    results: tuple[Result, ...]
    findings: tuple[Diagnostic, ...]
    """Mistakes in test files."""
    texts: Mapping[str, str]
    """Text of the test files by path."""
    files: int
    left_out: int = 0
    """Tests that were not run, because of mistakes in files."""
    not_selected: int = 0
    stopped: bool = False
    """Whether the run ended at the first failure."""
    coverage: Coverage | None = None
    fail_under: int | None = None
    """The percentage of coverage that is wanted."""
    version: str = ""
    """Of the tool."""

    @property
    def covered_enough(self) -> bool:
        """Whether the coverage is as wanted."""
        return self.coverage is None or self.fail_under is None or self.coverage.total.percent >= self.fail_under

    @property
    def passed(self) -> bool:
        """Whether everything is well."""
        mistaken = any(finding.level == "error" for finding in self.findings)
        return self.covered_enough and not mistaken and all(result.outcome == "passed" for result in self.results)


class Clause(NamedTuple):
    """A published clause, and whether its tests pass."""

    name: str
    outcome: Literal["shown", "failed"]
    tests: int


def count(tested: Tested, outcome: Outcome) -> int:
    """How many results came out like this."""
    return sum(1 for result in tested.results if result.outcome == outcome)


def clauses_of(tested: Tested) -> list[Clause]:
    """Every clause that tests name, in the order of their first test; it is shown where all of them pass."""
    found: dict[str, list[bool]] = {}
    for result in tested.results:
        for clause in result.case.clauses:
            found.setdefault(clause, []).append(result.outcome == "passed")
    return [Clause(name, "shown" if all(passed) else "failed", len(passed)) for name, passed in found.items()]


def tested_summary(tested: Tested) -> str:
    """One plain line: `2 failed, 1 error, 40 passed in 5 files; 3 not run (mistakes in their files)`."""
    failed, errors, passed = count(tested, "failed"), count(tested, "error"), count(tested, "passed")
    parts = [f"{failed} failed"] if failed else []
    parts += [counted(errors, "error")] if errors else []
    parts.append(f"{passed} passed")
    line = f"{', '.join(parts)} in {counted(tested.files, 'file')}"
    if tested.findings:
        line += f"; {tally(tested.findings)} in the test files themselves"
    if tested.left_out:
        line += f"; {counted(tested.left_out, 'test')} not run for that"
    if tested.not_selected:
        line += f"; {tested.not_selected} not selected"
    return f"{line}; stopped at the first failure" if tested.stopped else line
