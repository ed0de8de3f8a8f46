"""`escalation`, `emergency` and `lifecycle`: what happens as time passes."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount, Percent
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import ABOUT_PROPERTIES, About, Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, flag, listed, mapping, one_or_more, ref, text

STARTS_ON = "opened"
"""What a timeline starts on where it says nothing."""


class Step(NamedTuple):
    """Something done at a moment of a timeline: after an amount of time, at a share of a target, or again and again."""

    after: Amount | None
    at: Percent | None
    of: Name | None
    every: Amount | None
    unless: tuple[Name, ...]
    tell: tuple[Name, ...]
    via: tuple[Name, ...]
    assign: Name | None
    say: tuple[Name, ...]
    do: tuple[Name, ...]
    tag: tuple[Name, ...]
    status: Name | None
    note: str | None
    span: Span


class Ladder(NamedTuple):
    """Steps that run from an event until another, on a clock."""

    name: Name
    when: Condition
    starts_on: tuple[Name, ...]
    stops_on: tuple[Name, ...]
    clock: Name | None
    steps: tuple[Step, ...]
    about: About
    span: Span


class Updates(NamedTuple):
    """How often the customer hears something."""

    every: Amount
    say: tuple[Name, ...]
    clock: Name | None
    span: Span


class NotOne(NamedTuple):
    """What follows where an emergency was claimed and is none."""

    at_most: Name | None
    say: tuple[Name, ...]
    span: Span


class Emergency(NamedTuple):
    """What an emergency is and what is done about it."""

    when: Condition
    unless: Condition | None
    claimed: Condition | None
    severity: Name | None
    steps: tuple[Step, ...]
    stops_on: tuple[Name, ...]
    clock: Name | None
    update_customer: Updates | None
    if_not_one: NotOne | None
    say: tuple[Name, ...]
    about: About
    span: Span


class Reopen(NamedTuple):
    """What a reply to a solved or closed ticket does."""

    within: Amount | None
    otherwise: str
    span: Span


class Lifecycle(NamedTuple):
    """Reminding, solving, closing, reopening."""

    rules: tuple[Ladder, ...]
    reopen: Reopen | None
    one_issue_per_ticket: bool
    span: Span


def read_ladder(entry: Entry) -> Ladder:
    """One timeline."""
    return Ladder(
        entry.the_word("name"),
        entry.when(),
        entry.names("starts_on") or (Name(STARTS_ON, entry.span),),
        entry.names("stops_on"),
        entry.word("clock"),
        tuple(read_step(Entry(node)) for node in entry.each("steps")),
        entry.about(),
        entry.span,
    )


def read_step(entry: Entry) -> Step:
    """One step."""
    return Step(
        entry.amount("after"),
        entry.percent("at"),
        entry.word("of"),
        entry.some_time("every"),
        entry.names("unless"),
        entry.names("tell"),
        entry.names("via"),
        entry.word("assign"),
        entry.names("say"),
        entry.names("do"),
        entry.names("tag"),
        entry.word("status"),
        entry.text("note"),
        entry.span,
    )


def read_emergency(entry: Entry) -> Emergency:
    """The section `emergency`."""
    not_one = entry.sub("if_not_one")
    return Emergency(
        entry.when(),
        entry.when("except") if entry.has("except") else None,
        entry.when("claimed") if entry.has("claimed") else None,
        entry.word("severity"),
        tuple(read_step(Entry(node)) for node in entry.each("steps")),
        entry.names("stops_on"),
        entry.word("clock"),
        read_updates(entry.sub("update_customer")),
        NotOne(not_one.word("at_most"), not_one.names("say"), not_one.span) if not_one else None,
        entry.names("say"),
        entry.about(),
        entry.span,
    )


def read_updates(entry: Entry | None) -> Updates | None:
    """How often the customer hears something."""
    if entry is None:
        return None
    every = entry.some_time("every")
    assert every is not None
    return Updates(every, entry.names("say"), entry.word("clock"), entry.span)


def read_lifecycle(entry: Entry) -> Lifecycle:
    """The section `lifecycle`."""
    reopen = entry.sub("reopen")
    return Lifecycle(
        tuple(read_ladder(Entry(node)) for node in entry.each("rules")),
        Reopen(reopen.amount("within"), reopen.text("otherwise") or "follow-up", reopen.span) if reopen else None,
        entry.flag("one_issue_per_ticket"),
        entry.span,
    )


EVENTS_SCHEMA: Schema = one_or_more(
    ref("name"),
    "An event, or several: any of them. Such as opened, customer_reply, agent_reply, solved, entered:STATUS, changed:FIELD.",
)
CLOCK_SCHEMA: Schema = ref("name", "The hours that count: a name of `coverage`, `always` (the default), or `team`.")

STEP: Schema = mapping(
    "A step: when, and what is done.",
    {
        "after": ref("amount", "So long after the start (not after the step before)."),
        "at": ref("percent", "At this share of the target named by `of`."),
        "of": ref("name", "The metric of which `at` is a share, such as first_response."),
        "every": ref("amount", "Again and again at this distance."),
        "unless": one_or_more(ref("name"), "Left out if this event has come since the start."),
        "tell": one_or_more(ref("name"), "Who is told: roles, teams, or agent, team, team-lead."),
        "via": one_or_more(ref("name"), "How they are told, such as chat or phone."),
        "assign": ref("name", "The team that has the ticket from now on."),
        "say": ref("say", "What the customer is told."),
        "do": one_or_more(ref("name"), "Actions (section `actions`) to carry out."),
        "tag": one_or_more(ref("name"), "Tags put on the ticket."),
        "status": ref("name", "The status that the ticket takes."),
        "note": text("What the people told should know."),
    },
    dependentRequired={"at": ["of"], "of": ["at"]},
    oneOf=[{"required": ["after"]}, {"required": ["at"]}, {"required": ["every"]}],
    what="after (or at, every) and what is done",
    examples=[
        {"after": "20m", "tell": "on-call-manager", "via": "phone"},
        {"at": "50%", "of": "first_response", "tell": "shift-lead"},
    ],
)
STEPS: Schema = listed("The steps, in the order of time.", STEP, what="a list of steps, each beginning with '- after:'")

LADDER: Schema = mapping(
    "A timeline: starts on an event, stops on another, and does its steps on a clock.",
    {
        "name": ref("name", "The timeline's name."),
        "when": ref("when", "For which tickets."),
        "starts_on": {**EVENTS_SCHEMA, "default": STARTS_ON},
        "stops_on": EVENTS_SCHEMA,
        "clock": CLOCK_SCHEMA,
        "steps": STEPS,
        **ABOUT_PROPERTIES,
    },
    required=("name", "steps"),
    what="keys such as name, when and steps",
)

UPDATES: Schema = mapping(
    "How often the customer hears something.",
    {
        "every": ref("amount", "The longest silence."),
        "say": ref("say", "The message to use."),
        "clock": CLOCK_SCHEMA,
    },
    required=("every",),
    what="keys such as every",
)

ESCALATION = Section(
    "escalation",
    "listed",
    "Escalation",
    listed(
        "Who is told, and when, while a ticket waits.",
        LADDER,
        what="a list of timelines, each beginning with '- name:'",
    ),
    read_item=read_ladder,
)

EMERGENCY = Section(
    "emergency",
    "single",
    "Emergency",
    mapping(
        "What an emergency is, who is called, and what the customer hears.",
        {
            "when": ref("when", "What makes a ticket an emergency."),
            "except": ref("when", "What keeps it from being one."),
            "claimed": ref("when", "How a customer claims an emergency, such as by its own channel."),
            "severity": ref("name", "The level an emergency has at least."),
            "steps": {
                **STEPS,
                "description": "Who is called; the timeline starts when the ticket becomes an emergency.",
            },
            "stops_on": {**EVENTS_SCHEMA, "description": "What ends the calling, beside solved."},
            "clock": CLOCK_SCHEMA,
            "update_customer": UPDATES,
            "if_not_one": mapping(
                "What follows where an emergency was claimed and is none.",
                {"at_most": ref("name", "The highest level it keeps."), "say": ref("say")},
                minProperties=1,
                what="keys such as at_most or say",
            ),
            "say": ref("say", "What the customer is told where it is one."),
            **ABOUT_PROPERTIES,
        },
        required=("when",),
        what="keys such as when and steps",
    ),
    read_single=read_emergency,
)

LIFECYCLE = Section(
    "lifecycle",
    "single",
    "Lifecycle",
    mapping(
        "What becomes of a ticket when nobody writes: reminding, solving, closing, reopening.",
        {
            "rules": listed("Timelines.", LADDER, what="a list of timelines, each beginning with '- name:'"),
            "reopen": mapping(
                "What a customer's reply to a solved ticket does.",
                {
                    "within": ref("amount", "So long after it was solved, a reply opens the ticket again."),
                    "otherwise": {
                        "enum": ["follow-up", "ignore"],
                        "description": "Later: a new ticket linked to the old one, or nothing.",
                        "default": "follow-up",
                    },
                },
                what="keys such as within",
                minProperties=1,
            ),
            "one_issue_per_ticket": flag("Whether a second problem gets a ticket of its own.", default=False),
        },
        what="keys such as rules and reopen",
        minProperties=1,
    ),
    read_single=read_lifecycle,
)
