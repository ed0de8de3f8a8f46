"""Calendars that something uses: hours opened and closed, date by date."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.clock.instants import date_of
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.difference.change import Change, Direction, Label
from supportpolicy.difference.days import by_date, changes
from supportpolicy.difference.hours import Hours, calendar
from supportpolicy.difference.joint import Joint
from supportpolicy.difference.promises import covers
from supportpolicy.engine.due import TEAM
from supportpolicy.engine.windows import in_words

Use = tuple[Label, str]
"""How grave, and what uses a calendar, in words."""
_ORDER: tuple[Label, ...] = ("contractual", "routing", "internal")


def calendar_changes(joint: Joint) -> Iterator[Change]:
    """Every calendar of both policies whose hours or business days changed."""
    used = uses(joint.new.own.compiled)
    was_used = uses(joint.old.own.compiled)
    for one in joint.old.own.compiled.calendars:
        name = joint.names.calendars.get(one.name, one.name)
        other = calendar(joint.hours.new, name)
        if other is None or not (used.get(name) or was_used.get(one.name)):
            continue
        found = used.get(name) or was_used[one.name]
        label = min((use[0] for use in found), key=_ORDER.index)
        whose = tuple(sorted({words for _, words in found}))
        yield from _compared(joint.hours, one, other, label, whose)


def _compared(hours: Hours, one: Calendar, other: Calendar, label: Label, whose: tuple[str, ...]) -> Iterator[Change]:
    if "choose" in (one.kind, other.kind):
        lines = tuple(_cases(hours, one, other))
        if lines:
            yield Change(
                "calendars", other.name, label, "", "", details=lines, who=whose, old_at=one.at, new_at=other.at
            )
        return
    lines = ()
    since = None
    way: Direction | None = None
    # Of a union, what its members changed is said of them.
    if not hours.same(one.name, other.name) and not (one.kind == "union" == other.kind and one.union == other.union):
        left, right = hours.pieces(one.name, old=True), hours.pieces(other.name, old=False)
        if left is None or right is None:
            return
        zone = other.timezone or one.timezone or hours.new.compiled.timezone or "Etc/UTC"
        names = {date: day.name for source in (one, other) for date, day in source.dates.items() if day.name}
        first, last = hours.new.windows.day(hours.span.first), hours.new.windows.day(hours.span.last) - 1
        found = list(changes(by_date(left, zone), by_date(right, zone), first, last, names))
        lines = tuple(line.words for line in found)
        since = str(min(line.first for line in found)) if found else None
        since = None if since == str(date_of(first)) else since
        way = "better" if covers(right, left) else "worse" if covers(left, right) else "different"
    lines += tuple(_business_days(one, other))
    if lines:
        yield Change(
            "calendars", other.name, label, "", "", direction=way, since=since, details=lines, who=whose,
            old_at=one.at, new_at=other.at,
        )  # fmt: skip


def _cases(hours: Hours, one: Calendar, other: Calendar) -> Iterator[str]:
    if one.kind != other.kind or one.by != other.by:
        yield f"{_kind(other)} instead of {_kind(one)}"
        return
    for value in dict.fromkeys((*one.cases, *other.cases)):
        before, after = one.cases.get(value, one.otherwise), other.cases.get(value, other.otherwise)
        if before != after and not _alike(hours, before, after):
            yield f"{one.by} {value}: {after or 'nobody'} instead of {before or 'nobody'}"
    if one.otherwise != other.otherwise and not _alike(hours, one.otherwise, other.otherwise):
        yield f"otherwise: {other.otherwise or 'nobody'} instead of {one.otherwise or 'nobody'}"


def _alike(hours: Hours, old: str | None, new: str | None) -> bool:
    return old is not None and new is not None and hours.same_days(old, new)


def _kind(one: Calendar) -> str:
    return f"chosen by {one.by}" if one.kind == "choose" else "the same hours for every ticket"


def _business_days(one: Calendar, other: Calendar) -> Iterator[str]:
    if one.business_days != other.business_days:
        yield f"business days: {_weekdays(other.business_days)} instead of {_weekdays(one.business_days)}"
    if (one.business_day, one.business_day_length) != (other.business_day, other.business_day_length):
        yield f"1bd means {_means(other)} instead of {_means(one)}"
    if one.timezone != other.timezone and one.kind == "weekly":
        yield f"time zone: {other.timezone} instead of {one.timezone}"
    if one.people != other.people:
        yield f"people there: {_people(other)} instead of {_people(one)}"


def _people(one: Calendar) -> str:
    if one.people is None:
        return "not said"
    return str(one.people.number) if one.people.number is not None else f"{one.people.share}%"


def _weekdays(days: tuple[int, ...]) -> str:
    return ", ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in days) or "dates with any opening"


def _means(one: Calendar) -> str:
    words = {"same-time": "the same time of the next business day", "close": "the close of the business day"}
    return words.get(one.business_day) or f"{in_words(one.business_day_length)} of open time"


def uses(policy: Compiled) -> dict[str, list[Use]]:
    """What uses each calendar, those that are parts of others with what uses the whole."""
    found: dict[str, list[Use]] = {}

    def use(name: str | None, label: Label, words: str) -> None:
        if name is not None:
            found.setdefault(name, []).append((label, words))

    targets = [(rule, target) for rule in policy.table("sla").rules for target in rule.outcome.targets]
    for rule, target in targets:
        use(target.clock, "contractual", f"promise {rule.name.partition(':')[0]}")
    by_team = any(target.clock == TEAM for _, target in targets)
    use(policy.business_day_calendar, "contractual", "business days")
    for team in policy.teams:
        use(team.coverage, "contractual" if by_team else "routing", f"team {team.name}")
    for role in policy.roles:
        use(role.coverage, "internal", f"role {role.name}")
    for language in policy.languages:
        use(language.coverage, "routing", f"language {language.name}")
    for channel in policy.channels:
        use(channel.coverage, "routing", f"channel {channel.name}")
    for timeline in policy.timelines:
        use(timeline.clock, "internal", f"timeline {timeline.name}")
    for column in policy.columns:
        if column.probe is not None and column.probe.operator == "during":
            use(column.probe.operand, "routing", "conditions")
    known = {one.name: one for one in policy.calendars}
    todo = [name for name in found if name in known]
    while todo:
        one = known[todo.pop()]
        for part in (*one.union, *one.cases.values(), *((one.otherwise,) if one.otherwise else ())):
            fresh = [its for its in found[one.name] if its not in found.get(part, [])]
            if fresh:
                found.setdefault(part, []).extend(fresh)
                if part in known:
                    todo.append(part)
    return found
