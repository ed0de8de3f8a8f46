"""Tables as triggers: a category for each stage, first match made safe by a tag that says that the stage is done.

Zendesk runs all triggers in order, and every one that fits fires; after one has changed the ticket the run begins anew with
those that have not fired. So each trigger of a stage asks that the stage is not done, and marks it as done. A last trigger
without further conditions marks a stage for which no rule held; nothing of it can fire late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.compiled.views import when_in_words
from supportpolicy.targets.zendesk.carried import RULE, Words, home_of
from supportpolicy.targets.zendesk.chosen import cases_of
from supportpolicy.targets.zendesk.conditions import CREATED, Action, Condition, Ref, tags_exclude
from supportpolicy.targets.zendesk.dialect import NO_TEAM, PREFIX, decided_tag, done_tag, during_tag, slug
from supportpolicy.targets.zendesk.ways import tests_of, tests_of_way

STAGES = (
    ("start", "start"),
    ("hours", "hours"),
    ("tier", "tier"),
    ("severity", "severity"),
    ("language", "language"),
    ("emergency", "emergency"),
    ("claimed", "claimed emergency"),
    ("channel", "channel"),
    ("proof", "severity without proof"),
    ("raise", "severity raised"),
    ("lower", "severity lowered"),
    ("priority", "priority"),
    ("routing", "routing"),
    ("promise", "promise"),
    ("schedule", "schedule"),
)
"""The categories of triggers in their order: key, and what follows `Policy NN` in the title."""
TABLE_OF = {
    "tier": "tier",
    "severity": "severity",
    "language": "language",
    "emergency": "emergency",
    "claimed": "emergency.claimed",
    "channel": "channel",
    "routing": "routing",
}
"""Category -> the table that it carries as it stands."""
ALWAYS = "always"
SORTING_TABLES = (*TABLE_OF.values(), "adjust.proof", "adjust.raise", "adjust.lower", "sla")


class Trigger(NamedTuple):
    """One trigger."""

    stage: str
    about: str
    """Which rule it carries and when, for the description."""
    every: tuple[Condition, ...]
    some: tuple[Condition, ...]
    actions: tuple[Action, ...]
    at: tuple[str, ...] = ()


def hours(compiled: Compiled, words: Words, calendars: Iterable[str]) -> Iterator[Trigger]:
    """A trigger for each calendar that a rule asks about, or each case of it: the ticket was created within its schedule."""
    lines = {calendar.name: calendar.at for calendar in compiled.calendars}
    for name in calendars:
        for case in cases_of(compiled, name):
            if case.calendar is None:
                continue
            within = () if case.calendar == ALWAYS else (within_schedule(case.calendar),)
            for test in tests_of_way(words, case.way):
                yield Trigger(
                    "hours",
                    f"Created during {name}" + (f", by its case {case.calendar}." if case.way else "."),
                    (CREATED, *within, *test.every),
                    test.some,
                    (Action("current_tags", during_tag(name)),),
                    (lines[name],) if lines.get(name) else (),
                )


def within_schedule(calendar: str) -> Condition:
    """A ticket is made during the hours of a schedule."""
    return Condition("within_schedule", "is", Ref(f"schedule:{calendar}"))


def start(others: Iterable[Trigger]) -> Trigger:
    """The very first trigger: a new ticket has none of the tags that the others set.

    A ticket that follows up a closed one has the tags of that one when it is made, and with them no stage would be open.
    """
    tags = [
        tag
        for trigger in others
        for action in trigger.actions
        if action.field == "current_tags"
        for tag in str(action.value).split()
        if tag.startswith(f"{PREFIX}_")
    ]
    return Trigger(
        "start",
        "A ticket that follows up a closed one begins without its tags.",
        (CREATED,),
        (),
        (Action("remove_tags", " ".join(sorted(set(tags)))),),
    )


def asked_calendars(compiled: Compiled) -> tuple[str, ...]:
    """Calendars within whose hours the opening of a ticket is asked for, by a table that sorts."""
    facts = {fact.name: fact for fact in compiled.facts}
    asking = (*SORTING_TABLES, "timelines")
    used = {column for table in compiled.tables if table.name in asking for column in table.masks}
    return tuple(
        dict.fromkeys(
            column.probe.operand
            for column in compiled.columns
            if column.id in used and column.probe and home_of(column, facts.get(column.fact)) == "during"
        )
    )


def table_triggers(words: Words, table: Table, stage: str, *, graded: bool) -> Iterator[Trigger]:
    """The triggers of a table of which the first rule that holds wins. `graded`: keep severity as it was first decided."""
    open_still = tags_exclude([done_tag(stage)])
    for rule in table.rules:
        actions = (*_actions(words, rule, stage, graded=graded), *words_actions(rule))
        for test in tests_of(words, rule):
            every = (CREATED, open_still, *test.every)
            yield Trigger(stage, about(rule), every, test.some, actions, (rule.at,) if rule.at else ())
    if not ends_always(table.rules):
        yield closing(stage)


def ends_always(rules: Sequence[Rule]) -> bool:
    """Whether the last rule holds for every ticket."""
    return bool(rules) and not rules[-1].parts


def closing(stage: str) -> Trigger:
    """The last trigger of a stage: whatever was not decided stays so."""
    return Trigger(
        stage,
        "No rule held: the stage is done.",
        (CREATED, tags_exclude([done_tag(stage)])),
        (),
        (Action("current_tags", done_tag(stage)),),
    )


def _actions(words: Words, rule: Rule, stage: str, *, graded: bool) -> tuple[Action, ...]:
    tags = [done_tag(stage)]
    for attribute, value in rule.outcome.decides.items():
        tags.append(decided_tag(attribute, value))
        if attribute == "severity":
            if graded:
                tags.append(decided_tag("graded", value))
            if RULE in words.asked:
                tags.append(words.tag(RULE, rule.name))
    found = [Action("current_tags", " ".join(tags))]
    team = rule.outcome.decides.get("team")
    if stage == "routing" and team not in (None, NO_TEAM):
        found.append(Action("group_id", Ref(f"group:{team}")))
    return tuple(found)


def words_actions(rule: Rule) -> tuple[Action, ...]:
    """What else a rule says: its own tags, and a tag for each message and action, for macros and views."""
    tags = [
        *(slug(tag) for tag in rule.outcome.tag),
        *(decided_tag("say", name) for name in rule.outcome.say),
        *(decided_tag("do", name) for name in rule.outcome.do),
    ]
    return (Action("current_tags", " ".join(tags)),) if tags else ()


def about(rule: Rule) -> str:
    """A rule in words, for people who read the trigger."""
    return f"Rule “{rule.name}”: {when_in_words(rule)}"
