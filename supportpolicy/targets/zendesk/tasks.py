"""What a person must set by hand in Zendesk, what the references are, and what to know beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.partition import Column
from supportpolicy.targets.interface import Task
from supportpolicy.targets.zendesk.carried import Words, home_of, tag_of_class
from supportpolicy.targets.zendesk.macros import unfilled
from supportpolicy.targets.zendesk.requests import Request
from supportpolicy.targets.zendesk.triggers import Trigger

_KINDS = {
    "organization_field": "The key of the organisation field for customer.{name}",
    "user_field": "The key of the user field for requester.{name}",
}
_LISTED = ("field", "organization_field", "user_field", "locale", "group", "schedule", "trigger_category")
"""References that other requests need the id of."""

NOTES = (
    "Tickets in flight: Zendesk looks for the SLA policy of a ticket when the ticket is made or updated. A new or changed "
    "SLA policy reaches an open ticket with its next update, and only if the ticket has the tag; changed triggers reach "
    "new tickets only. A changed schedule does not move targets that are already set.",
    "Tags that begin with policy_ are the memory of these triggers. Agents must not add or remove them by hand.",
    "A ticket keeps its schedule; where an agent moves a ticket to another group, its hours stay those of the first.",
    "Whatever has the same tag as an option of another drop-down is refused: tags of options are unique in an account.",
    "That `is_not` holds for an empty field, and that text is compared whatever the case of its letters, is our reading.",
)
"""What a user must know that is no loss."""


def needed_references(files: Iterable[Sequence[Request]], asked: Collection[str]) -> tuple[str, ...]:
    """Each reference that some request needs the id of, sorted."""
    needed = set(asked)
    for requests in files:
        needed.update(one.reference for one in requests if one.reference.split(":", 1)[0] in _LISTED)
    return tuple(sorted(needed))


def _what(reference: str) -> str:
    """A reference in words."""
    kind, name = reference.split(":", 1)
    return _KINDS[kind].format(name=name)


def tasks_for(
    compiled: Compiled, words: Words, triggers: Sequence[Trigger], asked: Collection[str]
) -> tuple[Task, ...]:
    """What a person must do, in order."""
    return (
        _sending(),
        *_by_class(compiled, words, triggers),
        *_defaults(compiled, asked),
        *_keys(asked),
        *_messages(compiled),
    )


def _sending() -> Task:
    return Task(
        "Send the requests",
        (
            "Send the files in this order: ticket_fields, groups, schedules, trigger_categories, triggers, sla_policies, "
            "automations, macros; and each from top to bottom.",
            "Where a request holds a reference (id_of), put in the id that Zendesk gave. Keep the ids in the map file of "
            "the environment: then the next export has them in it.",
            "Put the categories `Policy …` above all other categories of triggers, and these SLA policies above all others.",
            "Switch off the triggers and SLA policies that these take the place of.",
        ),
    )


def _by_class(compiled: Compiled, words: Words, triggers: Sequence[Trigger]) -> Iterator[Task]:
    """Facts that triggers cannot test: which tag to set when."""
    used = {
        tag
        for trigger in triggers
        for one in (*trigger.every, *trigger.some)
        if one.field == "current_tags" and isinstance(one.value, str)
        for tag in one.value.split()
    }
    for column in compiled.columns:
        tags = [(tag_of_class(column, number), number) for number in range(1, column.size)]
        wanted = [(tag, number) for tag, number in tags if tag in used]
        if wanted and home_of(column, words.facts.get(column.fact)) != "decided":
            fact = words.facts.get(column.fact)
            yield Task(
                f"Have each new ticket tagged: {_title(column)}",
                (
                    *(f"Tag `{tag}` where {_meaning(column, number)}." for tag, number in wanted),
                    "Exactly one of a fact's tags at a time, and none where the fact is missing.",
                ),
                (fact.at,) if fact is not None and fact.at else (),
                "Triggers cannot test this. Whatever makes the ticket (form, app, API) must set the tag as it makes it.",
            )


def _title(column: Column) -> str:
    return column.fact if column.kind == "values" else column.id


def _meaning(column: Column, number: int) -> str:
    label = column.label(number)
    if column.kind == "flag":
        return (
            f"“{column.id}” holds" if label == "yes" else f"“{column.id}” does not hold, though {column.fact} is known"
        )
    return f"{column.fact} is {label}"


def _defaults(compiled: Compiled, asked: Collection[str]) -> Iterator[Task]:
    for fact in compiled.facts:
        short = fact.name.split(".", 1)[-1]
        names = (f"field:{fact.name}", f"organization_field:{short}", f"user_field:{short}")
        if fact.default is not None and any(name in asked for name in names):
            yield Task(
                f"Fill in {fact.name}",
                (f"Make {fact.default} the value of {fact.name} for every ticket that brings none.",),
                (fact.at,) if fact.at else (),
                "The policy counts a missing value as this one; to a trigger an empty field is empty.",
            )


def _keys(asked: Collection[str]) -> Iterator[Task]:
    keys = sorted(name for name in asked if name.startswith(("organization_field:", "user_field:")))
    if keys:
        yield Task(
            "Have fields of customers and requesters",
            (
                *(f"{_what(name)}: put it into the map file as the id of `{name}`." for name in keys),
                "Options of drop-downs have tags of the form FACT_VALUE, such as customer-region_emea.",
            ),
        )
    locales = sorted(name for name in asked if name.startswith("locale:"))
    if locales:
        yield Task(
            "Look up the locales",
            (
                "GET /api/v2/locales lists the ids: " + ", ".join(f"`{name}`" for name in locales) + ".",
                "Set the requester's language from the language of the message. Zendesk gives everybody the account's "
                "own language until somebody does.",
            ),
        )


def _messages(compiled: Compiled) -> Iterator[Task]:
    left = unfilled(compiled)
    if left:
        yield Task(
            "Fill in by hand",
            tuple(f"[{name}] in macros: Zendesk has no placeholder for it." for name in left),
        )
