"""Calls measured within this process: in turns, so that noise hits all alike, and without the collector of garbage."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Work(NamedTuple):
    """Something to measure."""

    do: Callable[[], object]
    times: int
    """How many calls one run of it makes, so that figures are those of one call."""


def each(ask: Callable[[T], object], given: Sequence[T], again: int = 1) -> Work:
    """One call for each thing that is given; all of it so many times over, so that a quick one takes a while too."""

    def work() -> None:
        for _ in range(again):
            for one in given:
                ask(one)

    return Work(work, again * len(given))


def per_call(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Seconds of one call: the median of the rounds, after one round that does not count."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            gc.collect()
            gc.disable()
            try:
                begin = time.perf_counter()
                work.do()
                took = time.perf_counter() - begin
            finally:
                gc.enable()
            if number:
                found[name].append(took / work.times)
    return {name: statistics.median(times) for name, times in found.items()}


def micros(seconds: float) -> str:
    """A very short time."""
    return f"{seconds * 1e6:.2f} µs" if seconds < 1e-5 else f"{seconds * 1e6:,.1f} µs"
