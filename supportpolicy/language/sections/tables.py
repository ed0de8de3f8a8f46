"""What every ordered table shares: rules with a name, a condition and what may follow, and the grid form."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.reading import ABOUT_PROPERTIES, About, Entry, name_of
from supportpolicy.language.shape import Schema, mapping, named, one_or_more, ref

RULE_PROPERTIES: dict[str, Schema] = {
    "name": ref("name", "The rule's name, for reasons and reports."),
    "when": ref("when", "When the rule applies; without it, always. The first rule that applies wins."),
    "say": ref("say", "What the customer is told where the rule wins: names of messages."),
    "do": one_or_more(ref("name"), "Actions (section `actions`) to carry out where the rule wins."),
    "tag": one_or_more(ref("name"), "Tags put on the ticket where the rule wins."),
    **ABOUT_PROPERTIES,
}
"""Keys that a rule of any table may carry."""


class Follow(NamedTuple):
    """What else happens where a rule wins: words for the customer, actions, tags."""

    say: tuple[Name, ...] = ()
    do: tuple[Name, ...] = ()
    tag: tuple[Name, ...] = ()


NOTHING_FOLLOWS = Follow()


class Cell(NamedTuple):
    """One cell of a grid: the two values it is for, and the outcome written there."""

    down: Name
    across: Name
    outcome: Name


class Grid(NamedTuple):
    """A rule written as a grid over two choices; every cell is required."""

    down: Name
    across: Name
    cells: tuple[Cell, ...]
    span: Span


class RuleHead(NamedTuple):
    """What every rule of a table has."""

    name: Name | None
    when: Condition
    follow: Follow
    about: About
    grid: Grid | None
    span: Span


GRID: Schema = mapping(
    "Outcomes by two facts, every cell filled.",
    {
        "down": ref("name", "The fact whose values are the rows."),
        "across": ref("name", "The fact whose values are the columns."),
        "cells": named(
            "The outcome for each row and column.",
            named("The outcome by column.", ref("name"), what="outcomes by column"),
            what="rows of outcomes",
            minProperties=1,
        ),
    },
    required=("down", "across", "cells"),
    what="keys such as down, across and cells",
    examples=[
        {
            "down": "impact",
            "across": "urgency",
            "cells": {"high": {"high": "critical", "low": "normal"}, "low": {"high": "normal", "low": "low"}},
        }
    ],
)


def read_head(entry: Entry) -> RuleHead:
    """Name, condition, consequences and grid of one rule."""
    keys = entry.node.entries or {}
    follow = NOTHING_FOLLOWS
    if "say" in keys or "do" in keys or "tag" in keys:
        follow = Follow(entry.names("say"), entry.names("do"), entry.names("tag"))
    return RuleHead(entry.word("name"), entry.when(), follow, entry.about(), read_grid(entry.sub("grid")), entry.span)


def read_grid(entry: Entry | None) -> Grid | None:
    """A grid, cell by cell in the order written."""
    if entry is None:
        return None
    cells: list[Cell] = []
    for down, row in entry.entries("cells"):
        for across, outcome in (row.entries or {}).items():
            cells.append(Cell(down, Name(across, row.key_span(across)), name_of(outcome)))
    return Grid(entry.the_word("down"), entry.the_word("across"), tuple(cells), entry.span)
