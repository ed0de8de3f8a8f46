"""`supportpolicy test`, and the tests inside `supportpolicy build`: exit codes, formats, files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from supportpolicy.reporting.tested_schema import report_schema
from supportpolicy.testing import schema
from tests.cli.conftest import WRONG_TEAM, Runner, policy, run
from tests.testing.support import POLICY

__all__ = ["policy", "run"]

Policy = Callable[..., Path]
PASSING = """\
tests:
  - name: an outage goes to the seniors
    clause: house 1
    ticket: {opened: 2026-06-05 14:00, plan: paid, impact: down}
    expect: {severity: high, team: senior}
"""
FAILING = """\
tests:
  - name: an outage goes to the front
    clause: [house 1, house 2]
    ticket: {opened: 2026-06-05 14:00, plan: paid, impact: down}
    expect:
      team: front
      targets: {first_response: 2026-06-05 15:00}
"""
SHOWN = """\
policies/tests/b.yaml:2:11: failed: an outage goes to the front
  6 |       team: front
    |             ^^^^^
      team
      expected  front
      actual    senior
      because   routing: 'urgent' (policy.yaml:54) won; 'the rest' stands below it
  7 |       targets: {first_response: 2026-06-05 15:00}
    |                                 ^^^^^^^^^^^^^^^^
      targets.first_response.due
      expected  2026-06-05 15:00
      actual    2026-06-05 14:30
      because   sla: 'paying: high' (policy.yaml:61) won

