"""SP610: a gap between two rules about one amount. SP611: two such rules that overlap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from supportpolicy.checks.asks import Asks
from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Tickets, certainly_disjoint, certainly_within, without
from supportpolicy.checks.written_out import test_place
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.conditions import ALWAYS
from supportpolicy.language.sections.decisions import Decision

if TYPE_CHECKING:
    from decimal import Decimal

    from supportpolicy.checks.ranges import Range

GAP = Kind(
    "SP610",
    "gap-between-rules",
    "warning",
    "Two rules divide an amount between them, and leave a piece of it out.",
    "Whatever lies in between falls to a rule that was meant for something else, or to none. Editors of decision tables have "
    "been asked for this check for years.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds:
  - {name: small, when: {order.total: {below: 100 EUR}}, decision: approve}
  - {name: large, when: {order.total: {above: 100 EUR}}, decision: review}
  - {name: rest, decision: deny}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds:
  - {name: small, when: {order.total: {at_most: 100 EUR}}, decision: approve}
  - {name: large, when: {order.total: {above: 100 EUR}}, decision: review}
  - {name: rest, decision: deny}
""",
)
OVERLAP = Kind(
    "SP611",
    "rules-overlap",
    "warning",
    "Of two rules about one amount, the lower one claims a part that the upper one has already.",
    "The first rule that applies decides, so the limit written in the lower rule is not the one that holds.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds:
  - {name: small, when: {order.total: {at_most: 200 EUR}}, decision: approve}
  - {name: middle, when: {order.total: {above: 100 EUR, at_most: 500 EUR}}, decision: review}
  - {name: rest, decision: deny}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}}
refunds:
  - {name: small, when: {order.total: {at_most: 200 EUR}}, decision: approve}
  - {name: middle, when: {order.total: {above: 200 EUR, at_most: 500 EUR}}, decision: review}
  - {name: rest, decision: deny}
