from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from supportpolicy.diagnostics import Span
from supportpolicy.reporting import Report, render
from supportpolicy.reporting.formats import FORMATS
from supportpolicy.reporting.report import summary
from tests.reporting.cases import CASES, GAP, HINT, TEAM_FINDING, finding, report_of
from tests.reporting.strategies import anything, reports, unhurried

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*,?)*)::(.*)", re.DOTALL)


def unescaped(text: str) -> str:
    """As the runner reads it: the percent sign last."""
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    *rows, last, end = render("github", report).split("\n")
    assert (last, end) == (summary(report), "")
    found = []
    for row in rows:
        match = COMMAND.fullmatch(row)
        assert match, row
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(match[3])))
    return found


def test_the_formats_are_those_promised() -> None:
    assert set(FORMATS) == {"text", "json", "sarif", "github", "junit", "markdown"}
    with pytest.raises(KeyError):
        render("yaml", report_of())


@pytest.mark.parametrize("name", sorted(FORMATS))
@unhurried
@given(report=reports())
def test_any_report_can_be_written_in_any_format(name: str, report: Report) -> None:
    shown = render(name, report)
    assert shown.encode("utf-8")
    assert shown.endswith("\n")
    assert shown == render(name, report)


def test_same_bytes_in_every_process() -> None:
    code = (
        "from tests.reporting.cases import CASES; from supportpolicy.reporting.formats import FORMATS, render; import sys; "
        "sys.stdout.buffer.write(''.join(render(f, r) for f in FORMATS for r in CASES.values()).encode())"
    )
    outputs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        outputs.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout)
    assert len(outputs) == 1


def test_text_loads_nothing_heavy() -> None:
    code = (
        "import sys, collections.abc, typing, re\n"
        "before = set(sys.modules)\n"
        "from supportpolicy.reporting import Report, render\n"
        "from supportpolicy.diagnostics import Diagnostic, Span\n"
        "found = Diagnostic('SP201', 'unknown-team', 'error', 'no team', Span('a', 1, 1, 1, 2), (), 'help')\n"
        "render('text', Report((found,), {'a': 'team: x'}, 1))\n"
        "print(*sorted(m for m in set(sys.modules) - before if not m.startswith('supportpolicy')))\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    loaded = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True)
    heavy = {"json", "hashlib", "xml", "dataclasses", "inspect", "unicodedata", "textwrap", "urllib", "rich", "click"}
    assert not heavy & {name.split(".")[0] for name in loaded.stdout.split()}


def test_json_has_every_field() -> None:
    document = json.loads(render("json", report_of(TEAM_FINDING, version="1.2.3", suppressed=2)))
    assert document["schemaVersion"] == 1
    assert document["tool"] == {"name": "supportpolicy", "version": "1.2.3"}
    assert document["summary"] == {
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "suppressed": 2,
        "known": 0,
        "unchanged": 0,
        "files": 1,
        "complete": True,
    }
    span = {"path": "policies/routing.yaml", "line": 6, "col": 11, "endLine": 6, "endCol": 17}
    assert document["findings"] == [
        {
            "code": "SP201",
            "name": "unknown-team",
            "level": "error",
            "message": "there is no team 'biling'",
            "span": span,
            "related": [
                {
                    "span": {"path": "policies/teams.yaml", "line": 2, "col": 1, "endLine": 2, "endCol": 6},
                    "message": "the teams are declared here",
                }
            ],
            "help": "did you mean 'billing'?",
            "fix": {"span": span, "replacement": "billing", "description": "write 'billing'", "safe": True},
            "url": "https://github.com/supportpolicy/supportpolicy/blob/main/docs/checks/SP201.md",
        }
    ]
    plain = json.loads(render("json", report_of(finding(1, 1, 1, 2))))["findings"][0]
    assert (plain["help"], plain["fix"], plain["related"]) == (None, None, [])
    assert "名" in render("json", report_of(finding(1, 1, 1, 2, "名")))


def test_github_commands_say_where_and_what() -> None:
    warning = GAP.at(Span("a.yaml", 3, 5, 4, 2), "nobody is there")
    hint = HINT.at(Span("a.yaml", 5, 1, 5, 1), "long")
    first, second, third = commands(report_of(TEAM_FINDING, warning, hint))
    place = {"file": "policies/routing.yaml", "line": "6", "col": "11", "endLine": "6", "endColumn": "17"}
    assert first[:2] == ("error", {**place, "title": "SP201 unknown-team"})
    assert first[2] == (
        "there is no team 'biling'\nnote: policies/teams.yaml:2:1: the teams are declared here\n"
        "help: did you mean 'billing'?"
    )
    # Columns are refused for a region of several lines.
    assert second[:2] == (
        "warning",
        {"file": "a.yaml", "line": "3", "endLine": "4", "title": "SP301 uncovered-hours"},
    )
    assert third[0] == "notice"


def test_github_escapes_exactly_as_the_runner_reads() -> None:
    shown = render("github", report_of(finding(1, 1, 1, 2, "50% off:\r\n::error::x, y", path="a,b:c%\n.yaml")))
    assert "file=a%2Cb%3Ac%25%0A.yaml,line=1" in shown
    assert shown.split("\n")[0].endswith("::50%25 off:%0D%0A::error::x, y")


@unhurried
@given(reports())
def test_github_stays_one_line_per_command(report: Report) -> None:
    assert "\r" not in render("github", report)
    found = commands(report)
    assert len(found) == len(report.findings)
    wanted = {"error": "error", "warning": "warning", "info": "notice"}
    printable = sorted((wanted[f.level], f.span.path.encode("utf-8", "replace").decode()) for f in report.findings)
    assert sorted((level, where["file"]) for level, where, _ in found) == printable


def test_github_counts_what_it_leaves_out() -> None:
    many = [finding(line, 1, line, 2) for line in range(1, 13)]
    some = [finding(line, 1, line, 2, level="info") for line in range(1, 11)]
    found = commands(report_of(*many, *some))
    assert [level for level, _, _ in found].count("error") == 10
    assert [level for level, _, _ in found].count("notice") == 10
    assert found[-1][2].startswith("2 more errors and 1 more info not shown here")
    assert "--output text" in found[-1][2]
    exactly = commands(report_of(*many[:10], *some))
    assert len(exactly) == 20
    assert "more" not in exactly[-1][2]


def test_junit_has_a_case_for_each_file() -> None:
    root = ET.fromstring(render("junit", CASES["several"]).encode())
    (suite,) = root.findall("testsuite")
    for element in (root, suite):
        numbers = {key: element.get(key) for key in ("tests", "failures", "errors", "skipped", "time")}
        assert numbers == {"tests": "2", "failures": "1", "errors": "0", "skipped": "0", "time": "0"}
    routing, gone = suite.findall("testcase")
    assert (routing.get("name"), routing.get("file"), routing.get("line")) == (*["policies/routing.yaml"] * 2, "6")
    (failure,) = routing.findall("failure")
    assert failure.get("type") == "SP201"
    assert failure.get("message") == "1 error, 1 warning, the first: there is no team 'biling'"
    assert "warning[SP301] uncovered-hours: nobody is there on Sundays" in (failure.text or "")
    # Info alone is told, but fails nothing.
    assert gone.find("failure") is None
    assert "this text is long" in (gone.findtext("system-out") or "")


def test_junit_of_a_clean_run_passes_one_case() -> None:
    suite = ET.fromstring(render("junit", CASES["clean"]).encode()).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    (case,) = suite.findall("testcase")
    assert case.get("name") == "no findings in 14 files"
    assert len(case) == 0


@unhurried
@given(reports())
def test_junit_is_well_formed_and_counts_right(report: Report) -> None:
    suite = ET.fromstring(render("junit", report).encode()).find("testsuite")
    assert suite is not None
    assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))


