"""Tickets with a history, and what came of them in a line or two. All times are of one week, on the wall in Dublin."""

from __future__ import annotations

import datetime as dt

from supportpolicy.engine import Answer, TicketEvent, Value
from supportpolicy.engine.answer import StepAnswer, TargetAnswer, TimelineAnswer
from tests.engine.asking import ZONE, ask, event, local

DAYS = {day: f"2026-06-{number:02}" for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}
DAYS |= {f"next {day}": f"2026-06-{number + 7:02}" for number, day in enumerate(("mon", "tue", "wed", "thu", "fri"), 1)}


def when(text: str) -> dt.datetime:
    """`wed 10:00`, `next mon 09:00:01`; without a day it is Wednesday."""
    day, _, time = text.rpartition(" ")
    return local(f"{DAYS[day or 'wed']} {time}")


def happened(text: str) -> tuple[TicketEvent, ...]:
    """`10:10 agent_reply; thu 09:00 changed:impact=down`."""
    found = []
    for line in filter(None, (one.strip() for one in text.split(";"))):
        moment, _, name = line.rpartition(" ")
        name, _, value = name.partition("=")
        found.append(event(name, when(moment), value or None))
    return tuple(found)


def asked(policy: str, events: str = "", at: str | None = None, **facts: Value | None) -> Answer:
    """The answer to a ticket that was opened on Wednesday at ten, or as `opened` says."""
    opened = facts.pop("opened", "10:00")
    given: dict[str, Value | None] = {name.replace("__", "."): value for name, value in facts.items()}
    given["opened"] = when(opened) if isinstance(opened, str) else opened
    return ask(policy, given, *happened(events), at=None if at is None else when(at))


def shown(instant: dt.datetime | None) -> str:
    """The instant on the wall, without the day where it is Wednesday."""
    if instant is None:
        return "-"
    wall = instant.astimezone(ZONE)
    day = next(day for day, date in DAYS.items() if date == f"{wall:%Y-%m-%d}")
    time = f"{wall:%H:%M:%S}".removesuffix(":00")
    return time if day == "wed" else f"{day} {time}"


def runs(answer: Answer, metric: str) -> list[str]:
    """Each run of a metric: state, when it started and is due, when it was met, when it ended, what is left."""
    return [_target(target) for target in answer.targets if target.metric == metric]


def _target(target: TargetAnswer) -> str:
    words = [target.state, f"{shown(target.started)} > {shown(target.due)}"]
    words += [f"met {shown(target.met)}"] if target.met is not None else []
    words += [f"ended {shown(target.ended)}"] if target.ended is not None else []
    words += [f"left {target.left // dt.timedelta(minutes=1)}m"] if target.left is not None else []
    return ", ".join(words)


def timelines(answer: Answer, name: str) -> list[str]:
    """Each run of a timeline: state, start, end and why."""
    return [_timeline(one) for one in answer.timelines if one.name == name]


def _timeline(one: TimelineAnswer) -> str:
    if one.started is None:
        return one.state
    end = "" if one.stopped is None else f" > {shown(one.stopped)} {one.because}"
    return f"{one.state} {shown(one.started)}{end}"


def steps(answer: Answer, name: str, run: int = -1) -> list[str]:
    """The steps of a run of a timeline: when, state, why."""
    one = [one for one in answer.timelines if one.name == name][run]
    return [_step(step) for step in one.steps]


def _step(step: StepAnswer) -> str:
    because = "" if step.because is None else f" ({step.because})"
    return f"{shown(step.at)} {step.state}{because}"
