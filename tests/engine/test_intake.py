"""Raw tickets to typed ones: what each type takes, what it refuses and in which words, events, the two forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from supportpolicy.engine.intake import BadTicket, Problem
from supportpolicy.engine.values import Money, TicketEvent
from tests.engine.raw_tickets import mapping_of, own_intake, policy, problems_of, ticket_of

UTC = dt.UTC
NOON = dt.datetime(2026, 6, 5, 12, tzinfo=UTC)
MISSING: Any = object()


def _numbered(rows: list[tuple[str, Any, Any]]) -> list[str]:
    """Names of cases; some of the values themselves cannot be written down."""
    return [f"{name}-{number}" for number, (name, _, _) in enumerate(rows)]


TAKEN: list[tuple[str, Any, Any]] = [
    ("plan", "team", "team"),
    ("plan", "Team", "team"),
    ("plan", " team ", "team"),
    ("plan", "Enterprise Plus", "enterprise-plus"),
    ("plan", "ENTERPRISE_PLUS", "enterprise-plus"),
    ("plan", None, None),
    ("plan", "", MISSING),
    ("size", 1, "1"),
    ("size", Decimal("2"), "2"),
    ("channel", "Web form", "web-form"),
    ("status", "Waiting on customer", "waiting-on-customer"),
    # No closed list: the words that the policy names are found whatever their case, others stay as they are.
    ("customer.country", "ie", "IE"),
    ("customer.country", "Fr", "Fr"),
    ("language", "en", "en"),
    ("language", "EN", "en"),
    ("language", "en-GB", "en"),
    ("language", "en_us", "en"),
    ("language", "pt_br", "pt-BR"),
    ("language", "pt", "pt"),
    ("language", "PT_pt", "pt-PT"),
    ("language", "zh_hant_tw", "zh-Hant"),
    ("language", "zh_hans_cn", "zh-Hans-CN"),
    ("vip", True, True),
    ("vip", "TRUE", True),
    ("vip", "yes", True),
    ("vip", 1, True),
    ("vip", "1", True),
    ("vip", Decimal("0"), False),
    ("vip", "No", False),
    ("vip", " ", MISSING),
    ("seats", 12, Decimal(12)),
    ("seats", "12.50", Decimal("12.50")),
    ("seats", "-3", Decimal(-3)),
    ("seats", "1e3", Decimal("1E+3")),
    ("seats", Decimal("0.1"), Decimal("0.1")),
    ("seats", 0.1, Decimal("0.1")),
    ("seats", "", MISSING),
    ("note", "a\nb", "a\nb"),
    ("note", "", ""),
    ("note", 4711, "4711"),
    ("order.total", "200 EUR", Money(Decimal(200), "EUR")),
    ("order.total", " 19.90 EUR", Money(Decimal("19.90"), "EUR")),
    ("order.total", "0.00 EUR", Money(Decimal("0.00"), "EUR")),
    ("order.total", {"amount": "19.90", "currency": "usd"}, Money(Decimal("19.90"), "USD")),
    ("order.total", {"amount": 5, "currency": "JPY"}, Money(Decimal(5), "JPY")),
    ("order.total", Money(Decimal("1.10"), "EUR"), Money(Decimal("1.10"), "EUR")),
    ("order.total", "", MISSING),
    ("came", "2026-06-05T12:00:00Z", NOON),
    ("came", "2026-06-05T14:00:00+02:00", NOON),
    ("came", "2026-06-05 08:00-0400", NOON),
    ("came", "2026-06-05 12:00:00.25 Z", NOON + dt.timedelta(milliseconds=250)),
    ("came", "2026-06-05t12:00:00.123456789z", NOON + dt.timedelta(microseconds=123456)),
    ("came", NOON.astimezone(dt.timezone(dt.timedelta(hours=9))), NOON),
    ("waited", "90m", dt.timedelta(minutes=90)),
    ("waited", "1h30m", dt.timedelta(minutes=90)),
    ("waited", "2d", dt.timedelta(days=2)),
    ("waited", "45s", dt.timedelta(seconds=45)),
    ("waited", dt.timedelta(hours=2), dt.timedelta(hours=2)),
    ("tags", ["a", "b b", "a", " "], frozenset({"a", "b b"})),
    ("tags", "a, b b,,a", frozenset({"a", "b b"})),
    ("tags", "", frozenset()),
    ("tags", [7], frozenset({"7"})),
]


@pytest.mark.parametrize(("name", "raw", "value"), TAKEN, ids=_numbered(TAKEN))
def test_what_is_taken(name: str, raw: Any, value: Any) -> None:
    facts = ticket_of({"facts": {name: raw}}).facts
    assert facts == ({} if value is MISSING else {name: value})
    if value is not MISSING:
        assert type(facts[name]) is type(value)


_SUM = 'expected a sum such as "200 EUR"'
_INSTANT = "expected an instant with its offset, such as 2026-06-05T14:30:00Z"
_AMOUNT = "expected an amount of time such as 90m or 1h30m"
_NUMBER = "expected a number such as 12 or 12.5"

REFUSED: list[tuple[str, Any, str]] = [
    ("plan", "tean", "plan is \"tean\"; expected one of free, team, enterprise-plus (did you mean 'team'?)"),
    ("plan", "gold", 'plan is "gold"; expected one of free, team, enterprise-plus'),
    ("plan", 3, "plan is 3; expected one of free, team, enterprise-plus"),
    ("plan", ["free"], "plan is a list; expected a word"),
    ("plan", {"name": "free"}, "plan is a mapping; expected a word"),
    ("language", "English", 'language is "English"; expected a language code such as en or pt-BR'),
    ("vip", "maybe", 'vip is "maybe"; expected true or false'),
    ("vip", 2, "vip is 2; expected true or false"),
    ("seats", True, f"seats is true; {_NUMBER}"),
    ("seats", "1,000", f'seats is "1,000"; {_NUMBER}, written with a point and without separators'),
    ("seats", "twelve", f'seats is "twelve"; {_NUMBER}'),
    ("seats", float("nan"), f"seats is nan; {_NUMBER}"),
    ("seats", Decimal("Infinity"), f"seats is Infinity; {_NUMBER}"),
    ("seats", Decimal("sNaN"), f"seats is sNaN; {_NUMBER}"),
    ("seats", 10**5000, "seats is a very large number; expected a number of at most 30 digits"),
    (
        "seats",
        Decimal("1e-999"),
        "seats is 1E-999; expected a number of at most 30 digits before the point and 30 after it",
    ),
    ("note", True, "note is true; expected text"),
    ("note", ["a"], "note is a list; expected text"),
    ("note", "a\0b", 'note is "a\ufffdb"; expected text without NUL characters'),
    (
        "note",
        "\ud800",
        'note is "\ufffd"; expected text of whole characters; half of a surrogate pair stands in it',
    ),
    ("tags", ["\ud800"], "tags is a list; expected a list of words, or words with commas between them"),
    ("tags", [["a"]], "tags is a list; expected a list of words, or words with commas between them"),
    ("tags", 7, "tags is 7; expected a list of words, or words with commas between them"),
    (
        "order.total",
        19.9,
        "order.total is 19.9; expected an exact amount: text or Decimal, for a float is not exact to the cent",
    ),
    (
        "order.total",
        200,
        'order.total is 200; expected a sum with its currency, such as "200 EUR", or a field mapping that names the currency',
    ),
    ("order.total", "-19.90 EUR", 'order.total is "-19.90 EUR"; expected a sum that is not negative'),
    (
        "order.total",
        {"amount": -5, "currency": "EUR"},
        "order.total is a mapping; expected a sum that is not negative",
    ),
    ("order.total", "200 eur", f'order.total is "200 eur"; {_SUM} (write 200 EUR)'),
    ("order.total", "200 EUX", f'order.total is "200 EUX"; {_SUM} (use a code such as EUR, USD, GBP or JPY)'),
    ("order.total", {"amount": 5}, f'order.total is a mapping; {_SUM} or {{"amount": "200.00", "currency": "EUR"}}'),
    ("order.total", {"amount": 5, "currency": "EUX"}, "order.total is a mapping; expected a currency code such as EUR"),
    ("order.total", {"amount": "x", "currency": "EUR"}, "order.total is a mapping; expected an amount such as 19.90"),
    ("order.total", True, f"order.total is true; {_SUM}"),
    ("order.total", [], f"order.total is a list; {_SUM}"),
    (
        "came",
        "2026-06-05T12:00:00",
        f'came is "2026-06-05T12:00:00"; {_INSTANT}, or a field mapping that names the time zone',
    ),
    ("came", "2026-06-05", f'came is "2026-06-05"; {_INSTANT}, or a field mapping that names the time zone'),
    ("came", "2026-02-30T12:00Z", f'came is "2026-02-30T12:00Z"; {_INSTANT}; there is no such time'),
    ("came", "2026-06-05T24:00Z", f'came is "2026-06-05T24:00Z"; {_INSTANT}; there is no such time'),
    ("came", "0001-01-01T00:00+10:00", f'came is "0001-01-01T00:00+10:00"; {_INSTANT}; there is no such time'),
    ("came", "2026-06-05T12:00+25:00", f'came is "2026-06-05T12:00+25:00"; {_INSTANT}; there is no offset +25:00'),
    ("came", "yesterday", f'came is "yesterday"; {_INSTANT}'),
    ("came", 1780660800, f"came is 1780660800; {_INSTANT}"),
    (
        "came",
        NOON.replace(tzinfo=None),
        "came is a datetime; expected an instant with its offset (an aware datetime), "
        "or a field mapping that names the time zone",
    ),
    ("waited", "soon", f'waited is "soon"; {_AMOUNT}'),
    ("waited", 90, f"waited is 90; {_AMOUNT}, or a field mapping that names the unit of the number"),
    ("waited", "999999d", f'waited is "999999d"; {_AMOUNT}, at most a hundred years'),
    ("waited", "99999999999999h", f'waited is "99999999999999h"; {_AMOUNT}, at most a hundred years'),
    ("waited", dt.timedelta(-1), f"waited is a timedelta; {_AMOUNT}, not negative and at most a hundred years"),
    ("account.flagged", "surely", "account.flagged is not shown; expected true or false"),
    ("plann", "free", "plann is \"free\"; expected a fact of the policy (did you mean 'plan'?)"),
    ("paid", "5 EUR", 'paid is "5 EUR"; expected it left out: it is worked out from order.total and order.shipping'),
    ("tier", "paying", 'tier is "paying"; expected it left out: the policy decides it'),
    ("now", "x", "now is \"x\"; expected no 'now': the moment is asked for, the ticket does not say it"),
]


@pytest.mark.parametrize(("name", "raw", "problem"), REFUSED, ids=_numbered(REFUSED))
def test_what_is_refused_and_why(name: str, raw: Any, problem: str) -> None:
    assert problems_of({"id": 4711, "facts": {name: raw}}) == [f"ticket 4711: {problem}"]


def test_all_problems_are_told_at_once() -> None:
    raw = {
        "id": 4711,
        "facts": {"plan": "gold", "vip": "maybe", "seats": "x", "plann": 1},
        "events": [{"event": "agent_repl", "at": "2026-06-05T12:00Z"}, {"event": "solved", "at": "noon"}, "x"],
        "extra": 1,
    }
    told = problems_of(raw)
    assert len(told) == 8
    assert all(line.startswith("ticket 4711: ") and "\n" not in line for line in told)
    with pytest.raises(BadTicket) as caught:
        own_intake().ticket(raw)
    assert [str(problem) for problem in caught.value.problems] == told
    assert str(caught.value) == "\n".join(told)


def test_a_problem_has_its_parts() -> None:
    with pytest.raises(BadTicket) as caught:
        own_intake().ticket({"id": "A-1", "facts": {"vip": "maybe"}}, "line 3")
    assert caught.value.problems == (Problem("line 3, ticket A-1", "vip", '"maybe"', "true or false"),)


@pytest.mark.parametrize(
    ("raw", "name"), [({"id": 7}, "7"), ({"id": "A 1"}, "A 1"), ({"id": None}, None), ({"id": ""}, None), ({}, None)]
)
def test_ids(raw: dict[str, Any], name: str | None) -> None:
    assert ticket_of({**raw, "facts": {}}).id == name


@pytest.mark.parametrize("wrong", [True, [1], {"a": 1}, "a\nb", "x" * 201, 10**50])
def test_what_is_no_id(wrong: Any) -> None:
    (told,) = problems_of({"id": wrong, "facts": {}}, where="line 2")
    assert told.startswith("line 2: id is ")
    assert told.endswith("expected the number or name of the ticket, on one line of at most 200 characters")


@pytest.mark.parametrize("wrong", [None, 1, "x", [], [{}], True, 1.5])
def test_what_is_no_ticket(wrong: Any) -> None:
    (told,) = problems_of(wrong, where="line 2")
    assert told.startswith("line 2: it is ")


# --- where facts stand ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"id": 1, "facts": {"order.total": "5 EUR", "plan": "team"}},
        {"id": 1, "facts": {"order": {"total": "5 EUR"}, "Plan": "team"}},
        {"id": 1, "order.total": "5 EUR", "plan": "team"},
        {"id": 1, "order": {"total": "5 EUR"}, "Plan": "team"},
        {"id": 1, "order": {"total": {"amount": "5", "currency": "EUR"}}, "Plan": "team", "plan": "team"},
    ],
)
def test_our_own_form_and_flat_ones(raw: dict[str, Any]) -> None:
    ticket = ticket_of(raw)
    assert ticket.facts == {"order.total": Money(Decimal(5), "EUR"), "plan": "team"}
    assert ticket.id == "1"
    assert not ticket.history


def test_two_values_for_one_fact_are_refused() -> None:
    assert problems_of({"plan": "team", "Plan": "free"}) == [
        'ticket: plan is given more than once, as "team" and "free"; expected one value'
    ]
    twice = ['ticket: order.total is given more than once, as "600 EUR" and "5 EUR"; expected one value']
    both = {"order": {"total": "5 EUR"}, "order.total": "600 EUR"}
    assert problems_of(both) == problems_of({"facts": both}) == twice
    mapping = mapping_of("facts: {order.total: a.b.c}\n")
    assert problems_of({"a.b": {"c": "600 EUR"}, "a": {"b": {"c": "5 EUR"}}}, mapping) == twice
    same = {"order": {"total": "5 EUR"}, "order.total": "5 EUR"}
    assert ticket_of(same).facts == {"order.total": Money(Decimal(5), "EUR")}


@pytest.mark.parametrize(("wrong", "found"), [([], "a list"), (None, "null"), ("x", '"x"')])
def test_facts_stand_by_their_names(wrong: Any, found: str) -> None:
    assert problems_of({"id": 1, "facts": wrong}) == [
        f'ticket 1: facts is {found}; expected facts by their names, such as {{"opened": "2026-06-05T14:00:00Z"}}'
    ]


def test_strangers_are_named_where_they_stand() -> None:
    assert problems_of({"order": {"total": "5 EUR", "totel": "6 EUR"}}) == [
        "ticket: order.totel is \"6 EUR\"; expected a fact of the policy (did you mean 'order.total'?)"
    ]
    (told,) = problems_of({"zzzz": "red"})
    assert told.startswith('ticket: zzzz is "red"; expected a fact of the policy: account.flagged, asks_for_human, ')
    assert problems_of({"facts": {}, "evnts": []}) == ["ticket: evnts is a list; expected id, facts or events"]


# --- what happened -------------------------------------------------------------------------------------------------------


def test_events_are_typed_and_stand_in_the_order_of_time() -> None:
    at = [f"2026-06-05T12:0{minute}:00Z" for minute in range(10)]
    ticket = ticket_of(
        {
            "facts": {"opened": at[0]},
            "events": [
                {"event": "solved", "at": at[9]},
                {"event": "assigned", "at": at[4], "team": "Back Office"},
                {"event": "assigned", "at": at[4]},
                {"event": "customer_reply", "at": at[1]},
                {"event": "agent_reply", "at": at[1]},
                {"event": "entered", "at": at[2], "status": "With engineering"},
                {"event": "entered:on-hold", "at": at[3]},
                {"event": "changed", "at": at[5], "field": "order.total", "value": "5 EUR"},
                {"event": "changed:plan", "at": at[6], "value": None},
            ],
        }
    )
    moments = [NOON + dt.timedelta(minutes=minute) for minute in range(10)]
    assert ticket.events == (
        TicketEvent("customer_reply", moments[1]),
        TicketEvent("agent_reply", moments[1]),
        TicketEvent("entered", moments[2], status="with-engineering"),
        TicketEvent("entered", moments[3], status="on-hold"),
        TicketEvent("assigned", moments[4], team="back office"),
        TicketEvent("assigned", moments[4]),
        TicketEvent("changed", moments[5], field="order.total", value=Money(Decimal(5), "EUR")),
        TicketEvent("changed", moments[6], field="plan"),
        TicketEvent("solved", moments[9]),
    )
    assert ticket.history


def test_events_that_only_say_what_a_fact_says_become_the_fact() -> None:
    at = "2026-06-05T12:00:00Z"
    ticket = ticket_of({"facts": {}, "events": [{"event": "opened", "at": at}, {"event": "parcel-came", "at": at}]})
    assert ticket.facts == {"opened": NOON, "came": NOON}
    assert ticket.events == ()
    assert ticket.history
    assert problems_of({"facts": {"came": "2026-06-05T13:00Z"}, "events": [{"event": "parcel-came", "at": at}]}) == [
        "ticket: the event parcel-came is 2026-06-05T12:00:00Z; expected the instant of the fact came, 2026-06-05T13:00:00Z"
    ]


AT = "2026-06-05T12:00:00Z"


@pytest.mark.parametrize(
    ("event", "problem"),
    [
        (
            {"event": "agent_repli", "at": AT},
            'events[0].event is "agent_repli"; expected one of opened, customer_reply, agent_reply, bot_reply, internal_note, '
            "acknowledged, assigned, entered, changed, solved, closed, reopened (1 more) (did you mean 'agent_reply'?)",
        ),
        ({"at": AT}, "events[0].event is missing; expected the name of an event, such as agent_reply"),
        ({"event": [], "at": AT}, "events[0].event is a list; expected the name of an event, such as agent_reply"),
        ({"event": "solved"}, "events[0].at is missing; expected the instant at which it happened"),
        ({"event": "solved", "at": None}, f"events[0].at is null; {_INSTANT}"),
        (
            {"event": "solved", "at": AT, "status": "open"},
            'events[0].status is "open"; expected no status of the event solved',
        ),
        ({"event": "solved", "at": AT, "by": "me"}, 'events[0].by is "me"; expected a part of an event'),
        (
            {"event": "entered", "at": AT},
            "events[0].status is missing; expected one of new, open, waiting-on-customer, waiting-on-third-party, on-hold, "
            "solved, closed, with-engineering",
        ),
        (
            {"event": "entered", "at": AT, "status": "opne"},
            'events[0].status is "opne"; expected one of new, open, waiting-on-customer, waiting-on-third-party, on-hold, '
            "solved, closed, with-engineering (did you mean 'open'?)",
        ),
        ({"event": "changed", "at": AT, "value": 1}, "events[0].field is missing; expected the fact that changed"),
        (
            {"event": "changed:paln", "at": AT, "value": 1},
            "events[0].field is \"paln\"; expected a fact (did you mean 'plan'?)",
        ),
        (
            {"event": "changed:opened", "at": AT, "value": AT},
            'events[0].field is "opened"; expected another fact: when a ticket was opened does not change',
        ),
        (
            {"event": "changed:plan", "at": AT},
            "events[0].value is missing; expected the new value of plan, or null for none",
        ),
        (
            {"event": "changed:plan", "at": AT, "value": ""},
            'events[0].value is ""; expected the new value of plan, or null for none',
        ),
        ({"event": "changed:vip", "at": AT, "value": "x"}, 'events[0].value is "x"; expected true or false'),
        (
            {"event": "changed:account.flagged", "at": AT, "value": "x"},
            "events[0].value is not shown; expected true or false",
        ),
        (
            {"event": "assigned", "at": AT, "team": "fornt"},
            "events[0].team is \"fornt\"; expected one of front, back office (did you mean 'front'?)",
        ),
        ("solved", 'events[0] is "solved"; expected an event with its name and its instant'),
        (
            {"event": "solved", "at": "2026-06-05T11:59:59Z"},
            "the time of the event solved is 2026-06-05T11:59:59Z; "
            "expected a moment not before the ticket was opened, 2026-06-05T12:00:00Z",
        ),
    ],
)
def test_what_is_wrong_with_events(event: Any, problem: str) -> None:
    told = problems_of({"facts": {"opened": AT}, "events": [event]})
    assert len(told) == 1
    assert told[0].startswith(f"ticket: {problem}")


def test_events_are_a_list_and_null_tells_nothing() -> None:
    assert problems_of({"facts": {}, "events": {}}) == ["ticket: events is a mapping; expected a list of events"]
    assert not ticket_of({"facts": {}, "events": None}).history
    assert ticket_of({"facts": {}, "events": []}).history


# --- mappings ------------------------------------------------------------------------------------------------------------

MAPPING = """\
id: ticket_id
timezone: Europe/Dublin
facts:
  plan: {list: fields, key: id, is: 3600012, value: value}
  note: comments.0.body
  order.total: {from: order.amount, currency: EUR}
  waited: {from: minutes, unit: minutes}
  opened: created
