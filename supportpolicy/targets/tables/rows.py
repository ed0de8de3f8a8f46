"""Every part of a policy that people like to see in a spreadsheet, as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supportpolicy.clock.instants import DAY, date_of
from supportpolicy.clock.pieces import joined
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar, Day, People
from supportpolicy.compiled.hours_in_words import WEEKDAYS, hours_in_words, wall_clock
from supportpolicy.compiled.tables import Decision, Proof, Rule
from supportpolicy.compiled.views import duration_in_words, when_in_words
from supportpolicy.compiled.wording import payment_in_words, step_in_words
from supportpolicy.engine.calendars import ALWAYS_OPEN, DEFAULT_HORIZON, Clocks
from supportpolicy.targets.tables.dialect import (
    ChannelRow,
    CoverageRow,
    DayRow,
    DecisionRow,
    FactRow,
    HoursRow,
    LanguageRow,
    MessageRow,
    PeopleRow,
    RuleRow,
    StepRow,
)

SORTING = ("tier", "severity", "adjust.proof", "adjust.raise", "adjust.lower", "emergency", "emergency.claimed")


def rule_rows(compiled: Compiled) -> Iterator[RuleRow]:
    """The rules by which tickets are sorted, in the order in which the tables are asked."""
    for table in SORTING:
        for place, rule in enumerate(compiled.table(table).rules, 1):
            outcome = rule.outcome
            decides = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in outcome.decides.items())
            yield RuleRow(
                table,
                place,
                rule.name,
                when_in_words(rule),
                decides,
                outcome.say,
                outcome.tag,
                outcome.do,
                rule.start or "",
                rule.until or "",
                _line(rule.why),
                rule.at,
            )


def decision_rows(compiled: Compiled, table: str) -> Iterator[DecisionRow]:
    """The rules of requests, refunds or identity, in order."""
    for place, rule in enumerate(compiled.table(table).rules, 1):
        yield _decision(place, rule)


def _decision(place: int, rule: Rule) -> DecisionRow:
    outcome = rule.outcome
    decision = outcome.decision or Decision("none")
    proof = outcome.proof or Proof()
    return DecisionRow(
        place,
        rule.name,
        when_in_words(rule),
        decision.decision,
        payment_in_words(decision.amount) if decision.amount is not None else "",
        decision.to,
        duration_in_words(decision.paid_within),
        decision.approver,
        decision.confirm or "",
        _proof(proof, decision),
        str(proof.attempts) if proof.attempts is not None else "",
        "; ".join(proof.never_reveal),
        duration_in_words(decision.wait),
        decision.team or "",
        decision.redirect or "",
        outcome.say,
        outcome.do,
        outcome.tag,
        _line(decision.customer_reason),
        rule.start or "",
        rule.until or "",
        _line(rule.why),
        _line(rule.source),
        _line(rule.owner),
        rule.at,
    )


def _proof(proof: Proof, decision: Decision) -> str:
    parts = [f"all of {', '.join((*proof.all_of, *decision.proof))}"] if proof.all_of or decision.proof else []
    parts += [f"one of {', '.join(proof.any_of)}"] if proof.any_of else []
    if proof.points:
        points = ", ".join(f"{name} {count}" for name, count in proof.points.items())
        parts.append(f"{proof.at_least} points of {points}")
    return "; ".join(parts)


def people_rows(compiled: Compiled) -> Iterator[PeopleRow]:
    """Teams, then roles."""
    for team in compiled.teams:
        count = str(team.people) if team.people is not None else ""
        yield PeopleRow(
            "team",
            team.name,
            team.coverage or "",
            count,
            team.languages,
            team.channels,
            team.lead or "",
            team.contact,
            _line(team.about),
            team.at,
        )
    for role in compiled.roles:
        count = str(role.people) if role.people is not None else ""
        yield PeopleRow(
            "role", role.name, role.coverage or "", count, (), (), "", role.contact, _line(role.about), role.at
        )


def coverage_rows(compiled: Compiled) -> Iterator[CoverageRow]:
    """Each coverage in brief."""
    for one in compiled.calendars:
        day = one.business_day if one.business_day_length is None else duration_in_words(one.business_day_length)
        usual = _people(one.people)
        yield CoverageRow(one.name, hours_in_words(one), day, usual, _line(one.about), one.at)


def hours_rows(compiled: Compiled) -> Iterator[HoursRow]:
    """The local hours of every coverage on every date of the horizon; of unions and stretches as the engine has them."""
    clocks = Clocks(compiled)
    for calendar in compiled.calendars:
        if calendar.kind == "choose" or calendar.name == ALWAYS_OPEN:
            continue
        if calendar.kind == "union" or calendar.stretches:
            yield from _worked_out(compiled, calendar, clocks)
            continue
        for date in _dates(compiled):
            day = calendar.dates.get(date.isoformat())
            spans = day.open if day is not None else calendar.week[date.weekday()] if calendar.week else ()
            people = day.people if day is not None else calendar.people if spans else None
            yield HoursRow(
                calendar.name,
                date.isoformat(),
                WEEKDAYS[date.weekday()],
                _spans(spans),
                calendar.timezone or "",
                day.kind if day is not None else "",
                day.cover if day is not None else "",
                _people(people),
                _line(day.name) if day is not None else "",
            )


def _worked_out(compiled: Compiled, calendar: Calendar, clocks: Clocks) -> Iterator[HoursRow]:
    """A union, or stretches between zones: on the walls of its own zone, else of the policy's."""
    zone = calendar.timezone or compiled.timezone or "Etc/UTC"
    offsets = clocks.horizon.offsets(zone)
    by_date: dict[dt.date, list[tuple[int, int]]] = {}
    for start, end in clocks.clock(calendar.name).openings.pieces():
        for low, high, ahead in offsets.between(start, end):
            for day in range((low + ahead) // DAY, (high + ahead - 1) // DAY + 1):
                opens, closes = max(low + ahead, day * DAY), min(high + ahead, (day + 1) * DAY)
                by_date.setdefault(date_of(day), []).append(((opens - day * DAY) // 60, (closes - day * DAY) // 60))
    made_of = f"any of {', '.join(calendar.union)}" if calendar.union else ""
    for date in _dates(compiled):
        hours = _spans(tuple(joined(by_date.get(date, ()))))
        yield HoursRow(calendar.name, date.isoformat(), WEEKDAYS[date.weekday()], hours, zone, "", "", "", made_of)


def day_rows(compiled: Compiled) -> Iterator[DayRow]:
    """Every date that differs: holidays, short days, days with fewer people."""
    for calendar in compiled.calendars:
        for date, day in calendar.dates.items():
            yield _day(calendar, date, day)


def _day(calendar: Calendar, date: str, day: Day) -> DayRow:
    weekday = WEEKDAYS[dt.date.fromisoformat(date).weekday()]
    return DayRow(
        calendar.name,
        date,
        weekday,
        day.kind,
        _spans(day.open),
        day.cover,
        _people(day.people),
        _line(day.name),
        day.at,
    )


def step_rows(compiled: Compiled) -> Iterator[StepRow]:
    """Every step of every timeline."""
    whens = {rule.name: when_in_words(rule) for rule in compiled.table("timelines").rules}
    for one in compiled.timelines:
        for place, step in enumerate(one.steps, 1):
            yield StepRow(
                one.section,
                one.name,
                whens.get(one.name, ""),
                one.starts_on,
                one.stops_on,
                one.clock,
                place,
                step_in_words(step),
                step.at or one.at,
            )


def message_rows(compiled: Compiled) -> Iterator[MessageRow]:
    """Every message in each of its languages."""
    for name, texts in compiled.messages.items():
        for language, text in texts.items():
            yield MessageRow(name, language, text)


def language_rows(compiled: Compiled) -> Iterator[LanguageRow]:
    """Every language."""
    for one in compiled.languages:
        yield LanguageRow(
            one.name, one.level, one.coverage or "", one.reply_in or "", one.say, _line(one.about), one.at
        )


def channel_rows(compiled: Compiled) -> Iterator[ChannelRow]:
    """Every channel."""
    for one in compiled.channels:
        yield ChannelRow(
            one.name,
            one.support,
            one.for_whom or "",
            one.coverage or "",
            one.redirect or "",
            one.needs,
            one.languages,
            _line(one.about),
            one.at,
        )


def fact_rows(compiled: Compiled) -> Iterator[FactRow]:
    """Every fact of the policy's own, and the built-in ones that it narrows."""
    for one in compiled.facts:
        if one.at:
            yield FactRow(
                one.name,
                one.type,
                one.values,
                one.default or "",
                _line(one.ask),
                _line(one.source),
                _line(one.about),
                one.at,
            )


def _dates(compiled: Compiled) -> Iterator[dt.date]:
    first, last = (dt.date.fromisoformat(day) for day in compiled.horizon) if compiled.horizon else DEFAULT_HORIZON
    return (first + dt.timedelta(number) for number in range((last - first).days + 1))


def _spans(spans: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{wall_clock(start)}-{wall_clock(end)}" for start, end in spans)


def _people(people: People | None) -> str:
    if people is None:
        return ""
    return str(people.number) if people.number is not None else f"{people.share}%"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
