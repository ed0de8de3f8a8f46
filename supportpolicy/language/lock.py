"""The lock of holidays: dates and names as they were when somebody last ran `supportpolicy lock`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.language import kinds
from supportpolicy.language.hours import parse_date, parse_dates
from supportpolicy.language.malformed import Malformed
from supportpolicy.source import Source

LOCK_VERSION = 1
OBSERVED = " (observed)"
"""What the `holidays` package puts behind the name of a holiday that was moved to another day."""


class Lock(NamedTuple):
    """What the lock holds: per region (`IE`, `US-CO`), dates with the names of their holidays."""

    package: str
    first: dt.date
    last: dt.date
    regions: Mapping[str, Mapping[dt.date, tuple[str, ...]]]
    spans: Mapping[str, Span]
    span: Span


def read_lock(source: Source | None) -> tuple[Lock | None, list[Diagnostic]]:
    """The lock, or None where there is none or it cannot be read."""
    if source is None or source.root is None:
        return None, []
    root = source.root

    def refuse(span: Span, message: str) -> tuple[None, list[Diagnostic]]:
        return None, [kinds.MALFORMED.at(span, message, help="write the lock anew: supportpolicy lock")]

    dates = root.get("dates")
    horizon = root.get("horizon")
    package = root.get("holidays")
    version = root.get("lock")
    if version is None or version.plain != LOCK_VERSION:
        return refuse(root.span, f"this is not a lock of version {LOCK_VERSION}")
    if dates is None or dates.entries is None or horizon is None or package is None:
        return refuse(root.span, "the lock lacks its dates, its horizon or the version of its data")
    try:
        whole = parse_dates(horizon.text, horizon.span)
    except Malformed as error:
        return refuse(horizon.span, error.message)
    regions: dict[str, dict[dt.date, tuple[str, ...]]] = {}
    for region, node in dates.entries.items():
        days: dict[dt.date, tuple[str, ...]] = {}
        for text, names in (node.entries or {}).items():
            try:
                day = parse_date(text)
            except Malformed as error:
                return refuse(node.key_span(text), error.message)
            days[day] = tuple(names.text.split("; "))
        regions[region] = days
    spans = {region: dates.key_span(region) for region in regions}
    return Lock(package.text, whole.first, whole.last, regions, spans, root.span), []


def region_key(country: str, subdivision: str | None) -> str:
    """How a country or a part of it is named in the lock."""
    return f"{country}-{subdivision}" if subdivision else country


def without_observed(name: str) -> str:
    """The name of a holiday without the mark of a moved day."""
    return name.removesuffix(OBSERVED)
