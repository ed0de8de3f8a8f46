"""From nodes whose shape is right to typed values. What the schema cannot see (`25:00`, `2026-02-30`) is found here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from supportpolicy.diagnostics import Diagnostic, Meant, Span
from supportpolicy.language import kinds
from supportpolicy.language.amounts import Amount, Money, Percent, parse_amount, parse_money, parse_percent
from supportpolicy.language.conditions import Condition, read_condition
from supportpolicy.language.hours import parse_date, parse_dates
from supportpolicy.language.malformed import Malformed
from supportpolicy.language.name import Name, Words
from supportpolicy.language.shape import Schema, mapping, ref, text
from supportpolicy.source import Node

T = TypeVar("T")


class Unreadable(Exception):
    """An item of a section cannot be read; carries the finding that says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Effective(NamedTuple):
    """When a rule is in force: from one local midnight of the policy's zone, until another (that day not included)."""

    start: dt.date | None
    end: dt.date | None
    span: Span


class About(NamedTuple):
    """What any rule may carry: why it is so, where it comes from, who answers for it, and when it is in force."""

    why: str | None = None
    source: str | None = None
    owner: str | None = None
    effective: Effective | None = None


NOTHING_ABOUT = About()

EFFECTIVE_SCHEMA: Schema = mapping(
    "When this is in force: local midnights of the policy's time zone.",
    {
        "from": ref("date", "The first day."),
        "until": ref("date", "The day on which it no longer is."),
    },
    what="from, until or both",
    minProperties=1,
)

ABOUT_PROPERTIES: dict[str, Schema] = {
    "why": text("Why the rule is so, for colleagues. Never shown to customers."),
    "source": text("Where it comes from: a contract, a page, a decision."),
    "owner": text("Who answers for it."),
    "effective": EFFECTIVE_SCHEMA,
}
"""Keys that every rule may carry."""


