"""Decisions, sums and steps of timelines in plain words, for whoever shows a compiled policy to people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from supportpolicy.compiled.document import Step
from supportpolicy.compiled.tables import Band, Decision, Each, Limit, Payment, Sum
from supportpolicy.compiled.views import duration_in_words


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}" if found else "nothing"


def decision_in_words(decision: Decision) -> str:
    """`approve order.total less order.shipping, paid within 3bd`."""
    words = [
        decision.decision if decision.amount is None else f"{decision.decision} {payment_in_words(decision.amount)}"
    ]
    words += [f"to {joined_by_and(decision.to)}"] if decision.to else []
    words += [f"paid within {duration_in_words(decision.paid_within)}"] if decision.paid_within else []
    words += [f"approved by {joined_by_and(decision.approver)}"] if decision.approver else []
    words += [f"confirmed by {decision.confirm}"] if decision.confirm else []
    words += [f"with proof {joined_by_and(decision.proof)}"] if decision.proof else []
    words += [f"team {decision.team}"] if decision.team else []
    words += [f"redirect to {decision.redirect}"] if decision.redirect else []
    words += [f"after a wait of {duration_in_words(decision.wait)}"] if decision.wait else []
    words += [f'because "{decision.customer_reason}"'] if decision.customer_reason else []
    return ", ".join(words)


def payment_in_words(payment: Payment) -> str:
    """How a sum is worked out."""
    words = [f"{payment.share}% of {_sum(payment.of)}" if payment.share else _sum(payment.of)] if payment.of else []
    words += [f"times {payment.times}"] if payment.times else []
    words += [f"for the unused {payment.unused}"] if payment.unused else []
    words += [f"of {payment.total}"] if payment.total else []
    if payment.bands:
        words.append(f"by {payment.bands_by}: {', '.join(_band(band) for band in payment.bands)}")
    words += [_each(payment.each)] if payment.each else []
    words += [f"less {_sum(one)}" for one in payment.less]
    words += [f"at least {_sum(payment.at_least)}"] if payment.at_least else []
    words += [f"at most {_sum(payment.at_most)}"] if payment.at_most else []
    return " ".join(words)


def _band(band: Band) -> str:
    limit = "above" if band.up_to is None else f"up to {_limit(band.up_to)}"
    return f"{limit} {_sum(band.pay) if band.pay else f'{band.share}%'}"


def _each(each: Each) -> str:
    beyond = f" beyond {_limit(each.beyond)}" if each.beyond else ""
    return f"{_sum(each.pay)} for each {'started ' if each.started else ''}{_limit(each.per) + ' of ' if each.per else ''}{each.of}{beyond}"


def _limit(limit: Limit) -> str:
    return limit.number or (_sum(limit.money) if limit.money else duration_in_words(limit.time) or "")


def _sum(one: Sum | None) -> str:
    if one is None:
        return "nothing"
    return one.name or f"{Decimal(one.amount or 0):f} {one.currency}"


def joined_by_and(part: object) -> str:
    """The entries of a tuple with `and` between them; anything else as it is."""
    if isinstance(part, tuple):
        return " and ".join(f"{one[0]} {one[1]}" if isinstance(one, tuple) else str(one) for one in part)
    return str(part)


def step_in_words(step: Step) -> str:
    """`after 20m: tell shift-lead via phone`."""
    when = f"after {duration_in_words(step.after)}" if step.after is not None else ""
    if step.share is not None:
        when = f"at {step.share}% of {step.of}"
    if step.every is not None:
        when += f"{' then ' if when else ''}every {duration_in_words(step.every)}"
    acts = [f"tell {' and '.join(step.tell)}"] if step.tell else []
    if step.via:
        acts = [f"{acts[0] if acts else 'reach'} via {' and '.join(step.via)}"]
    for verb, part in (("assign to", step.assign), ("set the status", step.status)):
        acts += [f"{verb} {part}"] if part else []
    for verb, parts in (("say", step.say), ("do", step.do), ("tag", step.tag)):
        acts += [f"{verb} {' and '.join(parts)}"] if parts else []
    acts += [f"note: {step.note}"] if step.note else []
    unless = f", unless {' or '.join(step.unless)}" if step.unless else ""
    return f"{when or 'at once'}: {', '.join(acts) or 'nothing'}{unless}"
