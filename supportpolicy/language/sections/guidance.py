"""`voice`, `style` and `quality`: words and goals for people and AI agents. Guidance, never a script."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount, Percent
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, choice, flag, listed, mapping, named, number, one_or_more, ref, text


class Avoid(NamedTuple):
    """Words not to use, and what to say instead."""

    words: tuple[Name, ...]
    prefer: str | None
    span: Span


class Tone(NamedTuple):
    """How to sound in some tickets."""

    when: Condition
    tone: str
    span: Span


class Voice(NamedTuple):
    """How the company sounds."""

    formality: str | None
    emoji: str | None
    person: str | None
    avoid: tuple[Avoid, ...]
    tones: tuple[Tone, ...]
    languages: dict[str, str]
    guidelines: tuple[str, ...]
    span: Span


class ChannelStyle(NamedTuple):
    """How answers look on a channel; None where the general style holds."""

    answers: str | None
    length: str | None
    links: str | None
    follow_up_questions: str | None
    greeting: bool | None
    sign_off: bool | None
    guidelines: tuple[str, ...]
    span: Span


class Style(NamedTuple):
    """How answers look: in general, and by channel."""

    general: ChannelStyle
    channels: tuple[tuple[Name, ChannelStyle], ...]
    span: Span


class Goal(NamedTuple):
    """What the team aims for; measured over a period."""

    measure: Name
    at_least: Percent | float | None
    at_most: Percent | float | None
    met: Percent | None
    within: Amount | None
    over: str | None
    when: Condition
    span: Span


class Criterion(NamedTuple):
    """A line of the scorecard for reviewed conversations."""

    name: Name
    weight: int
    critical: bool
    when: Condition
    about: str | None
    span: Span


class Review(NamedTuple):
    """Which conversations are reviewed, and by whom."""

    share: Percent | None
    when: Condition
    by: tuple[Name, ...]
    every: str | None
    span: Span


class Quality(NamedTuple):
    """What good work is."""

    goals: tuple[Goal, ...]
    scorecard: tuple[Criterion, ...]
    reviews: tuple[Review, ...]
    guidelines: tuple[str, ...]
    span: Span


def read_voice(entry: Entry) -> Voice:
    """The section `voice`."""
    return Voice(
        entry.text("formality"),
        entry.text("emoji"),
        entry.text("person"),
        tuple(_avoid(Entry(node)) for node in entry.each("avoid")),
        tuple(Tone(Entry(node).when(), Entry(node).text("tone") or "", node.span) for node in entry.each("tones")),
        {code: node.text for code, node in entry.entries("languages")},
        entry.texts("guidelines"),
        entry.span,
    )


def read_style(entry: Entry) -> Style:
    """The section `style`."""
    channels = tuple((name, _channel_style(Entry(node))) for name, node in entry.entries("channels"))
    return Style(_channel_style(entry), channels, entry.span)


def read_quality(entry: Entry) -> Quality:
    """The section `quality`."""
    return Quality(
        tuple(_goal(Entry(node)) for node in entry.each("goals")),
        tuple(_criterion(Entry(node)) for node in entry.each("scorecard")),
        tuple(_review(Entry(node)) for node in entry.each("reviews")),
        entry.texts("guidelines"),
        entry.span,
    )


def _avoid(entry: Entry) -> Avoid:
    return Avoid(entry.names("words"), entry.text("prefer"), entry.span)


def _channel_style(entry: Entry) -> ChannelStyle:
    return ChannelStyle(
        entry.text("answers"),
        entry.text("length"),
        entry.text("links"),
        entry.text("follow_up_questions"),
        entry.flag("greeting") if entry.has("greeting") else None,
        entry.flag("sign_off") if entry.has("sign_off") else None,
        entry.texts("guidelines"),
        entry.span,
    )


def _goal(entry: Entry) -> Goal:
    return Goal(
        entry.the_word("measure"),
        _measured(entry, "at_least"),
        _measured(entry, "at_most"),
        entry.percent("met"),
        entry.amount("within"),
        entry.text("over"),
        entry.when(),
        entry.span,
    )


def _measured(entry: Entry, key: str) -> Percent | float | None:
    node = entry.node.get(key)
    if node is None:
        return None
    return float(node.plain) if isinstance(node.plain, (int, float)) else entry.percent(key)


def _criterion(entry: Entry) -> Criterion:
    weight = entry.whole("weight")
    return Criterion(
        entry.the_word("name"),
        1 if weight is None else weight,
        entry.flag("critical"),
        entry.when(),
        entry.text("about"),
        entry.span,
    )


def _review(entry: Entry) -> Review:
    return Review(entry.percent("share"), entry.when(), entry.names("by"), entry.text("every"), entry.span)


GUIDELINES: Schema = one_or_more(text("A sentence."), "Anything else, in plain sentences.")
_MEASURED: Schema = {
    "anyOf": [number("A number."), ref("percent")],
    "x-what": "a number, or a share such as 90%",
}

VOICE = Section(
    "voice",
    "single",
    "Voice",
    mapping(
        "How the company sounds.",
        {
            "formality": choice(("formal", "neutral", "casual"), "How formal."),
            "emoji": choice(("none", "sparing", "free"), "How many emoji."),
            "person": choice(("we", "I"), "Who speaks: we, or I."),
            "avoid": listed(
                "Words not to use.",
                mapping(
                    "Words, and what to say instead.",
                    {"words": ref("names", "The words."), "prefer": text("What to say instead.")},
                    required=("words",),
                    what="keys such as words and prefer",
                ),
                what="a list, each beginning with '- words:'",
            ),
            "tones": listed(
                "How to sound in some tickets.",
                mapping(
                    "When, and how.",
                    {"when": ref("when"), "tone": text("How to sound.")},
                    required=("when", "tone"),
                    what="keys such as when and tone",
                ),
                what="a list, each beginning with '- when:'",
            ),
            "languages": named(
                "What is different in a language.", text("What is different."), what="notes by language"
            ),
            "guidelines": GUIDELINES,
        },
        what="keys such as formality, emoji, avoid, tones",
        minProperties=1,
    ),
    read_single=read_voice,
)

_STYLE_PROPERTIES: dict[str, Schema] = {
    "answers": choice(("complete", "conversation"), "One complete answer, or a conversation."),
    "length": choice(("short", "medium", "long"), "How long answers are."),
    "links": choice(("none", "only-ours", "free"), "Which links answers may carry."),
    "follow_up_questions": choice(("none", "one-at-a-time", "all-at-once"), "How questions are asked back."),
    "greeting": flag("Whether answers begin with a greeting."),
    "sign_off": flag("Whether answers end with a name."),
    "guidelines": GUIDELINES,
}

STYLE = Section(
    "style",
    "single",
    "Style",
    mapping(
        "How answers look.",
        {
            **_STYLE_PROPERTIES,
            "channels": named(
                "What is different on a channel.",
                mapping("The style on this channel.", _STYLE_PROPERTIES, what="keys such as length and links"),
                what="styles by channel",
            ),
        },
        what="keys such as answers, length, links, channels",
        minProperties=1,
    ),
    read_single=read_style,
)

QUALITY = Section(
    "quality",
    "single",
    "Quality",
    mapping(
        "What good work is: goals for the team, and a scorecard for reviewed conversations.",
        {
            "goals": listed(
                "What the team aims for. Nobody is promised it.",
                mapping(
                    "A goal.",
                    {
                        "measure": ref(
                            "name", "csat, nps, ces, qa_score, reopen_rate, one_touch, self_service_rate, or a metric."
                        ),
                        "at_least": {**_MEASURED, "description": "Not less than this."},
                        "at_most": {**_MEASURED, "description": "Not more than this."},
                        "met": ref("percent", "The share of tickets in which the metric is met."),
                        "within": ref("amount", "In this time instead of the promised one."),
                        "over": choice(("day", "week", "month", "quarter", "year"), "The period."),
                        "when": ref("when", "For which tickets."),
                    },
                    required=("measure",),
                    anyOf=[{"required": ["at_least"]}, {"required": ["at_most"]}, {"required": ["met"]}],
                    what="keys such as measure and at_least",
                    examples=[{"measure": "csat", "at_least": "90%"}],
                ),
                what="a list of goals, each beginning with '- measure:'",
            ),
            "scorecard": listed(
                "What reviewers look at.",
                mapping(
                    "A line of the scorecard.",
                    {
                        "name": ref("name", "What is looked at."),
                        "weight": number("How much it counts.", minimum=0, whole=True, default=1),
                        "critical": flag("Whether failing it fails the whole conversation.", default=False),
                        "when": ref("when", "For which tickets."),
                        "about": text("How to judge it."),
                    },
                    required=("name",),
                    what="keys such as name and weight",
                ),
                what="a list, each beginning with '- name:'",
            ),
            "reviews": listed(
                "Which conversations are reviewed.",
                mapping(
                    "A share of conversations.",
                    {
                        "share": ref("percent", "How many of them."),
                        "when": ref("when", "Of which tickets."),
                        "by": ref("names", "Who reviews: roles or teams."),
                        "every": choice(("day", "week", "month", "quarter"), "How often."),
                    },
                    minProperties=1,
                    what="keys such as share and when",
                ),
                what="a list, each beginning with '- share:'",
            ),
            "guidelines": GUIDELINES,
        },
        what="keys such as goals and scorecard",
        minProperties=1,
    ),
    read_single=read_quality,
)
