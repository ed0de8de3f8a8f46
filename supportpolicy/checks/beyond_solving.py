"""SP507 to SP509: an answer that is promised for a time at which the problem itself must already be solved."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import Promised, place_of, promised_of, slower, words_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.sections.sla import Target


def _example(metric: str, time: str) -> str:
    return f"""supportpolicy: 1
name: acme
sla: [{{name: all, clock: always, targets: {{{metric}: {time}, resolve: 8h}}}}]
"""


FIRST = Kind(
    "SP507",
    "first-response-after-solving",
    "warning",
    "The first response is promised for later than the solution.",
    "A promise of the first answer in 16 hours says nothing where the problem is solved in 8. Published tables have a "
    "column for each; one of the two numbers stands in the wrong one.",
    _example("first_response", "16h"),
    _example("first_response", "4h"),
)
NEXT = Kind(
    "SP508",
    "next-response-after-solving",
    "warning",
    "The reply to a later message is promised more slowly than the solution of the whole problem.",
    "Contracts that promise answers and solutions give the answers the shorter time, such as an hour and a day. The "
    "other way round, the team may stay silent until the problem must be solved, and still keep its word.",
    _example("next_response", "16h"),
    _example("next_response", "8h"),
)
UPDATES = Kind(
    "SP509",
    "updates-after-solving",
    "warning",
    "Updates come less often than the solution is promised.",
    "With a solution due in 8 hours and an update every 16, no update is ever due: the customer who was promised "
    "to be kept informed hears nothing until it is over.",
    _example("update_every", "16h"),
    _example("update_every", "1h"),
)

_METRICS = ("first_response", "next_response", "update_every")
_HELP = {
    "first_response": "write a shorter time for first_response, or a longer one for resolve",
    "next_response": "write a shorter time for next_response, or a longer one for resolve",
    "update_every": "write a time well below that of resolve, so that there is something to hear in between",
}


def _check(kind: Kind, metric: str) -> Callable[[Context], Iterator[Diagnostic]]:
    def check(context: Context) -> Iterator[Diagnostic]:
        policy = context.policy
        if not context.complete("metrics") or any(name in policy.metrics for name in (*_METRICS, "resolve")):
            return  # a policy's own metric may begin somewhere else
        for row in promised_of(context):
            solved = row.target("resolve")
            target = _first_beyond(row, solved) if solved is not None else None
            if target is None or solved is None or target.metric != metric:
                continue
            yield kind.at(
                place_of(target),
                f"{metric} is {words_of(target)}, but by then the problem must be solved: resolve is {words_of(solved)}",
                help=_HELP[metric],
                related=(Related(place_of(solved), "the promised solution"),),
            )

    return check


def _first_beyond(row: Promised, solved: Target) -> Target | None:
    """The first of the answers that comes after the solution; where several do, the solution is the mistake."""
    for metric in _METRICS:
        target = row.target(metric)
        if target is not None and slower(row, target, row, solved):
            return target
    return None


CHECKS = tuple(Check(kind, _check(kind, metric)) for kind, metric in zip((FIRST, NEXT, UPDATES), _METRICS, strict=True))
