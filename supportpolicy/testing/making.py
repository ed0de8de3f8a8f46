"""One case of what a test gives and expects: relative moments worked out, the ticket put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from supportpolicy.diagnostics import Span
from supportpolicy.engine.values import Ticket, TicketEvent, Value
from supportpolicy.testing import kinds
from supportpolicy.testing.cases import Case, Expected, Want, WantedStep
from supportpolicy.testing.given import Given, GivenEvent
from supportpolicy.testing.mistakes import Mistake
from supportpolicy.testing.moments import NOW, OPENED, Moment, settle


def make_case(
    name: str,
    span: Span,
    facts: Mapping[str, Given] | None,
    events: tuple[GivenEvent, ...] | None,
    at: Moment | None,
    expects: tuple[Expected, ...],
    clauses: tuple[str, ...],
) -> Case:
    """The case. Raises Mistake where it expects nothing, or where a moment has nothing to count from."""
    if not expects:
        raise Mistake(
            kinds.NOTHING.at(span, "nothing is expected", help="write under 'expect' what the policy must answer")
        )
    times = _Times(facts or {}, events or (), at)
    if facts is None:
        strange = next((expected for expected in expects if expected.key != "coverage"), None)
        if strange is not None:
            raise Mistake(
                kinds.SHAPE.at(
                    strange.span,
                    f"without a ticket, nothing can be expected of '{strange.key}'",
                    help="give the test a 'ticket'; hours alone are asked about with 'coverage'",
                )
            )
        if at is None:
            raise Mistake(
                kinds.SHAPE.at(span, "this test does not say when", help="write 'at: 2026-12-25 10:00' or the like")
            )
    asked = times.settled(at).instant if at is not None else None
    settled = tuple(_expected(expected, times.settled) for expected in expects)
    if facts is None:
        return Case(name, span, None, asked, settled, clauses)
    values: dict[str, Value | None] = {key: times.value(given) for key, given in facts.items()}
    ticket = Ticket(values, tuple(times.events()), history=events is not None)
    return Case(name, span, ticket, asked, settled, clauses)


class _Times:
    """Works out moments from one another; each case has its own."""

    def __init__(self, facts: Mapping[str, Given], events: tuple[GivenEvent, ...], at: Moment | None) -> None:
        self.facts = facts
        self.given = events
        self.at = at
        self.asking: list[str] = []

    def settled(self, moment: Moment) -> Moment:
        if moment.shift is not None and moment.of in self.asking:
            message = f"this counts from '{moment.of}', and that counts from this"
            raise Mistake(kinds.INSTANT.at(moment.span, message, help="give one of them as a date and time"))
        return settle(moment, self.instant_of) if moment.shift is not None else moment

    def instant_of(self, name: str) -> dt.datetime | None:
        """A time of the ticket by name, `now` and `opened` among them; None where it is not known."""
        self.asking.append(name)
        try:
            if name == NOW:
                if self.at is not None:
                    return self.settled(self.at).instant
                last = [event.when for event in self.given]
                return max(
                    filter(None, (self.settled(when).instant for when in last)), default=None
                ) or self.instant_of(OPENED)
            given = self.facts.get(name)
            if given is None and name == OPENED and self.at is not None:
                return self.settled(self.at).instant
            if given is None or not isinstance(given.value, Moment):
                return None
            return self.settled(given.value).instant
        finally:
            self.asking.pop()

    def value(self, given: Given) -> Value | None:
        if isinstance(given.value, Moment):
            return self.settled(given.value).instant
        return given.value

    def events(self) -> list[TicketEvent]:
        """What happened, in the order of time. Raises Mistake for what comes before the opening."""
        opened = self.instant_of(OPENED) if OPENED in self.facts else None
        found: list[TicketEvent] = []
        for event in self.given:
            instant = self.settled(event.when).instant
            assert instant is not None
            if opened is not None and instant < opened:
                raise Mistake(
                    kinds.INSTANT.at(
                        event.when.span, "this is before the ticket was opened", help="an event comes after the opening"
                    )
                )
            value = None if event.value is None else self.value(event.value)
            found.append(TicketEvent(event.name, instant, event.status, event.field, value, event.team))
        return sorted(found, key=lambda event: event.at)


def _expected(expected: Expected, settled: Callable[[Moment], Moment]) -> Expected:
    want: Want = expected.want
    if isinstance(want, Moment) and want.shift is not None:
        return expected._replace(want=settled(want))
    if expected.part == "steps" and isinstance(want, tuple):
        steps = (step for step in want if isinstance(step, WantedStep))
        return expected._replace(
            want=tuple(WantedStep(tuple(_expected(part, settled) for part in step.parts), step.span) for step in steps)
        )
    return expected
