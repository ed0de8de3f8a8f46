"""SP510: what customers usually see is slower than what they are promised."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import longer
from supportpolicy.diagnostics import Diagnostic, Kind, Related

KIND = Kind(
    "SP510",
    "usually-slower-than-promised",
    "error",
    "What customers usually see takes longer than what they are promised at most.",
    "Whoever publishes both says that the promise is usually broken. Most often the two numbers are swapped: support "
    "pages give a target of some hours and then say how much sooner most answers come.",
    """supportpolicy: 1
name: acme
sla: [{name: all, clock: always, targets: {first_response: {at_most: 4h, usually: 8h}}}]
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, clock: always, targets: {first_response: {at_most: 8h, usually: 4h}}}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Targets whose `usually` is longer than their `at_most`, on the one clock that they have."""
    for promise in context.policy.sla:
        for row in promise.rows:
            for target in row.targets:
                usually, most, clock = target.usually, target.at_most, target.clock
                if usually is None or most is None or clock is None:
                    continue
                if longer(usually, clock, most, clock):
                    yield KIND.at(
                        usually.span,
                        f"usually {usually.text} is longer than {most.text}, which is promised at most",
                        help="swap the two, or write under usually what customers see in most cases",
                        related=(Related(most.span, "the promise"),),
                    )


CHECK = Check(KIND, check)
