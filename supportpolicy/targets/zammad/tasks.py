"""What a person must set by hand in Zammad, and what to know beforehand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from supportpolicy.targets.desks.asking import Test, Words
from supportpolicy.targets.desks.tags import class_tag
from supportpolicy.targets.desks.tasks import classes_to_say, defaults_to_fill, messages_to_fill
from supportpolicy.targets.interface import Task
from supportpolicy.targets.zammad.texts import PLACEHOLDERS

NOTES: Final = (
    "Tickets in flight: triggers sort new tickets only. An SLA that is changed, or whose calendar is, moves the times of all open "
    "tickets that it fits, counted from their opening; Zammad reckons them anew in the background.",
    "Order comes from names: whoever renames a trigger or an SLA of the policy changes what happens.",
    "Tags that begin with policy_ and the attribute policy_severity are the memory of these triggers. Agents must not change them.",
    "Working time is asked when a trigger runs, some seconds after the ticket came: at the minute of opening and closing it may "
    "answer for the next moment.",
    "A phrase in a message is looked for in its text as it was stored. In a message in HTML, marks within the phrase hide it.",
    "That an empty attribute counts as none of the words, and that SLAs go by the order of names, is read from Zammad's source.",
)
"""What a user must know that is no loss."""


_ONCE: Final = "Exactly one of a fact's tags at a time, and none where the fact is missing."


def tasks_for(words: Words, tests: Collection[Test], needed: Collection[str]) -> tuple[Task, ...]:
    """What a person must do, in order."""
    return (
        _sending(),
        _settings(),
        *_article_types(needed),
        *classes_to_say(words, tests, lambda name, word: f"Tag `{class_tag(name, word)}`", _ONCE),
        *defaults_to_fill(words.compiled, tests),
        *messages_to_fill(words.compiled, PLACEHOLDERS),
    )


def _sending() -> Task:
    return Task(
        "Send the requests",
        (
            "Send the files in this order: object_attributes, priorities, groups, calendars, triggers, slas, text_modules; and "
            "each from top to bottom.",
            "After the attributes, send POST /api/v1/object_manager_attributes_execute_migrations and wait until Zammad has "
            "restarted: before that, conditions on them are refused.",
            "Where a request holds a reference (id_of), put in the id that Zammad gave. Keep the ids in the map file of the "
            "environment: then the next export has them in it.",
            "Priorities 1 low, 2 normal and 3 high are there already: where one is named like that, note its id instead.",
            "Switch off the triggers and SLAs that these take the place of, and every SLA without a condition: it would take "
            "the tickets to which nothing is promised.",
        ),
    )


def _settings() -> Task:
    return Task(
        "Check two settings",
        (
            "Conditions must be allowed to nest (expert mode for conditions of objects).",
            "Either setting of recursive triggers will do.",
        ),
        why="The conditions of these triggers have parts of which any must hold.",
    )


def _article_types(needed: Collection[str]) -> tuple[Task, ...]:
    names = sorted(name for name in needed if name.startswith("article_type:"))
    if not names:
        return ()
    steps = tuple(
        f"Put the id of the article type {name.split(':', 1)[1]} into the map file as `{name}`." for name in names
    )
    why = "Triggers ask for the channel of a ticket by the type of its first article, and by its id."
    return (Task("Look up the ids of article types", steps, why=why),)
