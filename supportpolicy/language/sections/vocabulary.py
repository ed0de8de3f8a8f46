"""`metrics`, `events`, `statuses` and `actions`: words of the policy's own."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.timelines import EVENTS_SCHEMA
from supportpolicy.language.shape import choice, flag, mapping, named, ref, text
from supportpolicy.source import Node

WAITING_ON = ("us", "customer", "third-party", "nobody")


class Metric(NamedTuple):
    """A clock of the policy's own."""

    name: Name
    starts_on: tuple[Name, ...]
    met_by: tuple[Name, ...]
    again: bool
    about: str | None
    span: Span


class Event(NamedTuple):
    """An event of the policy's own: the instant that a time fact holds."""

    name: Name
    at: Name
    about: str | None
    span: Span


class Status(NamedTuple):
    """A status of the policy's own."""

    name: Name
    waiting_on: str
    about: str | None
    span: Span


class Action(NamedTuple):
    """Something that a step or rule may have done."""

    name: Name
    does: str
    by: tuple[Name, ...]
    span: Span


def read_metric(name: Name, node: Node) -> Metric:
    """One entry of `metrics`."""
    entry = Entry(node)
    return Metric(
        name, entry.names("starts_on"), entry.names("met_by"), entry.flag("again"), entry.text("about"), node.span
    )


def read_event(name: Name, node: Node) -> Event:
    """One entry of `events`."""
    entry = Entry(node)
    return Event(name, entry.the_word("at"), entry.text("about"), node.span)


def read_status(name: Name, node: Node) -> Status:
    """One entry of `statuses`."""
    entry = Entry(node)
    return Status(name, entry.text("waiting_on") or "us", entry.text("about"), node.span)


def read_action(name: Name, node: Node) -> Action:
    """One entry of `actions`."""
    if node.entries is None:
        return Action(name, node.text, (), node.span)
    entry = Entry(node)
    return Action(name, entry.text("does") or "", entry.names("by"), node.span)


METRICS = Section(
    "metrics",
    "named",
    "Metrics",
    named(
        "Clocks beside first_response, next_response, update_every and resolve; a built-in one may be redefined.",
        mapping(
            "From which event to which.",
            {
                "starts_on": EVENTS_SCHEMA,
                "met_by": EVENTS_SCHEMA,
                "again": flag("Whether it runs anew after it was met.", default=False),
                "about": text("What it measures."),
            },
            required=("starts_on", "met_by"),
            what="keys such as starts_on and met_by",
            examples=[{"starts_on": "opened", "met_by": "entered:root-cause-found"}],
        ),
        what="metrics",
    ),
    read_named=read_metric,
)

EVENTS = Section(
    "events",
    "named",
    "Events",
    named(
        "Events of the policy's own, each the instant of a time fact.",
        mapping(
            "When it happens.",
            {"at": ref("name", "The time fact that holds the instant."), "about": text("What happens.")},
            required=("at",),
            what="keys such as at",
        ),
        what="events",
    ),
    read_named=read_event,
)

STATUSES = Section(
    "statuses",
    "named",
    "Statuses",
    named(
        "Statuses beside the built-in ones.",
        mapping(
            "Who has to act next.",
            {"waiting_on": choice(WAITING_ON, "Who has to act next.", default="us"), "about": text("What it means.")},
            what="keys such as waiting_on",
        ),
        what="statuses",
    ),
    read_named=read_status,
)

ACTIONS = Section(
    "actions",
    "named",
    "Actions",
    named(
        "Things that a step or rule may have done, in words for whoever does them.",
        {
            "anyOf": [
                text("What is done."),
                mapping(
                    "What is done and by whom.",
                    {"does": text("What is done."), "by": ref("names", "Roles or teams that do it.")},
                    required=("does",),
                    what="keys such as does and by",
                ),
            ],
            "examples": ["Delete the customer's files within 30 days."],
            "x-what": "text, or keys such as does and by",
        },
        what="actions",
    ),
    read_named=read_action,
)
