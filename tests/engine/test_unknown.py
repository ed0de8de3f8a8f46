"""Where facts are unknown, an answer comes only if every value leads to it: held against trying all values by the words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiler import TooBranched, compile_policy
from supportpolicy.engine import Engine, Ticket, Value, decide, prepare, unknown
from supportpolicy.engine.answer import DecisionAnswer
from supportpolicy.engine.candidates import MOST_WORDS
from supportpolicy.engine.lookups import NO_RULE as NO_RULE_WINS
from supportpolicy.engine.unknown import Question, see
from tests.compiler.oracle import Euros, Raw
from tests.engine.asking import ask, eur, local, values_of
from tests.engine.enumeration import NO_RULE, NO_SUM, UNKNOWN_SUM, Enumeration, Key
from tests.engine.random_unknown import Case


def case_of(seed: int) -> tuple[Case, Engine] | None:
    """A random policy, ready to answer; None where the compiler refuses it."""
    case = Case(seed)
    try:
        return case, prepare(compile_policy(case.policy, hashed=False))
    except TooBranched:
        return None


def asked(case: Case, engine: Engine, known: dict[str, Raw | None]) -> DecisionAnswer:
    """The engine's answer of the table that the case is about. Stages are sorted as of the opening."""
    answer = decide(engine, Ticket(values_of(known)), case.now, reasons=False)
    found = getattr(answer, case.table)
    assert isinstance(found, DecisionAnswer)
    return found


def key_of(case: Case, answer: DecisionAnswer) -> Key:
    """What an answer says, in the form of the enumeration."""
    if answer.decision == "none":
        return NO_RULE
    amount = None if answer.amount is None else Euros(answer.amount.amount, answer.amount.currency)
    rule = next(rule for rule in case.sections[case.table] if rule["name"] == answer.rule)
    assert answer.approver == tuple([rule["approver"]] if "approver" in rule else [])
    assert answer.say == tuple([rule["say"]] if "say" in rule else [])
    return answer.decision, rule.get("approver"), rule.get("say"), str(rule.get("verify")), amount


def check(seed: int) -> str:
    """Hold one case against the enumeration; says what was seen."""
    found = case_of(seed)
    if found is None:
        return "refused"
    case, engine = found
    known = case.known
    expected = Enumeration(case, known).answers()
    answer = asked(case, engine, known)
    if len(expected) == 1 and not expected & {UNKNOWN_SUM, NO_SUM}:
        assert answer.decision != "undecided", (case, expected, answer)
        assert {key_of(case, answer)} == expected, (case, expected, answer)
        return "decided"
    assert answer.decision == "undecided", (case, expected, answer)
    for _ in range(len(case.hidden) + 1):
        if answer.decision != "undecided" or answer.problem is not None:
            break
        facts = [question.fact for question in answer.ask]
        assert facts and case.hidden.issuperset(facts) and known.keys().isdisjoint(facts), (case, known, answer)
        known |= {fact: case.truth[fact] for fact in facts}
        answer = asked(case, engine, known)
    told = Enumeration(case, case.truth).answer({})
    if told == NO_SUM:
        assert answer.decision == "undecided" and answer.problem is not None, (case, known, answer)
        return "no sum"
    assert answer.decision != "undecided", (case, known, answer)
    assert key_of(case, answer) == told, (case, known, answer, told)
    return "asked"


@settings(derandomize=True, database=None, deadline=None, max_examples=80)
@given(st.integers(0, 2**32))
def test_an_answer_comes_only_where_every_value_leads_to_it(seed: int) -> None:
    check(seed)


@settings(derandomize=True, database=None, deadline=None, max_examples=40)
@given(st.integers(0, 2**32))
def test_the_quick_look_never_loses_a_rule_that_can_win(seed: int) -> None:
    found = case_of(seed)
    if found is None:
        return
    case, engine = found
    lookup = engine.lookups[case.table]
    question = Question(engine, lookup, to_epoch(case.opened), to_epoch(case.now), None)
    look = see(question, values_of({"opened": case.opened, **case.known}))
    enumeration = Enumeration(case, case.known)
    random = Random(seed)
    values = {name: enumeration.values(name) for name in enumeration.hidden}
    tried = [{name: random.choice(some) for name, some in values.items()} for _ in range(30)]
    for rest in ({name: case.truth[name] for name in enumeration.hidden}, *tried):
        place = enumeration.winner(enumeration.sorted(rest))
        assert (NO_RULE_WINS if place is None else place) in look.rules, (case, rest, look.rules)


