"""Policies to the files of Zammad and Freshdesk, for tests, and to the models that have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.freshdesk import TARGET as FRESHDESK
from supportpolicy.targets.interface import Target
from supportpolicy.targets.verify import verify
from supportpolicy.targets.zammad import TARGET as ZAMMAD
from tests.targets.paging_exports import Exported, compiled, exported

TARGETS: Mapping[str, Target] = {"zammad": ZAMMAD, "freshdesk": FRESHDESK}
SMALL = Path(__file__).parent / "zendesk" / "data" / "small.yaml"
"""A policy with something of everything that desks decide."""
HEAD = """supportpolicy: 1
name: shop
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
"""


@cache
def small(name: str) -> Exported:
    """The small policy at one desk."""
    return exported(TARGETS[name], compiled(SMALL.read_text(encoding="utf-8")))


def of(name: str, text: str) -> Exported:
    """A policy at one desk, about which its model agrees."""
    return agreed(name, compiled(text))


def agreed(name: str, policy: Compiled, tickets: int = 2_000) -> Exported:
    """The export of a policy, once the model agrees about every ticket."""
    one = exported(TARGETS[name], policy)
    model = TARGETS[name].model
    assert model is not None
    found = verify(model, one.rendered.files, one.engine, cover_of(one.engine, tickets))
    assert found.agrees, [str(each) for each in found.disagreements]
    return one


def asked(name: str, one: Exported, files: Mapping[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    """What a desk does with a ticket. `opened` is a local time with its offset; due times come back as such, in UTC."""
    model = TARGETS[name].model
    assert model is not None
    ask = model.read(one.rendered.files if files is None else files, one.engine)
    found = ask({**facts, "opened": dt.datetime.fromisoformat(facts["opened"])})
    return {key: _wall(value) if key.startswith("due") else value for key, value in found.items()}


def _wall(value: str | int | None) -> str | None:
    if not isinstance(value, int):
        return value
    return dt.datetime.fromtimestamp(value, dt.UTC).strftime("%Y-%m-%d %H:%M")
