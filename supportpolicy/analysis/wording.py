"""Instants, waits, people and tickets in words."""

from __future__ import annotations

from supportpolicy.analysis.circumstances import Circumstance
from supportpolicy.analysis.showing import value_in_yaml
from supportpolicy.analysis.tickets_at import Told
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.engine import Engine
from supportpolicy.engine.windows import in_words

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def wall(engine: Engine, instant: int) -> str:
    """Weekday, date and time on the wall of the policy's zone: `Fri 2026-12-25 00:00`."""
    local = from_epoch(instant).astimezone(engine.windows.zone.info)
    return f"{_DAYS[local.weekday()]} {local:%Y-%m-%d %H:%M}"


def wait(seconds: int) -> str:
    """A length of time: `45 minutes`, `15h30m`, `3 days 15h`."""
    minutes = seconds // 60
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        days, hours = divmod(hours, 24)
        return f"{days} days {hours}h" if hours else f"{days} days"
    if not hours:
        return f"{minutes} minutes"
    return f"{hours}h{minutes}m" if minutes else f"{hours}h"


def promise(rule: Rule, target: Target) -> str:
    """A promise in words: `'enterprise critical' promises first_response in 30m (always)`."""
    time = in_words(target.at_most)
    when = f"in {time}" if time is not None else f"by the {target.by}"
    return f"'{rule.name}' promises {target.metric} {when} ({target.clock or 'always'})"


def whose(its: Circumstance, *, with_language: bool, with_channel: bool) -> str:
    """Who is missing: the team, those who speak the language, those who look at the channel."""
    found = f"nobody of '{its.team}'" if its.team is not None else "nobody"
    if with_language and its.language is not None:
        found += f" who speaks {its.language}"
    if with_channel and its.channel is not None:
        found += f" at the channel {its.channel}"
    return found


def story(told: Told, engine: Engine) -> str:
    """A ticket with what happened to it, where its opening alone does not show it; else nothing."""
    if told.witness is not None:
        return ""
    facts = [f"{name}: {value_in_yaml(engine, value)}" for name, value in told.facts.items()]
    events = [f"{event.name} {wall(engine, to_epoch(event.at))}" for event in told.story.events]
    opened = f"opened {wall(engine, told.story.opened)}"
    return f"; the smallest such ticket: {{{', '.join(facts)}}}, {', '.join([opened, *events])}"
