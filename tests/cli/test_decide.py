"""The command that answers tickets: files and streams, moments, wrong tickets, why a rule did not win."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from supportpolicy.cli.write import say
from tests.cli.conftest import GOOD, WRONG_TEAM, Runner

Policy = Callable[..., Path]
ASKING = (
    GOOD.replace("name: acme\n", "name: acme\nhorizon: 2026-01-01..2026-12-31\n")
    .replace(
        "  - {name: all, team: front}\n",
        "  - {name: urgent, when: {plan: paid}, team: front}\n  - {name: all, team: back}\n",
    )
    .replace(
        "  - {name: front, coverage: office}\n",
        "  - {name: front, coverage: office}\n  - {name: back, coverage: office}\n",
    )
    + """\
fields:
  plan: {type: choice, values: [free, paid]}
  reason: {type: choice, values: [defect, other], ask: What is wrong with it?}
tiers:
  - {name: urgent, when: {plan: paid}}
  - {name: others}
refunds:
  - {name: defect, when: {reason: defect}, decision: approve, amount: 20 EUR}
  - {name: else, decision: deny, customer_reason: It is too late.}
requests:
  - {name: other wishes, when: {request: [refund, change]}, decision: hand_over, team: back}
"""
)
OPENED = "2026-06-05T14:00:00+01:00"
TICKET = {"id": "1", "facts": {"opened": OPENED, "plan": "paid"}}


@pytest.fixture
def asked(run: Runner, policy: Policy, tmp_path: Path) -> Callable[..., object]:
    """A function that runs `decide` on a ticket under the small policy."""
    policy(ASKING)

    def ask(*args: str, ticket: object = TICKET) -> object:
        (tmp_path / "ticket.json").write_text(json.dumps(ticket), encoding="utf-8")
        return run("decide", "ticket.json", *args)

    return ask


def ticket(number: object, **facts: object) -> str:
    return json.dumps({"id": number, "facts": {"opened": OPENED, **facts}})


def test_the_text_says_what_matters_first(asked: Runner) -> None:
    ran = asked()
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert re.fullmatch("ticket 1, by the policy acme [0-9a-f]{12}", lines[0])
    assert lines[1] == "  as of Fri 2026-06-05 14:00 Europe/Dublin (UTC+01:00)"
    assert lines[3].split() == ["team", "front"]
    assert "  first response  Mon 2026-06-08 10:00  4h of open time left" in ran.out
    assert "routing: urgent (policy.yaml:11)" in ran.out
    assert "Why" not in asked("--no-reasons").out


def test_the_json_is_one_line_and_valid_by_the_schema_of_the_policy(asked: Runner, run: Runner) -> None:
    ran = asked("--output", "json")
    assert ran.out.count("\n") == 1
    answer = json.loads(ran.out)
    Draft202012Validator(json.loads(run("schema", "answer").out)).validate(answer)
    assert answer["stages"]["team"] == "front"
    assert answer["targets"][0]["due"] == "2026-06-08T09:00:00Z"
    assert len(answer["behaviour"]) == 64
    assert json.loads(asked("-o", "json", "--no-reasons").out)["reasons"] == []


def test_many_tickets_come_one_by_one_and_wrong_ones_stop_nothing(run: Runner, policy: Policy) -> None:
    policy(ASKING)
    lines = [ticket(1), "{", ticket(3, plan="gold"), "", ticket(5, plan="paid")]
    ran = run("decide", "-", "-o", "json", stdin="\n".join(lines))
    assert ran.code == 1
    assert [json.loads(line)["ticket"] for line in ran.out.splitlines()] == ["1", "5"]
    wrong = ran.err.splitlines()
    assert wrong[0].startswith("line 2: ")
    assert wrong[1].startswith('line 3, ticket 3: plan is "gold"; expected one of free, paid')
    assert len(wrong) == 2
    assert run("decide", "-", "-o", "json", stdin="\n".join([lines[0], lines[4]])).code == 0


def test_texts_of_many_are_parted_by_a_line(run: Runner, policy: Policy) -> None:
    policy(ASKING)
    ran = run("decide", "-", "--no-reasons", stdin=f"[{ticket(1)}, {ticket(2)}]")
    assert ran.code == 0
    assert [part.splitlines()[0][:9] for part in ran.out.split("-" * 72 + "\n\n")] == ["ticket 1,", "ticket 2,"]


@pytest.mark.parametrize("text", ["", "  \n\n", "[]"])
def test_no_ticket_at_all(run: Runner, policy: Policy, text: str) -> None:
    policy(ASKING)
    ran = run("decide", "-", stdin=text)
    assert (ran.code, ran.out) == (1, "")
    assert "there is no ticket in standard input" in ran.err


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-06-08 09:30", "Mon 2026-06-08 09:30 Europe/Dublin (UTC+01:00)"),
        ("2026-06-08 17:30:05 Asia/Tokyo", "Mon 2026-06-08 09:30:05 Europe/Dublin (UTC+01:00)"),
        ("2026-06-08T08:30:00Z", "Mon 2026-06-08 09:30 Europe/Dublin (UTC+01:00)"),
        ("2026-12-08", "Tue 2026-12-08 00:00 Europe/Dublin (UTC)"),
        ("{after: 90m}", "Fri 2026-06-05 15:30 Europe/Dublin (UTC+01:00)"),
        ("{after: 1d, of: opened}", "Sat 2026-06-06 14:00 Europe/Dublin (UTC+01:00)"),
    ],
)
def test_the_moment(asked: Runner, at: str, expected: str) -> None:
    ran = asked("--at", at)
    assert ran.err == ""
    assert f"  as of {expected}\n" in ran.out


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("tomorrow", "'tomorrow' is not an instant"),
        ("2026-03-29 01:30", "there is no 01:30 on 2026-03-29 in Europe/Dublin"),
        ("2026-06-08 09:30 Asia/Tokio", "did you mean 'Asia/Tokyo'?"),
        ("{after: soon}", "soon"),
        ("{later: 5m}", "unknown key 'later'"),
        ("{", "is not an instant"),
    ],
)
def test_a_moment_that_is_none(asked: Runner, at: str, words: str) -> None:
    ran = asked("--at", at)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-06-05 13:59", "the ticket did not exist yet"),
        ("{after: 1h, of: order.delivered_at}", "ticket 1: --at counts from 'order.delivered_at'"),
    ],
)
def test_a_moment_without_an_answer(asked: Runner, at: str, words: str) -> None:
    ran = asked("--at", at)
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err


def test_the_clock_is_read_only_where_nothing_says_when_and_that_is_said(
    asked: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    monkeypatch.setattr("supportpolicy.cli.asking.now", lambda: dt.datetime(2026, 6, 9, 9, tzinfo=dt.UTC))
    bare = {"facts": {"plan": "paid"}}
    ran = asked(ticket=bare)
    assert ran.code == 0
    assert ran.err == "neither the ticket nor --at says when; answered for now, 2026-06-09T09:00:00Z\n"
    assert "  as of Tue 2026-06-09 10:00" in ran.out
    assert "taken to be opened at that moment" in ran.out
    assert asked("--at", "2026-06-10 10:00", ticket=bare).err == ""
    assert asked("--why-not", "routing/all", ticket=bare).err == ran.err
    assert asked().err == ""


def test_the_last_event_is_the_moment(asked: Runner) -> None:
    events = [{"event": "agent_reply", "at": "2026-06-08T09:10:00Z"}]
    ran = asked(ticket={**TICKET, "events": events})
    assert "  as of Mon 2026-06-08 10:10" in ran.out
    assert "missed, met late Mon 2026-06-08 10:10" in ran.out


def test_money_is_undecided_until_what_matters_is_known(asked: Runner) -> None:
    facts = {"opened": OPENED, "plan": "paid", "request": "refund"}
    ran = asked("--no-reasons", ticket={"facts": facts})
    assert 'Refund: undecided\n  ask first:\n    1. reason: "What is wrong with it?"\n' in ran.out
    ran = asked(ticket={"facts": {**facts, "reason": "defect"}})
    assert "Refund: approved, 20.00 EUR\n" in ran.out
    ran = asked(ticket={"facts": {**facts, "reason": "other"}})
    assert "Refund: denied\n" in ran.out
    assert "may be told to the customer: It is too late." in ran.out


def test_why_not_names_tests_and_values(asked: Runner) -> None:
    ran = asked(
        "--why-not", "defect", ticket={"id": 7, "facts": {"opened": OPENED, "request": "refund", "reason": "other"}}
    )
    assert ran.code == 0
    assert ran.out == (
        "refunds: 'defect' (policy.yaml:22) does not hold for ticket 7\n"
        "  fails    reason is defect (policy.yaml:22)\n"
        "           reason here: other\n"
        "  'else' (policy.yaml:23) won\n"
    )
    ran = asked("--why-not", "routing/all")
    assert "'all' (policy.yaml:12) holds, and does not win for ticket 1" in ran.out
    assert "'urgent' (policy.yaml:11) stands above it, and won" in ran.out
    assert "wins for ticket 1" in asked("--why-not", "routing/urgent").out
    assert "was not asked" in asked("--why-not", "else").out
    ran = asked("--why-not", "defect", ticket={"facts": {"opened": OPENED, "request": "refund"}})
    assert "is open for this ticket" in ran.out
    assert "  unknown  reason is defect" in ran.out


def test_why_not_for_programs(asked: Runner) -> None:
    found = json.loads(asked("--why-not", "routing/all", "-o", "json").out)
    assert found["wins"] is False
    assert found["won_by"] == "urgent"
    assert found["tests"] == []
    found = json.loads(asked("--why-not", "tier/urgent", "-o", "json").out)
    assert found["tests"] == [
        {"text": "plan is paid", "holds": True, "at": "policy.yaml:19", "values": {"plan": "paid"}}
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("urgent", "several tables have a rule 'urgent'; write 'tier/urgent' or 'routing/urgent'"),
        ("defekt", "did you mean 'defect'?"),
        ("routing/urgnt", "did you mean 'routing/urgent'?"),
        ("", "the policy has no rule ''"),
    ],
)
def test_a_rule_that_is_not_clear(asked: Runner, rule: str, words: str) -> None:
    ran = asked("--why-not", rule)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_compiled_policy_answers_the_same(asked: Runner, run: Runner) -> None:
    assert run("compile", "-o", "policy.json").code == 0
    for form in ("text", "json"):
        assert asked("-o", form, "--policy", "policy.json") == asked("-o", form)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("p.json", "{", "this is not JSON"),
        ("p.json", "{}", "this is not a compiled policy"),
        ("p.txt", '{"format": 99}', "update supportpolicy"),
        ("p.json", "\udcff", "this is not UTF-8 text"),
    ],
)
def test_a_document_that_is_no_policy(asked: Runner, tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    ran = asked("--policy", name)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_a_policy_with_errors_answers_nothing(asked: Runner, policy: Policy) -> None:
    policy(WRONG_TEAM)
    ran = asked()
    assert (ran.code, ran.out) == (1, "")
    assert "error[SP201]" in ran.err
    assert "nothing was decided: mend the errors above first" in ran.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nowhere.json",), "there is no file 'nowhere.json'"),
        (("policies",), "'policies' is a folder"),
        (("-", "--policy", "nowhere"), "there is no file or folder 'nowhere'"),
        (("-", "--policy", "-"), "standard input is for tickets"),
        (("-", "--fields", "-"), "standard input is for tickets; name the file of the mapping"),
        (("-", "--fields", "nowhere.yaml"), "there is no file 'nowhere.yaml'"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage(run: Runner, policy: Policy, args: tuple[str, ...], words: str) -> None:
    policy(ASKING)
    ran = run("decide", *args, stdin=ticket(1))
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_fields_of_a_helpdesk_become_facts(asked: Runner, tmp_path: Path) -> None:
    (tmp_path / "fields.yaml").write_text(
        "id: number\nfacts: {plan: custom.Plan, opened: created_at}\nvalues: {plan: {Gold: paid}}\n", encoding="utf-8"
    )
    export = {"number": 9, "created_at": OPENED, "custom": {"Plan": "Gold"}}
    ran = asked("-o", "json", "--fields", "fields.yaml", ticket=export)
    assert ran.err == ""
    assert json.loads(ran.out)["stages"]["team"] == "front"
    assert json.loads(ran.out)["ticket"] == "9"


def test_what_is_wrong_with_a_file_is_told_by_its_name(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(ASKING)
    (tmp_path / "in.json").write_text("{,", encoding="utf-8")
    assert run("decide", "in.json").err.startswith("in.json: it is not JSON (")
    assert run("decide", "-", stdin="{,").err.startswith("standard input: it is not JSON (")


def test_an_empty_mapping_is_no_empty_policy(asked: Runner, tmp_path: Path) -> None:
    (tmp_path / "fields.yaml").write_text("# later\n", encoding="utf-8")
    ran = asked("--fields", "fields.yaml")
    assert ran.code == 1
    assert ran.err.startswith("fields.yaml:1:1: error[SP821]")
    assert "begin it with 'facts:'" in ran.err


def test_a_closed_standard_output_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(click.UsageError, match="standard output is closed; nothing was written"):
        say("x")


def test_a_wrong_mapping_is_shown_like_a_policy(asked: Runner, tmp_path: Path) -> None:
    (tmp_path / "fields.yaml").write_text("facts: {plam: Plan}\n", encoding="utf-8")
    ran = asked("--fields", "fields.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert re.match(r"fields.yaml:1:9: error\[SP82\d\]", ran.err)
    assert "did you mean 'plan'?" in ran.err
    (tmp_path / "fields.yaml").write_text("facts: [\n", encoding="utf-8")
    ran = asked("--fields", "fields.yaml")
    assert ran.code == 1
    assert "error[SP010]" in ran.err


def test_colours_only_where_they_are_wanted(asked: Runner) -> None:
    assert "\x1b" not in asked().out
    coloured = asked("--color", "always").out
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == asked().out
    assert "\x1b" in asked("--why-not", "else", "--color", "always").out
    assert "\x1b" not in asked("-o", "json", "--color", "always").out


def test_what_a_ticket_says_cannot_move_the_cursor(asked: Runner) -> None:
    evil = {"id": "\x1b[2J\n4", "facts": {"opened": OPENED}}
    ran = asked("--at", "2026-01-01", ticket=evil)
    assert ran.code == 1
    assert "\x1b" not in ran.err + asked(ticket=evil).out
    assert len(ran.err.splitlines()) == 1
