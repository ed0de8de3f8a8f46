"""Every seeded fault that changes what the made-up desk does is found; and the harness itself judges rightly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from supportpolicy.engine import prepare
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.verify import UNREADABLE, verify
from tests.targets.desk import DESK, FILE, OPERATORS, compiled_desk, render
from tests.targets.faults import faults, judged, random_tickets

COMPILED = compiled_desk()
ENGINE = prepare(COMPILED)
FILES = render(COMPILED)


def test_the_desk_does_what_the_policy_says() -> None:
    verified = verify(DESK, FILES, ENGINE, cover_of(ENGINE))
    assert verified.agrees, [str(one) for one in verified.disagreements]
    assert verified.tickets == len(cover_of(ENGINE)) > 500


def test_every_fault_that_changes_something_is_found() -> None:
    report = judged(DESK, FILES, ENGINE, 1, 200, OPERATORS, tickets=1_500)
    assert report.missed == ()
    assert report.found > 120


def test_faults_are_different_and_the_same_for_the_same_seed() -> None:
    first = [fault.files[FILE] for fault in faults(FILES, 7, 100, OPERATORS)]
    assert first == [fault.files[FILE] for fault in faults(FILES, 7, 100, OPERATORS)]
    assert FILES[FILE] not in first and len({*first}) > 90
    kinds = {fault.kind for fault in faults(FILES, 7, 200, OPERATORS)}
    assert kinds >= {"drop", "swap", "operator", "off by one", "unit", "zone", "date", "week origin", "another value"}


def test_a_verifier_that_sees_too_few_tickets_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.targets.faults.cover_of", lambda engine: cover_of(engine)[:3])
    assert judged(DESK, FILES, ENGINE, 1, 60, OPERATORS, tickets=1_000).missed


def test_random_tickets_cover_the_declared_facts() -> None:
    tickets = list(random_tickets(ENGINE, FILES, 3, 4_000))
    assert {ticket.get("topic") for ticket in tickets} >= {"billing", "refund", "outage", "other", None}
    assert {str(ticket.get("seats")) for ticket in tickets} >= {"50", "5", "500"}


def _with(change: Any) -> dict[str, str]:
    data = json.loads(FILES[FILE])
    change(data)
    return {FILE: json.dumps(data)}


def test_a_disagreement_is_shown_by_the_smallest_ticket() -> None:
    def swapped(data: Any) -> None:
        data["sorting"][2][1]["set"]["team"] = "west"

    verified = verify(DESK, _with(swapped), ENGINE, cover_of(ENGINE))
    (only,) = verified.disagreements
    assert (only.aspect, only.rule, only.policy, only.tool) == ("team", "routing: money", "money", "west")
    assert len(only.facts) == 2 and only.facts["topic"] in ("billing", "refund")
    assert only.ticket.startswith("{topic: ") and "opened: 202" in only.ticket
    assert only.at.startswith("policy.yaml:") and only.tickets > 1


def test_due_times_are_said_as_wall_times() -> None:
    def later(data: Any) -> None:
        data["promises"][0]["targets"][0]["minutes"] += 1

    verified = verify(DESK, _with(later), ENGINE, cover_of(ENGINE))
    (only,) = verified.disagreements
    assert only.aspect == "due first_response" and only.rule == "sla: gold: high"
    assert only.policy.split()[0] in ("Mon", "Tue", "Wed", "Thu", "Fri") and only.policy != only.tool
    assert "the policy says" in str(only)


def test_files_that_cannot_be_read_are_a_disagreement() -> None:
    verified = verify(DESK, {FILE: "{}"}, ENGINE, cover_of(ENGINE))
    (only,) = verified.disagreements
    assert only.aspect == UNREADABLE and not verified.agrees and "does not understand" in str(only)
