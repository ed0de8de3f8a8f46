"""Streams of tickets, nothing but hostile ones, and tickets written down and read again."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.engine.intake import BadTicket, Intake, read_ticket, read_tickets, streams, to_json
from supportpolicy.engine.values import Money, Ticket, TicketEvent
from supportpolicy.language.currencies import MINOR_UNITS
from tests.engine.raw_tickets import mapping_of, own_intake, policy


def read(data: bytes | str) -> list[Ticket | BadTicket]:
    return list(read_tickets(io.BytesIO(data.encode() if isinstance(data, str) else data), own_intake()))


def told(data: bytes | str) -> list[str]:
    """Ids of good tickets, and what is wrong with bad ones."""
    return [str(found) if isinstance(found, BadTicket) else f"good {found.id}" for found in read(data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", []),
        (" \n\n", []),
        ('{"id": 1}', ["good 1"]),
        ('\ufeff{"id": 1}', ["good 1"]),
        ('\n\n{"id": 1}\r\n\r\n{"id": 2}\r\n', ["good 1", "good 2"]),
        ('{\n  "id": 1,\n  "plan": "team"\n}\n', ["good 1"]),
        ('[{"id": 1}, {"id": 2, "plan": "team"}]', ["good 1", "good 2"]),
        ('[\n  {"id": 1},\n  {"id": 2}\n]\n', ["good 1", "good 2"]),
        ("[]", []),
        ("[\n]", []),
        (
            '[{"id": 1}, 7, {"vip": "x"}]',
            [
                "good 1",
                "item 2: it is 7; expected a mapping of facts, or of id, facts and events",
                'item 3: vip is "x"; expected true or false',
            ],
        ),
        (
            '{"id": 1}\n{"id": 2\n{"id": 3, "vip": "x"}\n{"id": 4}',
            [
                "good 1",
                "line 2: it is not JSON (expecting ',' delimiter at column 9); expected a ticket as a JSON object on one line",
                'line 3, ticket 3: vip is "x"; expected true or false',
                "good 4",
            ],
        ),
        (
            '{"id": 1\n{"id": 2}\n',
            [
                "line 1: it is not JSON (expecting ',' delimiter at column 9); expected a ticket as a JSON object on one line",
                "good 2",
            ],
        ),
        (
            '{\n  "id": 1,\n  "plan": }\n',
            [
                "the input: it is not JSON (expecting value at line 3, column 11); "
                "expected a ticket, a list of tickets, or a ticket on each line, as JSON"
            ],
        ),
        (
            b'{"id": 1}\n{"note": "\xff"}\n',
            ["good 1", "line 2: it is not UTF-8 text at byte 11; expected a ticket as a JSON object on one line"],
        ),
        (
            b'{"id": 1,\n"note": "\xff"}\n',
            [
                "the input: it is not UTF-8 text at line 2, byte 10; "
                "expected a ticket, a list of tickets, or a ticket on each line, as JSON"
            ],
        ),
        (
            '{"id": 1} {"id": 2}\n{"id": 3}',
            [
                "line 1: it is two tickets one after the other, the second at column 11; "
                "expected a ticket as a JSON object on one line",
                "good 3",
            ],
        ),
        ('{"seats": NaN}', ["line 1: seats is NaN; expected a number such as 12 or 12.5"]),
        ('{"seats": -Infinity}', ["line 1: seats is -Infinity; expected a number such as 12 or 12.5"]),
        (
            f'{{"seats": {"9" * 5000}}}',
            ["line 1: seats is a number of 5,000 digits; expected a number of at most 30 digits before the point and 30 after it"],
        ),
        (
            '{"seats": 1e99999999999999999999}',
            ["line 1: seats is 1e99999999999999999999; expected a number such as 12 or 12.5"],
        ),
        (
            '{"note": "a", "note": "b"}',
            ['line 1: it is a mapping with "note" in it twice; expected a mapping of facts, or of id, facts and events'],
        ),
        ('{"note": "\\ud800"}', ['line 1: note is "\ufffd"; expected text of whole characters; half of a surrogate pair stands in it']),
        ('{"note": "\\u0000"}', ['line 1: note is "\ufffd"; expected text without NUL characters']),
    ],
)  # fmt: skip
def test_streams(data: bytes | str, expected: list[str]) -> None:
    assert told(data) == expected


def test_what_cannot_be_read_at_all_is_told_by_the_name_of_the_stream() -> None:
    (alone,) = read_tickets(io.BytesIO(b"{,"), own_intake(), "in.json")
    assert isinstance(alone, BadTicket)
    assert str(alone).startswith("in.json: it is not JSON (")


def test_what_is_nested_without_end_is_a_problem() -> None:
    deep = '{"note": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert told('{"id": 1}\n' + deep + '\n{"id": 2}') == [
        "good 1",
        "line 2: it is nested too deeply; expected a ticket as a JSON object on one line",
        "good 2",
    ]
    (alone,) = told(deep)
    assert alone.startswith("the input: it is nested too deeply; ")
    endless: dict[str, Any] = {"note": "a"}
    endless["custom"] = endless["vip"] = endless
    with pytest.raises(BadTicket):
        own_intake().ticket(endless)


def test_a_line_without_end_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_LINE_BYTES", 64)
    data = b'{"id": 1}\n{"note": "' + b"x" * 1000 + b'"}\n{"id": 3}\n'
    assert told(data)[::2] == ["good 1", "good 3"]
    assert told(data)[1].startswith("line 2: it is longer than ")


def test_a_document_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_DOCUMENT_BYTES", 64)
    (alone,) = told("[\n" + ' {"id": 1},\n' * 100 + ' {"id": 1}\n]')
    assert alone.startswith("the input: it is longer than ")


def test_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = b'{"id": 1}\n'
            buffer[: len(line)] = line
            return len(line)

    found = read_tickets(io.BufferedReader(Endless(), 16), own_intake())
    assert [ticket.id for ticket in (next(found), next(found)) if isinstance(ticket, Ticket)] == ["1", "1"]


# --- whatever comes ------------------------------------------------------------------------------------------------------

LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["2026-06-05T12:00:00Z", "2026-06-05", "5 EUR", "90m", "team", "en-GB", "solved", "changed:plan", "\ud800"]),
)  # fmt: skip
NAMES = st.sampled_from(
    ["id", "facts", "events", "event", "at", "status", "field", "value", "team", "amount", "currency", "order"]
    + [fact.name for fact in policy().facts]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=6),
    max_leaves=20,
)
EVENTS = st.lists(st.dictionaries(NAMES, LEAVES, max_size=5) | LEAVES, max_size=4)
TICKETS = st.one_of(
    TREES,
    st.dictionaries(NAMES, TREES),
    st.builds(lambda facts, events: {"facts": facts, "events": events}, st.dictionaries(NAMES, LEAVES), EVENTS),
)
MAPPED = mapping_of(
    """\
