from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft4Validator

from supportpolicy.diagnostics import Span
from supportpolicy.reporting import Report, render
from tests.reporting.cases import CASES, KINDS, ROUTING, SYNTAX, TEAM, TEAM_FINDING, finding, report_of
from tests.reporting.strategies import reports

# RFC 3986: only these may stand in a URI, and a percent sign only before two hex digits.
URI = re.compile(r"(?:[A-Za-z0-9\-._~/:]|%[0-9A-F]{2})*")


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_case_is_valid(name: str, sarif_schema: Draft4Validator) -> None:
    sarif_schema.validate(json.loads(render("sarif", CASES[name])))


@given(reports())
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60
)
def test_any_report_is_valid(sarif_schema: Draft4Validator, report: Report) -> None:
    log = json.loads(render("sarif", report))
    sarif_schema.validate(log)
    run = log["runs"][0]
    assert len(run["results"]) == len(report.findings)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert URI.fullmatch(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def test_the_schema_can_say_no(sarif_schema: Draft4Validator) -> None:
    log = json.loads(render("sarif", CASES["ordinary"]))
    log["runs"][0]["results"][0]["level"] = "info"
    assert not sarif_schema.is_valid(log)


def test_a_clean_run_declares_every_rule() -> None:
    run = run_of(report_of(kinds=KINDS[::-1]))
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [kind.code for kind in KINDS]
    team = rules[1]
    assert team["name"] == "unknown-team"
    assert team["shortDescription"]["text"] == TEAM.what
    assert TEAM.why in team["fullDescription"]["text"]
    assert team["helpUri"] == "https://github.com/supportpolicy/supportpolicy/blob/main/docs/checks/SP201.md"
    assert team["help"]["markdown"].startswith("# SP201 unknown-team\n")
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "error", "warning", "note"]


def test_a_finding_says_all_it_has() -> None:
    run = run_of(report_of(TEAM_FINDING, text=ROUTING, path="policies/routing.yaml", version="1.2.3"))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["version"] == "1.2.3"
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("SP201", 1, "error")
    assert result["message"]["text"] == "there is no team 'biling'\ndid you mean 'billing'?"
    place = result["locations"][0]["physicalLocation"]
    region = {"startLine": 6, "startColumn": 11, "endLine": 6, "endColumn": 17}
    assert place == {
        "artifactLocation": {"uri": "policies/routing.yaml", "uriBaseId": "%SRCROOT%"},
        "region": region,
    }
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "the teams are declared here"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "billing"}}]


def test_what_could_not_be_read_is_said_without_leaving_the_standard(sarif_schema: Draft4Validator) -> None:
    broken = SYNTAX.at(Span("a.yaml", 2, 1, 2, 1), "the list is not closed")
    run = run_of(report_of(finding(1, 1, 1, 2), broken, complete=False))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notice,) = invocation["toolExecutionNotifications"]
    assert notice["message"]["text"] == "the list is not closed"
    assert notice["associatedRule"] == {"id": "SP010", "index": 0}
    (general,) = run_of(report_of(complete=False))["invocations"][0]["toolExecutionNotifications"]
    assert general["level"] == "error"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/ü#1.yaml", {"uri": "a%20b/%C3%BC%231.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b.yaml", {"uri": "a%3Ab.yaml", "uriBaseId": "%SRCROOT%"}),
        ("50%.yaml", {"uri": "50%25.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a\\b.yaml", {"uri": "a%5Cb.yaml", "uriBaseId": "%SRCROOT%"}),
        ("raw\udcff.yaml", {"uri": "raw%FF.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a b.yaml", {"uri": "file:///srv/a%20b.yaml"}),
        ("C:/policy/a.yaml", {"uri": "file:///C:/policy/a.yaml"}),
        ("//server/share/a.yaml", {"uri": "file://server/share/a.yaml"}),
    ],
)
def test_paths_become_uris(path: str, expected: dict[str, str]) -> None:
    (result,) = run_of(report_of(finding(1, 1, 1, 2, path=path)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == expected


def test_brackets_in_a_message_are_no_link() -> None:
    (result,) = run_of(report_of(finding(1, 1, 1, 2, "see [here](0) and {name}")))["results"]
    assert result["message"]["text"] == "see [here\\](0) and {name}"


def marks(text: str, *lines: int, path: str = "a.yaml") -> list[str]:
    found = [finding(line, 1, line, 5, path=path) for line in lines]
    run = run_of(report_of(*found, text=text, path=path))
    return [result["partialFingerprints"]["codePathLine/v1"] for result in run["results"]]


def test_fingerprints_stay_when_lines_move_and_differ_otherwise() -> None:
    before = marks("team: x\nteam: y\nteam: x\n", 1, 2, 3)
    after = marks("# new\n\n  team: x\nteam: y\n# more\nteam: x\n", 3, 4, 6)
    assert before == after
    assert len(set(before)) == 3
    assert not set(before) & set(marks("team: x\n", 1, path="b.yaml"))
    assert not set(before) & set(marks("team: z\n", 1))


def test_the_mark_of_a_finding_is_the_hash_of_what_stays_the_same() -> None:
    """Services recognise findings by it: it may never change for a finding that is the same."""
    text = "  a: {x}{x}\n\ta: {x}{x}  \n"
    found = [finding(line, col, line, col + 3) for line, col in ((1, 6), (1, 9), (2, 5), (9, 1))]
    run = run_of(report_of(*found, text=text))
    same = (found[0].code, "a.yaml", "a: {x}{x}")
    wanted = [(*same, "1"), (*same, "2"), (*same, "3"), (found[3].code, "a.yaml", found[3].message, "1")]
    marks = [hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32] for parts in wanted]
    assert [result["partialFingerprints"]["codePathLine/v1"] for result in run["results"]] == marks
