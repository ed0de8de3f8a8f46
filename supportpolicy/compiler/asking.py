"""The tables asked once a ticket is sorted: sla, requests, refunds, identity, guarantees."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled.document import Guarantee
from supportpolicy.compiled.tables import Decision, Outcome, Proof, Target
from supportpolicy.compiler.amounts import duration, money, payment_of
from supportpolicy.compiler.drafting import Drafter, word_of, words_of
from supportpolicy.compiler.drafts import DraftRule, DraftTable
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections import decisions, sla


def asking_tables(policy: Policy, drafter: Drafter) -> Iterator[DraftTable]:
    """Promises, decisions, proofs and guarantees; tables without rules are left out."""
    requests = tuple(_decision(rule, drafter) for rule in policy.requests)
    refunds = tuple(_decision(rule, drafter) for rule in policy.refunds)
    tables = (
        DraftTable("sla", "sla", "first", tuple(_promises(policy, drafter))),
        DraftTable("requests", "after", "first", requests),
        DraftTable("refunds", "after", "first", refunds),
        DraftTable("identity", "after", "first", tuple(_identity(rule, drafter) for rule in policy.identity)),
        *_guarantees(policy, drafter),
    )
    return (table for table in tables if table.rules)


def guarantees_of(policy: Policy, drafter: Drafter) -> tuple[Guarantee, ...]:
    """What must always hold."""
    return tuple(
        Guarantee(
            str(guarantee.name),
            words_of(guarantee.must.reach),
            duration(guarantee.must.within),
            guarantee.must.at_any_hour,
            guarantee.must.hold is not None,
            guarantee.must.not_slower_than is not None,
            words_of(guarantee.must.metrics),
            words_of(guarantee.must.approved_by),
            money(guarantee.must.above) if guarantee.must.above is not None else None,
            drafter.places.at(guarantee.name.span),
        )
        for guarantee in policy.guarantees
    )


def _promises(policy: Policy, drafter: Drafter) -> Iterator[DraftRule]:
    for promise in policy.sla:
        yield from _promise(promise, drafter)


def _promise(promise: sla.Promise, drafter: Drafter) -> Iterator[DraftRule]:
    name = str(promise.head.name)
    decides = {"sla": name}
    if promise.rows_by is None or promise.rows[0].value is None:
        targets = tuple(_target(target, promise, drafter) for row in promise.rows for target in row.targets)
        rule = drafter.head(promise.head, name, Outcome(decides, targets))
        yield rule._replace(why=promise.rows[0].why or rule.why)
        return
    # What no row names comes last: the row `otherwise`, or, where the fact can be missing, a promise of nothing that
    # keeps the ticket with this rule instead of letting it fall through to the next.
    last = None
    for row in promise.rows:
        assert row.value is not None
        at = drafter.places.at(row.value.span)
        outcome = Outcome(decides, tuple(_target(target, promise, drafter) for target in row.targets))
        rest = row.value == sla.OTHERWISE_ROW
        extra = () if rest else (drafter.row(promise.rows_by, row.value, at),)
        rule = drafter.head(promise.head, f"{name}: {row.value}", outcome, extra, str(row.value))
        rule = rule._replace(why=row.why or rule.why, at=at)
        if rest:
            last = rule
        else:
            yield rule
    yield last or drafter.head(promise.head, f"{name}: otherwise", Outcome(decides), (), sla.OTHERWISE_ROW)


def _target(target: sla.Target, promise: sla.Promise, drafter: Drafter) -> Target:
    pauses = target.pause_while if target.pause_while is not None else promise.pause_while
    return Target(
        str(target.metric),
        word_of(target.clock),
        duration(target.at_most),
        target.by,
        duration(target.usually),
        words_of(pauses),
        target.on_change,
        drafter.places.at(target.span),
    )


def _decision(rule: decisions.Decision, drafter: Drafter) -> DraftRule:
    decision = Decision(
        rule.decision,
        payment_of(rule.amount),
        words_of(rule.to),
        duration(rule.paid_within),
        words_of(rule.approver),
        word_of(rule.confirm),
        words_of(rule.proof),
        word_of(rule.team),
        word_of(rule.redirect),
        duration(rule.wait),
        rule.customer_reason,
    )
    return drafter.head(rule.head, str(rule.head.name), Outcome(decision=decision))


def _identity(rule: decisions.IdentityRule, drafter: Drafter) -> DraftRule:
    verify = rule.verify
    points = verify.points if verify is not None else None
    proof = Proof(
        words_of(verify.all_of) if verify is not None else (),
        words_of(verify.any_of) if verify is not None else (),
        {str(name): worth for name, worth in points.worth} if points is not None else {},
        points.at_least if points is not None else None,
        rule.attempts,
        rule.never_reveal,
    )
    decision = Decision(rule.decision, approver=words_of(rule.approver), wait=duration(rule.wait))
    return drafter.head(rule.head, str(rule.head.name), Outcome(decision=decision, proof=proof))


def _guarantees(policy: Policy, drafter: Drafter) -> Iterator[DraftTable]:
    asked: list[DraftRule] = []
    holds: list[DraftRule] = []
    others: list[DraftRule] = []
    for guarantee in policy.guarantees:
        name, span = str(guarantee.name), guarantee.name.span
        asked.append(drafter.rule(name, guarantee.when, Outcome(), span, about=guarantee.about))
        if guarantee.must.hold is not None:
            holds.append(drafter.rule(name, guarantee.must.hold, Outcome(), guarantee.must.span))
        if guarantee.must.not_slower_than is not None:
            others.append(drafter.rule(name, guarantee.must.not_slower_than, Outcome(), guarantee.must.span))
    yield DraftTable("guarantees", "after", "all", tuple(asked))
    yield DraftTable("guarantees.hold", "after", "all", tuple(holds))
    yield DraftTable("guarantees.others", "after", "all", tuple(others))
