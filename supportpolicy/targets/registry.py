"""The targets there are: built-in ones and plug-ins, all through the entry-point group `supportpolicy.targets`.

A plug-in is asked which version of the interface it was written for before anything of it is used. One that cannot be
loaded, says another version or takes the name of a built-in target is left out and named; the others go on working.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.interface import API, Target

GROUP = "supportpolicy.targets"
_OWN = "supportpolicy.targets."
"""Where the modules of the built-in targets are."""


class Broken(NamedTuple):
    """A target that cannot be used."""

    name: str
    reason: str
    """One sentence without a full stop."""


class Registry(NamedTuple):
    """Everything that is installed, loaded only when it is asked for."""

    points: tuple[EntryPoint, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all targets: the built-in ones first, each part by the alphabet."""
        return tuple(point.name for point in self.points)

    def load(self, name: str) -> Target | Broken:
        """One target. Raises KeyError where there is none of the name."""
        point = next((point for point in self.points if point.name == name), None)
        if point is None:
            raise KeyError(name)
        return _loaded(point)

    def load_all(self) -> tuple[tuple[Target, ...], tuple[Broken, ...]]:
        """All targets that can be used, and those that cannot."""
        loaded = [_loaded(point) for point in self.points]
        return (
            tuple(one for one in loaded if isinstance(one, Target)),
            tuple(one for one in loaded if isinstance(one, Broken)),
        )


def installed(points: Iterable[EntryPoint] | None = None) -> Registry:
    """The targets of this installation. `points`: these instead of what is installed."""
    found = entry_points(group=GROUP) if points is None else points
    by_name: dict[str, EntryPoint] = {}
    for point in sorted(found, key=lambda point: (not _is_own(point), point.name, point.value)):
        by_name.setdefault(point.name, point)
    return Registry(tuple(by_name.values()))


def built_in() -> tuple[Target, ...]:
    """The targets that come with the tool, by name."""
    targets, _ = installed(point for point in entry_points(group=GROUP) if _is_own(point)).load_all()
    return targets


def _is_own(point: EntryPoint) -> bool:
    return point.value.startswith(_OWN)


def _loaded(point: EntryPoint) -> Target | Broken:
    # Whatever a plug-in of somebody else does while it is imported must not end the command for the other targets.
    try:
        target = point.load()
    except Exception as problem:
        return Broken(point.name, f"it cannot be loaded ({type(problem).__name__}: {_line(problem)})")
    # A target of another version need not be a tuple of ours, nor have the fields that are asked for below.
    version = getattr(target, "api", None)
    if version != API:
        said = f"version {version}" if isinstance(version, int) else "no version"
        return Broken(point.name, f"it is made for {said} of the interface, and this is version {API}")
    if not isinstance(target, Target):
        return Broken(point.name, f"'{point.value}' is no target")
    if target.name != point.name:
        return Broken(point.name, f"it calls itself '{target.name}'")
    unknown = [one.topic for one in target.capabilities if one.topic not in TOPICS]
    if unknown:
        return Broken(point.name, f"it speaks of a topic '{unknown[0]}' that is not known")
    return target


def _line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200] or "no reason given"
