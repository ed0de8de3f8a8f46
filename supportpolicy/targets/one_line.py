"""A ticket on one line, and instants as people say them."""

from __future__ import annotations

import datetime as dt

from supportpolicy.analysis.showing import in_flow
from supportpolicy.analysis.witness import Witness
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def one_line(engine: Engine, facts: Facts) -> str:
    """A ticket as a policy test writes it: `{plan: enterprise, opened: 2026-06-05 14:00}`. It must have `opened`."""
    opened = facts[OPENED]
    assert isinstance(opened, dt.datetime), "a ticket of a cover has its opening"
    return in_flow(engine, Witness({name: value for name, value in facts.items() if name != OPENED}, opened, opened))


def wall_time(engine: Engine, instant: dt.datetime) -> str:
    """`Fri 2026-06-05 14:30`, in the policy's zone; seconds where there are any, the offset where clocks show it twice."""
    local = instant.astimezone(engine.windows.zone.info)
    seconds = f":{local.second:02}" if local.second else ""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    offset = f" {local:%z}" if twice else ""
    return f"{WEEKDAYS[local.weekday()]} {local:%Y-%m-%d %H:%M}{seconds}{offset}"