class Entry:
    """A mapping being read: each method gives one key as a typed value with its place, or what stands for its absence."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    @property
    def span(self) -> Span:
        """The whole mapping."""
        return self.node.span

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return self.node.get(key) is not None

    def sub(self, key: str) -> Entry | None:
        """The mapping under a key."""
        node = self.node.get(key)
        return Entry(node) if node is not None and node.entries is not None else None

    def each(self, key: str) -> tuple[Node, ...]:
        """The items under a key: of a list each, of a single value that one."""
        node = self.node.get(key)
        if node is None:
            return ()
        return node.items if node.items is not None else (node,)

    def entries(self, key: str) -> list[tuple[Name, Node]]:
        """Names and values of the mapping under a key, in the order written."""
        node = self.node.get(key)
        return entries(node) if node is not None else []

    def word(self, key: str) -> Name | None:
        """A name or a fixed word."""
        node = self.node.get(key)
        return None if node is None else name_of(node)

    def the_word(self, key: str) -> Name:
        """A name that the schema requires."""
        node = self.node.get(key)
        assert node is not None, key
        return name_of(node)

    def names(self, key: str) -> tuple[Name, ...]:
        """One name or several."""
        return tuple(name_of(node) for node in self.each(key))

    def text(self, key: str) -> str | None:
        """Words for people."""
        node = self.node.get(key)
        return None if node is None else node.text

    def words(self, key: str) -> Words | None:
        """Words for people, with their place."""
        node = self.node.get(key)
        return None if node is None else Words(node.text, node.span)

    def texts(self, key: str) -> tuple[str, ...]:
        """Several pieces of text."""
        return tuple(node.text for node in self.each(key))

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        node = self.node.get(key)
        return default if node is None else bool(node.plain)

    def whole(self, key: str) -> int | None:
        """A whole number."""
        node = self.node.get(key)
        return None if node is None or not isinstance(node.plain, (int, float)) else int(node.plain)

    def amount(self, key: str) -> Amount | None:
        """An amount of time."""
        return self._parsed(key, parse_amount)

    def some_time(self, key: str) -> Amount | None:
        """An amount of time that is more than none."""
        node = self.node.get(key)
        return None if node is None else some_time(node)

    def money(self, key: str) -> Money | None:
        """A sum of money."""
        return self._parsed(key, parse_money)

    def percent(self, key: str) -> Percent | None:
        """A share."""
        return self._parsed(key, parse_percent)

    def date(self, key: str) -> dt.date | None:
        """A date."""
        return self._parsed(key, lambda text, _span: parse_date(text))

    def when(self, key: str = "when") -> Condition:
        """A condition; always, where it is not written."""
        return read_condition(self.node.get(key))

    def about(self) -> About:
        """Why, source, owner and effective."""
        entries = self.node.entries or {}
        if entries.keys().isdisjoint(ABOUT_PROPERTIES):
            return NOTHING_ABOUT
        return About(self.text("why"), self.text("source"), self.text("owner"), self.effective("effective"))

    def effective(self, key: str) -> Effective | None:
        """A window of dates; an empty one is refused."""
        inner = self.sub(key)
        if inner is None:
            return None
        start, end = inner.date("from"), inner.date("until")
        if start is not None and end is not None and end <= start:
            raise Unreadable(
                kinds.MALFORMED.at(
                    inner.span,
                    f"this is in force from {start} until {end}, which is no time at all",
                    help="'until' is the first day on which it no longer is in force; it must be later than 'from'",
                )
            )
        return Effective(start, end, inner.span)

    def _parsed(self, key: str, parser: Callable[[str, Span], T]) -> T | None:
        node = self.node.get(key)
        return None if node is None else parsed(node, parser)


def parsed(node: Node, parser: Callable[[str, Span], T]) -> T:
    """The value of a scalar by one of the small parsers. Raises Unreadable with the exact characters."""
    try:
        return parser(node.text, node.span)
    except Malformed as error:
        raise Unreadable(malformed_at(node, error)) from None


def some_time(node: Node) -> Amount:
    """An amount of time that is more than none: a promise of 0m cannot be kept, and what is done every 0m never ends."""
    amount = parsed(node, parse_amount)
    if amount.number == 0:
        message = f"'{amount.text}' is no time at all"
        raise Unreadable(kinds.OUT_OF_RANGE.at(amount.span, message, help="write a longer time, such as 30m"))
    return amount


MOST_YEARS = 30
"""Of a horizon: every calendar is worked out for each of its days."""


def read_horizon(node: Node) -> tuple[dt.date, dt.date]:
    """The first and last date of a horizon, at most thirty years. Raises Unreadable."""
    dates = parsed(node, parse_dates)
    first, last = dates.first, dates.last
    if (last.year - MOST_YEARS, last.month, last.day) >= (first.year, first.month, first.day):
        message = f"a horizon is at most {MOST_YEARS} years long, and '{dates.text}' is longer"
        advice = "say for which dates the policy speaks, such as three years; it can be moved on every year"
        raise Unreadable(kinds.OUT_OF_RANGE.at(dates.span, message, help=advice))
    return first, last


def malformed_at(node: Node, error: Malformed) -> Diagnostic:
    """A finding for characters that mean nothing, underlining the part that is wrong."""
    span = node.span
    if error.length and span.line == span.end_line:
        span = span.inside(error.start + (1 if node.quoted else 0), error.length)
    help_text = error.help
    if isinstance(help_text, Meant):
        # The remedy is for the whole value, whichever part of it is underlined.
        return kinds.MALFORMED.at(span, error.message, help=help_text, remedy=help_text.remedy._replace(span=node.span))
    return kinds.MALFORMED.at(span, error.message, help=help_text)


def name_of(node: Node) -> Name:
    """A scalar as a name."""
    return Name(node.text, node.span)


def entries(node: Node) -> list[tuple[Name, Node]]:
    """Names and values of a mapping, in the order written."""
    return [(Name(key, node.key_span(key)), value) for key, value in (node.entries or {}).items()]