def test_junit_keeps_markup_as_text() -> None:
    root = ET.fromstring(render("junit", report_of(finding(1, 1, 1, 2, '<b> & "x" ]]> \x00\x1b\ufffe end'))).encode())
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == '<b> & "x" ]]>  end'
    assert '<b> & "x" ]]>  end' in (failure.text or "")


def cells(report: Report) -> list[list[str]]:
    """The table as a Markdown reader sees it, text only."""
    tokens = MarkdownIt("commonmark").enable("table").parse(render("markdown", report))
    rows: list[list[str]] = []
    for token, after in itertools.pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type == "td_open":
            rows[-1].append("".join("\n" if t.type == "html_inline" else t.content for t in after.children or []))
    return rows[1:]


def test_markdown_is_a_table_that_shows_what_was_said() -> None:
    assert render("markdown", CASES["clean"]) == "**supportpolicy: no findings in 14 files**\n"
    first, second, third = cells(CASES["several"])
    assert first == [
        "error",
        "policies/routing.yaml:6:11",
        "SP201 unknown-team",
        "there is no team 'biling'\ndid you mean 'billing'?",
    ]
    assert (second[0], third[0]) == ("warning", "info")


@unhurried
@given(anything, anything, st.none() | anything)
def test_markdown_rows_hold_whatever_is_in_them(message: str, path: str, text: str | None) -> None:
    found = finding(1, 1, 1, 2, message, path=path or "a")._replace(help=text)
    rows = cells(report_of(found))
    assert [len(row) for row in rows] == [4]


@unhurried
@given(st.text("ab|`*_<>[]()\\&#~$!- {}:", max_size=20), st.text("ab|`*_<&\\", min_size=1, max_size=8))
def test_markdown_shows_markup_as_it_is(text: str, path: str) -> None:
    # A reader drops cells that are too many, so that only what stands in them tells.
    (row,) = cells(report_of(finding(1, 1, 1, 2, f"x{text}x", path=f"x{path}")))
    assert row[1] == f"x{path}:1:1"
    assert row[3] == f"x{text}x"


def test_markdown_is_short_and_calls_nobody() -> None:
    many = [finding(line, 1, line, 2, "ask @everyone " + "x" * 1000) for line in range(1, 61)]
    shown = render("markdown", report_of(*many))
    assert "…and 10 more" in shown
    assert "@everyone" not in shown
    assert len(shown) < 65_536
