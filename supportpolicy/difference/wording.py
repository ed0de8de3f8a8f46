"""Classes of tickets and what they are answered, in plain words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal

from supportpolicy.compiled.admitted import Admitted, classes_in
from supportpolicy.compiled.partition import FLAG_YES, Column
from supportpolicy.compiled.tables import Band, Decision, Duration, Each, Limit, Payment, Sum, Target
from supportpolicy.difference.classes import GIVEN, OPEN, Decided, Kept, TicketClass
from supportpolicy.difference.joint import Joint
from supportpolicy.engine.windows import in_words

_FLAGS = {
    "during": ("during", "outside"),
    "within": ("within", "not within"),
    "in_next": ("in the next", "not in the next"),
    "older_than": ("older than", "not older than"),
    "has": ("has", "has not"),
    "mentions": ("mentions", "does not mention"),
    "equals": ("is equal to", "is not equal to"),
    "before": ("before", "not before"),
    "after": ("after", "not after"),
    "above": ("above", "not above"),
    "below": ("below", "not below"),
    "at_least": ("at least", "less than"),
    "at_most": ("at most", "more than"),
}


def tests_of(joint: Joint, found: TicketClass) -> tuple[str, ...]:
    """What all tickets of a class have in common, test by test."""
    left_out = {one.attribute.removeprefix(GIVEN) for one in found.decided if one.attribute.startswith(GIVEN)}
    missing = {joint.engine.compiled.columns[one.place].fact for one in found.kept if one.needed == ((0, 0),)}
    return (
        *(_decided(one) for one in found.decided if not one.attribute.startswith((GIVEN, OPEN))),
        *(
            f"{one.attribute.removeprefix(GIVEN)} {one.pairs[0][0]}"
            for one in found.decided
            if one.attribute.startswith(GIVEN)
        ),
        *(
            _kept(joint, one)
            for one in found.kept
            if joint.engine.compiled.columns[one.place].fact not in left_out & missing
        ),
    )


def is_opaque(joint: Joint, found: TicketClass) -> bool:
    """Whether a test of the class is about free text or compares two facts."""
    facts = {joint.engine.compiled.columns[one.place].fact for one in found.kept}
    return any(joint.domains.by_fact[fact].opaque for fact in facts if fact in joint.domains.by_fact)


def attribute_in_words(name: str) -> str:
    """A part of an answer, as people call it."""
    return name.replace("_", " ")


def _decided(one: Decided) -> str:
    name = attribute_in_words(one.attribute)
    if len(one.pairs) == 1 and one.pairs[0][0] != one.pairs[0][1]:
        return f"{name} goes from {one.pairs[0][0]} to {one.pairs[0][1]}"
    if one.attribute in ("emergency", "claimed") and len(one.pairs) == 1:
        return {"emergency": ("no emergency", "an emergency"), "claimed": ("not claimed", "claimed")}[one.attribute][
            one.pairs[0][0] == "yes"
        ]
    return f"{name} {either([pair[0] for pair in one.pairs])}"


def _kept(joint: Joint, one: Kept) -> str:
    column = joint.engine.compiled.columns[one.place]
    missing = "missing"
    if column.kind == "flag":
        return _flag(column, one, missing)
    if column.kind == "values":
        return _values(column, one, missing)
    return _ranges(column, one.needed, missing)


def _values(column: Column, one: Kept, missing: str) -> str:
    needed, admitted = set(classes_in(one.needed)), set(classes_in(one.admitted))
    left = [number for number in range(column.size) if number not in admitted]
    name = column.fact
    if needed == {0}:
        return f"{name} {missing}"
    if len(needed) > len(left) and left:
        words = [column.label(number) for number in left if number > 1]
        tests = [f"{name} not {either(words)}"] if words else []
        tests += [f"{name} not {missing}"] if 0 in left else []
        tests += [f"{name} among those named"] if 1 in left else []
        return " and ".join(tests)
    words = [column.label(number) for number in sorted(needed) if number > 1]
    words += ["anything else"] if 1 in needed else []
    words += [missing] if 0 in needed else []
    return f"{name} {either(words)}"


def _ranges(column: Column, admitted: Admitted, missing: str) -> str:
    name = "asked" if column.fact == "now" else column.fact
    unit = f" {column.currency}" if column.currency else " minutes" if column.type == "duration" else ""
    words: list[str] = []
    outside = column.size - 1 if column.currency is not None else column.size
    for low, high in admitted:
        first, last = max(low, 1), min(high, outside - 1)
        if first <= last:
            words.append(_between(column, first, last, unit))
        if low == 0:
            words.append(missing)
        if column.currency is not None and high == outside:
            words.append("in another currency")
    return f"{name} {either(words)}"


def _between(column: Column, first: int, last: int, unit: str) -> str:
    low = column.cuts[first - 2] if first >= 2 else None
    high = column.cuts[last - 1] if last - 1 < len(column.cuts) else None
    if low and high and low.value == high.value:
        return f"exactly {low.value}{unit}"
    words = [f"{'above' if low.after else 'from'} {low.value}{unit}"] if low else []
    if high:
        words.append(f"{'up to' if high.after else 'before' if column.type == 'time' else 'below'} {high.value}{unit}")
    return " ".join(words) or "given"


def _flag(column: Column, one: Kept, missing: str) -> str:
    assert column.probe is not None
    classes = set(classes_in(one.needed))
    operator, operand = column.probe
    if classes == {0}:
        return f"{column.fact} {missing}"
    if operator == "present" or classes == {1, 2}:
        return f"{column.fact} given"
    yes, no = _FLAGS.get(operator, (operator, f"not {operator}"))
    words = f"{column.fact} {yes if FLAG_YES in classes else no} {operand}"
    return f"{words}, or {missing}" if 0 in classes else words


def either(words: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}" if found else "nothing"


# Answers ----------------------------------------------------------------------------------------------------------


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
