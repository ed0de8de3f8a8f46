"""Finding in an export what a mapping names, and naming what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from supportpolicy.engine.intake.mapping import FactSource
from supportpolicy.engine.intake.problems import Unfit
from supportpolicy.engine.intake.words import as_text

NOTHING: Final[Any] = object()
"""What is found where there is nothing; null is something."""

_LONGEST_LIST = 10_000


def at_path(raw: Any, path: str) -> Any:
    """What stands at a dotted path; a key that has the dots itself comes first. NOTHING where the path leads nowhere."""
    if isinstance(raw, dict) and path in raw:
        return raw[path]
    for step in path.split("."):
        if isinstance(raw, dict) and step in raw:
            raw = raw[step]
        elif isinstance(raw, list) and step.isascii() and step.isdecimal() and len(step) < 6 and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            return NOTHING
    return raw


def each_of(raw: Any, source: FactSource) -> Iterator[Any]:
    """Everything an export has for a fact: each way that its path can be read, and of a list each pair that is meant."""
    for found in _all_at(raw, source.path.split(".")):
        if source.key is None or source.value is None:
            yield found
        elif isinstance(found, list):
            for pair in found[:_LONGEST_LIST]:
                if isinstance(pair, dict) and source.value in pair and _is(pair.get(source.key), source.named):
                    yield pair[source.value]


def unasked(raw: Mapping[str, Any], asked: Paths) -> Iterator[tuple[str, Any]]:
    """Dotted names, with their values, of everything that no asked path has anything to do with."""
    for key, value in raw.items():
        yield from _unasked(str(key), value, asked)


class Paths:
    """Paths that are asked for, and the ways to them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.whole = frozenset(paths)
        self.ways = frozenset(
            ".".join(steps[:length])
            for steps in (path.split(".") for path in self.whole)
            for length in range(1, len(steps))
        )


def _all_at(raw: Any, steps: Sequence[str]) -> Iterator[Any]:
    """What stands at a path, whether its dots lead from key to key or are part of a key."""
    if not steps:
        yield raw
    elif isinstance(raw, dict):
        for length in range(len(steps), 0, -1):
            key = ".".join(steps[:length])
            if key in raw:
                yield from _all_at(raw[key], steps[length:])
    elif isinstance(raw, list):
        found = at_path(raw, steps[0])
        if found is not NOTHING:
            yield from _all_at(found, steps[1:])


def _unasked(path: str, value: Any, asked: Paths) -> Iterator[tuple[str, Any]]:
    if path in asked.whole:
        return
    if path not in asked.ways:
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _unasked(f"{path}.{key}", inner, asked)


def _is(found: Any, named: str | None) -> bool:
    try:
        return as_text(found) == named
    except Unfit:
        return False
