"""SP620: points that cannot be reached. SP621: one proof counted twice."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import place_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span

OUT_OF_REACH = Kind(
    "SP620",
    "points-out-of-reach",
    "error",
    "All proofs together are worth fewer points than are needed.",
    "No customer can pass, however many answers are right, and agents learn to get around the check.",
    """supportpolicy: 1
name: acme
identity: [{name: reset, verify: {points: {email-code: 2, invoice: 1}, at_least: 4}}]
""",
    """supportpolicy: 1
name: acme
identity: [{name: reset, verify: {points: {email-code: 2, invoice: 2}, at_least: 4}}]
""",
)
TWICE = Kind(
    "SP621",
    "proof-counted-twice",
    "warning",
    "A proof that every customer must bring is also one of those of which any is enough.",
    "The second demand is met by the first, so one proof does where two were meant. A death certificate alone must not "
    "close an account.",
    """supportpolicy: 1
name: acme
identity: [{name: reset, verify: {all_of: [email-code], any_of: [email-code, invoice]}}]
""",
    """supportpolicy: 1
name: acme
identity: [{name: reset, verify: {all_of: [email-code], any_of: [recovery-key, invoice]}}]
""",
)


def check_points(context: Context) -> Iterator[Diagnostic]:
    """Points that add up to less than is needed."""
    for rule in context.policy.identity:
        points = rule.verify.points if rule.verify is not None else None
        if points is None:
            continue
        total = sum(worth for _, worth in points.worth)
        if total < points.at_least:
            first, last = points.worth[0][0].span, points.worth[-1][0].span
            place = _from_to(first, last) if points.worth else place_of(rule.head)
            yield OUT_OF_REACH.at(
                place,
                f"all proofs together are worth {total} points, and {points.at_least} are needed",
                help=f"ask for at most {total}, or let proofs be worth more",
            )


def check_twice(context: Context) -> Iterator[Diagnostic]:
    """Proofs in both lists."""
    for rule in context.policy.identity:
        if rule.verify is None:
            continue
        needed = {name: name for name in rule.verify.all_of}
        for name in rule.verify.any_of:
            if name in needed:
                yield TWICE.at(
                    name.span,
                    f"'{name}' must be brought anyway, so nothing else is needed",
                    related=(Related(needed[name].span, "it must be brought"),),
                    help="leave it out of 'any_of'",
                )


def _from_to(first: Span, last: Span) -> Span:
    return first if first.line != last.line else first._replace(end_line=last.end_line, end_col=last.end_col)


CHECKS = (Check(OUT_OF_REACH, check_points), Check(TWICE, check_twice))
