"""The short form of an answer says the same as the long one, for every policy of this repository."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, NoInstant, Ticket, decide, prepare
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.values import Value
from tests.engine.policies import POLICIES, compiled_at

_FIRST = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)


def _ticket(compiled: Compiled, chance: random.Random) -> dict[str, Value | None]:
    low, high = compiled.horizon or ("2026-01-01", "2027-01-01")
    days = (dt.date.fromisoformat(high) - dt.date.fromisoformat(low)).days
    start = dt.datetime.combine(dt.date.fromisoformat(low), dt.time(), dt.UTC) + dt.timedelta(days=20)
    facts: dict[str, Value | None] = {
        "opened": start + dt.timedelta(seconds=chance.randrange(max(1, days - 200) * 86_400))
    }
    for fact in compiled.facts:
        if fact.derived is None and chance.random() < 0.6:
            if fact.type == "choice" and fact.values:
                facts[fact.name] = chance.choice(fact.values)
            elif fact.type == "boolean":
                facts[fact.name] = chance.random() < 0.5
    return facts


@pytest.mark.parametrize("place", POLICIES, ids=lambda place: place.name)
def test_the_short_form_says_what_the_long_one_says(place: Path) -> None:
    engine = prepare(compiled_at(place))
    outlines = Outlines(engine)
    chance = random.Random(place.name)
    for _ in range(60):
        facts = _ticket(engine.compiled, chance)
        _compare(engine, outlines, facts)


def _compare(engine: Engine, outlines: Outlines, facts: dict[str, Value | None]) -> None:
    outline = outlines.of(facts)
    answer = decide(engine, Ticket(facts), reasons=False)
    decided = {name: value for name, value in answer.stages.items() if value is not None}
    assert {name: str(value).lower() if isinstance(value, bool) else value for name, value in decided.items()} == (
        outlines.decided(outline)
    )
    due = {one.metric: one.due for one in answer.targets if one.started is not None}
    assert {name: None if at is None else from_epoch(at) for name, at in outline.due.items()} == due
    steps = sorted(
        (run.name, one.at)
        for run in answer.timelines
        for one in run.steps
        if one.state in (("done", "planned") if run.state == "running" else ("done",))
        if one.at is not None and one.number == 1
    )
    assert sorted((name, from_epoch(at)) for name, _, at in outline.steps if at is not None) == steps


def test_without_an_opening_there_is_no_outline() -> None:
    with pytest.raises(NoInstant):
        Outlines(prepare(compiled_at(POLICIES[0]))).of({})
