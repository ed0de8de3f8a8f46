"""The example policies, the published clauses they are made of, and which of these their tests show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import Sources, read_policy
from supportpolicy.testing.cases import Suite
from supportpolicy.testing.reading import read_tests
from supportpolicy.testing.running import Result, run_cases

EXAMPLES = Path(__file__).parents[2] / "examples"
COMPUTABLE = "computable"


class Clause(NamedTuple):
    """One numbered sentence of a published policy, in our own words."""

    policy: str
    n: int
    area: str
    kind: str
    """`computable` (a program can decide it), `guidance` or `legal/out of scope`."""
    clause: str

    @property
    def name(self) -> str:
        """As a policy test names it: `gitlab-support 4`."""
        return f"{self.policy} {self.n}"


class Tried(NamedTuple):
    """One example with the outcome of its tests."""

    name: str
    """Its folder."""
    compiled: Compiled
    suite: Suite
    results: tuple[Result, ...]


class Published(NamedTuple):
    """How much of one published policy is said."""

    policy: str
    clauses: tuple[Clause, ...]
    said: frozenset[str]
    """Names of clauses that a test shows, and all whose tests pass."""

    @property
    def computable(self) -> frozenset[str]:
        """Names of the clauses that a program can decide."""
        return frozenset(each.name for each in self.clauses if each.kind == COMPUTABLE)


def example_names() -> list[str]:
    """The folders with an example policy."""
    return sorted(path.name for path in EXAMPLES.iterdir() if (path / "policy.yaml").is_file())


def sources_of(name: str) -> Sources:
    """The files of one example."""
    return read_policy(EXAMPLES / name)


@lru_cache(maxsize=64)
def tried(name: str) -> Tried:
    """Run the tests of one example."""
    compiled = compile_policy(load(sources_of(name)).policy)
    suite = read_tests(read_policy(EXAMPLES / name / "tests"), compiled)
    return Tried(name, compiled, suite, tuple(run_cases(suite.cases, compiled, prepare(compiled))))


def clauses() -> list[Clause]:
    """Every clause of the policies that the examples cover."""
    lines = (EXAMPLES / "clauses.jsonl").read_text(encoding="utf-8").splitlines()
    return [Clause(*(each[field] for field in Clause._fields)) for each in map(json.loads, lines)]


def unsaid() -> dict[str, str]:
    """What no example says: name of the clause -> why."""
    return _reasons("unsaid.yaml")


def in_part() -> dict[str, str]:
    """What the examples say a part of: name of the clause -> what is left out."""
    return _reasons("in-part.yaml")


def _reasons(file: str) -> dict[str, str]:
    found = yaml.safe_load((EXAMPLES / file).read_text(encoding="utf-8"))
    return {f"{policy} {n}": why for policy, numbers in found.items() for n, why in numbers.items()}


def outcomes(examples: Iterable[Tried]) -> dict[str, list[Result]]:
    """Clause by name -> the results of the tests that name it."""
    found: dict[str, list[Result]] = {}
    for example in examples:
        for result in example.results:
            for name in result.case.clauses:
                found.setdefault(name, []).append(result)
    return found


def published(known: Iterable[Clause], shown: Mapping[str, list[Result]]) -> list[Published]:
    """What is said of each published policy, in the order of the clauses."""
    by_policy: dict[str, list[Clause]] = {}
    for each in known:
        by_policy.setdefault(each.policy, []).append(each)
    said = frozenset(name for name, results in shown.items() if all(result.outcome == "passed" for result in results))
    return [Published(policy, tuple(found), said) for policy, found in by_policy.items()]
