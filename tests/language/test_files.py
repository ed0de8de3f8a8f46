"""One policy out of several files: order, names given twice, and sections spread over files."""

from pathlib import Path

import pytest

from supportpolicy.language.load import ORDERED
from supportpolicy.language.policy import Policy
from tests.checks.running import findings_in, shown
from tests.language.loading import HEAD, load_text

TEAM = "teams: [{name: front, coverage: always}]\n"


def _rules(policy: Policy) -> list[str]:
    return [str(route.head.name) for route in policy.routing]


def _route(name: str) -> str:
    return f"routing: [{{name: {name}, when: {{asks_for_human: true}}, team: front}}]\n"


def _spread(order: str, *names: str) -> str:
    files = "".join(f"=== {name}.yaml\n{_route(name.rpartition('/')[2])}" for name in names)
    return f"{HEAD}order: {{routing: {order}}}\n{TEAM}{files}"


ORDERS = [
    ("[b.yaml, a.yaml]", ["a", "b"], ["b", "a"]),
    ("['*.yaml']", ["b", "a", "c"], ["a", "b", "c"]),
    ("[c.yaml, '*.yaml']", ["a", "b", "c"], ["c", "a", "b"]),
    (
        "[urgent.yaml, regions/*.yaml, rest.yaml]",
        ["rest", "regions/us", "regions/jp", "urgent"],
        ["urgent", "jp", "us", "rest"],
    ),
    ("[regions/*/first.yaml, '*']", ["regions/jp/first", "a", "regions/jp/then"], ["first", "a", "then"]),
]


@pytest.mark.parametrize(("order", "files", "rules"), ORDERS, ids=[order for order, _, _ in ORDERS])
def test_the_header_gives_the_order(order: str, files: list[str], rules: list[str], tmp_path: Path) -> None:
    policy, findings = load_text(_spread(order, *files), tmp_path)
    assert findings == []
    assert _rules(policy) == rules


