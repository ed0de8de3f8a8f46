"""A witness is a ticket that one change treats differently: confirmed by the engine, small, and told in words."""

import datetime as dt
import random

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.values import Facts
from supportpolicy.targets import kinds, lowerings
from supportpolicy.targets.interface import Ask, Aspects, Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import applied, lowered_by
from supportpolicy.targets.witnesses import MOST_TRIED, Witness, witnesses_of
from tests.targets.demo import TODAY, can_do, steps
from tests.targets.lowering_help import compiled_of

POLICY = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
fields:
  plan: {type: choice, values: [free, paid, gold]}
  topic: {type: choice, values: [billing, login, other]}
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions: [{dates: 2026-12-24, open: 09:00-13:00}, {dates: 2026-12-25, open: closed}]
  quiet: {open: {mon-fri: 10:00-12:00}, exceptions: [{dates: 2026-12-24, open: 11:00-12:00}]}
roles: {lead: {coverage: office, contact: phone}}
teams: [{name: front, coverage: office}, {name: money, coverage: office}]
routing:
  - {name: billing, when: {topic: billing, subject: {mentions: [invoice]}}, team: money}
  - {name: rest, team: front}
sla:
  - {name: paid, when: {plan: paid}, targets: {first_response: 1bd, next_response: {at_most: 1bd, clock: quiet}, clock: office}}
  - {name: all, targets: {first_response: 4h, resolve: {at_most: 16h, clock: office}, clock: office}}
escalation:
  - name: late
    when: {plan: gold}
    stops_on: solved
    clock: office
    steps: [{after: 1h, tell: lead}, {after: 2h, assign: money}]
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled_of(POLICY, tmp_path_factory.mktemp("witnesses"))


def expected(engine: Engine) -> Ask:
    outlines = Outlines(engine)

    def ask(facts: Facts) -> Aspects:
        outline = outlines.of(facts)
        return {
            "team": outlines.decided(outline).get("team"),
            **{f"due {metric}": at for metric, at in sorted(outline.due.items())},
        }

    return ask


def cover(count: int = 60) -> tuple[Facts, ...]:
    """Tickets of a summer: none near the exceptional dates."""
    rng = random.Random(11)
    return tuple(
        {
            "plan": rng.choice(("free", "paid", "gold")),
            "topic": rng.choice(("billing", "login", "other")),
            "subject": rng.choice(("my invoice", "hello")),
            "channel": rng.choice(("email", "phone")),
            "opened": dt.datetime(2026, 7, rng.randint(1, 28), rng.randint(0, 23), rng.randint(0, 59), tzinfo=dt.UTC),
        }
        for _ in range(count)
    )


def demo_changes(policy: Compiled) -> tuple[Change, ...]:
    return lowered_by(Wish(policy, today=TODAY), steps(TODAY))


def by_loss(policy: Compiled, changes: tuple[Change, ...]) -> dict[str, Witness | None]:
    found = witnesses_of(policy, changes, expected, cover())
    return {f"{change.loss.kind.code} {change.loss.about}": one for change, one in zip(changes, found, strict=True)}


def test_every_witness_is_confirmed_by_the_engine(policy: Compiled) -> None:
    changes = demo_changes(policy)
    found = witnesses_of(policy, changes, expected, cover())
    assert sum(one is not None for one in found) >= 4
    for place, one in enumerate(found):
        if one is None:
            continue
        before, after = (prepare(applied(policy, changes[:end])) for end in (place, place + 1))
        for name in one.before:
            if not name.startswith("step "):
                assert expected(before)(one.facts).get(name) == one.before[name]
                assert expected(after)(one.facts).get(name) == one.after[name]
                assert one.before[name] != one.after[name]


def test_every_witness_is_small(policy: Compiled) -> None:
    changes = demo_changes(policy)
    for place, one in enumerate(witnesses_of(policy, changes, expected, cover())):
        if one is None or any(name.startswith("step ") for name in one.before):
            continue
        before, after = (expected(prepare(applied(policy, changes[:end]))) for end in (place, place + 1))
        first = next(iter(one.before))
        for name in one.facts:
            if name != "opened":
                less = {other: value for other, value in one.facts.items() if other != name}
                assert before(less).get(first) == after(less).get(first)


