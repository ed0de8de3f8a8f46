"""`tiers`, `severities` and `routing`: tables that sort a ticket."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.tables import GRID, RULE_PROPERTIES, Grid, RuleHead, read_grid, read_head
from supportpolicy.language.shape import Schema, listed, mapping, named, ref, text


class Tier(NamedTuple):
    """A rule of `tiers`: which customers belong to a tier. Several rules may give one tier."""

    head: RuleHead
    tier: Name | None
    """None in a grid."""
    describe: str | None


class SeverityRule(NamedTuple):
    """A rule of `severities`."""

    head: RuleHead
    level: Name | None
    only_if: Condition | None
    if_not: Name | None


class Cap(NamedTuple):
    """A highest level for some tickets."""

    head: RuleHead
    level: Name


class Severities(NamedTuple):
    """Levels, highest first, and how a ticket gets one."""

    levels: tuple[Name, ...]
    rules: tuple[SeverityRule, ...]
    grid: Grid | None
    at_most: tuple[Cap, ...]
    describe: dict[str, str]
    span: Span


class Route(NamedTuple):
    """A rule of `routing`."""

    head: RuleHead
    team: Name | None
    """None in a grid; `none` where nobody gets the ticket."""
    queue: Name | None


def read_tier(entry: Entry) -> Tier:
    """One item of `tiers`."""
    head = read_head(entry)
    return Tier(head, entry.word("tier") or (None if head.grid else head.name), entry.text("describe"))


def read_severities(entry: Entry) -> Severities:
    """The section `severities`."""
    return Severities(
        entry.names("levels"),
        tuple(_severity_rule(Entry(node)) for node in entry.each("rules")),
        read_grid(entry.sub("grid")),
        tuple(_cap(Entry(node)) for node in entry.each("at_most")),
        {level: node.text for level, node in entry.entries("describe")},
        entry.span,
    )


def read_route(entry: Entry) -> Route:
    """One item of `routing`."""
    return Route(read_head(entry), entry.word("team"), entry.word("queue"))


def _severity_rule(entry: Entry) -> SeverityRule:
    only_if = entry.when("only_if") if entry.has("only_if") else None
    return SeverityRule(read_head(entry), entry.word("level"), only_if, entry.word("if_not"))


def _cap(entry: Entry) -> Cap:
    return Cap(read_head(entry), entry.the_word("level"))


def _either(*keys: str) -> list[Schema]:
    return [{"required": [key]} for key in keys]


TIERS = Section(
    "tiers",
    "ordered",
    "Tiers",
    listed(
        "Which customers get which service: the first rule that applies gives the tier.",
        mapping(
            "A tier and who belongs to it.",
            {
                **RULE_PROPERTIES,
                "tier": ref("name", "The tier, where it is not the rule's own name."),
                "describe": text("What the tier is, in a sentence."),
                "grid": GRID,
            },
            required=("name",),
            what="keys such as name and when",
        ),
        what="a list of tiers, each beginning with '- name:'",
        examples=[[{"name": "enterprise", "when": {"plan": "enterprise"}}, {"name": "standard"}]],
    ),
    read_item=read_tier,
)

SEVERITIES = Section(
    "severities",
    "single",
    "Severities",
    mapping(
        "How grave a problem is. Levels stand highest first; the first rule that applies gives one.",
        {
            "levels": {
                "type": "array",
                "items": {"$ref": "#/$defs/name"},
                "minItems": 1,
                "uniqueItems": True,
                "description": "The levels, highest first.",
                "examples": [["critical", "high", "normal", "low"]],
                "x-what": "a list of levels, highest first",
            },
            "describe": named(
                "What each level means, for people.", text("What the level means."), what="descriptions by level"
            ),
            "rules": listed(
                "Rules; the first that applies wins.",
                mapping(
                    "A rule that gives a level.",
                    {
                        **RULE_PROPERTIES,
                        "level": ref("name", "The level it gives."),
                        "only_if": ref(
                            "when", "What must hold besides, such as a phone call; checked after emergencies."
                        ),
                        "if_not": ref("name", "The level where `only_if` does not hold."),
                        "grid": GRID,
                    },
                    anyOf=_either("level", "grid"),
                    dependentRequired={"only_if": ["if_not"], "if_not": ["only_if"]},
                    what="keys such as level and when",
                ),
                what="a list of rules, each beginning with '- level:'",
            ),
            "grid": GRID,
            "at_most": listed(
                "Highest levels for some tickets; all that hold apply.",
                mapping(
                    "A highest level.",
                    {**RULE_PROPERTIES, "level": ref("name", "The highest level.")},
                    required=("level", "when"),
                    what="keys such as level and when",
                ),
                what="a list of caps, each beginning with '- level:'",
            ),
        },
        required=("levels",),
        what="keys such as levels and rules",
    ),
    read_single=read_severities,
)

ROUTING = Section(
    "routing",
    "ordered",
    "Routing",
    listed(
        "Which team gets the ticket: the first rule that applies wins.",
        mapping(
            "A routing rule.",
            {
                **RULE_PROPERTIES,
                "team": ref("name", "The team that gets the ticket; `none` where nobody does."),
                "queue": ref("name", "The queue of the team, where it has several."),
                "grid": GRID,
            },
            required=("name",),
            anyOf=_either("team", "grid"),
            what="keys such as name, when and team",
        ),
        what="a list of rules, each beginning with '- name:'",
        examples=[
            [
                {"name": "billing", "when": {"topic": "billing"}, "team": "billing"},
                {"name": "rest", "team": "frontline"},
            ]
        ],
    ),
    read_item=read_route,
)
