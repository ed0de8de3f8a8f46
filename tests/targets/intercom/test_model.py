"""The model of office hours agrees with the engine at every edge, and sees what was tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from supportpolicy.clock.instants import DAY, from_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine
from supportpolicy.targets.intercom import TARGET
from tests.targets.exporting import exported, reference, small


def _disagreements(files: dict[str, str], engine: Engine, names: list[str]) -> int:
    assert TARGET.model is not None
    ask, expected = TARGET.model.read(files, engine), TARGET.model.expected(engine)
    edges = {edge for name in names for piece in engine.clock(name).openings.pieces() for edge in piece}
    low, high = min(edges), max(edges)
    # Days without an opening have no edges; whoever is open then shows at noon.
    instants = [
        from_epoch(at) for at in (*edges, *(edge - 1 for edge in edges), *range(low - low % DAY + DAY // 2, high, DAY))
    ]
    return sum(ask({"opened": at}) != expected({"opened": at}) for at in instants)


@pytest.mark.parametrize("policy", [small, reference])
def test_agrees_at_every_edge(policy: Callable[[], Compiled]) -> None:
    rendered, engine = exported(TARGET, policy())
    names = [made.key for made in rendered.objects if "customer" not in made.key]
    assert len(names) >= 4
    assert _disagreements(dict(rendered.files), engine, names) == 0


def _sunday_first(document: Any) -> None:
    for one in document["schedule"]["body"]["time_intervals"]:
        one["start_minute"] = (one["start_minute"] + 1440) % 10080
        one["end_minute"] = one["start_minute"] + 510
    document["schedule"]["body"]["time_intervals"].sort(key=lambda one: one["start_minute"])


def _exceptions(document: Any) -> Any:
    return document["exceptions"]["bodies"]


FAULTS: dict[str, Callable[[Any], object]] = {
    "a quarter of an hour": lambda d: d["schedule"]["body"]["time_intervals"][0].update(end_minute=1065),
    "a week that begins on Sunday": _sunday_first,
    "a day off left out": lambda d: _exceptions(d).pop(1),
    "a short day closed": lambda d: (
        _exceptions(d)[0].update(exception_type="closed"),
        _exceptions(d)[0].pop("time_intervals"),
    ),
    "another zone": lambda d: d["schedule"]["body"].update(time_zone_name="Europe/Paris"),
    "another date": lambda d: _exceptions(d)[1].update(exception_date="2026-12-23"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_shows(fault: str) -> None:
    rendered, engine = exported(TARGET, small())
    document = json.loads(rendered.files["office-hours/dublin.json"])
    FAULTS[fault](document)
    files = {**rendered.files, "office-hours/dublin.json": json.dumps(document)}
    assert _disagreements(files, engine, ["dublin"]) > 0


REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "off the grid": (lambda d: d["schedule"]["body"]["time_intervals"][0].update(end_minute=1050 + 7), "steps of 15"),
    "hours of a closed day": (lambda d: _exceptions(d)[1].update(time_intervals=[]), "neither closed without hours"),
    "no such zone": (lambda d: d["schedule"]["body"].update(time_zone_name="Dublin"), "no time zone"),
    "an unknown key": (lambda d: _exceptions(d)[1].update(recurring_annually=True), "no exception of a date"),
    "two of one date": (lambda d: _exceptions(d).append(_exceptions(d)[1]), "two exceptions"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_tool_would_refuse_is_refused(case: str) -> None:
    change, says = REFUSED[case]
    rendered, engine = exported(TARGET, small())
    document = json.loads(rendered.files["office-hours/dublin.json"])
    change(document)
    assert TARGET.model is not None
    with pytest.raises(ValueError, match=says):
        TARGET.model.read({"office-hours/dublin.json": json.dumps(document)}, engine)