FACTS = """\
fields:
  t: {type: time}
  u: {type: time}
  x: {type: number}
  y: {type: number}
  m: {type: money}
  n: {type: money}
  kind: {type: choice, values: [a, b]}
  other: {type: choice, values: [b, c]}
  wait: {type: duration}
  ok: {type: boolean}
  vip: {type: boolean, default: false}
facts:
  s: {sum_of: [x, y]}
  c: {sum_of: [m, n]}
  late: {latest_of: [t, u]}
coverage:
  day: {open: {mon-fri: 09:00-17:00}}
  theirs: {choose_by: customer.region, emea: day}
"""
NOW = local("2026-06-03 12:00")  # a Wednesday
OLD = local("2026-01-05 12:00")


def refunds(*rules: str) -> str:
    """Rules by condition: the first is approved, the next reviewed, everything else denied."""
    decisions = ("approve", "review", "hand_over")
    lines = [f"  - {{name: rule {n}, when: {rule}, decision: {decisions[n]}}}" for n, rule in enumerate(rules)]
    return FACTS + "\n".join(("refunds:", *lines, "  - {name: else, decision: deny}", ""))


@pytest.mark.parametrize(
    ("rules", "facts", "expected"),
    [
        # Two unknown times: whichever order is possible counts, within the windows and hours of each.
        (("{t: {after: {field: u}}, u: {in_next: 3d}}",), {}, "t u"),
        (("{t: {before: {field: u}, in_next: 1h}, u: {older_than: 1h}}",), {}, "deny"),
        (("{t: {after: {field: u}, within: 1h}, u: {within: 1h}}",), {}, "t u"),
        (("{t: {after: {field: u}, during: day}, u: {outside: day}}",), {}, "t u"),
        (("{late: {older_than: 30d}}",), {"t": NOW}, "deny"),
        (("{late: {older_than: 30d}}",), {"t": OLD}, "u"),
        (("{late: {present: true}}", "{late: {present: false}}"), {"t": None}, "u"),
        (("{late: {within: 1h}}", "{t: {within: 1h}, u: {before: {field: t}}}"), {}, "t u"),
        # Sums: every summand can make up for the other, in its currency.
        (("{s: {below: 10}}", "{s: {present: true}}"), {"x": Decimal(3)}, "y"),
        (("{s: {above: 10}}",), {"x": None}, "deny"),
        (("{s: {above: 10}, x: {below: 2}}",), {}, "x y"),
        (("{s: {above: 10}, x: {below: 2}, y: {below: 3}}",), {}, "deny"),
        (("{c: {present: true}}",), {"m": eur("5")}, "n"),
        (("{c: {above: 10 EUR}, m: {below: 10 USD}}",), {}, "deny"),
        (("{c: {at_least: {field: m}}}",), {"n": eur("-1")}, "deny"),
        (("{c: {at_least: {field: m}}}",), {"n": eur("1")}, "m"),
        # Comparisons of unknown facts.
        (("{kind: {field: other}, other: c}",), {}, "deny"),
        (("{kind: {field: other}}",), {}, "kind other"),
        (("{kind: {field: other}}",), {"other": "c"}, "deny"),
        (("{x: {above: {field: y}}, y: {at_least: 7}}",), {}, "x y"),
        (("{x: {above: {field: y}}, y: {at_least: 7}}",), {"x": Decimal(7)}, "deny"),
        (("{x: {above: {field: y}, at_most: 7}, y: {at_least: 7}}",), {}, "deny"),
        (("{x: {above: 0.0005, below: 0.001}}",), {}, "x"),
        (("{wait: {above: 30m, below: 31m}}",), {}, "wait"),
        # Hours that an unknown fact chooses, at an instant that is unknown too.
        (("{t: {during: theirs}}",), {}, "t customer.region"),
        (("{t: {during: theirs}}",), {"t": NOW}, "customer.region"),
        (("{t: {during: theirs}}",), {"t": local("2026-06-06 12:00")}, "deny"),
        (("{t: {during: theirs}}",), {"customer.region": None}, "deny"),
        # A default fills what is missing, but not what is known to be absent.
        (("{vip: {present: true}}",), {}, "approve"),
        (("{vip: {present: true}}",), {"vip": None}, "deny"),
        # Whatever it is, the answer is the same.
        (("{ok: true}", "{ok: false}"), {"ok": None}, "deny"),
        (("{any_of: [{ok: true}, {ok: false}, {ok: {present: false}}]}",), {}, "approve"),
    ],
)
def test_facts_that_bear_on_each_other(rules: tuple[str, ...], facts: dict[str, Value | None], expected: str) -> None:
    answer = ask(refunds(*rules), {"opened": NOW, "request": "refund", **facts}).refunds
    assert answer is not None
    if answer.decision == "undecided":
        assert {question.fact for question in answer.ask} == set(expected.split())
    else:
        assert answer.decision == expected