id: status.id
timezone: Asia/Tokyo
facts:
  plan: {list: tags, key: id, is: 1, value: value}
  order.total: {from: events.0.amount, currency: EUR}
  waited: {from: seats, unit: hours}
values: {plan: {x: team}, tags: {a: b}}
events: {list: field, event: event, at: at, names: {x: solved, y: entered}}
unknown: ignore
"""
)


@given(TICKETS)
def test_any_tree_is_a_ticket_or_a_list_of_problems(raw: Any) -> None:
    for intake in (own_intake(), Intake(policy(), MAPPED)):
        try:
            ticket = intake.ticket(raw)
        except BadTicket as bad:
            assert bad.problems
            for problem in bad.problems:
                assert str(problem).isprintable()
        else:
            assert list(ticket.events) == sorted(ticket.events, key=lambda event: event.at)
            assert all(event.at.tzinfo is dt.UTC for event in ticket.events)


@given(st.lists(TICKETS.map(lambda raw: json.dumps(raw).encode()) | st.binary(max_size=20), max_size=4))
def test_any_bytes_are_tickets_or_problems(parts: list[bytes]) -> None:
    for found in read(b"\n".join(parts)):
        assert isinstance(found, (Ticket, BadTicket))


# --- there and back ------------------------------------------------------------------------------------------------------

INSTANTS = st.timedeltas(dt.timedelta(0), dt.timedelta(days=36_500)).map(
    lambda ago: dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + ago
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10)
MONEY = st.builds(
    lambda cents, code: Money(Decimal(cents).scaleb(-MINOR_UNITS[code]), code),
    st.integers(0, 10**9),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "plan": st.sampled_from(["free", "team", "enterprise-plus"]),
    "language": st.sampled_from(["en", "pt-BR", "de", "zh-Hant"]),
    "vip": st.booleans(),
    "account.flagged": st.booleans(),
    "seats": st.decimals(-1000, 1000, places=2),
    "note": WORDS,
    "order.total": MONEY,
    "order.shipping": MONEY,
    "came": INSTANTS,
    "waited": st.integers(0, 10**8).map(lambda seconds: dt.timedelta(seconds=seconds)),
    "tags": st.frozensets(WORDS.map(str.strip).filter(bool)),
}


@st.composite
def typed_tickets(draw: Any) -> Ticket:
    opened = draw(INSTANTS)
    facts = {name: draw(VALUES[name] | st.none()) for name in draw(st.sets(st.sampled_from(sorted(VALUES))))}
    facts["opened"] = opened

    def event() -> Iterator[TicketEvent]:
        at = opened + draw(st.timedeltas(dt.timedelta(0), dt.timedelta(days=100)))
        name = draw(st.sampled_from(["customer_reply", "agent_reply", "entered", "changed", "assigned", "solved"]))
        field = draw(st.sampled_from(sorted(VALUES))) if name == "changed" else None
        yield TicketEvent(
            name,
            at,
            draw(st.sampled_from(["open", "on-hold", "with-engineering"])) if name == "entered" else None,
            field,
            draw(VALUES[field] | st.none()) if field is not None else None,
            draw(st.none() | st.sampled_from(["front", "back office"])) if name == "assigned" else None,
        )

    events = [next(event()) for _ in range(draw(st.integers(0, 5)))]
    told = bool(events) or draw(st.booleans())
    name = draw(st.none() | st.integers(0, 99999).map(str))
    return Ticket(facts, tuple(sorted(events, key=lambda one: one.at)), name, told)


@given(typed_tickets())
def test_a_ticket_that_is_written_down_comes_back(ticket: Ticket) -> None:
    written = json.dumps(to_json(ticket))
    assert read(written) == [ticket]
    assert read_ticket(json.loads(written), policy()) == ticket
