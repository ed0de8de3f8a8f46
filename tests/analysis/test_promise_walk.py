"""What is proved of promises in time is what a walk through every minute of a year finds.

A part runs here; PROMISE_WALKS=50 runs all 50.
"""

from __future__ import annotations

import os

import pytest

from supportpolicy.analysis.hours import Bad, last_words, missed, too_late
from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.engine.due import counting_on, target_due
from supportpolicy.engine.walk import promises
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.analysis.promise_walk import FROM, LOW, UNTIL, Walked, combination, policy
from tests.analysis.promising import circumstances_of, proving_of

WALKS = int(os.environ.get("PROMISE_WALKS", "8"))


def _minutes(found: list[Bad]) -> list[int]:
    """The compared minutes that lie in any of these ranges; pieces are in seconds and may end within a minute."""
    minutes = (range(-(-one.start // 60), -(-one.end // 60)) for one in found)
    return [minute - LOW for each in minutes for minute in each if FROM <= minute - LOW < UNTIL]


@pytest.mark.parametrize("seed", range(WALKS))
def test_proofs_find_what_a_walk_finds(seed: int) -> None:
    one = combination(seed)
    text = policy(one)
    engine = prepare(compile_policy(load(read_bytes_as_policy(text.encode(), "policy.yaml")).policy))
    circumstances = circumstances_of(engine)
    target = next(target for target in engine.compiled.table("sla").rules[0].outcome.targets if promises(target))
    due = circumstances.due(target, counting_on(engine, target.clock, "front", {}))
    people = engine.clock("people").openings
    walked = Walked(one)
    within = circumstances.seasons.within
    expected = walked.too_late()
    assert _minutes(too_late(people, due, within)) == expected, text
    assert _minutes(missed(people, due, within)) == walked.missed(), text
    ends = [found.start // 60 - LOW for found in last_words(people, due, within)]
    assert [minute for minute in ends if FROM <= minute < UNTIL] == walked.last_words(), text

    proved = {found.finding.code: found for found in promise_findings(proving_of(engine))}
    promise = next((proved[code] for code in ("SP530", "SP531") if code in proved), None)
    worst = walked.worst(expected)
    if worst is None:
        assert (
            promise is None or _minute_of(promise.witness.opened) >= UNTIL or _minute_of(promise.witness.opened) < FROM
        )
    else:
        assert promise is not None and promise.witness is not None
        opened = _minute_of(promise.witness.opened)
        if FROM <= opened < UNTIL:
            assert (walked.next_there[opened] - opened, opened) == worst
        else:
            assert walked.next_there[opened] - opened >= worst[0]
    assert ("SP535" in proved) or not walked.last_words()
    assert ("SP533" in proved) or one.amount[0] == "e" or not walked.missed()
    assert target_due(target, counting_on(engine, target.clock, "front", {}), 60 * (LOW + FROM)).at == _seconds(
        walked.due[FROM]
    )


def _minute_of(instant: object) -> int:
    return to_epoch(instant) // 60 - LOW  # type: ignore[arg-type]


def _seconds(minute: int | None) -> int | None:
    return None if minute is None else 60 * (LOW + minute)


def test_some_of_the_combinations_break_their_promise_and_some_do_not() -> None:
    broken = [bool(Walked(combination(seed)).too_late()) for seed in (1, 3)]
    assert broken == [True, False]
