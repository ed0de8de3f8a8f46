"""The borders of the checks on approval, proof, sensitive requests and the bot's way to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportpolicy.checks.sensitive_requests import sensitive
from tests.checks.underlined import underlined

_APPROVAL = ("SP616", "SP617", "SP618")


@pytest.mark.parametrize(
    ("more", "approver", "expected"),
    [
        ("", "requester", [("SP616", "requester")]),
        ("", "[boss, requester]", [("SP616", "requester")]),
        ("", "agent", [("SP618", "agent")]),
        ("", "[agent, boss]", []),
        ("", "second-person", []),
        ("", "team", []),
        ("", "team-lead", [("SP617", "team-lead")]),
        ("teams: [{name: a}, {name: b, lead: boss}]\n", "team-lead", []),
        ("teams: [{name: a}, {name: b}]\n", "team-lead", [("SP617", "team-lead")]),
        ("teams: [{name: a, people: 0}]\n", "a", [("SP617", "a")]),
        ("teams: [{name: a, people: 1}]\n", "a", []),
        # The boss is another person.
        ("teams: [{name: a, people: 1}]\n", "second-person", []),
    ],
)
def test_who_approves(more: str, approver: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = f"roles: {{boss: {{coverage: always}}}}\n{more}refunds: [{{name: all, decision: review, approver: {approver}}}]\n"
    assert underlined(text, tmp_path, _APPROVAL) == expected
    text = (
        f"roles: {{boss: {{coverage: always}}}}\n{more}identity: [{{name: all, verify: code, approver: {approver}}}]\n"
    )
    assert underlined(text, tmp_path / "identity", _APPROVAL) == expected


@pytest.mark.parametrize(
    ("teams", "found"),
    [
        ("{name: a, people: 1}", 1),
        ("{name: a, people: 2}", 0),
        ("{name: a, people: 1}, {name: b, people: 1}", 0),
        ("{name: a, people: 1}, {name: b}", 0),
        ("{name: a}", 0),
    ],
)
def test_a_second_person_needs_two(teams: str, found: int, tmp_path: Path) -> None:
    text = f"teams: [{teams}]\nidentity: [{{name: all, verify: code, approver: second-person}}]\n"
    assert underlined(text, tmp_path, ("SP617",)) == [("SP617", "second-person")] * found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("decision: redirect", 1),
        ("decision: redirect, redirect: forum", 0),
        ("decision: redirect, customer_reason: Please ask your reseller.", 0),
        ("decision: redirect, say: hello", 0),
        ("decision: redirect, team: front", 0),
        ("decision: hand_over", 0),
    ],
)
def test_sent_nowhere(rule: str, found: int, tmp_path: Path) -> None:
    text = f"channels: {{forum: {{}}}}\nmessages: {{hello: Hello}}\nteams: [{{name: front}}]\nrequests: [{{name: all, {rule}}}]\n"
    assert underlined(text, tmp_path, ("SP619",)) == [("SP619", "all")] * found


@pytest.mark.parametrize(
    ("verify", "expected"),
    [
        ("{points: {a: 2, b: 1}, at_least: 3}", []),
        ("{points: {a: 2, b: 1}, at_least: 4}", [("SP620", "a: 2, b")]),
        ("{points: {a: 0}, at_least: 1}", [("SP620", "a")]),
        ("{all_of: [a, b], any_of: [b, c]}", [("SP621", "b")]),
        ("{all_of: [a], any_of: [b, c]}", []),
        # What must be brought may count points as well.
        ("{all_of: [a], points: {a: 2, b: 1}, at_least: 3}", []),
    ],
)
def test_proofs(verify: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    assert underlined(f"identity: [{{name: all, verify: {verify}}}]\n", tmp_path, ("SP620", "SP621")) == expected


_RESET = "{name: reset, when: {request: mfa-reset}, decision: approve}"


@pytest.mark.parametrize(
    ("requests", "identity", "found"),
    [
        (_RESET, "", 1),
        (_RESET, "{name: all, verify: none}", 1),
        (_RESET, "{name: all, verify: code}", 0),
        (_RESET, "{name: reset, when: {request: [mfa-reset, other]}, verify: code}, {name: all, verify: none}", 0),
        (_RESET, "{name: other, when: {request: other}, verify: code}, {name: all, verify: none}", 1),
        (_RESET, "{name: others, when: {request: {not: mfa-reset}}, verify: code}, {name: all, verify: none}", 1),
        (_RESET, "{name: all, verify: none}, {name: never, verify: code}", 1),
        (_RESET, "{name: all, decision: deny}", 0),
        (_RESET, "{name: all, verify: none, approver: second-person}", 0),
        # For some tickets a proof is asked for; which ones nobody can tell here.
        (_RESET, "{name: some, when: {tier: a}, verify: code}, {name: all, verify: none}", 0),
        (_RESET.replace("approve", "hand_over"), "", 0),
        (_RESET.replace("approve", "approve, proof: passport"), "", 0),
        (_RESET.replace("approve", "approve, approver: boss"), "", 0),
        (_RESET.replace("mfa-reset", "mfa-reset, requester.verified: true"), "", 0),
        (_RESET.replace("mfa-reset", "{not: mfa-reset}"), "", 0),
        (_RESET.replace("mfa-reset", "invoice-copy"), "", 0),
    ],
)
def test_sensitive_requests(requests: str, identity: str, found: int, tmp_path: Path) -> None:
    text = f"roles: {{boss: {{coverage: always}}}}\ntiers: [{{name: a}}]\nrequests: [{requests}]\n"
    text += f"identity: [{identity}]\n" if identity else ""
    assert underlined(text, tmp_path, ("SP622",)) == [("SP622", "mfa-reset")] * found


@pytest.mark.parametrize(
    "name",
    "password-reset mfa-reset 2fa_reset two-factor-reset second-factor change-email new-owner delete-account "
    "account-recovery unlock-account export-data reset-api-key".split(),
)
def test_names_of_sensitive_requests(name: str) -> None:
    assert sensitive(name)


@pytest.mark.parametrize(
    "name",
    "refund change-address cancel-subscription account-question export email delete-comment owner data change-plan "
    "change-delivery close-ticket new-account feature".split(),
)
def test_names_of_other_requests(name: str) -> None:
    assert not sensitive(name)


_BOT = ("SP623", "SP624", "SP625")


@pytest.mark.parametrize(
    ("bot", "expected"),
    [
        ("{name: Fern}", [("SP623", "{name: Fern}")]),
        ("{may_answer: {topic: a}}", [("SP623", "topic")]),
        ("{hand_over: {bot_turns: {at_least: 3}}}", [("SP624", "bot_turns")]),
        ("{hand_over: {is: [upset]}}", []),
        ("{hand_over: {asks_for_human: true}}", []),
        ("{may_answer: {topic: a}, hand_over: {topic: b, asks_for_human: true}}", [("SP625", "topic")]),
        ("{may_answer: {topic: a}, hand_over: {any_of: [{topic: b}, {asks_for_human: true}]}}", []),
        ("{may_answer: {topic: {not: b}}, hand_over: {topic: [b], asks_for_human: true}}", [("SP625", "topic")]),
        ("{may_answer: {topic: [a, b]}, hand_over: {topic: b, asks_for_human: true}}", []),
        # The bot loses the ticket at the fifth turn, and that is when it hands over.
        ("{may_answer: {bot_turns: {below: 5}}, hand_over: {asks_for_human: true, bot_turns: {at_least: 5}}}", []),
        ("{may_answer: {topic: a}, hand_over: {asks_for_human: true, topic: {not: a}}}", [("SP625", "asks_for_human")]),
    ],
)
def test_bots(bot: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = (
        "fields: {topic: {type: choice, values: [a, b]}}\nconditions: {upset: {asks_for_human: true}}\n"
        f"self_service: {{bot: {bot}}}\n"
    )
    assert underlined(text, tmp_path, _BOT) == expected
