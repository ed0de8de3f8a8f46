"""Findings as annotations on a pull request: workflow commands that GitHub Actions reads from a step's output.

The commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. How their text is
escaped is what actions/toolkit does (packages/core/src/command.ts).
"""

from __future__ import annotations

from collections.abc import Iterable

from supportpolicy.diagnostics import LEVELS, Diagnostic, Level
from supportpolicy.reporting.report import TOOL_NAME, Report, counted, summary

MOST_OF_A_LEVEL = 10
"""GitHub shows no more annotations of one level from one step, and does not say so (actions/toolkit#734)."""
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(report: Report) -> str:
    """One command a line, the gravest that GitHub would drop counted in one more, then a plain line that sums up."""
    rows = commands_for(report.findings, "Run the check with '--output text' to see every finding.")
    return "\n".join([*rows, summary(report)]) + "\n"


def commands_for(findings: Iterable[Diagnostic], advice: str) -> list[str]:
    """Commands for as many findings of each level as GitHub shows; a notice with `advice` says how many it does not."""
    by_level: dict[Level, list[Diagnostic]] = {level: [] for level in LEVELS}
    for finding in findings:
        by_level[finding.level].append(finding)
    room: dict[Level, int] = dict.fromkeys(LEVELS, MOST_OF_A_LEVEL)
    if any(len(by_level[level]) > MOST_OF_A_LEVEL for level in LEVELS):
        # What is left out is said in a notice, which itself takes one of the places for notices.
        room["info"] -= 1
    rows = [_annotation(finding) for level in LEVELS for finding in by_level[level][: room[level]]]
    left_out = [
        counted(len(by_level[level]) - room[level], f"more {level}")
        for level in LEVELS
        if len(by_level[level]) > room[level]
    ]
    if left_out:
        text = f"{' and '.join(left_out)} not shown here: GitHub shows {MOST_OF_A_LEVEL} annotations of each level. {advice}"
        rows.append(_command("notice", {"title": TOOL_NAME}, text))
    return rows


def _annotation(finding: Diagnostic) -> str:
    span = finding.span
    where: dict[str, object] = {"file": span.path, "line": span.line}
    if span.line == span.end_line:
        # The runner refuses columns where the lines differ ("'col' and 'endColumn' cannot be set if 'line' and
        # 'endLine' are different values").
        where |= {"col": span.col, "endLine": span.end_line, "endColumn": max(span.end_col, span.col)}
    else:
        where |= {"endLine": max(span.end_line, span.line)}
    where["title"] = f"{finding.code} {finding.name}"
    text = [finding.message]
    text += [f"note: {related.span.place}: {related.message}" for related in finding.related]
    if finding.help:
        text.append(f"help: {finding.help}")
    if finding.fix and not finding.help:
        text.append(f"fix: {finding.fix.description}")
    return _command(_COMMANDS[finding.level], where, "\n".join(text))


def _command(name: str, properties: dict[str, object], text: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    # The percent sign first, or it would escape the escapes.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
