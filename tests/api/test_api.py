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
from supportpolicy.reporting.schemas import schema_named
from tests.cli.conftest import GOOD, WRONG_TEAM
from tests.docs.pages import ROOT

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


def test_without_reasons_the_answer_is_the_same(good: Path) -> None:
    policy = supportpolicy.load(good)
    whole = supportpolicy.decide(policy, {}, AT)
    brief = supportpolicy.decide(policy, {}, AT, reasons=False)
    assert brief.reasons == ()
    assert brief == whole._replace(reasons=(), guidance=brief.guidance)


def test_no_compiled_policy() -> None:
    with pytest.raises(supportpolicy.Unreadable):
        supportpolicy.read_compiled("{}")
