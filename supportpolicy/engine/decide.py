"""One ticket, one answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from supportpolicy.clock import BeyondHorizon
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.engine import reasons as why
from supportpolicy.engine.answer import Answer, Message
from supportpolicy.engine.candidates import local_date
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import Said, decision_of
from supportpolicy.engine.errors import BeyondPolicy, NoInstant, NotOpenYet
from supportpolicy.engine.guidance import guidance_for
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.messages import message
from supportpolicy.engine.prepared import ASKED, ATTRIBUTES, OPENED, SORTING, Engine
from supportpolicy.engine.shown import targets_of, timelines_of
from supportpolicy.engine.values import Ticket, Value
from supportpolicy.engine.walk import Course

_WORDS_OF = (*SORTING, "adjust.proof", "adjust.raise", "routing", "sla")
"""Tables whose winning rules may say something."""
_ANY_DATE = ("1900-01-01", "9900-12-31")
"""The dates of a policy without a horizon: beyond them are placeholders, such as 9999-12-31 for never."""
_BOOLEANS = ("emergency", "claimed")


def decide(engine: Engine, ticket: Ticket, at: dt.datetime | None = None, *, reasons: bool = True) -> Answer:
    """What the policy says about a ticket at an instant.

    Without `at` it is the ticket's last event, or its opening. A ticket without `opened` counts as opened at `at`.
    Without `reasons` neither reasons nor guidance are worked out, which is quicker. Raises EngineError: NoInstant,
    NotOpenYet, BeyondPolicy, TooMuch.
    """
    ticket, course, assumed = _course(engine, ticket, at)
    try:
        said = [(table, one) for table in ASKED if (one := decision_of(engine, course, table)) is not None]
        decisions = {table: one.answer for table, one in said}
        timelines = timelines_of(engine, course)
        rules = [
            engine.lookups[table].rules[index]
            for table, index in course.sorted.won.items()
            if table in _WORDS_OF and index != NO_RULE
        ]
        rules += [engine.lookups["adjust.lower"].rules[index] for index in course.sorted.caps]
        outcomes = [rule.outcome for rule in rules]
        answers = list(decisions.values())
        return Answer(
            engine.compiled.name,
            engine.compiled.hashes.behaviour,
            ticket.id,
            from_epoch(course.at),
            None if course.opened is None else from_epoch(course.opened),
            assumed,
            _stages(engine, course),
            targets_of(engine, course),
            timelines,
            decisions.get("requests"),
            decisions.get("refunds"),
            decisions.get("identity"),
            tuple(_messages(engine, course, said)),
            tuple(dict.fromkeys((*_each(one.do for one in outcomes), *_each(one.do for one in answers)))),
            tuple(dict.fromkeys((*_each(one.tag for one in outcomes), *_each(one.tag for one in answers)))),
            guidance_for(engine, course.sorted) if reasons else {},
            tuple(why.reasons_of(engine, course, said)) if reasons else (),
        )
    except BeyondHorizon as error:
        raise BeyondPolicy("what was asked", str(error.first), str(error.last)) from None


def why_not(engine: Engine, ticket: Ticket, at: dt.datetime | None, table: str, rule: str) -> why.WhyNot:
    """What became of one rule of a table for a ticket. Raises UnknownName and what `decide` raises."""
    _, course, _ = _course(engine, ticket, at)
    try:
        return why.why_not(engine, course, table, rule)
    except BeyondHorizon as error:
        raise BeyondPolicy("what was asked", str(error.first), str(error.last)) from None


def _course(engine: Engine, ticket: Ticket, at: dt.datetime | None) -> tuple[Ticket, Course, bool]:
    """The ticket with its opening, its course, and whether the opening was assumed."""
    opened = ticket.facts.get(OPENED)
    if at is None:
        at = ticket.events[-1].at if ticket.events else opened if isinstance(opened, dt.datetime) else None
        if at is None:
            raise NoInstant
    assumed = OPENED not in ticket.facts
    if assumed:
        opened = min(at, ticket.events[0].at) if ticket.events else at
        facts: dict[str, Value | None] = {**ticket.facts, OPENED: opened}
        ticket = ticket._replace(facts=facts)
    begin = to_epoch(opened) if isinstance(opened, dt.datetime) else None
    moment = to_epoch(at)
    if begin is not None and moment < begin:
        raise NotOpenYet(_text(at), _text(opened))
    _within(engine, "the moment asked for", moment)
    if begin is not None:
        _within(engine, "the opening", begin)
    try:
        return ticket, course_of(engine, ticket, begin, moment), assumed
    except BeyondHorizon as error:
        what = f"the ticket, opened at {_text(opened)} and asked about at {_text(at)},"
        raise BeyondPolicy(what, str(error.first), str(error.last)) from None


def _within(engine: Engine, what: str, instant: int) -> None:
    """Raises BeyondPolicy for an instant on a date for which the policy does not say that it holds."""
    first, last = engine.compiled.horizon or _ANY_DATE
    if not first <= local_date(engine, instant).isoformat() <= last:
        raise BeyondPolicy(f"{what}, {_text(from_epoch(instant))},", first, last)


def _stages(engine: Engine, course: Course) -> dict[str, str | bool | None]:
    decided = course.sorted.decided
    return {
        name: (decided[name] == "true" if name in decided else None) if name in _BOOLEANS else decided.get(name)
        for name in ATTRIBUTES
    }


def _messages(engine: Engine, course: Course, said: list[tuple[str, Said]]) -> list[Message]:
    """What the customer is told: by the rules that won, by decisions, and by the steps of timelines."""
    facts, decided = course.sorted.facts, course.sorted.decided
    found: dict[tuple[str, int | None], Message] = {}

    def add(name: str, source: str, at: int | None = None) -> None:
        if (name, at) not in found:
            found[name, at] = message(engine, name, source, facts, decided, at)

    for table, index in course.sorted.won.items():
        if index != NO_RULE:
            for name in engine.lookups[table].rules[index].outcome.say:
                add(name, table)
    for index in course.sorted.caps:
        for name in engine.lookups["adjust.lower"].rules[index].outcome.say:
            add(name, "adjust.lower")
    for table, one in said:
        for name in one.answer.say:
            add(name, table)
    for run in course.timelines:
        for done in run.done:
            if done.state == "done":
                for name in run.run.timeline.steps[done.place].say:
                    add(name, f"timeline {run.run.timeline.name}", done.at)
    return list(found.values())


def _text(instant: object) -> str:
    return f"{instant.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(instant, dt.datetime) else "no known time"


def _each(lists: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (name for names in lists for name in names)
