"""The least open time that there ever is between the start of a promise and its due time: exact over the horizon.

A promise of so many minutes, counted on the same hours, is never due later than the one it stands for, whenever it starts; where
only ordinary weeks are looked at, whenever no holiday and no short day is near.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supportpolicy.analysis.hours import Amount, Moment
from supportpolicy.analysis.straight import NotStraight, Straight, reckoned, straight
from supportpolicy.clock import ALWAYS, ClockError
from supportpolicy.clock.instants import DAY
from supportpolicy.clock.intervals import OpenIntervals
from supportpolicy.clock.walls import Piece
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.due import TEAM, Counting, target_due
from supportpolicy.engine.prepared import Engine, prepare
from supportpolicy.targets.lowerings.dates_alike import Dates, dates_of, that_differ
from supportpolicy.targets.lowerings.using import calendar_of


class Least(NamedTuple):
    """The least time, and a start from which there is no more."""

    seconds: int
    start: int


class Times:
    """Least times of one policy. What was worked out once is kept.

    `ordinary`: in weeks as they usually are, without holidays and dates that differ.
    """

    def __init__(self, compiled: Compiled, *, ordinary: bool = False) -> None:
        self.ordinary = ordinary
        self.engine: Engine = prepare(_without_dates(compiled) if ordinary else compiled)
        self._clocks = self.engine.clocks
        self._dates: dict[tuple[str, str], Dates] = {}
        self._found: dict[tuple[Duration | None, str | None, str, str, bool], Least | None] = {}

    def least(self, target: Target, on: str | None = None) -> Least | None:
        """The least open time of a promise, over all calendars that its clock may mean, counted on a clock.

        `on` is a clock's name; None: the promise's own clock. None as an answer: there is no start from which the due time
        is known, or it moves in a way that is not understood.
        """
        found = [
            self._on(target, one, other)
            for one in self.countings(target.clock)
            for other in ((one,) if on is None else self.countings(on))
        ]
        if not found or None in found:
            return None
        return min(one for one in found if one is not None)

    def least_of_step(self, amount: Duration, clock: str) -> Least | None:
        """The same for an amount of time on the clock of a timeline."""
        return self.least(Target("", clock, amount))

    def countings(self, clock: str | None) -> tuple[Counting, ...]:
        """The calendars that a clock may mean: of `team` those of all teams, of a chosen one all cases."""
        names: list[str | None] = [clock]
        if clock == TEAM:
            # A ticket without a team, or of one without hours, counts on `always`.
            names = [*(team.coverage for team in self.engine.compiled.teams), *([None] if self._teamless() else [])]
        single = dict.fromkeys(case for name in names for case in self._cases(name))
        return tuple(self._counting(name, team=clock == TEAM) for name in single)

    def _on(self, target: Target, counting: Counting, other: Counting) -> Least | None:
        # `always` has business days where it is the clock of a team, and none where it is named.
        key = target.at_most, target.by, counting.name, other.name, counting.clock.days is None
        if key not in self._found:
            openings = other.clock.openings
            within = self._within(openings, counting.clock.openings)
            try:
                pieces = self._pieces(target, counting, within, other)
                self._found[key] = _least(pieces, openings, within, _never_less(target, counting, other))
            except NotStraight:
                self._found[key] = None
        return self._found[key]

    def _pieces(self, target: Target, counting: Counting, within: Piece, other: Counting) -> Iterator[Straight]:
        """When a promise is due from every start, as straight pieces. Raises NotStraight.

        Of dates from which all is alike until the promise is due, on these hours and on others, one stands for all.
        """
        openings, days = counting.clock.openings, counting.clock.days
        seconds = _plain_seconds(target)
        if seconds is not None:
            yield from straight(openings, seconds)
        elif days is not None:
            key = counting.name, other.name
            if key not in self._dates:
                self._dates[key] = dates_of(days, (openings, other.clock.openings), within)
            moment = _moment(target, counting)
            for date, leads in that_differ(moment, self._dates[key]):
                near = _near(openings, date[0], leads)
                yield from reckoned(Amount(near, None, moment, days.offsets.starts), date, one_date=True)

    def _teamless(self) -> bool:
        """Whether some ticket may have no team, or a team has no hours."""
        routing = self.engine.compiled.table("routing").rules
        sorted_ = any(not rule.parts for rule in routing)
        return not sorted_ or any(team.coverage is None for team in self.engine.compiled.teams)

    def _cases(self, name: str | None) -> Iterator[str]:
        calendar = calendar_of(self.engine.compiled, name) if name is not None else None
        if name is None or calendar is None or calendar.kind != "choose":
            yield name or ALWAYS_OPEN
            return
        for case in (*calendar.cases.values(), calendar.otherwise):
            yield from self._cases(case)

    def _counting(self, name: str, *, team: bool) -> Counting:
        if name != ALWAYS_OPEN:
            return Counting(name, self._clocks.clock(name))
        return Counting(name, self._clocks.every_day(self.engine.windows.zone.key) if team else ALWAYS)

    def _within(self, *openings: OpenIntervals) -> Piece:
        """The instants of the policy's dates that all of some hours are known for."""
        low, high = self._clocks.horizon.known(self._clocks.horizon.offsets(self.engine.windows.zone.key))
        return max([low, *(one.known_from for one in openings)]), min([high, *(one.known_until for one in openings)])


