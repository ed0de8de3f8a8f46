"""How much is paid: sums of money worked out from facts, and `prices`."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, TypeAlias

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount, Money, Percent, parse_amount, parse_money
from supportpolicy.language.hours import parse_date
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry, name_of, parsed
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import Schema, flag, listed, mapping, named, number, ref
from supportpolicy.source import Node

Limit: TypeAlias = "Amount | Money | str"
"""The upper end of a band, in the kind of the fact that is measured; a number as it was written."""


class Sum(NamedTuple):
    """A sum: money as written, or a fact or price by name."""

    money: Money | None
    name: Name | None
    span: Span


class Band(NamedTuple):
    """One band of a fact: up to a limit (None: everything above), this sum or this share."""

    up_to: Limit | None
    pay: Sum | None
    share: Percent | None
    span: Span


class Bands(NamedTuple):
    """A sum or share by how large a fact is, or by how long ago or ahead an instant lies."""

    by: Name
    bands: tuple[Band, ...]
    span: Span


class Each(NamedTuple):
    """A sum for every so much of a fact: 30 EUR for each started 12 hours past the first 24."""

    pay: Sum
    of: Name
    per: Limit | None
    beyond: Limit | None
    started: bool
    span: Span


class ProRata(NamedTuple):
    """The unused part: one number fact over another."""

    unused: Name
    total: Name
    span: Span


class Payment(NamedTuple):
    """How a sum is worked out: base, times, share, bands, per-unit, less deductions; then floor and cap; rounded once."""

    of: Sum | None
    times: Name | int | None
    share: Percent | None
    pro_rata: ProRata | None
    bands: Bands | None
    each: Each | None
    less: tuple[Sum, ...]
    at_least: Sum | None
    at_most: Sum | None
    span: Span


class Price(NamedTuple):
    """A price from a day on."""

    start: dt.date | None
    money: Money
    span: Span


class NamedPrice(NamedTuple):
    """A price with a name, by date."""

    name: Name
    prices: tuple[Price, ...]
    span: Span


def read_payment(node: Node | None) -> Payment | None:
    """An `amount`: a sum, or a mapping that says how to work one out."""
    if node is None:
        return None
    if node.entries is None:
        return Payment(read_sum(node), None, None, None, None, None, (), None, None, node.span)
    entry = Entry(node)
    bands, each, pro_rata = entry.sub("bands"), entry.sub("each"), entry.sub("pro_rata")
    return Payment(
        _sum(entry, "of"),
        _times(node.get("times")),
        entry.percent("share"),
        ProRata(pro_rata.the_word("unused"), pro_rata.the_word("total"), pro_rata.span) if pro_rata else None,
        Bands(bands.the_word("by"), tuple(_band(Entry(item)) for item in bands.each("rows")), bands.span)
        if bands
        else None,
        _each(each) if each else None,
        tuple(read_sum(item) for item in entry.each("less")),
        _sum(entry, "at_least"),
        _sum(entry, "at_most"),
        node.span,
    )


def read_sum(node: Node) -> Sum:
    """Money as written, or the name of a fact or price."""
    if node.text[:1].isdigit():
        return Sum(parsed(node, parse_money), None, node.span)
    return Sum(None, name_of(node), node.span)


def read_price(name: Name, node: Node) -> NamedPrice:
    """One entry of `prices`."""
    if node.entries is None and node.items is None:
        return NamedPrice(name, (Price(None, parsed(node, parse_money), node.span),), node.span)
    return NamedPrice(name, tuple(_price(Entry(item)) for item in node.items or ()), node.span)


def _price(entry: Entry) -> Price:
    node, start = entry.node.get("price"), entry.node.get("from")
    assert node is not None
    day = parsed(start, lambda words, _: parse_date(words)) if start is not None else None
    return Price(day, parsed(node, parse_money), entry.span)


def _sum(entry: Entry, key: str) -> Sum | None:
    node = entry.node.get(key)
    return None if node is None else read_sum(node)


def _times(node: Node | None) -> Name | int | None:
    if node is None:
        return None
    return node.plain if isinstance(node.plain, int) else name_of(node)


def _band(entry: Entry) -> Band:
    return Band(_limit(entry.node.get("up_to")), _sum(entry, "pay"), entry.percent("share"), entry.span)


def _each(entry: Entry) -> Each:
    pay = _sum(entry, "pay")
    assert pay is not None
    return Each(
        pay,
        entry.the_word("of"),
        _limit(entry.node.get("per")),
        _limit(entry.node.get("beyond")),
        entry.flag("started"),
        entry.span,
    )


def _limit(node: Node | None) -> Limit | None:
    if node is None:
        return None
    if isinstance(node.plain, (int, float)):
        return node.text
    if " " in node.text:
        return parsed(node, parse_money)
    return parsed(node, parse_amount)


SUM: Schema = {
    "type": "string",
    "minLength": 1,
    "description": "A sum such as 20 EUR, or the name of a money fact or price.",
    "examples": ["20 EUR", "order.total"],
    "x-what": "a sum such as 20 EUR, or the name of a money fact",
}
_LIMIT: Schema = {
    "anyOf": [number("A number."), ref("money"), ref("amount")],
    "description": "A number, a sum of money or an amount of time, as the fact is.",
    "x-what": "a number, a sum of money or an amount of time",
}

PAYMENT: Schema = {
    "anyOf": [
        SUM,
        mapping(
            "How the sum is worked out, always in this order, however the keys stand: the base ('of', or the 'pay' of "
            "the band that fits), times 'times', 'share', the band's share and the unused part; plus 'each'; minus 'less'; "
            "then the floor 'at_least' and last the cap 'at_most'. So 'less' goes off after 'share': {of: 100 EUR, share: "
            "50%, less: 10 EUR} is 40 EUR. Rounded once at the end, half up; never below zero.",
            {
                "of": {**SUM, "description": "The base: a sum, a money fact or a price."},
                "times": {
                    "anyOf": [number("So many times.", minimum=0, whole=True), ref("name", "A number fact.")],
                    "description": "The base so many times.",
                    "x-what": "a whole number or the name of a number fact",
                },
                "share": ref("percent", "Only this share of the base, before 'less' goes off."),
                "pro_rata": mapping(
                    "Only the unused part of it.",
                    {
                        "unused": ref("name", "Number fact: units not used, such as months left."),
                        "total": ref("name", "Number fact: units paid for."),
                    },
                    required=("unused", "total"),
                    what="keys such as unused and total",
                ),
                "bands": mapping(
                    "By how large a fact is: the first row whose limit is not passed.",
                    {
                        "by": ref("name", "The fact that is measured; of a time, how far away it is."),
                        "rows": listed(
                            "Rows by rising limit; the last one may go without.",
                            mapping(
                                "A row.",
                                {
                                    "up_to": {**_LIMIT, "description": "The limit, included."},
                                    "pay": {**SUM, "description": "This sum."},
                                    "share": ref("percent", "This share of the base."),
                                },
                                oneOf=[{"required": ["pay"]}, {"required": ["share"]}],
                                what="keys such as up_to and pay or share",
                            ),
                            what="a list of rows",
                        ),
                    },
                    required=("by", "rows"),
                    what="keys such as by and rows",
                ),
                "each": mapping(
                    "So much for each unit of a fact.",
                    {
                        "pay": {**SUM, "description": "The sum for each unit."},
                        "of": ref("name", "The fact that is counted."),
                        "per": {**_LIMIT, "description": "How large a unit is; without it, one."},
                        "beyond": {**_LIMIT, "description": "What does not count."},
                        "started": flag("Whether a unit that has begun counts whole.", default=False),
                    },
                    required=("pay", "of"),
                    what="keys such as pay and of",
                ),
                "less": {
                    "anyOf": [SUM, {"type": "array", "items": SUM, "minItems": 1}],
                    "description": "What is kept back, after the share: sums, money facts or prices.",
                    "x-what": "a sum or a list of sums",
                },
                "at_least": {**SUM, "description": "Not less than this, once 'less' has gone off."},
                "at_most": {**SUM, "description": "Not more than this, last of all."},
            },
            anyOf=[{"required": ["of"]}, {"required": ["bands"]}, {"required": ["each"]}],
            what="keys such as of, bands or each",
        ),
    ],
    "description": "How much: a sum, or keys that say how it is worked out.",
    "examples": ["20 EUR", {"of": "order.total", "less": "order.shipping", "share": "50%"}],
    "x-what": "a sum such as 20 EUR, or keys such as of",
}

PRICES = Section(
    "prices",
    "named",
    "Prices",
    named(
        "Sums with a name, by date.",
        {
            "anyOf": [
                ref("money"),
                listed(
                    "Prices by date.",
                    mapping(
                        "A price from a day on.",
                        {"from": ref("date", "The first day of this price."), "price": ref("money", "The price.")},
                        required=("price",),
                        what="keys such as from and price",
                    ),
                    what="a list of prices",
                ),
            ],
            "examples": [
                "30 GBP",
                [{"from": "2026-01-01", "price": "30 GBP"}, {"from": "2026-07-01", "price": "40 GBP"}],
            ],
            "x-what": "a sum, or a list of prices by date",
        },
        what="prices",
    ),
    read_named=read_price,
)
