"""Targets come through entry points; one that is broken is named and left out."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from supportpolicy.targets.capabilities import Capability
from supportpolicy.targets.interface import API, Rendered, Target
from supportpolicy.targets.registry import GROUP, Broken, installed

GOOD = Target("good", "Good", "Nothing goes there.", (), lambda wish: (), lambda wish, compiled: Rendered({}))
OLDER = GOOD._replace(name="older", api=API - 1)
NAMED_OTHERWISE = GOOD._replace(name="something")
ODD_TOPIC = GOOD._replace(name="odd", capabilities=(Capability("weather", "not", "", ""),))
NO_TARGET = {"name": "none"}


def _point(name: str, attribute: str) -> EntryPoint:
    return EntryPoint(name, f"{__name__}:{attribute}", GROUP)


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        (_point("older", "OLDER"), f"it is made for version {API - 1} of the interface, and this is version {API}"),
        (_point("none", "NO_TARGET"), f"it is made for no version of the interface, and this is version {API}"),
        (_point("renamed", "NAMED_OTHERWISE"), "it calls itself 'something'"),
        (_point("odd", "ODD_TOPIC"), "it speaks of a topic 'weather' that is not known"),
        (_point("gone", "MISSING"), "it cannot be loaded (AttributeError"),
        (EntryPoint("absent", "no_such_module_anywhere:TARGET", GROUP), "it cannot be loaded (ModuleNotFoundError"),
    ],
    ids=lambda value: value.name if isinstance(value, EntryPoint) else "",
)
def test_a_broken_target_is_named_and_the_others_work(point: EntryPoint, reason: str) -> None:
    targets, broken = installed([point, _point("good", "GOOD")]).load_all()
    assert [target.name for target in targets] == ["good"]
    assert [one.name for one in broken] == [point.name]
    assert broken[0].reason.startswith(reason)


def test_a_built_in_target_keeps_its_name() -> None:
    own = EntryPoint("good", "supportpolicy.targets.somewhere:TARGET", GROUP)
    registry = installed([_point("good", "GOOD"), own])
    assert registry.points == (own,)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        installed([]).load("zendesk")
    assert isinstance(installed([_point("older", "OLDER")]).load("older"), Broken)
