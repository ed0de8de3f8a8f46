"""What a customer asks for: requests, refunds and identity, where nothing is guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.tables import Decision, Duration, Outcome
from supportpolicy.engine.answer import DecisionAnswer, Question, Verify
from supportpolicy.engine.candidates import local_date
from supportpolicy.engine.due import after
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.kin import unknown_parts
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.messages import filled
from supportpolicy.engine.money import Paid, pay
from supportpolicy.engine.prepared import REQUEST, Engine
from supportpolicy.engine.sorting import completed
from supportpolicy.engine.unknown import Question as Asked
from supportpolicy.engine.unknown import Verdict, ask
from supportpolicy.engine.values import Facts
from supportpolicy.engine.walk import Course
from supportpolicy.engine.windows import in_words

REFUNDS, IDENTITY = "refunds", "identity"
_REFUND = "refund"


class Said(NamedTuple):
    """The answer of one table, with what is needed to say why."""

    answer: DecisionAnswer
    asked: Asked
    verdict: Verdict


def decision_of(engine: Engine, course: Course, table: str) -> Said | None:
    """Ask one of the three tables as of the moment of the course; None where it is not asked at all."""
    lookup = engine.lookups.get(table)
    facts = completed(engine, course.facts, course.at)
    request = facts.get(REQUEST)
    if lookup is None or request is None or (table == REFUNDS and request != _REFUND):
        return None
    asked = Asked(engine, lookup, course.sorted.now, course.at, course.held)
    paid: dict[int, Paid] = {}

    def key(index: int) -> Hashable:
        if index == NO_RULE:
            return None
        outcome = lookup.rules[index].outcome
        paid[index] = _paid(engine, course, facts, outcome.decision)
        return _same(outcome), paid[index]

    verdict = ask(asked, course.facts, key)
    return Said(_answer(engine, course, table, verdict, paid, facts), asked, verdict)


def _same(outcome: Outcome) -> Hashable:
    """What an outcome says, as something that can be compared; sums are compared as worked out."""
    decision, proof = outcome.decision, outcome.proof
    without = None if decision is None else decision._replace(amount=None)
    shown = None if proof is None else tuple(tuple(part.items()) if isinstance(part, dict) else part for part in proof)
    return without, shown, outcome.say, outcome.do, outcome.tag


def _paid(engine: Engine, course: Course, facts: Facts, decision: Decision | None) -> Paid:
    """The sum. One that rests on an unknown fact is not worked out, even where a cap may make it the same for all values."""
    if decision is None or decision.amount is None:
        return Paid(None)

    def near(instant: dt.datetime, limit: Duration) -> bool:
        first, last = sorted((to_epoch(instant), course.at))
        return engine.windows.near(first, last, limit, facts.get)

    prices = {price.name: price for price in engine.compiled.prices}
    paid = pay(decision.amount, facts.get, prices, local_date(engine, course.at), near)
    parts = {name: unknown_parts(engine, name, course.facts) for name in paid.missing}
    missing = tuple(dict.fromkeys(part for unknown in parts.values() for part in unknown))
    absent = next((name for name, unknown in parts.items() if not unknown), None)
    if absent is None or paid.problem is not None:
        return paid._replace(missing=missing)
    return paid._replace(missing=missing, problem=f"the ticket has no {absent}, which the sum is worked out from")


def _answer(
    engine: Engine, course: Course, table: str, verdict: Verdict, paid: Mapping[int, Paid], facts: Facts
) -> DecisionAnswer:
    if verdict.rule is None:
        return DecisionAnswer("undecided", ask=_questions(engine, (*verdict.ask, *_wanted(paid))))
    if verdict.rule == NO_RULE:
        return DecisionAnswer("none")
    rule = engine.lookups[table].rules[verdict.rule]
    sum_ = paid[verdict.rule]
    if sum_.missing or sum_.problem is not None:
        ask_for = _questions(engine, (*verdict.ask, *sum_.missing))
        return DecisionAnswer("undecided", rule.name, rule.at, ask=ask_for, problem=sum_.problem)
    outcome, decided = rule.outcome, course.sorted.decided
    decision = outcome.decision or Decision("none")
    reason = decision.customer_reason
    proof = outcome.proof
    return DecisionAnswer(
        decision.decision,
        rule.name,
        rule.at,
        amount=sum_.amount,
        to=decision.to,
        paid_within=in_words(decision.paid_within),
        pay_by=_later(engine, facts, course.at, decision.paid_within),
        approver=decision.approver,
        confirm=decision.confirm,
        proof=decision.proof,
        team=decision.team,
        redirect=decision.redirect,
        wait=in_words(decision.wait),
        wait_until=_later(engine, facts, course.at, decision.wait),
        say=outcome.say,
        do=outcome.do,
        tag=outcome.tag,
        customer_reason=None if reason is None else filled(engine, reason, facts, decided)[0],
        why=rule.why,
        verify=None if table != IDENTITY or proof is None else Verify(*proof),
    )


def _wanted(paid: Mapping[int, Paid]) -> tuple[str, ...]:
    """Facts that every sum which may be paid needs; so they are asked for in any case."""
    sums = [set(one.missing) for one in paid.values()]
    first = next(iter(paid.values()), None)
    if first is None:
        return ()
    return tuple(name for name in first.missing if all(name in one for one in sums))


def _questions(engine: Engine, names: tuple[str, ...]) -> tuple[Question, ...]:
    return tuple(Question(name, engine.facts[name].ask) for name in dict.fromkeys(names))


def _later(engine: Engine, facts: Facts, at: int, amount: Duration | None) -> dt.datetime | None:
    """So much time after the moment asked for: business days on the policy's calendar, all else elapsed."""
    if amount is None:
        return None
    try:
        if amount.business_days is not None:
            return from_epoch(after(amount, engine.windows.business_clock(facts.get), at))
        return from_epoch(at + 60 * (amount.minutes or 0) + 86_400 * (amount.days or 0))
    except (ClockError, EngineError):
        return None
