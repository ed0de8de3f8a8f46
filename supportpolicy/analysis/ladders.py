"""SP407: two timelines that run for one ticket and want different things at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.diagnostics import Kind, Related
from supportpolicy.engine.shown import step_words
from supportpolicy.engine.walk import Course

KIND = Kind(
    "SP407",
    "ladders-contradict",
    "warning",
    "Two timelines that run for the same ticket give it to different teams, or different statuses, at the same moment.",
    "Which of the two wins is chance, and each of the teams believes that the other has the ticket.",
    """supportpolicy: 1
name: acme
teams: [{name: a, coverage: always}, {name: b, coverage: always}]
routing: [{name: all, team: a}]
fields: {vip: {type: boolean}, down: {type: boolean}}
escalation:
  - {name: important, when: {vip: true}, starts_on: opened, steps: [{after: 1h, assign: a}]}
  - {name: broken, when: {down: true}, starts_on: opened, steps: [{after: 1h, assign: b}]}
""",
    """supportpolicy: 1
name: acme
teams: [{name: a, coverage: always}, {name: b, coverage: always}]
routing: [{name: all, team: a}]
fields: {vip: {type: boolean}, down: {type: boolean}}
escalation:
  - {name: important, when: {vip: true, down: {not: true}}, starts_on: opened, steps: [{after: 1h, assign: a}]}
  - {name: broken, when: {down: true}, starts_on: opened, steps: [{after: 1h, assign: b}]}
""",
)


def ladders(proving: Proving) -> Iterator[Proved]:
    """Pairs of timelines with a contradiction, each with a ticket for which both run."""
    form = proving.space.table("timelines")
    holds = {rule.name: literal for rule, literal in zip(form.table.rules, form.holds, strict=True)}
    for one, other in combinations(proving.space.engine.compiled.timelines, 2):
        if set(one.starts_on).isdisjoint(other.starts_on) or one.clock != other.clock:
            continue
        pair = next(_contradictions(one, other), None)
        if pair is None:
            continue
        search = proving.witnesses.find([holds[one.name], holds[other.name]], _both_run(one, other))
        if search.witness is None:
            continue
        first, second = pair
        finding = KIND.at(
            proving.place(first.at),
            f"'{one.name}' and '{other.name}' want different things {step_words(first)}: {_wants(first)}, {_wants(second)}",
            related=(Related(proving.place(second.at), "the other step"),),
            help="give one of them another time, or make sure by 'when' that only one runs",
        )
        yield Proved(finding, search.witness)


def _contradictions(one: Timeline, other: Timeline) -> Iterator[tuple[Step, Step]]:
    for first in one.steps:
        for second in other.steps:
            same = (first.after, first.share, first.of, first.every) == (
                second.after,
                second.share,
                second.of,
                second.every,
            )
            teams = first.assign and second.assign and first.assign != second.assign
            statuses = first.status and second.status and first.status != second.status
            if same and (teams or statuses):
                yield first, second


def _wants(step: Step) -> str:
    return f"assign {step.assign}" if step.assign else f"status {step.status}"


def _both_run(one: Timeline, other: Timeline) -> _BothRun:
    return _BothRun(one.name, other.name)


class _BothRun:
    def __init__(self, *names: str) -> None:
        self._names = set(names)

    def __call__(self, course: Course) -> bool:
        """Whether both hold for the ticket, started or not."""
        there = {run.run.timeline.name for run in course.timelines if run.stopped is None}
        there.update(run.timeline.name for run in course.waiting)
        return self._names <= there
