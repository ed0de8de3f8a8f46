"""`communication`, `self_service` and `guarantees`."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount, Money
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import ABOUT_PROPERTIES, About, Entry
from supportpolicy.language.sections.guidance import GUIDELINES
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.timelines import LADDER, Ladder, read_ladder
from supportpolicy.language.shape import Schema, listed, mapping, one_or_more, ref, text


class Learns(NamedTuple):
    """How members of the team learn of something."""

    what: str
    how: tuple[Name, ...]
    by: tuple[Name, ...]
    within: Amount | None
    span: Span


class Handover(NamedTuple):
    """What one shift gives to the next."""

    name: Name
    giver: Name
    taker: Name
    how: str | None
    checklist: tuple[str, ...]
    when: Condition
    span: Span


class Approval(NamedTuple):
    """Who must see something before it goes out."""

    what: str
    by: tuple[Name, ...]
    when: Condition
    span: Span


class Communication(NamedTuple):
    """How the team and its customers are kept informed."""

    team_learns: tuple[Learns, ...]
    handovers: tuple[Handover, ...]
    updates: tuple[Ladder, ...]
    approvals: tuple[Approval, ...]
    guidelines: tuple[str, ...]
    span: Span


class Bot(NamedTuple):
    """What a bot may do, and when it must hand over to a person."""

    name: str | None
    may_answer: Condition | None
    hand_over: Condition | None
    never: tuple[str, ...]
    hand_over_to: Name | None
    introduce: tuple[Name, ...]
    span: Span


class SelfService(NamedTuple):
    """Help without a person."""

    bot: Bot | None
    help_centre: str | None
    languages: tuple[Name, ...]
    guidelines: tuple[str, ...]
    span: Span


class Must(NamedTuple):
    """What must hold: somebody is reached, or decided attributes pass a test."""

    reach: tuple[Name, ...]
    within: Amount | None
    hold: Condition | None
    at_any_hour: bool
    not_slower_than: Condition | None
    metrics: tuple[Name, ...]
    approved_by: tuple[Name, ...]
    above: Money | None
    span: Span


class Guarantee(NamedTuple):
    """Something that must always hold, proved or refuted by the analyser."""

    name: Name
    when: Condition
    must: Must
    about: About
    span: Span


def read_communication(entry: Entry) -> Communication:
    """The section `communication`."""
    return Communication(
        tuple(_learns(Entry(node)) for node in entry.each("team_learns")),
        tuple(_handover(Entry(node)) for node in entry.each("handovers")),
        tuple(read_ladder(Entry(node)) for node in entry.each("updates")),
        tuple(_approval(Entry(node)) for node in entry.each("approvals")),
        entry.texts("guidelines"),
        entry.span,
    )


def read_self_service(entry: Entry) -> SelfService:
    """The section `self_service`."""
    bot = entry.sub("bot")
    return SelfService(
        _bot(bot) if bot else None,
        entry.text("help_centre"),
        entry.names("languages"),
        entry.texts("guidelines"),
        entry.span,
    )


def read_guarantee(entry: Entry) -> Guarantee:
    """One item of `guarantees`."""
    must = entry.sub("must")
    assert must is not None
    return Guarantee(
        entry.the_word("name"),
        entry.when(),
        Must(
            must.names("reach"),
            must.amount("within"),
            must.when("hold") if must.has("hold") else None,
            must.flag("at_any_hour"),
            must.when("not_slower_than") if must.has("not_slower_than") else None,
            must.names("metrics"),
            must.names("approved_by"),
            must.money("above"),
            must.span,
        ),
        entry.about(),
        entry.span,
    )


def _learns(entry: Entry) -> Learns:
    return Learns(entry.text("what") or "", entry.names("how"), entry.names("by"), entry.amount("within"), entry.span)


def _handover(entry: Entry) -> Handover:
    giver, taker = entry.the_word("from"), entry.the_word("to")
    return Handover(
        entry.word("name") or Name(f"{giver} to {taker}", entry.span),
        giver,
        taker,
        entry.text("how"),
        entry.texts("checklist"),
        entry.when(),
        entry.span,
    )


def _approval(entry: Entry) -> Approval:
    return Approval(entry.text("what") or "", entry.names("by"), entry.when(), entry.span)


def _bot(entry: Entry) -> Bot:
    return Bot(
        entry.text("name"),
        entry.when("may_answer") if entry.has("may_answer") else None,
        entry.when("hand_over") if entry.has("hand_over") else None,
        entry.texts("never"),
        entry.word("hand_over_to"),
        entry.names("introduce"),
        entry.span,
    )


_UPDATE: Schema = {**LADDER, "description": "A timeline of messages to the customer."}

COMMUNICATION = Section(
    "communication",
    "single",
    "Communication",
    mapping(
        "How the team and its customers are kept informed.",
        {
            "team_learns": listed(
                "How members of the team learn of things.",
                mapping(
                    "Of what, and how.",
                    {
                        "what": text("Of what."),
                        "how": one_or_more(ref("name"), "By which means, such as chat, meeting or newsletter."),
                        "by": ref("names", "Who tells them: roles or teams."),
                        "within": ref("amount", "How soon."),
                    },
                    required=("what", "how"),
                    what="keys such as what and how",
                ),
                what="a list, each beginning with '- what:'",
            ),
            "handovers": listed(
                "What one shift gives to the next.",
                mapping(
                    "From which team to which, and what.",
                    {
                        "name": ref("name", "The handover's name."),
                        "from": ref("name", "The team that goes."),
                        "to": ref("name", "The team that comes."),
                        "when": ref("when", "For which tickets."),
                        "how": text("How it is done."),
                        "checklist": one_or_more(text("A point."), "What must be said."),
                    },
                    required=("from", "to"),
                    what="keys such as from and to",
                ),
                what="a list, each beginning with '- from:'",
            ),
            "updates": listed(
                "When customers hear something without asking.",
                _UPDATE,
                what="a list of timelines, each beginning with '- name:'",
            ),
            "approvals": listed(
                "Who must see something before it goes out.",
                mapping(
                    "What, and who.",
                    {
                        "what": text("What goes out."),
                        "by": ref("names", "Who must see it: roles or teams."),
                        "when": ref("when", "For which tickets."),
                    },
                    required=("what", "by"),
                    what="keys such as what and by",
                ),
                what="a list, each beginning with '- what:'",
            ),
            "guidelines": GUIDELINES,
        },
        what="keys such as team_learns, handovers, updates",
        minProperties=1,
    ),
    read_single=read_communication,
)

SELF_SERVICE = Section(
    "self_service",
    "single",
    "Self-service",
    mapping(
        "Help without a person.",
        {
            "bot": mapping(
                "What a bot may do, and when it hands over.",
                {
                    "name": text("What the bot calls itself."),
                    "introduce": ref("say", "How it introduces itself."),
                    "may_answer": ref("when", "What it may answer."),
                    "hand_over": ref("when", "When it must hand over to a person."),
                    "hand_over_to": ref("name", "The team it hands over to; without it, routing decides."),
                    "never": one_or_more(text("A sentence."), "What it must never do."),
                },
                what="keys such as may_answer and hand_over",
                minProperties=1,
            ),
            "help_centre": text("Where the help pages are."),
            "languages": ref("names", "Languages of the help pages."),
            "guidelines": GUIDELINES,
        },
        what="keys such as bot",
        minProperties=1,
    ),
    read_single=read_self_service,
)

GUARANTEES = Section(
    "guarantees",
    "listed",
    "Guarantees",
    listed(
        "What must always hold.",
        mapping(
            "A guarantee: for these tickets, this must hold.",
            {
                "name": ref("name", "The guarantee in words."),
                "when": ref("when", "For which tickets; it may read everything that is decided."),
                "must": mapping(
                    "What must hold.",
                    {
                        "reach": ref("names", "Somebody is reached by one of these means, such as phone."),
                        "within": ref("amount", "In this time."),
                        "at_any_hour": {"type": "boolean", "description": "Day and night.", "x-what": "true or false"},
                        "hold": ref("when", "Decided attributes pass these tests, such as {team: tokyo}."),
                        "not_slower_than": ref("when", "Targets are not slower than those of such a ticket."),
                        "metrics": ref("names", "The metrics that are compared; without it, all."),
                        "approved_by": ref(
                            "names", "Whatever is approved needs one of these; second-person: any other colleague."
                        ),
                        "above": ref("money", "Only what pays more than this needs it; without it, everything."),
                    },
                    minProperties=1,
                    dependentRequired={"reach": ["within"], "within": ["reach"], "above": ["approved_by"]},
                    what="keys such as reach and within, hold, not_slower_than, or approved_by",
                ),
                **{key: schema for key, schema in ABOUT_PROPERTIES.items() if key != "effective"},
            },
            required=("name", "must"),
            what="keys such as name, when and must",
        ),
        what="a list, each beginning with '- name:'",
    ),
    read_item=read_guarantee,
)
