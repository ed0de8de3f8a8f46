"""Running the cases of a suite: each is asked once, and its answer compared with what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, EngineError, decide, why_not
from supportpolicy.engine.answer import Answer
from supportpolicy.engine.errors import NoInstant
from supportpolicy.testing.because import Deciders, because, deciders_of
from supportpolicy.testing.cases import Case, Expected
from supportpolicy.testing.comparing import Asked, Mismatch, compare, compare_hours
from supportpolicy.testing.vocabulary import written_names

Outcome = Literal["passed", "failed", "error"]
_FROM_REASONS = ("rules", "guidance", "no_guidance")
"""Expectations that are compared with what an answer has only in full."""


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
    cases: Iterable[Case], compiled: Compiled, engine: Engine, *, fail_fast: bool = False, reasons: bool = True
) -> Iterator[Result]:
    """The results in order. With `fail_fast` the first that did not pass is the last.

    Without `reasons` the answers of passing cases may lack theirs, which is quicker; coverage needs them.
    """
    asked = Asked(compiled.timezone, written_names(compiled), engine.clock)
    deciders = deciders_of(compiled)
    for case in cases:
        try:
            result = _run(case, engine, asked, deciders, reasons)
        except NoInstant:
            said = "it is not known when: write 'opened' in the ticket, or 'at' in the test"
            result = Result(case, "error", message=said)
        except (EngineError, ClockError) as problem:
            result = Result(case, "error", message=str(problem))
        yield result
        if fail_fast and result.outcome != "passed":
            return


def _run(case: Case, engine: Engine, asked: Asked, deciders: Deciders, reasons: bool) -> Result:
    if case.ticket is None:
        return _result(case, [one for expected in case.expects for one in _hours(expected, case, asked)], None)
    in_full = reasons or any(expected.key in _FROM_REASONS for expected in case.expects)
    answer = decide(engine, case.ticket, case.at, reasons=in_full)
    found = [(expected, difference) for expected in case.expects for difference in compare(expected, answer, asked)]
    if found and not in_full:
        answer = decide(engine, case.ticket, case.at)
    explained = [one._replace(because=_because(expected, case, answer, deciders, engine)) for expected, one in found]
    return _result(case, explained, answer)


def _because(expected: Expected, case: Case, answer: Answer, deciders: Deciders, engine: Engine) -> str:
    said = because(expected, answer, deciders)
    if said or expected.key != "timelines" or case.ticket is None:
        return said
    whole = why_not(engine, case.ticket, case.at, "timelines", expected.name)
    failed = next((test for test in whole.tests if not test.holds), None)
    return f"it does not run: {failed.text} ({failed.at}) does not hold" if failed is not None else ""


def _hours(expected: Expected, case: Case, asked: Asked) -> Iterator[Mismatch]:
    return compare_hours(expected, case.at, asked) if case.at is not None else iter(())


def _result(case: Case, found: list[Mismatch], answer: Answer | None) -> Result:
    return Result(case, "failed" if found else "passed", tuple(found), answer=answer)
