"""What tickets are answered, in plain words: promises, decisions, sums."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal

from supportpolicy.compiled.tables import Band, Decision, Duration, Each, Limit, Payment, Sum, Target
from supportpolicy.engine.windows import in_words


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}" if found else "nothing"


def value_in_words(value: Hashable) -> str:
    """A value of a part of the answer."""
    if value is None:
        return "not asked"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple) and value and isinstance(value[0], Target):
        return "; ".join(target_in_words(target) for target in value)
    if isinstance(value, tuple) and len(value) == 5:
        return _outcome(value)
    return str(value)


def metric_in_words(metric: str) -> str:
    """`first_response` as people say it."""
    return metric.replace("_", " ")


def target_in_words(target: Target) -> str:
    """`first response within 4h (office)`."""
    return f"{metric_in_words(target.metric)} {promise_in_words(target)}"


def promise_in_words(target: Target | None) -> str:
    """`4h (office), usually 1h`."""
    if target is None:
        return "no promise"
    words = in_words(target.at_most) or target.by or ""
    words += f" ({target.clock})" if target.clock else ""
    words += f", usually {in_words(target.usually)}" if target.usually else ""
    words += f", pausing while {either(target.pause_while)}" if target.pause_while else ""
    return words + (", anew on every change" if target.on_change != "keep" else "")


def _outcome(value: tuple[object, ...]) -> str:
    decision, proof, say, do, tag = value
    words: list[str] = []
    if isinstance(decision, Decision):
        words.append(decision_in_words(decision))
    if isinstance(proof, tuple):
        words += [
            f"{name} {_some(part)}"
            for name, part in zip(
                ("all of", "any of", "points", "at least", "attempts", "never reveal"), proof, strict=True
            )
            if part not in ((), None)
        ]
    for name, part in (("say", say), ("do", do), ("tag", tag)):
        words += [f"{name} {_some(part)}"] if part else []
    return ", ".join(words) or "nothing"


def decision_in_words(decision: Decision) -> str:
    """`approve order.total less order.shipping, paid within 3bd`."""
    words = [
        decision.decision if decision.amount is None else f"{decision.decision} {payment_in_words(decision.amount)}"
    ]
    words += [f"to {_some(decision.to)}"] if decision.to else []
    words += [f"paid within {in_words(decision.paid_within)}"] if decision.paid_within else []
    words += [f"approved by {_some(decision.approver)}"] if decision.approver else []
    words += [f"confirmed by {decision.confirm}"] if decision.confirm else []
    words += [f"with proof {_some(decision.proof)}"] if decision.proof else []
    words += [f"team {decision.team}"] if decision.team else []
    words += [f"redirect to {decision.redirect}"] if decision.redirect else []
    words += [f"after a wait of {in_words(decision.wait)}"] if decision.wait else []
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
    return f"{_sum(each.pay)} for each {_limit(each.per) + ' of ' if each.per else ''}{each.of}{beyond}"


def _limit(limit: Limit) -> str:
    return limit.number or (_sum(limit.money) if limit.money else in_words(limit.time) or "")


def _sum(one: Sum | None) -> str:
    if one is None:
        return "nothing"
    return one.name or f"{Decimal(one.amount or 0):f} {one.currency}"


def _some(part: object) -> str:
    if isinstance(part, tuple):
        return " and ".join(f"{one[0]} {one[1]}" if isinstance(one, tuple) else str(one) for one in part)
    return str(part)


def amount_in_words(amount: Duration | None) -> str:
    """An amount of time; nothing where there is none."""
    return in_words(amount) or ""
