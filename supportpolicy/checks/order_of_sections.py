"""SP224: the header gives an order to a section that has none."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean
from supportpolicy.language.load import ORDERED

KIND = Kind(
    "SP224",
    "order-of-unordered",
    "error",
    "The header gives the order of files for something that is not an ordered section.",
    "The order would have no effect, or was meant for another section.",
    """supportpolicy: 1
name: acme
order: {teams: [policy.yaml]}
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
order: {routing: [policy.yaml]}
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Keys of `order` that are no ordered sections."""
    for source in context.policy.files:
        order = source.root.get("order") if source.root is not None else None
        if order is None or order.entries is None:
            continue
        for key in order.entries:
            if key not in ORDERED:
                advice = did_you_mean(key, ORDERED, what="sections whose order matters")
                yield KIND.at(order.key_span(key), f"'{key}' is not a section whose order matters", help=advice)


CHECK = Check(KIND, check)