def test_they_are_told_in_words(policy: Compiled) -> None:
    found = by_loss(policy, demo_changes(policy))
    text = found["SP922 routing: billing"]
    assert text is not None
    assert text.ticket.startswith("{topic: billing, subject: my invoice, opened: 2026-07-")
    assert text.differences == "team front instead of money"
    days = found["SP903 paid first_response"]
    assert days is not None
    assert days.ticket.startswith("{plan: paid, opened: ")
    assert days.differences.startswith("first_response due 2026-07-")
    assert " instead of 2026-07-" in days.differences


def test_a_date_that_no_ticket_of_the_cover_comes_near_is_found(policy: Compiled) -> None:
    changes = lowered_by(Wish(policy, today=TODAY), (lowerings.whole_holidays(),))
    found = by_loss(policy, changes)
    office = found["SP910 office 2026-12-24"]
    assert office is not None
    assert office.ticket == "{opened: 2026-12-24 13:00}"
    assert office.differences == (
        "first_response due 2026-12-24 17:00 instead of 2026-12-28 13:00; "
        "resolve due 2026-12-29 13:00 instead of 2026-12-29 17:00"
    )


def test_what_shows_later_than_at_the_opening_has_no_witness(policy: Compiled) -> None:
    changes = lowered_by(Wish(policy, today=TODAY), (lowerings.whole_holidays(), lowerings.sorted_once()))
    found = by_loss(policy, changes)
    assert found["SP910 quiet 2026-12-24"] is None  # only next_response counts on it
    assert found["SP940 sorting"] is None


def test_steps_of_ladders_are_compared(policy: Compiled) -> None:
    changes = lowered_by(Wish(policy, today=TODAY), (lowerings.no_ladders(can_do),))
    (one,) = witnesses_of(policy, changes, expected, cover())
    assert one is not None
    assert one.ticket.startswith("{plan: gold, opened: ")
    assert one.differences.startswith("late (assign money) never instead of 2026-07-")


def test_the_cover_may_be_made_of_the_policy(policy: Compiled) -> None:
    changes = lowered_by(Wish(policy, today=TODAY), (lowerings.whole_holidays(),))
    asked: list[Engine] = []

    def make(engine: Engine) -> tuple[Facts, ...]:
        asked.append(engine)
        return cover()

    assert witnesses_of(policy, changes, expected, make) == witnesses_of(policy, changes, expected, cover())
    assert [engine.compiled for engine in asked] == [policy]


def test_a_change_is_not_looked_for_without_end(policy: Compiled) -> None:
    tried: list[Facts] = []

    def counting(engine: Engine) -> Ask:
        ask = expected(engine)

        def counted(facts: Facts) -> Aspects:
            tried.append(facts)
            return ask(facts)

        return counted

    loss = Loss(kinds.TOPIC, "nothing", "policy.yaml:1", "it cannot", "it does")
    # It might show at an opening, as far as can be seen, and shows at none.
    change = Change(loss, lambda compiled: compiled._replace(severity_levels=("never",)))
    many = tuple({**facts, "opened": dt.datetime(2026, 8, 1, tzinfo=dt.UTC)} for facts in cover(1_000))
    assert witnesses_of(policy, (change,), counting, many) == (None,)
    assert 0 < len(tried) <= 2 * MOST_TRIED


def test_tickets_beyond_the_policy_are_passed_over(policy: Compiled) -> None:
    changes = lowered_by(Wish(policy, today=TODAY), (lowerings.minutes_only(),))
    far: Facts = {"plan": "paid", "opened": dt.datetime(2031, 1, 1, tzinfo=dt.UTC)}
    found = witnesses_of(policy, changes, expected, (far, *cover()))
    assert found[0] is not None
    assert found[0].facts["opened"] != far["opened"]
