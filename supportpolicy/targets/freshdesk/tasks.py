"""What a person must set by hand in Freshdesk, and what to know beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from supportpolicy.targets.desks.asking import Test, Words
from supportpolicy.targets.desks.tasks import classes_to_say, defaults_to_fill, messages_to_fill
from supportpolicy.targets.freshdesk.dialect import RESOURCE_OF, class_field, fact_field, label_of
from supportpolicy.targets.freshdesk.gaps import common_pauses
from supportpolicy.targets.freshdesk.hours import Hours, hours_tasks
from supportpolicy.targets.freshdesk.promises import mark_of
from supportpolicy.targets.interface import Task

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "requester.name": "{{ticket.requester.name}}",
    "requester.first_name": "{{ticket.requester.firstname}}",
    "requester.email": "{{ticket.requester.email}}",
    "customer.name": "{{ticket.company.name}}",
    "subject": "{{ticket.subject}}",
    "team": "{{ticket.group.name}}",
    "severity": "{{ticket.priority}}",
}
"""Fact -> placeholder of Freshdesk."""

NOTES: Final = (
    "Tickets in flight: rules on ticket creation sort new tickets only. An open ticket keeps its due times until one of its "
    "properties changes; then Freshdesk looks for its SLA policy anew, by its type.",
    "An SLA policy cannot be deleted by the API. One that is no longer in the export is to be switched off: PUT it with "
    '`"active": false`.',
    "The type of a ticket says which promise it is under: agents must not change it, nor the fields whose names begin with policy.",
    "That a rule sees what the rules above it have changed, that `not_in` holds for an empty field, and that text is compared "
    "whatever the case of its letters, is our reading. Try it with one ticket before you rely on it.",
    "Freshdesk may take times of less than 15 minutes, hours off the half hour, or holidays of one year only otherwise than "
    "they are given here.",
)
"""What a user must know that is no loss."""


def tasks_for(words: Words, tests: Collection[Test], hours: Sequence[Hours]) -> tuple[Task, ...]:
    """What a person must do, in order."""
    return (
        _execution(),
        *_types(words),
        *hours_tasks(hours),
        *_timers(words),
        *_fields_of_customers(tests),
        *classes_to_say(words, tests, lambda name, word: f"Set the field {class_field(name)} to “{word}”", _ONCE),
        *defaults_to_fill(words.compiled, tests),
        *messages_to_fill(words.compiled, PLACEHOLDERS),
        _sending(),
    )


_ONCE: Final = "Leave the field empty where the fact is missing."


def _execution() -> Task:
    return Task(
        "Let all matching rules run",
        ("Admin, Automations, Ticket Creation: set “Execute all matching rules”.",),
        why="The stages of the policy are rules one after the other. If only the first match runs, nothing is routed.",
    )


def _types(words: Words) -> Iterator[Task]:
    marks: dict[str, str] = {}
    for rule in words.compiled.table("sla").rules:
        mark = mark_of(words, rule)
        if mark is not None:
            marks[mark] = rule.outcome.decides.get("sla", rule.name) + (f", {rule.row}" if rule.row else "")
    if marks:
        yield Task(
            "Add ticket types",
            (
                "Admin, Ticket Fields, Type: add these choices, before the rules and SLA policies are sent.",
                *(f"`{mark}`: {name}." for mark, name in marks.items()),
            ),
            why="An SLA policy can ask for the type of a ticket, and not for what rules ask.",
        )


def _timers(words: Words) -> Iterator[Task]:
    paused = common_pauses(words.compiled)
    if words.compiled.table("sla").rules:
        which = f"Switch the SLA timer off for: {', '.join(paused)}." if paused else "No status stops the SLA timer."
        step = "Admin, Ticket Fields, Status: the timer is a switch of each status, for all promises."
        yield Task("Set the SLA timers of statuses", (step, which, "Leave it on for every other status."))
        yield Task(
            "Set the default SLA policy",
            (
                "Give it the longest times that Freshdesk takes, in calendar hours: it counts what nothing is promised to.",
            ),
        )


def _fields_of_customers(tests: Collection[Test]) -> Iterator[Task]:
    for home in ("customer", "requester"):
        names = dict.fromkeys(test.name for test in tests if test.home == home)
        if names:
            thing = RESOURCE_OF[home]
            steps = (f"{name}: a drop-down of the {thing}, labelled “{label_of(fact_field(name))}”." for name in names)
            yield Task(f"Have fields of the {thing}", tuple(steps), why="Rules ask for them by these names.")


def _sending() -> Task:
    return Task(
        "Send the requests",
        (
            "Send the files in this order: ticket_fields, groups, automation_rules, sla_policies, canned_responses; and each "
            "from top to bottom. business_hours is no request: it is there to type from and to compare with.",
            "Where a request holds a reference (id_of), put in the id that Freshdesk gave. Keep the ids in the map file of the "
            "environment: then the next export has them in it.",
            "Make a folder for canned responses first, and note its id as `canned_response_folder:policy`.",
            "Put these rules above all others on ticket creation, and these SLA policies above all others.",
        ),
    )