values:
  plan: {tier_2: team}
  vip: {Gold: "true"}
  team: {Tier 1: front}
  status: {pending: waiting-on-customer}
events:
  list: audit
  event: kind
  at: when
  names: {Public comment: agent_reply, Solve: solved, Wait: entered:on-hold, Status: entered}
unknown: ignore
"""


def test_a_mapping() -> None:
    raw = {
        "ticket_id": 12,
        "created": "2026-06-05 13:00",
        "fields": [{"id": 3600012, "value": "tier_2"}, {"id": 4, "value": "free"}, "x"],
        "comments": [{"body": "hello"}, {"body": "again"}],
        "order": {"amount": Decimal("19.90"), "colour": "red"},
        "minutes": "90",
        "vip": "gold",
        "url": "x",
        "audit": [
            {"kind": "Solve", "when": "2026-06-05T14:00"},
            {"kind": "public comment", "when": "2026-06-05 13:30", "author": 5},
            {"kind": "Wait", "when": "2026-06-05 13:40"},
            {"kind": "Status", "status": "Pending", "when": "2026-06-05 13:50"},
            {"kind": "assigned", "team": "Tier 1", "when": "2026-06-05 13:55"},
            {"kind": "Sent a survey", "when": "whenever"},
        ],
    }
    ticket = ticket_of(raw, mapping_of(MAPPING))
    assert ticket.id == "12"
    assert ticket.facts == {
        "plan": "team",
        "note": "hello",
        "order.total": Money(Decimal("19.90"), "EUR"),
        "waited": dt.timedelta(minutes=90),
        "opened": NOON,
        "vip": True,
    }
    assert [(event.name, event.status, event.team) for event in ticket.events] == [
        ("agent_reply", None, None),
        ("entered", "on-hold", None),
        ("entered", "waiting-on-customer", None),
        ("assigned", None, "front"),
        ("solved", None, None),
    ]


@pytest.mark.parametrize(
    ("wall", "taken"),
    [
        ("2026-06-05 13:00", "12:00"),  # summer: an hour ahead
        ("2026-03-29 01:30", "01:30"),  # skipped: by the offset before, so that it is 02:30 in summer
        ("2026-10-25 01:30", "00:30"),  # twice: the first, still in summer
        ("2026-12-25", "00:00"),  # a date is its beginning
        ("2026-06-05T13:00Z", "13:00"),  # an offset goes before the zone
    ],
)
def test_wall_times(wall: str, taken: str) -> None:
    facts = ticket_of({"came": wall}, mapping_of("timezone: Europe/Dublin\n")).facts
    assert f"{facts['came']:%H:%M}" == taken


def test_a_mapping_refuses_strangers_unless_it_is_told_to_ignore_them() -> None:
    mapping = mapping_of("facts: {plan: custom.plan}\n")
    raw = {"custom": {"plan": "team", "nota": 1}, "plan": "free"}
    first, second = problems_of(raw, mapping)
    assert first.startswith("ticket: custom.nota is 1; expected a fact of the policy")
    assert second == (
        "ticket: plan is \"free\"; expected it under 'custom.plan', where the field mapping reads plan: "
        "rename it, or take plan out of the mapping"
    )
    assert ticket_of(raw, mapping._replace(unknown="ignore")).facts == {"plan": "team"}


def test_a_sum_in_another_currency_than_the_mapping_stays_in_it() -> None:
    mapping = mapping_of("facts: {order.total: {from: amount, currency: EUR}}\n")
    assert ticket_of({"amount": "5 USD"}, mapping).facts["order.total"] == Money(Decimal(5), "USD")
    assert ticket_of({"amount": "5.00"}, mapping).facts["order.total"] == Money(Decimal("5.00"), "EUR")


def test_the_policy_has_what_these_tests_speak_of() -> None:
    assert {fact.type for fact in policy().facts} == {
        "choice", "boolean", "number", "text", "money", "time", "duration", "tags"
    }  # fmt: skip
