"""`roles` and `teams`: who is there."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry, name_of
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, listed, mapping, named, number, one_or_more, ref, text
from supportpolicy.source import Node


class Role(NamedTuple):
    """A person by office, such as the shift lead, and when and how they can be reached."""

    name: Name
    coverage: Name | None
    contact: tuple[Name, ...]
    people: int | None
    about: str | None
    span: Span


class Team(NamedTuple):
    """People who answer tickets."""

    name: Name
    coverage: Name | None
    languages: tuple[Name, ...]
    channels: tuple[Name, ...]
    lead: Name | None
    contact: tuple[Name, ...]
    people: int | None
    about: str | None
    span: Span


def read_role(name: Name, node: Node) -> Role:
    """One entry of `roles`."""
    entry = Entry(node)
    return Role(
        name, entry.word("coverage"), entry.names("contact"), entry.whole("people"), entry.text("about"), node.span
    )


def read_team(entry: Entry) -> Team:
    """One item of `teams`."""
    return Team(
        entry.the_word("name"),
        entry.word("coverage"),
        tuple(name_of(node) for node in entry.each("languages")),
        entry.names("channels"),
        entry.word("lead"),
        entry.names("contact"),
        entry.whole("people"),
        entry.text("about"),
        entry.span,
    )


_CONTACT: Schema = one_or_more(
    ref("name"),
    "How they are told, best first: chat, phone, page, email or whatever the company uses.",
    examples=["phone", ["chat", "phone"]],
)

ROLES = Section(
    "roles",
    "named",
    "People by office",
    named(
        "People by office: whom steps tell and who approves.",
        mapping(
            "When and how they can be reached.",
            {
                "coverage": ref("name", "When somebody in this role can be reached: a name of `coverage`, or always."),
                "contact": _CONTACT,
                "people": number("How many people share the role.", minimum=1, whole=True),
                "about": text("What the role is for."),
            },
            examples=[{"coverage": "always", "contact": "phone"}],
            what="keys such as coverage and contact",
        ),
        what="roles",
    ),
    read_named=read_role,
)

TEAMS = Section(
    "teams",
    "listed",
    "Teams",
    listed(
        "The teams that tickets are routed to.",
        mapping(
            "A team.",
            {
                "name": ref("name", "The team's name."),
                "coverage": ref("name", "When somebody of the team is there: a name of `coverage`, or always."),
                "languages": one_or_more(ref("name"), "The languages the team can answer in."),
                "channels": one_or_more(ref("name"), "The channels the team answers on; none means all."),
                "lead": ref("name", "The role that leads the team."),
                "contact": _CONTACT,
                "people": number("How many people.", minimum=0, whole=True),
                "about": text("What the team is for."),
            },
            required=("name",),
            what="keys such as name and coverage",
        ),
        what="a list of teams, each beginning with '- name:'",
    ),
    read_item=read_team,
)
