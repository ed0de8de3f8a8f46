"""Values of an answer in the words of tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from supportpolicy.engine.values import Money
from supportpolicy.testing.moments import Moment, show_instant


def show(value: object, zone: str | None) -> str:
    """A value as a test would write it; None is `none`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return show_instant(value, zone)
    if isinstance(value, Moment):
        if value.date is not None:
            return value.date.isoformat()
        return show_instant(value.instant, zone) if value.instant is not None else "none"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(part, zone)}" for key, part in value.items()) + "}"
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (tuple, list, frozenset, set)):
        parts = [show(part, zone) for part in value]
        return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]" if parts else "none"
    return str(value)


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words in a row, cut with the number left off; `none` for no word."""
    found = list(words)
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return ", ".join(found) or "none"