1 failed, 1 passed in 2 files
"""


@pytest.fixture
def tested(policy: Policy) -> Callable[..., Path]:
    """A function that lays out the small policy with test files, and gives the folder of these."""

    def write(**files: str) -> Path:
        folder = policy(POLICY) / "tests"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


def test_failures_are_shown_where_they_are_written(run: Runner, tested: Policy) -> None:
    tested(a=PASSING, b=FAILING)
    ran = run("test")
    assert (ran.code, ran.err) == (1, "")
    line = str(POLICY.split("routing:")[0].count("\n") + 2)
    row = str(POLICY.split("      high: {first")[0].count("\n") + 1)
    assert ran.out == SHOWN.replace("policy.yaml:54", f"policy.yaml:{line}").replace(
        "policy.yaml:61", f"policy.yaml:{row}"
    )


def test_without_failures_there_is_one_line(run: Runner, tested: Policy) -> None:
    tested(a=PASSING)
    assert run("test") == (0, "1 passed in 1 file\n", "")
    assert run("test", "policies/policy.yaml").code == 0  # the tests beside a policy of one file
    assert run("test", "policies", "--tests", "policies/tests").code == 0


def test_colours_only_where_they_are_wanted(run: Runner, tested: Policy) -> None:
    tested(b=FAILING)
    assert "\x1b[" not in run("test").out
    colored = run("test", "--color", "always").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == run("test").out


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (("-k", "FRONT"), 1, ["an outage goes to the front"]),
        (("-k", "house 2"), 1, ["an outage goes to the front"]),
        (("-k", "a.yaml"), 0, ["an outage goes to the seniors"]),
        (("-k", "nowhere"), 2, None),
        (("-x",), 1, ["an outage goes to the front"]),
        ((), 1, ["an outage goes to the front", "an outage goes to the seniors"]),
    ],
)
def test_which_tests_are_run(
    run: Runner, tested: Policy, arguments: tuple[str, ...], code: int, names: list[str] | None
) -> None:
    tested(**{"0": FAILING, "a": PASSING})
    ran = run("test", "-o", "json", *arguments)
    assert ran.code == code
    if names is None:
        assert "no test has 'nowhere'" in ran.err
        return
    document = json.loads(ran.out)
    assert [test["name"] for test in document["tests"]] == names
    assert document["summary"]["stopped"] == (arguments == ("-x",))
    assert document["summary"]["notSelected"] == (2 - len(names) if "-k" in arguments else 0)


def test_json_fits_its_schema_and_lists_clauses(run: Runner, tested: Policy) -> None:
    tested(a=PASSING, b=FAILING, c="tests:\n  - {name: x, expect: {}}\n")
    document = json.loads(run("test", "-o", "json", "--coverage").out)
    Draft202012Validator(report_schema()).validate(document)
    assert document["clauses"] == [
        {"name": "house 1", "outcome": "failed", "tests": 2},
        {"name": "house 2", "outcome": "failed", "tests": 1},
    ]
    assert document["summary"] == {
        "tests": 2,
        "passed": 1,
        "failed": 1,
        "errors": 0,
        "mistakes": 1,
        "notRun": 0,
        "notSelected": 0,
        "files": 3,
        "stopped": False,
        "ok": False,
    }
    assert len(document["policy"]["behaviour"]) == 64
    assert document["tests"][1]["mismatches"][0] == {
        "what": "team",
        "span": {"path": "policies/tests/b.yaml", "line": 6, "col": 13, "endLine": 6, "endCol": 18},
        "expected": "front",
        "actual": "senior",
        "because": document["tests"][1]["mismatches"][0]["because"],
    }
    assert {"group", "name", "at"} == set(document["coverage"]["missing"][0])


def test_junit_counts_what_it_holds(run: Runner, tested: Policy) -> None:
    late = "tests:\n  - {name: when, ticket: {plan: paid}, expect: {severity: normal}}\n"
    tested(a=PASSING, b=FAILING, c="tests:\n  - {name: x, expect: {}}\n", d=late)
    root = ET.fromstring(run("test", "-o", "junit").out)
    assert root.attrib == {
        "name": "supportpolicy",
        "tests": "4",
        "failures": "2",
        "errors": "1",
        "skipped": "0",
        "time": "0",
    }
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite)
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == "team: expected front, actual senior"
    assert "policies/tests/b.yaml:7:33: targets.first_response.due" in (failure.text or "")


def test_annotations_point_at_what_is_expected(run: Runner, tested: Policy) -> None:
    tested(b=FAILING)
    first, second, last = run("test", "-o", "github").out.splitlines()
    assert first.startswith(
        "::error file=policies/tests/b.yaml,line=6,col=13,endLine=6,endColumn=18,title=test failed%3A an outage"
    )
    assert "::team: expected front, actual senior%0Ahelp: routing" in first
    assert "line=7" in second
    assert last == "1 failed, 0 passed in 1 file"


def test_several_outputs_at_once(run: Runner, tested: Policy, tmp_path: Path) -> None:
    tested(a=PASSING)
    ran = run("test", "-o", "text", "-o", "json:out.json", "-o", "junit:out.xml")
    assert (ran.code, ran.out) == (0, "1 passed in 1 file\n")
    assert json.loads((tmp_path / "out.json").read_text())["summary"]["ok"] is True
    assert ET.parse(tmp_path / "out.xml").getroot().tag == "testsuites"
    assert run("test", "-o", "json:x", "-o", "junit:x").code == 2
    assert "did you mean 'json'" in run("test", "-o", "jsn").err
    assert run("test", "-o", "sarif").code == 2


def test_mistakes_of_a_file_end_with_one_and_the_others_are_run(run: Runner, tested: Policy) -> None:
    tested(a=PASSING, b="tests:\n  - {name: x, ticket: {plam: paid}, expect: {team: front}}\n")
    ran = run("test")
    assert ran.code == 1
    assert "policies/tests/b.yaml:2:24: error[SP802] unknown-fact-in-test: unknown fact 'plam'" in ran.out
    assert ran.out.endswith("1 passed in 2 files; 1 error in the test files themselves; 1 test not run for that\n")
    assert run("test", "-k", "seniors").code == 1


def test_a_file_that_is_no_yaml_is_a_mistake(run: Runner, tested: Policy) -> None:
    tested(a=PASSING, b="tests: [\n")
    ran = run("test")
    assert ran.code == 1
    assert "error[SP010]" in ran.out


def test_a_policy_with_errors_is_not_tested(run: Runner, policy: Policy) -> None:
    folder = policy(WRONG_TEAM) / "tests"
    folder.mkdir()
    (folder / "a.yaml").write_text(PASSING)
    ran = run("test")
    assert (ran.code, ran.out) == (1, "")
    assert "error[SP201]" in ran.err
    assert "nothing was tested" in ran.err


def test_without_tests_it_is_wrong_usage(run: Runner, policy: Policy) -> None:
    folder = policy(POLICY)
    ran = run("test")
    assert ran.code == 2
    assert "--suggest" in ran.err
    (folder / "tests").mkdir()
    assert run("test").code == 2
    assert run("test", "--tests", "nowhere").code == 2
    assert run("test", "nowhere").code == 2


def test_files_without_a_test_are_no_success(run: Runner, tested: Policy) -> None:
    folder = tested(a="tests: []\n")
    ran = run("test")
    assert ran.code == 2
    assert "policies/tests/a.yaml:1:8: warning[SP811]" in ran.out
    assert "there is no test in 'policies/tests'" in ran.err
    tested(b=PASSING)
    ran = run("test")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("1 passed in 2 files; 1 warning in the test files themselves\n")
    (folder / "a.yaml").write_text("")
    ran = run("test")
    assert ran.code == 1
    assert "policies/tests/a.yaml:1:1: error[SP810] unclear-test: the file is empty" in ran.out
    assert "begin it with 'tests:' and a first test" in ran.out


def test_tests_or_a_compiled_policy_in_the_place_of_the_policy(run: Runner, tested: Policy) -> None:
    tested(a=PASSING)
    ran = run("test", "policies/tests/a.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert (
        "'policies/tests/a.yaml' is a file of tests, and no policy; run: supportpolicy test policies -k a.yaml"
        in ran.err
    )
    assert run("test", "policies", "-k", "a.yaml").out == "1 passed in 1 file\n"
    assert "'policies/tests' is a folder of tests, and no policy; run: supportpolicy test policies\n" in (
        run("test", "policies/tests").err
    )
    assert run("compile", "-o", "c.json").code == 0
    ran = run("test", "c.json")
    assert (ran.code, ran.out) == (2, "")
    assert "'c.json' is a compiled policy, and has no tests beside it" in ran.err


def test_coverage_and_the_least_that_is_wanted(run: Runner, tested: Policy) -> None:
    tested(a=PASSING)
    ran = run("test", "--coverage")
    assert ran.code == 0
    assert re.search(r"^routing +1 +2 +50%$", ran.out, re.MULTILINE)
    assert re.search(r"^total +7 +17 +41%$", ran.out, re.MULTILINE)
    assert re.search(r"^  policy.yaml:\d+ +routing: the rest$", ran.out, re.MULTILINE)
    assert run("test", "--fail-under", "41").code == 0
    ran = run("test", "--fail-under", "42")
    assert ran.code == 1
    assert "the tests reach 41% of the policy, and 42% are wanted" in ran.out
    assert "41%25" in run("test", "--fail-under", "42", "-o", "github").out
    assert run("test", "--fail-under", "101").code == 2


def test_suggestions_go_into_a_new_file_and_pass(run: Runner, tested: Policy, tmp_path: Path) -> None:
    tested(a=PASSING)
    printed = run("test", "--suggest")
    assert printed.code == 0
    assert printed.err == "1 passed in 1 file\n"
    written = run("test", "--suggest", "policies/tests/more.yaml")
    assert written.out == "1 passed in 1 file\n"
    text = (tmp_path / "policies/tests/more.yaml").read_text(encoding="utf-8")
    assert text == printed.out
    again = run("test", "--suggest", "policies/tests/more.yaml")
    assert again.code == 2
    assert "not overwritten" in again.err
    assert "put the policy before --suggest" in run("test", "--suggest", "policies").err
    assert run("test").out == f"{1 + text.count('- name:')} passed in 2 files\n"
    assert "# Every rule is reached." in run("test", "--suggest").out


def test_suggestions_for_a_policy_without_tests(run: Runner, policy: Policy) -> None:
    folder = policy(POLICY)
    assert "tests:\n" in run("test", "--suggest").out
    refused = run("test", "--suggest", "policie/tests/new.yaml")
    assert refused.code == 2
    assert "there is no folder 'policie/tests' for 'new.yaml'; make it first" in refused.err
    assert run("test", "--suggest", "policies/tests/new.yaml").code == 0
    assert (folder / "tests" / "new.yaml").is_file()


def test_no_comment_switches_a_mistake_off(run: Runner, tested: Policy) -> None:
    tested(
        a=PASSING
        + "  - name: an empty one # supportpolicy: ignore[SP808] written next week\n    ticket: {opened: 2026-06-05}\n"
    )
    ran = run("test")
    assert ran.code == 1
    assert "SP808" in ran.out


def test_build_runs_the_tests_first(run: Runner, tested: Policy, tmp_path: Path) -> None:
    tested(a=PASSING, b=FAILING)
    ran = run("build", "--no-summary")
    assert ran.code == 1
    assert "policies/tests/b.yaml:2:11: failed" in ran.err
    assert "nothing was built: the tests above do not pass" in ran.err
    assert not (tmp_path / "out").exists()
    assert "::error file=policies/tests/b.yaml" in run("build", "--no-summary", "-o", "github").out
    assert run("build", "--no-summary", "--no-test").code == 0
    assert (tmp_path / "out" / "policy.json").is_file()
    (tmp_path / "policies/tests/b.yaml").unlink()
    ran = run("build", "--no-summary")
    assert ran.code == 0
    assert ran.err.startswith("1 passed in 1 file\nbuilt policy.json")


@pytest.mark.parametrize("text", [PASSING, FAILING])
def test_test_files_fit_their_schema(text: str) -> None:
    import yaml

    validator = Draft202012Validator(schema.tests_schema())
    document = yaml.load(text, Loader=yaml.BaseLoader)
    validator.validate(document)
    assert not validator.is_valid({"test": []})
    assert not validator.is_valid({"tests": [{"ticket": "a"}]})
    assert not validator.is_valid({"tests": [{"name": "a", "expect": {"priority": "high"}}]})
