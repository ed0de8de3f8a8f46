"""Whole parts of a policy that a tool has nothing for, and tools that sort a ticket only once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.engine.prepared import OPENED
from supportpolicy.targets import kinds
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table
from supportpolicy.targets.lowerings.using import TABLES, columns_in_use

_TABLES: dict[str, tuple[str, ...]] = {
    "tiers": ("tier",),
    "severities": ("severity", "adjust.proof", "adjust.lower"),
    "languages": ("language",),
    "channels": ("channel",),
    "emergencies": ("emergency", "emergency.claimed", "adjust.raise"),
    "routing": ("routing",),
    "promises": ("sla",),
    "refunds and requests": ("refunds", "requests"),
    "identity checks": ("identity",),
}
"""Topic -> the tables that are about it."""

_GUIDANCE: dict[str, tuple[str, ...]] = {"voice and style": ("voice", "style", "quality", "communication")}
_SECTIONS: dict[str, tuple[str, ...]] = {"escalation": ("escalation",), "lifecycle": ("lifecycle",)}


def sorted_once(tables: Sequence[str] = TABLES) -> Step:
    """The tool looks at a ticket when it is opened and never again.

    One change, if any rule of these tables tests something that may change; it leaves the policy as it is, since at its
    opening a ticket is treated alike. Comes last, so that only what the tool tests is named.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        own = {fact.name for fact in compiled.facts}
        tested = dict.fromkeys(compiled.column(id_).fact for id_ in columns_in_use(compiled, tables))
        facts = [name for name in tested if name != OPENED and name in own]
        if not facts:
            return
        at = next(
            rule.at
            for table in compiled.tables
            if table.name in tables
            for rule in table.rules
            if any(compiled.column(column).fact in facts for part in rule.parts for way in part.any for column in way)
        )
        named = ", ".join(facts[:5]) + (f" and {len(facts) - 5} more" if len(facts) > 5 else "")
        loss = Loss(
            kinds.SORTED_ONCE,
            "sorting",
            at,
            f"it sorts a ticket when it is opened only, and the policy asks for {named}",
            "a ticket keeps what was decided at its opening; what changes later has to be set by hand",
        )
        yield Change(loss, lambda policy: policy)

    return step


def left_out(topics: Collection[str]) -> Step:
    """The tool has nothing for these topics (see TOPICS), as its capabilities say: one note for each that the policy has.

    What can be taken out without a change of what is left is taken out: tables that no other table reads, timelines, words
    for people. Comes first. Raises ValueError for a topic that is none.
    """
    unknown = set(topics) - set(TOPICS)
    if unknown:
        raise ValueError(f"no such topic: {', '.join(sorted(unknown))}")

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        # What comes last in the policy goes first: a table can go when nothing reads it any more.
        for topic in reversed(TOPICS):
            place = _place(compiled, topic) if topic in topics else None
            if place is not None:
                loss = Loss(
                    kinds.TOPIC,
                    topic,
                    place,
                    f"it has nothing for {topic}",
                    "it is left out; people find it in the policy",
                )
                yield Change(loss, _without(topic))

    return step


def _place(compiled: Compiled, topic: str) -> str | None:
    """The first line of the policy about a topic; None where it has nothing of the kind, and "" where no line is known."""
    return next(_places(compiled, topic), None)


def _places(compiled: Compiled, topic: str) -> Iterator[str]:
    for name in _TABLES.get(topic, ()):
        yield from (rule.at for rule in compiled.table(name).rules)
    yield from (one.at for one in compiled.timelines if one.section in _SECTIONS.get(topic, ()))
    yield from ("" for name in _GUIDANCE.get(topic, ()) if compiled.guidance.get(name))
    calendars = [one for one in compiled.calendars if one.name != ALWAYS_OPEN]
    days = [day for one in calendars for day in one.dates.values()]
    match topic:
        case "teams":
            yield from (team.at for team in compiled.teams)
        case "opening hours":
            yield from (one.at for one in calendars)
        case "public holidays":
            yield from (day.at for day in days if not day.open)
        case "short days":
            yield from (day.at for day in days if day.open)
        case "pauses":
            rules = compiled.table("sla").rules
            yield from (one.at for rule in rules for one in rule.outcome.targets if one.pause_while)
        case "messages":
            yield from ("" for _ in compiled.messages)
        case _:
            return


def _without(topic: str) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        names = _TABLES.get(topic, ())
        if names and not _read_elsewhere(compiled, names):
            for name in names:
                compiled = with_table(compiled, name, lambda _: None)
        gone = {one.name for one in compiled.timelines if one.section in _SECTIONS.get(topic, ())}
        if gone:
            compiled = compiled._replace(timelines=tuple(one for one in compiled.timelines if one.name not in gone))
            compiled = with_table(compiled, "timelines", lambda rule: None if rule.name in gone else rule)
        guidance = {key: value for key, value in compiled.guidance.items() if key not in _GUIDANCE.get(topic, ())}
        return compiled._replace(guidance=guidance)

    return apply


def _read_elsewhere(compiled: Compiled, names: Collection[str]) -> bool:
    """Whether other tables test what these decide."""
    decided = {key for name in names for rule in compiled.table(name).rules for key in rule.outcome.decides}
    others = [table.name for table in compiled.tables if table.name not in names]
    return any(compiled.column(id_).fact in decided for id_ in columns_in_use(compiled, others))