""",
)


class _Piece(NamedTuple):
    """A rule that holds for a stretch of one fact, everything else it asks for set aside."""

    place: int
    rule: Decision
    range: Range


_Group = tuple[str, str, Asks]
"""A fact, a unit, and what else is asked."""


def check_gaps(context: Context) -> Iterator[Diagnostic]:
    """Pieces of a fact that neighbouring rules leave out, certainly or (of a single value) most likely by mistake."""
    for rules, tickets in _tables(context):
        for (fact, _, rest), pieces in _groups(rules, tickets).items():
            if len(pieces) < 2 or any(piece.rule.head.about.effective is not None for piece in pieces):
                continue
            for lower, upper in _gaps(pieces):
                narrow = _narrow(lower.range, upper.range, context.facts[fact].type)
                if narrow is None or _caught(rules, tickets, pieces, Tickets(frozenset({rest})), narrow):
                    continue
                first, second = sorted((lower, upper))
                yield GAP.at(
                    test_place(second.rule.head, fact),
                    f"between this and the rule '{first.rule.head.name}', a part of {fact} is left out",
                    related=(Related(test_place(first.rule.head, fact), "the other limit"),),
                    help="let one rule begin where the other ends: at_most beside above, or below beside at_least",
                )


def check_overlaps(context: Context) -> Iterator[Diagnostic]:
    """Rules whose own limit lies inside the stretch of a rule above them. A stretch inside another one is left alone."""
    for rules, tickets in _tables(context):
        for (fact, _, _), pieces in _groups(rules, tickets).items():
            if any(piece.rule.head.about.effective is not None for piece in pieces):
                continue
            for above, below in pairwise(pieces):
                if _crosses(above.range, below.range):
                    yield OVERLAP.at(
                        test_place(below.rule.head, fact),
                        f"the rule '{above.rule.head.name}' above has a part of this already",
                        related=(Related(test_place(above.rule.head, fact), "it stands above, so it decides"),),
                        help="let this rule begin where that one ends",
                    )


def _tables(context: Context) -> Iterator[tuple[tuple[Decision, ...], list[Tickets]]]:
    for section, rules in (("requests", context.policy.requests), ("refunds", context.policy.refunds)):
        if len(rules) > 1 and context.complete(section, "conditions", "fields", "facts"):
            overlaps = context.overlaps
            yield rules, [overlaps.tickets(rule.head.when) for rule in rules]


def _groups(rules: tuple[Decision, ...], tickets: list[Tickets]) -> dict[_Group, list[_Piece]]:
    """Rules that ask the same but for a stretch of one fact, in the order written."""
    found: dict[_Group, list[_Piece]] = {}
    for place, (rule, of) in enumerate(zip(rules, tickets, strict=True)):
        alone = of.alone
        for fact in sorted({ask.fact for ask in alone or () if ask.range is not None}):
            asks = [ask for ask in alone or () if ask.fact == fact]
            whole = _whole([ask.range for ask in asks if ask.wanted])
            if whole is not None and alone is not None and all(ask.wanted for ask in asks):
                found.setdefault((fact, whole.unit, without(alone, fact)), []).append(_Piece(place, rule, whole))
    return found


def _whole(ranges: list[Range | None]) -> Range | None:
    """What lies in all of them."""
    found: Range | None = None
    for part in ranges:
        if part is None or (found is not None and part.unit != found.unit):
            return None
        if found is None:
            found = part
            continue
        if part.low is not None and (found.low is None or part.low > found.low):
            found = found._replace(low=part.low, with_low=part.with_low)
        if part.high is not None and (found.high is None or part.high < found.high):
            found = found._replace(high=part.high, with_high=part.with_high)
    return found


def _gaps(pieces: list[_Piece]) -> Iterator[tuple[_Piece, _Piece]]:
    """Pairs of neighbours with nothing of any piece between them, by rising limits."""
    from decimal import Decimal

    def start(piece: _Piece) -> tuple[bool, Decimal, bool]:
        low = piece.range.low
        return (low is not None, low if low is not None else Decimal(0), not piece.range.with_low)

    rising = sorted(pieces, key=start)
    reached = rising[0]
    for piece in rising[1:]:
        high, low = reached.range.high, piece.range.low
        if high is None or low is None:
            if high is None:
                return
        elif low > high or (low == high and not reached.range.with_high and not piece.range.with_low):
            yield reached, piece
        if piece.range.high is None or (
            high is not None and (piece.range.high, piece.range.with_high) > (high, reached.range.with_high)
        ):
            reached = piece


def _narrow(lower: Range, upper: Range, fact_type: str) -> bool | None:
    """Whether a gap is so narrow that nobody can have meant it; None where it is none at all."""
    assert lower.high is not None and upper.low is not None
    width: Decimal = upper.low - lower.high
    closed = lower.with_high and upper.with_low
    step = width.__class__(1)
    if lower.money:
        from supportpolicy.language.currencies import MINOR_UNITS

        step = step.scaleb(-MINOR_UNITS.get(lower.unit, 2))
    elif fact_type == "number" and (lower.high != int(lower.high) or upper.low != int(upper.low)):
        step -= 1
    if closed and width <= step and fact_type != "time":
        return None  # 3 and 4 are neighbours where things are counted, 0.99 and 1.00 where they are paid
    return width <= (60 if fact_type == "duration" and lower.unit == "minutes" else 1)


def _caught(
    rules: tuple[Decision, ...], tickets: list[Tickets], pieces: list[_Piece], rest: Tickets, narrow: bool
) -> bool:
    """Whether what is left out may be meant for another rule of the table.

    A piece that nobody can have meant is left to rules for these very tickets only; a wide one to any that may apply.
    """
    own = {piece.place for piece in pieces}
    for place, (rule, other) in enumerate(zip(rules, tickets, strict=True)):
        if place in own:
            continue
        if narrow and (rule.head.when == ALWAYS or not certainly_within(rest, other)):
            continue
        if not certainly_disjoint(rest, other):
            return True
    return False


def _crosses(above: Range, below: Range) -> bool:
    """Whether a limit of the lower rule lies inside the upper rule's stretch, and its other end outside."""
    starts_inside = below.low is not None and above.high is not None and below.low < above.high
    if starts_inside and below.low is not None and (above.low is None or below.low > above.low):
        return below.high is None or (above.high is not None and below.high > above.high)
    ends_inside = below.high is not None and above.low is not None and below.high > above.low
    if ends_inside and below.high is not None and (above.high is None or below.high < above.high):
        return below.low is None or (above.low is not None and below.low < above.low)
    return False


CHECKS = (Check(GAP, check_gaps), Check(OVERLAP, check_overlaps))
