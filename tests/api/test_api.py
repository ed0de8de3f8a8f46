"""The Python API: what is public, what it gives, what it raises."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import supportpolicy
from supportpolicy import Money, Ticket, TicketEvent
from supportpolicy.reporting.schemas import schema_named
from tests.cli.conftest import GOOD, WRONG_TEAM
from tests.docs.pages import ROOT
from tests.engine.raw_tickets import own_intake

PUBLIC = {
    "Answer",
    "BadTicket",
    "CompiledPolicy",
    "EngineError",
    "Finding",
    "Money",
    "Policy",
    "PolicyError",
    "Ticket",
    "TicketEvent",
    "Unreadable",
    "__version__",
    "as_data",
    "as_text",
    "check",
    "compile",
    "decide",
    "load",
    "read_compiled",
}
AT = dt.datetime(2026, 6, 5, 13, tzinfo=dt.UTC)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_this_and_nothing_else_is_public() -> None:
    assert set(supportpolicy.__all__) == PUBLIC
    assert list(supportpolicy.__all__) == sorted(supportpolicy.__all__)
    for name in PUBLIC:
        assert getattr(supportpolicy, name) is not None
    assert set(dir(supportpolicy)) >= PUBLIC
    with pytest.raises(AttributeError, match="has no attribute 'decode'"):
        _ = supportpolicy.decode  # type: ignore[attr-defined]


def test_what_type_checkers_see_is_what_is_there() -> None:
    tree = ast.parse((ROOT / "supportpolicy/__init__.py").read_text(encoding="utf-8"))
    imports = [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "supportpolicy.api"
    ]
    assert {alias.name for alias in imports[0].names} == PUBLIC - {"__version__"}
    from supportpolicy import api

    assert set(api.__all__) == PUBLIC - {"__version__"}


def test_every_public_name_is_documented() -> None:
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    assert [name for name in PUBLIC - {"__version__"} if not re.search(rf"\b{name}\b", page)] == []
    for name in PUBLIC - {"__version__", "Answer", "Ticket", "TicketEvent", "Money"}:
        assert getattr(supportpolicy, name).__doc__, name


def test_importing_it_loads_nothing() -> None:
    code = "import sys, supportpolicy; print(sorted(name for name in sys.modules if name.startswith('supportpolicy')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "['supportpolicy']\n"


def test_load_check_compile_decide(good: Path) -> None:
    policy = supportpolicy.load(good)
    assert (policy.name, policy.files) == ("acme", ("policy.yaml",))
    assert supportpolicy.check(policy) == ()
    compiled = supportpolicy.compile(policy)
    assert compiled.name == "acme"
    answer = supportpolicy.decide(compiled, {"id": 1, "facts": {}}, AT)
    assert answer.stages["team"] == "front"
    assert answer.behaviour == compiled.behaviour
    assert len(compiled.behaviour) == 64
    again = supportpolicy.read_compiled(compiled.to_json())
    assert again.to_json() == compiled.to_json()
    for asked in (policy, again):
        assert supportpolicy.decide(asked, {"id": 1, "facts": {}}, AT) == answer
    data = supportpolicy.as_data(answer)
    Draft202012Validator(schema_named("answer", None)).validate(json.loads(json.dumps(data)))
    text = supportpolicy.as_text(answer, policy)
    assert text == supportpolicy.as_text(answer, compiled)
    assert text.startswith("ticket 1, by the policy acme ")


def test_a_single_file_is_a_policy_too(good: Path) -> None:
    assert supportpolicy.load(str(good / "policy.yaml")).name == "acme"


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no file or folder"):
        supportpolicy.load(tmp_path / "nowhere")


@pytest.mark.parametrize("text", [WRONG_TEAM, GOOD.replace("name: acme", "nam: acme"), "x: [", ""])
def test_mistakes_are_data_until_somebody_compiles(good: Path, text: str) -> None:
    (good / "policy.yaml").write_text(text, encoding="utf-8")
    policy = supportpolicy.load(good)
    findings = supportpolicy.check(policy)
    assert findings
    for ask in (lambda: supportpolicy.compile(policy), lambda: supportpolicy.decide(policy, {}, AT)):
        with pytest.raises(supportpolicy.PolicyError) as caught:
            ask()
        assert caught.value.findings
        assert str(caught.value).startswith(f"{caught.value.findings[0].span.place}: {caught.value.findings[0].code} ")


def test_a_comment_that_has_run_out(good: Path) -> None:
    comment = "  # supportpolicy: ignore[SP209] until 2026-06-30: the rota is written in June"
    text = GOOD.replace(
        "supportpolicy: 1\n", f"supportpolicy: 1\nroles:\n  lead: {{coverage: always, contact: chat}}{comment}\n"
    )
    (good / "policy.yaml").write_text(text, encoding="utf-8")
    policy = supportpolicy.load(good)
    found = [len(supportpolicy.check(policy, today=day)) for day in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))]
    assert found[0] < found[1]
    assert len(supportpolicy.check(policy)) == found[0]


def test_a_wrong_ticket_says_all_that_is_wrong(good: Path) -> None:
    policy = supportpolicy.load(good)
    with pytest.raises(supportpolicy.BadTicket) as caught:
        supportpolicy.decide(policy, {"id": 7, "facts": {"opened": "soon", "coulour": "red"}}, AT)
    assert len(caught.value.problems) == 2
    assert "ticket 7: opened is " in str(caught.value)


def test_moments_that_have_no_answer(good: Path) -> None:
    policy = supportpolicy.load(good)
    with pytest.raises(supportpolicy.EngineError, match="it is not known when"):
        supportpolicy.decide(policy, {})
    with pytest.raises(supportpolicy.EngineError, match="did not exist yet"):
        supportpolicy.decide(policy, {"opened": "2026-06-05T14:00:00Z"}, AT)
    with pytest.raises(ValueError, match="has no zone"):
        supportpolicy.decide(policy, {}, dt.datetime(2026, 6, 5, 13))  # noqa: DTZ001


def test_typed_facts_are_taken_as_they_are(good: Path) -> None:
    policy = supportpolicy.compile(supportpolicy.load(good))
    ticket = supportpolicy.Ticket(
        {"opened": AT}, (supportpolicy.TicketEvent("agent_reply", AT + dt.timedelta(hours=1)),)
    )
    answer = supportpolicy.decide(policy, ticket)
    assert answer.at == AT + dt.timedelta(hours=1)
    assert answer.targets[0].state == "met"
    assert str(supportpolicy.Money(Decimal("1.50"), "EUR")) == "1.50 EUR"


def test_a_ticket_made_by_hand_is_checked() -> None:
    good = Ticket(
        {"opened": AT, "plan": "team", "order.total": Money(Decimal(5), "EUR"), "tags": frozenset({"a"}), "came": None},
        (TicketEvent("entered", AT, status="open"), TicketEvent("changed", AT, field="vip", value=True)),
    )
    assert own_intake().check(good) is good
    naive = AT.replace(tzinfo=None)
    later = AT + dt.timedelta(hours=1)
    bad = Ticket(
        {
            "opened": naive,
            "plan": "gold",
            "foo": 1,  # type: ignore[dict-item]
            "order.total": Money(5.1, "EUR"),  # type: ignore[arg-type]
            "order.shipping": Money(Decimal(-5), "EUR"),
            "seats": 5,  # type: ignore[dict-item]
            "came": "2026-06-05T12:00:00Z",
            "tier": "paying",
            "channel": "Web-Form",
        },
        (
            TicketEvent("agent_repyl", later),
            TicketEvent("solved", AT),
            TicketEvent("entered", naive, status="opn"),
            TicketEvent("changed", later, field="opened", value=AT),
            TicketEvent("changed", later, field="vip", value="yes"),
            TicketEvent("assigned", later, team="fornt"),
            TicketEvent("parcel-came", later),
        ),
        "7",
    )
    with pytest.raises(supportpolicy.BadTicket) as caught:
        own_intake().check(bad)
    told = [str(problem).removeprefix("ticket 7: ") for problem in caught.value.problems]
    expected = [
        "opened is a datetime; expected a datetime with a zone",
        'plan is "gold"; expected one of free, team, enterprise-plus',
        "foo is 1; expected a fact of the policy: account.flagged, ",
        "order.total is 5.1 EUR; expected an exact amount: text or Decimal, for a float is not exact to the cent",
        "order.shipping is -5 EUR; expected a sum that is not negative",
        "seats is 5; expected a Decimal",
        'came is "2026-06-05T12:00:00Z"; expected a datetime with a zone',
        'tier is "paying"; expected it left out: the policy decides it',
        'channel is "Web-Form"; expected "web-form"',
        'events[0].name is "agent_repyl"; expected one of customer_reply, agent_reply, ',
        f"events[1].at is {AT.isoformat()}; expected events in the order of time, none before the ticket was opened",
        "events[2].at is a datetime; expected a datetime with a zone",
        'events[2].status is "opn"; expected one of new, open, ',
        'events[3].field is "opened"; expected a fact that changes: ',
        'events[4].value is "yes"; expected True or False',
        "events[5].team is \"fornt\"; expected one of front, back office (did you mean 'front'?)",
        'events[6].name is "parcel-came"; expected the fact came in its place',
    ]
    for line, beginning in zip(told, expected, strict=True):
        assert line.startswith(beginning)


def test_decide_checks_what_was_made_by_hand(good: Path) -> None:
    policy = supportpolicy.load(good)
    with pytest.raises(supportpolicy.BadTicket, match="agent_repyl"):
        supportpolicy.decide(policy, Ticket({"opened": AT}, (TicketEvent("agent_repyl", AT),)))


def test_what_is_no_policy_and_no_moment(good: Path) -> None:
    policy = supportpolicy.load(good)
    compiled = supportpolicy.compile(policy)
    for ask in (supportpolicy.check, supportpolicy.compile):
        with pytest.raises(TypeError, match="this one is compiled already"):
            ask(compiled)  # type: ignore[operator]
        with pytest.raises(TypeError, match="takes a policy, as 'load' gives it, and not a str"):
            ask("policies")  # type: ignore[operator]
    with pytest.raises(TypeError, match="decide takes a policy"):
        supportpolicy.decide("policies", {}, AT)  # type: ignore[arg-type]
    for moment in ("2026-06-05", AT.date()):
        with pytest.raises(TypeError, match=r"'at' is a (str|date); give it a datetime with a zone"):
            supportpolicy.decide(compiled, {}, moment)  # type: ignore[arg-type]
    for nothing in ("", "nowhere"):
        with pytest.raises(FileNotFoundError, match=f"there is no file or folder '{nothing}'"):
            supportpolicy.load(nothing)


def test_without_reasons_the_answer_is_the_same(good: Path) -> None:
    policy = supportpolicy.load(good)
    whole = supportpolicy.decide(policy, {}, AT)
    brief = supportpolicy.decide(policy, {}, AT, reasons=False)
    assert brief.reasons == ()
    assert brief == whole._replace(reasons=(), guidance=brief.guidance)


def test_no_compiled_policy() -> None:
    with pytest.raises(supportpolicy.Unreadable):
        supportpolicy.read_compiled("{}")
