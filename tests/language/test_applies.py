"""`applies`: what the head of a file says of its rules is joined by "and" to each of them, and to nothing else."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from supportpolicy.language.conditions import ALWAYS
from supportpolicy.language.reading import About
from tests.checks.running import findings_in
from tests.language.loading import HEAD, load_text, said

APPLIES = "applies: {when: {customer.region: emea}, effective: {from: 2026-03-01, until: 2026-09-01}}\n"
STEPS = "steps: [{after: 1h, tell: agent}]"

# Section, the rule with its own condition, and where it is in the policy.
RULES: list[tuple[str, str, Any]] = [
    ("tiers", "[{name: one, when: {plan: paid}}]", lambda policy: policy.tiers[0].head),
    ("routing", "[{name: one, when: {plan: paid}, team: x}]", lambda policy: policy.routing[0].head),
    ("sla", "[{name: one, when: {plan: paid}, targets: none}]", lambda policy: policy.sla[0].head),
    ("requests", "[{name: one, when: {plan: paid}, decision: deny}]", lambda policy: policy.requests[0].head),
    ("refunds", "[{name: one, when: {plan: paid}, decision: deny}]", lambda policy: policy.refunds[0].head),
    ("identity", "[{name: one, when: {plan: paid}, verify: sso}]", lambda policy: policy.identity[0].head),
    ("escalation", f"[{{name: one, when: {{plan: paid}}, {STEPS}}}]", lambda policy: policy.escalation[0]),
    ("emergency", "{when: {plan: paid}}", lambda policy: policy.emergency),
    (
        "severities",
        "{levels: [high], rules: [{level: high, when: {plan: paid}}]}",
        lambda policy: policy.severities.rules[0].head,
    ),
    (
        "severities",
        "{levels: [high], at_most: [{level: high, when: {plan: paid}}]}",
        lambda policy: policy.severities.at_most[0].head,
    ),
    (
        "lifecycle",
        f"{{rules: [{{name: one, when: {{plan: paid}}, {STEPS}}}]}}",
        lambda policy: policy.lifecycle.rules[0],
    ),
    (
        "communication",
        f"{{updates: [{{name: one, when: {{plan: paid}}, {STEPS}}}]}}",
        lambda policy: policy.communication.updates[0],
    ),
]
_IDS = [f"{section}-{number}" for number, (section, _, _) in enumerate(RULES)]


@pytest.mark.parametrize(("section", "rule", "find"), RULES, ids=_IDS)
def test_it_is_joined_to_rules_of_every_kind(section: str, rule: str, find: Any, tmp_path: Path) -> None:
    policy, findings = load_text(f"{HEAD}{APPLIES}{section}: {rule}\n", tmp_path)
    assert findings == []
    found = find(policy)
    assert said(found.when) == "all(customer.region is [emea]; plan is [paid])"
    about: About = found.about
    assert about.effective is not None
    assert (about.effective.start, about.effective.end) == (dt.date(2026, 3, 1), dt.date(2026, 9, 1))


@pytest.mark.parametrize(("section", "rule", "find"), RULES, ids=_IDS)
def test_it_holds_for_its_own_file_only(section: str, rule: str, find: Any, tmp_path: Path) -> None:
    text = f"{HEAD}{section}: {rule}\n=== other.yaml\n{APPLIES}voice: {{emoji: none}}\n"
    policy, findings = load_text(text, tmp_path)
    assert findings == []
    found = find(policy)
    assert said(found.when) == "plan is [paid]"
    assert found.about.effective is None


def test_a_rule_without_a_condition_gets_that_of_its_file(tmp_path: Path) -> None:
    policy, _ = load_text(f"{HEAD}{APPLIES}routing: [{{name: one, team: x}}]\n", tmp_path)
    assert said(policy.routing[0].head.when) == "customer.region is [emea]"


def test_so_it_no_longer_applies_to_all(tmp_path: Path) -> None:
    text = (
        f"{HEAD}teams: [{{name: x, coverage: always}}]\norder: {{routing: [emea.yaml, policy.yaml]}}\n"
        "routing: [{name: rest, team: x}]\n"
        "=== emea.yaml\napplies: {when: {customer.region: emea}}\nrouting: [{name: emea, team: x}]\n"
    )
    assert findings_in(text, tmp_path) == []


def test_a_grid_for_all_severities_gets_it_too(tmp_path: Path) -> None:
    grid = "grid: {down: impact, across: urgency, cells: {big: {now: high}}}"
    policy, findings = load_text(f"{HEAD}{APPLIES}severities: {{levels: [high], {grid}}}\n", tmp_path)
    assert findings == []
    assert policy.severities is not None
    assert policy.severities.grid is None
    (rule,) = policy.severities.rules
    assert rule.head.grid is not None
    assert said(rule.head.when) == "customer.region is [emea]"


def test_keys_of_one_section_from_two_files_each_get_their_own(tmp_path: Path) -> None:
    text = (
        f"=== a.yaml\n{HEAD}applies: {{when: {{plan: paid}}}}\nlifecycle: {{reopen: {{within: 7d}}}}\n"
        "communication: {guidelines: [Be brief.]}\n"
        f"=== b.yaml\nlifecycle: {{rules: [{{name: one, {STEPS}}}]}}\n"
        f"=== c.yaml\n{APPLIES}communication: {{updates: [{{name: two, {STEPS}}}]}}\n"
    )
    policy, findings = load_text(text, tmp_path)
    assert findings == []
    assert policy.lifecycle is not None
    assert policy.communication is not None
    assert policy.lifecycle.rules[0].when == ALWAYS
    assert said(policy.communication.updates[0].when) == "customer.region is [emea]"


def test_what_is_no_rule_stays_as_it_is(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{APPLIES}fields: {{plan: {{type: text}}}}\nconditions: {{paid: {{plan: paid}}}}\nteams: [{{name: x}}]\n"
    )
    policy, findings = load_text(text, tmp_path)
    assert findings == []
    assert said(policy.conditions["paid"].when) == "plan is [paid]"


WINDOWS = [
    ("{from: 2026-03-01, until: 2026-09-01}", "{from: 2026-06-01}", ("2026-06-01", "2026-09-01")),
    ("{from: 2026-03-01, until: 2026-09-01}", "{until: 2026-06-01}", ("2026-03-01", "2026-06-01")),
    ("{from: 2026-03-01}", "{from: 2026-01-01, until: 2026-06-01}", ("2026-03-01", "2026-06-01")),
    ("{until: 2026-09-01}", "{until: 2026-12-01}", (None, "2026-09-01")),
    ("{from: 2026-03-01}", None, ("2026-03-01", None)),
]


@pytest.mark.parametrize(("file", "rule", "both"), WINDOWS)
def test_windows_are_narrowed(file: str, rule: str | None, both: tuple[str | None, str | None], tmp_path: Path) -> None:
    own = f", effective: {rule}" if rule else ""
    policy, findings = load_text(
        f"{HEAD}applies: {{effective: {file}}}\nrouting: [{{name: one, team: x{own}}}]\n", tmp_path
    )
    assert findings == []
    effective = policy.routing[0].head.about.effective
    assert effective is not None
    dates = tuple(None if day is None else day.isoformat() for day in (effective.start, effective.end))
    assert dates == both


def test_windows_that_share_no_day_are_an_error(tmp_path: Path) -> None:
    text = (
        f"{HEAD}applies: {{effective: {{until: 2026-03-01}}}}\n"
        "routing:\n  - {name: one, team: x, effective: {from: 2026-06-01}}\n"
    )
    _, findings = load_text(text, tmp_path)
    assert findings == [
        "policy.yaml:5 SP103 this is in force from 2026-06-01, and its file only until 2026-03-01, "
        "which leaves no time at all"
    ]


def test_a_broken_head_gives_one_message(tmp_path: Path) -> None:
    text = (
        f"{HEAD}teams: [{{name: x, coverage: always}}]\norder: {{routing: [emea.yaml, policy.yaml]}}\n"
        "routing: [{name: rest, team: x}]\n"
        "=== emea.yaml\napplies: {wen: {customer.region: emea}}\nrouting: [{name: emea, team: x}]\n"
    )
    assert [finding.code for finding in findings_in(text, tmp_path)] == ["SP101"]


def test_a_condition_of_a_file_is_checked_once(tmp_path: Path) -> None:
    text = (
        f"{HEAD}teams: [{{name: x, coverage: always}}]\napplies: {{when: {{regoin: emea}}}}\n"
        "routing: [{name: one, when: {customer.vip: true}, team: x}, {name: two, team: x}]\n"
    )
    assert [finding.code for finding in findings_in(text, tmp_path)] == ["SP207"]


def test_a_file_without_a_head_changes_nothing(tmp_path: Path) -> None:
    policy, _ = load_text(f"{HEAD}routing: [{{name: one, team: x}}]\n", tmp_path)
    assert policy.routing[0].head.when == ALWAYS
