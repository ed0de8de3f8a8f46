"""Guidance, whatever its form, as rows of text: each piece with its place, and when it applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.targets.tables.dialect import GuidanceRow

_ALREADY = ("rule", "when")


def guidance_rows(compiled: Compiled) -> Iterator[GuidanceRow]:
    """Every piece of guidance, once."""
    for section, part in compiled.guidance.items():
        yield from _rows(section, "", part)


def _rows(section: str, what: str, part: Any) -> Iterator[GuidanceRow]:
    if isinstance(part, Mapping) and "when" in part:
        left = {key: value for key, value in part.items() if key not in _ALREADY}
        yield GuidanceRow(section, what, str(part["when"]), _text(left))
    elif isinstance(part, Mapping) and not _is_amount(part):
        for key, value in part.items():
            yield from _rows(section, f"{what} {key}".strip().replace("_", " "), value)
    elif isinstance(part, list) and any(isinstance(one, Mapping) for one in part):
        for one in part:
            whole = one if isinstance(one, Mapping) and "when" in one else _text(one)
            yield from _rows(section, what, whole)
    elif isinstance(part, list):
        for one in part:
            yield GuidanceRow(section, what, "", _text(one))
    else:
        yield GuidanceRow(section, what, "", _text(part))


def _text(part: Any) -> str:
    if isinstance(part, bool):
        return "yes" if part else "no"
    if isinstance(part, Mapping):
        if _is_amount(part):
            ((unit, count),) = part.items()
            return f"{count} {unit.replace('_', ' ')}"
        if len(part) == 1:
            return _text(next(iter(part.values())))
        return "; ".join(f"{key.replace('_', ' ')}: {_text(value)}" for key, value in part.items())
    if isinstance(part, list):
        return ", ".join(_text(one) for one in part)
    return str(part)


def _is_amount(part: Mapping[str, Any]) -> bool:
    return len(part) == 1 and set(part) <= {"minutes", "days", "business_days"}
