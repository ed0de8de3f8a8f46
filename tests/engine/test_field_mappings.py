"""Field mappings: what they say, and mistakes in them with their place and what to write instead."""

from __future__ import annotations

import pytest

from supportpolicy.engine.intake import EventSource, FactSource, FieldMapping, read_mapping
from supportpolicy.source import read_bytes_as_policy
from tests.engine.raw_tickets import mapping_of, policy


def findings_of(text: str) -> list[str]:
    node = read_bytes_as_policy(text.encode(), "fields.yaml").files[0].root
    assert node is not None
    return [
        f"{found.code} {found.span.line}:{found.span.col}-{found.span.end_col} {found.message}; {found.help}"
        for found in read_mapping(node, policy()).findings
    ]


def test_everything_that_a_mapping_may_say() -> None:
    mapping = mapping_of(
        """\
id: ticket.number
facts:
  plan: {list: custom_fields, key: id, is: 36, value: value}
  note: comments.0.body
  order.total: {from: amount, currency: EUR}
  waited: {list: times, key: of, is: waiting, value: minutes, unit: minutes}
values: {plan: {Gold: team}, team: {Second line: back office}}
timezone: Europe/Dublin
events: {list: audit, event: kind, at: when, status: to, field: what, value: now, team: group, names: {Wait: entered:on-hold, Came: parcel-came}}
unknown: ignore
"""
    )
    assert mapping == FieldMapping(
        "ticket.number",
        {
            "plan": FactSource("custom_fields", "id", "36", "value"),
            "note": FactSource("comments.0.body"),
            "order.total": FactSource("amount", currency="EUR"),
            "waited": FactSource("times", "of", "waiting", "minutes", unit="minutes"),
        },
        {"plan": {"Gold": "team"}, "team": {"Second line": "back office"}},
        "Europe/Dublin",
        EventSource(
            "audit", "kind", "when", "to", "what", "now", "group", {"Wait": "entered:on-hold", "Came": "parcel-came"}
        ),
        "ignore",
    )


def test_events_as_a_path_alone() -> None:
    assert mapping_of("events: history.items\n").events == EventSource("history.items")


MISTAKES = [
    ("fact: {plan: Plan}", "SP821 1:1-5 'fact' is not a key here; did you mean 'facts'?"),
    (
        "- facts",
        "SP821 1:1-8 this must be a mapping with keys such as facts and values; write 'key: value', each on a line of its own",
    ),
    (
        "facts: [plan]",
        "SP821 1:8-14 this must be facts and where they stand; write 'key: value', each on a line of its own",
    ),
    ("facts: {paln: Plan}", "SP822 1:9-13 there is no fact 'paln' that a ticket brings along; did you mean 'plan'?"),
    (
        "facts: {paid: Paid}",
        "SP822 1:9-13 'paid' is worked out from order.total and order.shipping; name those instead",
    ),
    (
        "facts: {plan: a..b}",
        "SP821 1:15-19 'a..b' is not a path; join keys by dots, such as order.amount or comments.0.body",
    ),
    (
        "facts: {plan: {from: a, key: b}}",
        "SP821 1:15-32 it is not clear where 'plan' stands; write 'from' with a path, or 'list' with 'key', 'is' and 'value'",
    ),
    (
        "facts: {plan: {list: a, key: b, is: c}}",
        "SP821 1:15-39 it is not clear where 'plan' stands; write 'from' with a path, or 'list' with 'key', 'is' and 'value'",
    ),
    ("facts: {plan: {from: a, frm: b}}", "SP821 1:25-28 'frm' is not a key here; did you mean 'from'?"),
    (
        "facts: {plan: {from: a, currency: EUR}}",
        "SP823 1:35-38 'plan' is of type choice, which has no currency; leave it out",
    ),
    (
        "facts: {order.total: {from: a, currency: EUT}}",
        "SP823 1:42-45 there is no currency 'EUT'; use a code such as EUR, USD, GBP or JPY",
    ),
    (
        "facts: {plan: {from: a, unit: hours}}",
        "SP823 1:31-36 'plan' is of type choice, which has no unit of time; leave it out",
    ),
    (
        "facts: {waited: {from: a, unit: days}}",
        "SP823 1:33-37 'days' is not a unit of time; write seconds, minutes or hours",
    ),
    (
        "values: {paln: {a: b}}",
        "SP822 1:10-14 there is no fact 'paln' that a ticket brings along; did you mean 'plan'?",
    ),
    ("values: {plan: {a: tean}}", "SP822 1:20-24 'plan' has no value 'tean'; did you mean 'team'?"),
    ("values: {team: {a: fornt}}", "SP822 1:20-25 'team' has no value 'fornt'; did you mean 'front'?"),
    ("timezone: Europe/Dubln", "SP823 1:11-23 there is no time zone 'Europe/Dubln'; did you mean 'Europe/Dublin'?"),
    (
        "events: {names: {a: solvd}}",
        "SP822 1:21-26 there is no event 'solvd'; did you mean 'solved'?",
    ),
    (
        "events: {names: {a: solved:now}}",
        "SP822 1:21-31 the event 'solved' has nothing after a colon; write solved",
    ),
    ("events: {names: {a: entered:opne}}", "SP822 1:21-33 there is no 'opne' for 'entered'; did you mean 'open'?"),
    ("events: {names: {a: changed:paln}}", "SP822 1:21-33 there is no 'paln' for 'changed'; did you mean 'plan'?"),
    (
        "events: {names: {a: changed:opened}}",
        "SP822 1:21-35 there is no 'opened' for 'changed'; when a ticket was opened does not change; leave this out",
    ),
    ("events: {evnt: kind}", "SP821 1:10-14 'evnt' is not a key here; did you mean 'event'?"),
    ("unknown: drop", "SP821 1:10-14 'drop' is not a way to treat what is unknown; write refuse or ignore"),
    (
        "id: [a]",
        "SP821 1:5-8 this is a list, and must be a word; write keys joined by dots, such as custom_fields.Plan",
    ),
]


@pytest.mark.parametrize(("text", "finding"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_mistakes_are_found_with_their_place(text: str, finding: str) -> None:
    assert findings_of(text + "\n") == [finding]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(findings_of("fact: 1\nunknown: drop\ntimezone: x\nfacts: {paln: a, vip: a.}\n")) == 5
