"""What Zendesk does with exported files, by its documentation. Reads the files only, and nothing of the renderer.

A ticket is made with fields and tags. All active triggers are looked at in the order of categories and positions; each that
fits fires. After one has changed the ticket the run begins anew from the top, without those that have fired: so at any moment
the next to fire is the first that fits and has not fired. Then the first SLA policy by position whose filter fits is the
ticket's; its targets for the ticket's priority run on the ticket's schedule, or around the clock.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import to_epoch
from supportpolicy.engine import Engine
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts
from supportpolicy.targets.expected import BEYOND
from supportpolicy.targets.interface import Ask, Aspects, Files
from supportpolicy.targets.zendesk.comparing import (
    FOLLOW_UP,
    METRIC_OF,
    PAUSED_IN,
    PAUSES,
    nothing_said,
    promise,
    said_by_tags,
)
from supportpolicy.targets.zendesk.dialect import NO_TEAM, PREFIX, priorities_of
from supportpolicy.targets.zendesk.matching import Matcher, matcher
from supportpolicy.targets.zendesk.reading import Account, Fired, SlaTarget, account_of
from supportpolicy.targets.zendesk.tickets import Tickets

ONE_IN = 8
"""One ticket in so many, by its minute, is looked at as a follow-up too."""


_Made: TypeAlias = "tuple[frozenset[tuple[str, str]], frozenset[str]]"
"""Fields and tags of a ticket as it is made."""


class _Cycle(NamedTuple):
    """Triggers made ready."""

    matcher: Matcher
    fired: tuple[Fired, ...]


def read(files: Files, engine: Engine) -> Ask:
    """The account that the files make, ready to take tickets. Raises ValueError where they are not what Zendesk takes."""
    try:
        plain = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
        account = account_of(plain, engine.clocks.horizon)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"a request is not as Zendesk takes it: {error!r}") from error
    tickets = Tickets(engine, account)
    cycle = _Cycle(matcher([rule for rule, _ in account.triggers]), tuple(fired for _, fired in account.triggers))
    policies = matcher([rule for rule, _ in account.policies])
    teams = {f"group:{team.name}": team.name for team in engine.compiled.teams}
    priorities = priorities_of(engine.compiled.severity_levels)
    attributes = said_by_tags(engine)
    nothing = nothing_said(engine)
    left_over = frozenset(tag for fired in cycle.fired for tag in fired.added if tag.startswith(f"{PREFIX}_"))

    # Triggers see fields and tags alone, and many tickets are alike in all of them.
    treated: dict[_Made, tuple[str | None, dict[str, str], set[str]]] = {}
    follow_ups: dict[_Made, bool] = {}

    def ask(facts: Facts) -> Aspects:
        opened = facts.get(OPENED)
        assert isinstance(opened, dt.datetime)
        start = to_epoch(opened)
        fields, tags = tickets.made(facts, start)
        key = frozenset(fields.items()), frozenset(tags)
        if start // 60 % ONE_IN == 0:
            if key not in follow_ups:
                follow_ups[key] = _same_as_follow_up(cycle, fields, key[1], left_over)
            if not follow_ups[key]:
                return {**nothing, FOLLOW_UP: "differs"}
        if key not in treated:
            treated[key] = run(cycle, fields, tags), fields, tags
        schedule, fields, tags = treated[key]
        found = dict(nothing)
        for tag in tags:
            said = attributes.get(tag)
            if said is not None:
                attribute, value = said
                before = found[attribute]
                found[attribute] = value if before is None else f"{before} and {value}"
        group, priority = fields.get("group_id"), fields.get("priority")
        if found["team"] != NO_TEAM or group is not None:
            found["team"] = teams.get(group, group) if group is not None else None
        severity = found["severity"]
        if severity is not None and priorities.get(str(severity)) != priority:
            found["severity"] = f"{severity} with priority {priority}"
        place = policies.first(fields, tags)
        for target in account.policies[place][1].get(priority or "", ()) if place is not None else ():
            name = METRIC_OF[target.metric]
            found[promise(name)] = due(account, target, schedule, start)
            found[PAUSES + name] = ", ".join(sorted(PAUSED_IN[target.metric])) or None
        return found

    return ask


def run(cycle: _Cycle, fields: dict[str, str], tags: set[str]) -> str | None:
    """Let the triggers run over a new ticket, which they change; the schedule that they set."""
    schedule: str | None = None
    state = cycle.matcher.begin(fields, tags)
    while (place := state.next()) is not None:
        fired = cycle.fired[place]
        for name, value in fired.fields:
            if name == "schedule":
                schedule = value
            elif fields.get(name) != value:
                fields[name] = value
                state.changed(name)
        gone = fired.removed & tags
        tags |= fired.added
        if gone:
            tags -= gone
            state.retag(tags)
        else:
            state.tagged(fired.added)
    return schedule


def _same_as_follow_up(
    cycle: _Cycle, fields: Mapping[str, str], tags: frozenset[str], left_over: frozenset[str]
) -> bool:
    """Whether triggers do the same with a ticket that follows up a closed one: it has that one's tags when it is made."""
    plain, followed = dict(fields), dict(fields)
    plain_tags, followed_tags = set(tags), set(tags | left_over)
    same = run(cycle, plain, plain_tags) == run(cycle, followed, followed_tags)
    return same and plain == followed and plain_tags == followed_tags


def due(account: Account, target: SlaTarget, schedule: str | None, start: int) -> int | str:
    """When a target is due, in seconds since 1970. Without a schedule of its own a ticket has the account's first."""
    seconds = 60 * target.minutes
    if not target.business_hours:
        return start + seconds
    name = schedule or account.default_schedule
    openings = account.schedules.get(name or "")
    if openings is None:
        return start + seconds
    try:
        return openings.deadline(start, seconds)
    except ClockError:
        return BEYOND
