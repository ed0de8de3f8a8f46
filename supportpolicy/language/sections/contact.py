"""`languages` and `channels`: how customers may reach the company, and in which words it answers."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import ABOUT_PROPERTIES, About, Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, choice, mapping, named, one_or_more, ref, text
from supportpolicy.source import Node

OTHERWISE = "otherwise"
"""The key that speaks for every language not listed."""


class Language(NamedTuple):
    """A language customers write in, and how well it is served."""

    name: Name
    level: str
    coverage: Name | None
    reply_in: Name | None
    say: tuple[Name, ...]
    label: str | None
    about: About
    span: Span


class Channel(NamedTuple):
    """A way to reach the company."""

    name: Name
    coverage: Name | None
    for_whom: Condition | None
    support: str
    redirect: Name | None
    say: tuple[Name, ...]
    needs: tuple[Name, ...]
    languages: tuple[Name, ...]
    label: str | None
    about: About
    span: Span


def read_language(name: Name, node: Node) -> Language:
    """One entry of `languages`."""
    entry = Entry(node)
    level = entry.text("level") or ("none" if name == OTHERWISE else "full")
    return Language(
        name,
        level,
        entry.word("coverage"),
        entry.word("reply_in"),
        entry.names("say"),
        entry.text("about"),
        entry.about(),
        node.span,
    )


def read_channel(name: Name, node: Node) -> Channel:
    """One entry of `channels`."""
    entry = Entry(node)
    return Channel(
        name,
        entry.word("coverage"),
        entry.when("for") if entry.has("for") else None,
        entry.text("support") or "full",
        entry.word("redirect"),
        entry.names("say"),
        entry.names("needs"),
        entry.names("languages"),
        entry.text("about"),
        entry.about(),
        node.span,
    )


_LANGUAGE: Schema = mapping(
    "How the language is served.",
    {
        "level": choice(
            ("full", "best-effort", "machine-translated", "none"),
            "full: people who speak it. best-effort: if somebody is there. machine-translated. none: answered in another.",
        ),
        "coverage": ref("name", "When somebody who speaks it is there: a name of `coverage`, or always."),
        "reply_in": ref("name", "The language of the answer, where it is another one."),
        "say": ref("say"),
        "about": text("Anything else about it."),
        **ABOUT_PROPERTIES,
    },
    what="keys such as level and coverage",
    examples=[{"level": "full", "coverage": "tokyo"}],
)

_CHANNEL: Schema = mapping(
    "Whom the channel serves, and when. Empty braces {} serve everybody at any time.",
    {
        "coverage": ref("name", "When it is served; without it, always."),
        "for": ref("when", "Which tickets it serves; without it, all."),
        "support": choice(("full", "none"), "none: the channel exists, but gets no support.", default="full"),
        "redirect": ref("name", "The channel that customers are sent to where this one does not serve them."),
        "say": ref("say", "What customers are told where this one does not serve them."),
        "needs": one_or_more(ref("name"), "Facts that a ticket must bring along by this channel."),
        "languages": one_or_more(ref("name"), "The languages it is served in; without it, all that are offered."),
        "about": text("What it is for."),
        **ABOUT_PROPERTIES,
    },
    what="keys such as coverage and for, or {} where there is nothing to say",
    examples=[{}, {"coverage": "always", "for": {"tier": "enterprise"}}, {"support": "none", "redirect": "email"}],
)

LANGUAGES = Section(
    "languages",
    "named",
    "Languages",
    named(
        "The languages customers are served in, by code (en, de, pt-BR). `otherwise` speaks for all others.",
        _LANGUAGE,
        what="languages",
    ),
    read_named=read_language,
)

CHANNELS = Section(
    "channels",
    "named",
    "Channels",
    named("The ways to reach the company.", _CHANNEL, what="channels"),
    read_named=read_channel,
)
