"""The circumstances of a ticket on which hours depend: its team, language and channel, and the facts that choose a calendar."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from supportpolicy.analysis.hours import Amount, Bad, Moment, broken, missed
from supportpolicy.analysis.people import People
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.space import Space
from supportpolicy.clock import ClockError
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.pieces import common
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine import Value
from supportpolicy.engine.due import TEAM, Counting, after, counting_on, share_of, target_due
from supportpolicy.engine.timeline_runs import ratio

_DAY = 86_400


class Circumstance(NamedTuple):
    """One set of circumstances."""

    team: str | None
    language: str | None
    channel: str | None
    facts: Mapping[str, Value | None]
    literals: tuple[int, ...]
    calendars: tuple[str, ...]
    """Those in all of which somebody must be there; none: nothing is known."""


class Circumstances:
    """The circumstances that a policy tells apart."""

    def __init__(self, seasons: Seasons) -> None:
        self.seasons = seasons
        self.space: Space = seasons.space
        self.people = People(self.space.engine)
        self._lists = any(one.languages for one in self.space.engine.compiled.teams)
        self._amounts: dict[Hashable, Amount] = {}
        self._missed: dict[Hashable, list[Bad]] = {}
        self._broken: dict[tuple[tuple[str, ...], int, bool], list[Bad]] = {}

    @cached_property
    def teams(self) -> dict[str | None, int]:
        """For each team that routing gives, and for none (None), that a ticket goes there."""
        return self._teams()

    @cached_property
    def languages(self) -> dict[str | None, int]:
        """The same for the languages of replies; nothing where the policy has none."""
        return self._languages()

    def possible_teams(self, literals: Sequence[int]) -> Iterator[tuple[str | None, tuple[int, ...]]]:
        """The teams that may have a ticket for which these hold, each with what says so."""
        for team, literal in self.teams.items():
            both = (*literals, literal)
            if self.space.possible(both):
                yield team, both

    def of(self, literals: Sequence[int], team: str | None, clock: str | None) -> Iterator[Circumstance]:
        """Every combination of language, channel and choosing facts that may matter for a team's tickets.

        `literals` say what else holds; whether all of it can be is not asked here.
        """
        for language, spoken in self._spoken(team):
            for channel, by, given in self._ways(team):
                names = self.people.clocks_for(team, language, channel)
                if not names:
                    continue
                for facts in self.people.choices((*names, self.clock_of(clock, team))):
                    calendars = self.people.chosen(names, facts)
                    if calendars is None:
                        continue
                    chosen = (*literals, *spoken, *by, *self._having(facts))
                    yield Circumstance(team, language, channel, {**given, **facts}, chosen, calendars)

    def clock_of(self, clock: str | None, team: str | None) -> str | None:
        """The coverage that a clock means: of `team`, that of the team."""
        if clock != TEAM:
            return clock
        its = self.space.engine.teams.get(team or "")
        return its.coverage if its is not None else None

    def choices(self, names: Sequence[str | None]) -> Iterator[tuple[dict[str, Value | None], list[int]]]:
        """The facts that choose among calendars, with what says that a ticket has them."""
        for facts in self.people.choices(names):
            yield facts, self._having(facts)

    # Amounts -----------------------------------------------------------------------------------------------------

    def counting(self, clock: str | None, its: Circumstance) -> Counting:
        """The calendar that a clock means in these circumstances."""
        return counting_on(self.space.engine, clock, its.team, its.facts)

    def due(self, target: Target, counting: Counting) -> Amount:
        """When a promise is due."""
        key = (target.at_most, target.by, counting.name)
        found = self._amounts.get(key)
        if found is None:
            seconds = seconds_of(target.at_most) if target.by is None else None
            found = self._amounts[key] = self._amount(counting, seconds, lambda t: target_due(target, counting, t).at)
        return found

    def broken(self, calendars: tuple[str, ...], due: Amount, *, by_us: bool) -> list[Bad]:
        """`hours.broken` for the people of some calendars; `due` comes from this object."""
        key = calendars, id(due), by_us
        found = self._broken.get(key)
        if found is None:
            people = self.people.together(calendars)
            found = self._broken[key] = broken(people, due, self.seasons.within, by_us=by_us)
        return found

    def missed(self, key: Hashable, people: OpenIntervals, amount: Amount) -> list[Bad]:
        """`hours.missed`, asked once for each key, which says whose hours and what amount on which calendar."""
        found = self._missed.get(key)
        if found is None:
            found = self._missed[key] = missed(people, amount, self.seasons.within)
        return found

    def step(self, amount: Duration, times: int, counting: Counting) -> Amount:
        """When a step by an amount of time comes, for the so-manieth time."""
        seconds = seconds_of(amount)

        def moment(start: int) -> int | None:
            return after(amount, counting.clock, start, times)

        return self._amount(counting, None if seconds is None else seconds * times, moment)

    def share(self, share: str, target: Target, counting: Counting) -> Amount:
        """When a share of a promise's time has passed."""
        percent, scale = ratio(share)
        due = self.due(target, counting)

        def moment(start: int) -> int | None:
            at = due.moment(start)
            return None if at is None else share_of(counting, start, at, percent, scale)

        seconds = None if due.seconds is None else due.seconds * percent // scale
        return self._amount(counting, seconds or None, moment)

    def _amount(self, counting: Counting, seconds: int | None, moment: Moment) -> Amount:
        days = counting.clock.days
        if seconds is None and days is not None and days.way != "open-time":
            calendar = next((one for one in self.space.engine.compiled.calendars if one.name == counting.name), None)
            listed = calendar is None or bool(calendar.business_days)
            return Amount(counting.clock.openings, None, _careful(moment), days.offsets.starts, listed)
        return Amount(counting.clock.openings, seconds, _careful(moment))

    # Propositions ------------------------------------------------------------------------------------------------

    def _teams(self) -> dict[str | None, int]:
        form = self.space.table("routing")
        found: dict[str | None, list[int]] = {None: [form.none]}
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            found.setdefault(rule.outcome.decides.get("team"), []).append(wins)
        return {team: self.space.solver.any_of(literals) for team, literals in found.items()}

    def _languages(self) -> dict[str | None, int]:
        form = self.space.table("language")
        if not form.table.rules:
            return {}
        found: dict[str | None, list[int]] = {None: [form.none]}
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            found.setdefault(rule.outcome.decides.get("reply_language"), []).append(wins)
        return {language: self.space.solver.any_of(literals) for language, literals in found.items()}

    def _spoken(self, team: str | None) -> Iterator[tuple[str | None, tuple[int, ...]]]:
        matter = {one.name for one in self.people.languages_that_matter(team)}
        if not self.languages or not (matter or self._lists):
            yield None, ()
            return
        for language, literal in self.languages.items():
            yield language, (literal,)

    def _ways(self, team: str | None) -> Iterator[tuple[str | None, tuple[int, ...], dict[str, Value | None]]]:
        """Channels, with what says so, and the fact where no proposition says it."""
        matter = [one.name for one in self.people.channels_that_matter(team)]
        engine = self.space.engine
        classes = {
            name: self.space.fact_column(place).classes[words[name]]
            for place, words in (engine.cuts["channel"].words if "channel" in engine.cuts else ())
            for name in matter
            if name in words
        }
        yield None, tuple(-literal for literal in classes.values()), {}
        for name in matter:
            yield name, (classes[name],) if name in classes else (), {"channel": name}

    def _having(self, facts: Mapping[str, Value | None]) -> list[int]:
        engine = self.space.engine
        return [
            self.space.fact_column(place).classes[0 if value is None else words.get(value, 1)]
            for name, value in facts.items()
            if name in engine.cuts
            for place, words in engine.cuts[name].words
        ]


def seconds_of(amount: Duration | None) -> int | None:
    """Open seconds; None for business days."""
    if amount is None:
        return None
    if amount.minutes is not None:
        return 60 * amount.minutes
    return None if amount.days is None else _DAY * amount.days


def inside(found: Sequence[Bad], pieces: Sequence[Piece]) -> list[Bad]:
    """As much of these starts as lies in some pieces; both in order."""
    by_start = {one.start: one for one in found}
    starts = sorted(by_start)
    result: list[Bad] = []
    place = 0
    for low, high in common([(one.start, one.end) for one in found], pieces):
        while place + 1 < len(starts) and starts[place + 1] <= low:
            place += 1
        result.append(by_start[starts[place]]._replace(start=low, end=high))
    return result


def _careful(moment: Moment) -> Moment:
    """None where it cannot be reckoned: beyond the horizon, or for want of business days."""

    def known(start: int) -> int | None:
        try:
            return moment(start)
        except ClockError:
            return None

    return known