def _without_dates(compiled: Compiled) -> Compiled:
    return compiled._replace(calendars=tuple(calendar._replace(dates={}) for calendar in compiled.calendars))


def _never_less(target: Target, counting: Counting, other: Counting) -> int | None:
    """Open time of a promise that there always is: all of it where it is counted on its own hours, or day and night."""
    seconds = _plain_seconds(target)
    return seconds if counting.name == other.name or other.name == ALWAYS_OPEN else None


def _plain_seconds(target: Target) -> int | None:
    """The seconds of a promise; None where it goes by business days or ends with a day."""
    if target.by is not None or target.at_most is None or target.at_most.business_days is not None:
        return None
    return 60 * (target.at_most.minutes or 0) + DAY * (target.at_most.days or 0)


def _moment(target: Target, counting: Counting) -> Moment:
    def moment(start: int) -> int | None:
        try:
            return target_due(target, counting, start).at
        except ClockError:
            return None

    return moment


def _near(openings: OpenIntervals, low: int, leads: int | None) -> OpenIntervals:
    """The openings from an instant to a due time, and one beyond; all that follow where it is not known."""
    first = bisect_left(openings.ends, low)
    last = None if leads is None else bisect_left(openings.ends, leads) + 2
    return openings._replace(
        starts=openings.starts[first:last], ends=openings.ends[first:last], totals=openings.totals[first:last]
    )


def _least(
    pieces: Iterable[Straight], openings: OpenIntervals, within: Piece, never_less: int | None = None
) -> Least | None:
    """The least open time from a start to its due time. It is linear between the edges of the hours, so these are looked at.

    `never_less` is known beforehand: what is found to be as little is the least.
    """
    found: Least | None = None
    edges = sorted({*openings.starts, *openings.ends})
    elapsed, known_until = openings.elapsed, openings.known_until
    for piece in pieces:
        low, high = max(piece.start, within[0]), min(piece.end, within[1])
        if low >= high:
            continue
        soonest = low + piece.at if piece.moves else piece.at
        if soonest > known_until or (found is not None and elapsed(soonest) - elapsed(high - 1) >= found.seconds):
            continue  # from the last start to the first due time there is no less
        starts = {low, high - 1}
        if piece.moves:
            starts |= set(_inside(edges, low, high))
            starts |= {edge - piece.at for edge in _inside(edges, low + piece.at, high + piece.at)}
        for start in sorted(starts):
            due = start + piece.at if piece.moves else piece.at
            if due > known_until:
                continue
            seconds = elapsed(due) - elapsed(start)
            if found is None or seconds < found.seconds:
                found = Least(seconds, start)
        if found is not None and found.seconds == never_less:
            break
    return found


def _inside(edges: Sequence[int], low: int, high: int) -> Sequence[int]:
    return edges[bisect_left(edges, low) : bisect_left(edges, high)]
