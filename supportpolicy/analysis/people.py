"""Who is there: the hours of a ticket's team, and those of its language and channel as far as the team does not say.

A team that lists languages speaks them whenever it is there, and answers all other tickets in one of these; so the hours of a
language count only for teams that list none. The hours of a channel say when it is served: whoever has a ticket answers it in
the hours of the team, so they count only where nothing is known of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from supportpolicy.analysis.hours import both
from supportpolicy.clock import ALWAYS
from supportpolicy.clock.intervals import OpenIntervals, union_intervals
from supportpolicy.compiled.document import Channel, Language, Team
from supportpolicy.engine import Engine, Value
from supportpolicy.engine.calendars import ALWAYS_OPEN, Clocks

Facts = Mapping[str, "Value | None"]


class Next(NamedTuple):
    """Who is there first after an instant."""

    name: str
    at: int


class People:
    """The hours of everybody, looked up again and again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._languages = {one.name: one for one in engine.compiled.languages}
        self._channels = {one.name: one for one in engine.compiled.channels}
        self._together: dict[tuple[str, ...], OpenIntervals] = {}
        self._any: dict[tuple[tuple[str, ...], ...], OpenIntervals] = {}

    def clocks_for(self, team: str | None, language: str | None, channel: str | None) -> tuple[str, ...]:
        """The coverages in all of which somebody must be there for such a ticket; none: nothing is known."""
        its = self.engine.teams.get(team or "")
        found = [its.coverage] if its is not None and its.coverage is not None else []
        spoken = self._languages.get(language or "")
        if spoken is not None and spoken.coverage is not None and not (its is not None and its.languages):
            found.append(spoken.coverage)
        way = self._channels.get(channel or "")
        if way is not None and way.coverage is not None and not (its is not None and its.coverage is not None):
            found.append(way.coverage)
        return tuple(dict.fromkeys(found))

    def languages_that_matter(self, team: str | None) -> list[Language]:
        """The languages with hours of their own, where the team does not say what it speaks."""
        its = self.engine.teams.get(team or "")
        if its is not None and its.languages:
            return []
        return [one for one in self._languages.values() if one.coverage is not None]

    def channels_that_matter(self, team: str | None) -> list[Channel]:
        """The channels with hours of their own, where the team has none."""
        its = self.engine.teams.get(team or "")
        if its is not None and its.coverage is not None:
            return []
        return [one for one in self._channels.values() if one.coverage not in (None, ALWAYS_OPEN)]

    def chosen(self, names: Sequence[str], facts: Facts) -> tuple[str, ...] | None:
        """The calendars that coverages mean for a ticket; None where one of them means none."""
        found = [self.engine.clocks.chosen(name, facts.get) for name in names]
        return None if None in found else tuple(dict.fromkeys(name for name in found if name is not None))

    def together(self, calendars: tuple[str, ...], clocks: Clocks | None = None) -> OpenIntervals:
        """The hours in which all of these calendars are open. Raises ClockError."""
        if clocks is not None:
            return both([clocks.clock(name).openings for name in calendars])
        known = self._together.get(calendars)
        if known is None:
            known = self._together[calendars] = both([self.engine.clock(name).openings for name in calendars])
        return known

    def teams_for(self, team: str | None, language: str | None) -> list[Team]:
        """All other teams with known hours that could answer in the language."""
        return [
            one
            for one in self.engine.compiled.teams
            if one.name != team
            and one.coverage is not None
            and (language is None or not one.languages or language in one.languages)
        ]

    def anybody(
        self, calendars: tuple[str, ...], teams: Sequence[Team], facts: Facts, clocks: Clocks | None = None
    ) -> OpenIntervals:
        """The hours in which all of some calendars are open, or any of these teams is there. Raises ClockError."""
        found = [calendars]
        for team in teams:
            chosen = self.chosen((team.coverage or ALWAYS_OPEN,), facts)
            if chosen is not None and chosen not in found:
                found.append(chosen)
        if clocks is not None:
            return union_intervals([self.together(one, clocks) for one in found])
        key = tuple(found)
        known = self._any.get(key)
        if known is None:
            parts = [self.together(one) for one in found]
            always = any(one is ALWAYS.openings for one in parts)
            known = self._any[key] = ALWAYS.openings if always else union_intervals(parts)
        return known

    def next_of(self, teams: Sequence[Team], facts: Facts, at: int) -> Next | None:
        """Which of these teams is there first from an instant on."""
        found: list[Next] = []
        for team in teams:
            chosen = self.chosen((team.coverage or ALWAYS_OPEN,), facts)
            opens = None if chosen is None else opening(self.together(chosen), at)
            if opens is not None:
                found.append(Next(team.name, opens))
        return min(found, key=lambda one: one.at, default=None)

    def choices(self, names: Sequence[str | None]) -> Iterator[dict[str, Value | None]]:
        """The facts by which these coverages are chosen, in every combination that makes a difference."""
        clocks, engine = self.engine.clocks, self.engine
        facts = dict.fromkeys(fact for name in names if name is not None for fact in clocks.depends_on(name))
        values: list[list[Value | None]] = []
        for fact in facts:
            cases = dict.fromkeys(case for one in engine.compiled.calendars if one.by == fact for case in one.cases)
            declared = engine.facts.get(fact)
            boolean = declared is not None and declared.type == "boolean"
            others = [value for value in (declared.values if declared is not None else ()) if value not in cases]
            known: list[Value | None] = [case == "true" if boolean else case for case in cases]
            values.append([*known, others[0] if others else None])
        for chosen in product(*values):
            yield dict(zip(facts, chosen, strict=True))


def opening(openings: OpenIntervals, at: int) -> int | None:
    """The first open instant from an instant on; None where it is not known."""
    if not openings.known_from <= at < openings.known_until or not openings.ends or openings.ends[-1] <= at:
        return None
    return openings.next_opening(at)


def usual(engine: Engine) -> Clocks:
    """The same coverages without holidays and exceptions: how their weeks usually are."""
    calendars = tuple(one._replace(dates={}) for one in engine.compiled.calendars)
    return Clocks(engine.compiled._replace(calendars=calendars))
