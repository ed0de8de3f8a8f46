"""An answer for programs: every field is always there, in one way to write it, valid by the schema of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from supportpolicy.compiled.tables import Duration
from supportpolicy.compiled.views import duration_in_words
from supportpolicy.compiled.writing import pretty
from supportpolicy.engine.answer import Answer
from supportpolicy.engine.values import Money

_UNITS = frozenset(Duration._fields)


def answer_data(answer: Answer) -> dict[str, Any]:
    """An answer as plain JSON data, its keys in the order of the types.

    Instants are RFC 3339 in UTC (`2026-06-05T13:30:00Z`), money is text (`20.00 EUR`), and so are amounts of time
    (`1h30m`), so that no reader rounds anything.
    """
    data: dict[str, Any] = _data(answer)
    data["guidance"] = _amounts_as_text(data["guidance"])
    return data


def answer_json(answer: Answer) -> str:
    """An answer as JSON that a person can read too, ending in a line feed."""
    return pretty(answer_data(answer)) + "\n"


def answer_line(answer: Answer) -> str:
    """An answer as JSON on one line, ending in a line feed: one of many in JSON Lines."""
    return as_line(answer_data(answer))


def as_line(data: Mapping[str, Any]) -> str:
    """Plain data as one line of JSON Lines."""
    import json

    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def instant_text(instant: dt.datetime) -> str:
    """An aware instant as RFC 3339 in UTC: `2026-06-05T13:30:00Z`."""
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def length_text(length: dt.timedelta) -> str:
    """An amount of time in hours, minutes and seconds: `26h`, `1h30m`, `0m`; a part of a second is dropped."""
    seconds = length.days * 86_400 + length.seconds
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{number}{unit}" for number, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if number]
    return sign + ("".join(parts) or "0m")


def is_amount(value: Any) -> bool:
    """Whether this is an amount of time as guidance has it, such as {"business_days": 1}."""
    return isinstance(value, Mapping) and bool(value) and value.keys() <= _UNITS


def _amounts_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        if is_amount(value):
            return duration_in_words(Duration(**value))
        return {key: _amounts_as_text(part) for key, part in value.items()}
    return [_amounts_as_text(part) for part in value] if isinstance(value, list) else value


def _data(value: Any) -> Any:
    match value:
        case Money():
            return str(value)
        case dt.datetime():
            return instant_text(value)
        case dt.timedelta():
            return length_text(value)
        case str():
            return str(value)  # names of a policy compiled in memory know their places too
        case Decimal():
            return f"{value:f}"
        case tuple() if hasattr(value, "_fields"):
            return {name: _data(part) for name, part in zip(value._fields, value, strict=True)}
        case tuple() | list():
            return [_data(part) for part in value]
        case frozenset() | set():
            return sorted(value)
        case Mapping():
            return {str(key): _data(part) for key, part in value.items()}
        case _:
            return value
