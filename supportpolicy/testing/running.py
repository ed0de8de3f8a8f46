"""Running the cases of a suite: each is asked once, and its answer compared with what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, EngineError, decide
from supportpolicy.engine.answer import Answer
from supportpolicy.testing.because import Deciders, because, deciders_of
from supportpolicy.testing.cases import Case
from supportpolicy.testing.comparing import Asked, Mismatch, compare, compare_hours

Outcome = Literal["passed", "failed", "error"]


class Result(NamedTuple):
    """How one case came out."""

    case: Case
    outcome: Outcome
    mismatches: tuple[Mismatch, ...] = ()
    """Of a failed case, in the order written."""
    message: str = ""
    """Of an error: why there is no answer."""
    answer: Answer | None = None
    """None where only hours were asked about, or nothing was answered."""


def run_cases(
    cases: Iterable[Case], compiled: Compiled, engine: Engine, *, fail_fast: bool = False
) -> Iterator[Result]:
    """The results in order. With `fail_fast` the first that did not pass is the last."""
    asked = Asked(
        compiled.timezone,
        {rule.name: rule.outcome.decides.get("sla", rule.name) for rule in compiled.table("sla").rules},
        engine.clock,
    )
    deciders = deciders_of(compiled)
    for case in cases:
        result = _run(case, engine, asked, deciders)
        yield result
        if fail_fast and result.outcome != "passed":
            return


def _run(case: Case, engine: Engine, asked: Asked, deciders: Deciders) -> Result:
    found: list[Mismatch] = []
    answer: Answer | None = None
    try:
        if case.ticket is not None:
            answer = decide(engine, case.ticket, case.at)
        for expected in case.expects:
            if answer is not None:
                differences = list(compare(expected, answer, asked))
                reason = because(expected, answer, deciders) if differences else ""
                found.extend(difference._replace(because=reason) for difference in differences)
            elif case.at is not None:
                found.extend(compare_hours(expected, case.at, asked))
    except (EngineError, ClockError) as problem:
        return Result(case, "error", message=str(problem))
    return Result(case, "failed" if found else "passed", tuple(found), answer=answer)