def test_a_file_that_the_order_leaves_out(tmp_path: Path) -> None:
    policy, findings = load_text(_spread("[a.yaml]", "a", "b"), tmp_path)
    assert findings == ["b.yaml:1 SP109 'b.yaml' has rules of routing, but the order leaves the file out"]
    assert _rules(policy) == ["a", "b"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    _, findings = load_text(_spread("[a.yaml, missing.yaml]", "a"), tmp_path)
    assert findings == ["policy.yaml:3 SP109 no file 'missing.yaml' has rules of routing"]


def test_a_file_name_misspelt_in_the_order_is_one_mistake(tmp_path: Path) -> None:
    findings = findings_in(_spread("[urgnt.yaml, rest.yaml]", "urgent", "rest"), tmp_path)
    assert [(finding.code, finding.help) for finding in findings] == [("SP109", "did you mean 'urgent.yaml'?")]


@pytest.mark.parametrize("section", sorted(ORDERED))
def test_an_ordered_section_in_two_files_needs_an_order(section: str, tmp_path: Path) -> None:
    rule = {
        "routing": "team: front",
        "sla": "targets: none",
        "requests": "decision: review",
        "refunds": "decision: review",
        "identity": "verify: email-code",
    }.get(section, "describe: everybody")
    files = f"{HEAD}{section}: [{{name: one, {rule}}}]\n=== more.yaml\n{section}: [{{name: two, {rule}}}]\n"
    _, findings = load_text(files, tmp_path)
    # The files come in the order of their names.
    assert findings == [f"policy.yaml:3 SP108 {section} stands in 2 files, and nothing says which comes first"]


def test_without_an_order_no_rule_is_called_unreachable(tmp_path: Path) -> None:
    text = f"{HEAD}{TEAM}routing: [{{name: all, team: front}}]\n=== more.yaml\nrouting: [{{name: rest, team: front}}]\n"
    assert [finding.code for finding in findings_in(text, tmp_path)] == ["SP108"]


def test_with_an_order_a_rule_of_a_later_file_may_be(tmp_path: Path) -> None:
    text = (
        f"{HEAD}{TEAM}order: {{routing: [policy.yaml, more.yaml]}}\nrouting: [{{name: all, team: front}}]\n"
        "=== more.yaml\nrouting: [{name: rest, team: front}]\n"
    )
    assert [finding.code for finding in findings_in(text, tmp_path)] == ["SP401"]


def test_named_sections_may_be_spread(tmp_path: Path) -> None:
    text = f"{HEAD}fields: {{plan: {{type: text}}}}\n=== more.yaml\nfields: {{topic: {{type: text}}}}\n"
    policy, findings = load_text(text, tmp_path)
    assert findings == []
    assert sorted(policy.fields) == ["plan", "topic"]


def test_listed_sections_may_be_spread(tmp_path: Path) -> None:
    policy, findings = load_text(f"{HEAD}{TEAM}=== more.yaml\nteams: [{{name: back}}]\n", tmp_path)
    assert findings == []
    assert sorted(policy.teams) == ["back", "front"]


def test_sections_of_one_mapping_may_be_spread_by_key(tmp_path: Path) -> None:
    text = f"{HEAD}quality: {{goals: [{{measure: csat, at_least: 90%}}]}}\n=== more.yaml\nquality: {{scorecard: [{{name: kind}}]}}\n"
    policy, findings = load_text(text, tmp_path)
    assert findings == []
    assert policy.quality is not None
    assert [str(goal.measure) for goal in policy.quality.goals] == ["csat"]
    assert [str(line.name) for line in policy.quality.scorecard] == ["kind"]


TWICE = [
    ("fields: {plan: {type: text}}", "fields: {plan: {type: number}}", "'plan' is there twice in fields", "SP107"),
    ("teams: [{name: a}]", "teams: [{name: a}]", "'a' is there twice in teams", "SP107"),
    ("messages: {hi: Hi}", "messages: {hi: Hello}", "'hi' is there twice in messages", "SP107"),
    ("voice: {emoji: none}", "voice: {emoji: sparing}", "'emoji' is given in two files", "SP110"),
    ("timezone: Europe/Dublin", "timezone: Europe/Dublin", "'timezone' is given in two files", "SP110"),
    ("currency: EUR", "currency: USD", "'currency' is given in two files", "SP110"),
    ("horizon: 2026-01-01..2026-12-31", "horizon: 2026-01-01..2027-12-31", "'horizon' is given in two files", "SP110"),
]


@pytest.mark.parametrize(("first", "second", "message", "code"), TWICE, ids=[first for first, *_ in TWICE])
def test_given_in_two_files(first: str, second: str, message: str, code: str, tmp_path: Path) -> None:
    _, findings = load_text(f"=== a.yaml\n{HEAD}{first}\n=== b.yaml\n{second}\n", tmp_path)
    assert findings == [f"b.yaml:1 {code} {message}"]


def test_a_name_twice_in_one_file(tmp_path: Path) -> None:
    policy, findings = load_text(f"{HEAD}teams:\n  - {{name: a, people: 1}}\n  - {{name: a, people: 2}}\n", tmp_path)
    assert findings == ["policy.yaml:5 SP107 'a' is there twice in teams"]
    assert policy.teams["a"].people == 1


def test_the_version_may_stand_in_every_file(tmp_path: Path) -> None:
    _, findings = load_text(f"{HEAD}=== more.yaml\nsupportpolicy: 1\nvoice: {{emoji: none}}\n", tmp_path)
    assert findings == []


def test_one_broken_file_leaves_the_others_readable(tmp_path: Path) -> None:
    text = f"{HEAD}{TEAM}=== more.yaml\nrouting: [{{name: one, team: front}}\n"
    findings = findings_in(text, tmp_path)
    assert [finding.code for finding in findings] == ["SP010"], shown(findings)