STAGED = """\
fields:
  t: {type: time}
  impact: {type: choice, values: [down, slow]}
  called: {type: boolean}
severities:
  levels: [high, low]
  rules:
    - {level: high, when: {t: {within: 1h}}, only_if: {called: true}, if_not: low}
    - {level: low}
"""


def test_unknown_facts_are_tried_as_of_the_moment_at_which_each_stage_was_sorted() -> None:
    """Two hours after the opening, `within: 1h` of the opening and of now are different instants."""
    text = STAGED + (
        "refunds:\n"
        "  - {name: grave, when: {severity: high, t: {older_than: 2h}}, decision: approve}\n"
        "  - {name: else, decision: deny}\n"
    )
    facts: dict[str, Value | None] = {"opened": NOW, "request": "refund", "called": True}
    later = NOW + dt.timedelta(hours=2)
    undecided = ask(text, facts, at=later).refunds
    assert undecided is not None and [one.fact for one in undecided.ask] == ["t"]
    told = ask(text, {**facts, "t": NOW - dt.timedelta(minutes=30)}, at=later).refunds
    assert told is not None and told.decision == "approve"
    at_once = ask(text, facts, at=NOW).refunds
    assert at_once is not None and at_once.decision == "deny"  # within an hour and older than two: never


def test_a_missing_fact_is_absent_in_sorting_and_unknown_for_money() -> None:
    text = STAGED + "refunds:\n  - {name: a, when: {severity: low}, decision: approve}\n  - {name: b, decision: deny}\n"
    answer = ask(text, {"opened": NOW, "request": "refund", "t": NOW})
    assert answer.stages["severity"] == "low"  # nothing shows that somebody called
    assert answer.refunds is not None and answer.refunds.decision == "undecided"
    assert [one.fact for one in answer.refunds.ask] == ["called"]


def test_no_request_asks_for_nothing() -> None:
    text = (
        refunds("{ok: true}")
        + "requests:\n  - {name: any, decision: hand_over}\nidentity: [{name: all, verify: [code]}]\n"
    )
    nothing = ask(text, {"opened": NOW})
    assert (nothing.requests, nothing.refunds, nothing.identity) == (None, None, None)
    absent = ask(text, {"opened": NOW, "request": None})
    assert (absent.requests, absent.refunds, absent.identity) == (None, None, None)
    other = ask(text, {"opened": NOW, "request": "callback"})
    assert other.refunds is None and other.requests is not None and other.identity is not None
    assert other.requests.decision == "hand_over"
    assert other.identity.verify is not None and other.identity.verify.all_of == ("code",)


def test_a_sum_that_rests_on_what_is_known_to_be_absent_asks_for_nothing() -> None:
    text = FACTS + "refunds: [{name: all, decision: approve, amount: m}]\n"
    facts: dict[str, Value | None] = {"opened": NOW, "request": "refund"}
    unknown = ask(text, facts).refunds
    assert unknown is not None and [one.fact for one in unknown.ask] == ["m"] and unknown.problem is None
    absent = ask(text, {**facts, "m": None}).refunds
    assert absent is not None and absent.decision == "undecided" and absent.ask == ()
    assert absent.problem == "the ticket has no m, which the sum is worked out from"


def test_past_the_bound_the_answer_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """One answer, but too many looks to know it: safe, and every question leads on."""
    rules = ("{x: {above: {field: y}, at_most: 7}, y: {at_least: 7}}",)
    facts: dict[str, Value | None] = {"opened": NOW, "request": "refund"}
    assert ask(refunds(*rules), facts).refunds.decision == "deny"  # type: ignore[union-attr]
    monkeypatch.setattr(unknown, "MOST_LOOKS", 3)
    answer = ask(refunds(*rules), facts).refunds
    assert answer is not None and answer.decision == "undecided"
    assert {one.fact for one in answer.ask} == {"x", "y"}


def test_more_phrases_than_can_be_tried_are_never_guessed() -> None:
    phrases = [f"phrase {number}" for number in range(MOST_WORDS + 1)]
    rules = [
        f"  - {{name: p{n}, when: {{body: {{mentions: {one}}}}}, decision: approve}}" for n, one in enumerate(phrases)
    ]
    text = "\n".join(("refunds:", *rules, "  - {name: else, when: {body: {present: true}}, decision: approve}", ""))
    answer = ask(text, {"opened": NOW, "request": "refund"}).refunds
    assert answer is not None and answer.decision == "undecided"
    assert [one.fact for one in answer.ask] == ["body"]
    told = ask(text, {"opened": NOW, "request": "refund", "body": "a phrase 3 or so"}).refunds
    assert told is not None and told.decision == "approve"
