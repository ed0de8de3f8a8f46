"""Everything that is proved about promises, ladders and hand-overs over every instant of the horizon."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.circumstances import Circumstances
from supportpolicy.analysis.handovers import handovers, holes
from supportpolicy.analysis.promises_in_time import promises_in_time
from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.steps_in_time import steps_in_time
from supportpolicy.analysis.tickets_at import Tickets


def promise_findings(proving: Proving) -> Iterator[Proved]:
    """Promises, steps and hand-overs that meet nobody at some hour. Raises ClockError."""
    seasons = Seasons(proving.space)
    circumstances, tickets = Circumstances(seasons), Tickets(seasons)
    yield from promises_in_time(circumstances, tickets, proving.place)
    yield from steps_in_time(circumstances, tickets, proving.place)
    yield from handovers(circumstances.people, seasons.within, proving.place)
    yield from holes(circumstances.people, seasons.within, proving.place)
