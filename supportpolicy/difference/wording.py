"""Classes of tickets and what they are answered, in plain words."""

from __future__ import annotations

from supportpolicy.compiled.admitted import Admitted, classes_in
from supportpolicy.compiled.partition import FLAG_YES, Column
from supportpolicy.compiled.wording import either
from supportpolicy.difference.items import GIVEN, OPEN, Decided, Kept, TicketClass
from supportpolicy.difference.joint import Joint

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
