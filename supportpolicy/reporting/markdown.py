"""Findings as a table for a job's summary or a comment on a pull request."""

from __future__ import annotations

import re

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting.plain import clipped, one_line
from supportpolicy.reporting.report import Report, docs_url, summary

MOST_ROWS = 50
"""A comment on GitHub holds 65,536 characters, and nobody reads the fiftieth row."""
_LONGEST = 300
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#$])")


def render_markdown(report: Report) -> str:
    """What the run found in bold, then a row for each finding, the first fifty."""
    rows = [f"**supportpolicy: {summary(report)}**"]
    if report.findings:
        rows += ["", "| Level | Where | Code | What |", "|---|---|---|---|"]
        rows += [_row(finding) for finding in report.findings[:MOST_ROWS]]
    left_out = len(report.findings) - MOST_ROWS
    if left_out > 0:
        rows += ["", f"…and {left_out} more; run the check with `--output text` to see every finding."]
    return "\n".join(rows) + "\n"


def escape_markdown(text: str) -> str:
    """`text` on one line that Markdown shows as it is, in a table too, and that calls nobody's attention."""
    shown = _MARKUP.sub(r"\\\1", one_line(text).replace("&", "&amp;"))
    # GitHub would send a message to whoever is named behind an @; a space without width in between prevents it.
    return shown.replace("@", "@&#8203;")


def _row(finding: Diagnostic) -> str:
    what = escape_markdown(clipped(finding.message, _LONGEST))
    if finding.help:
        what += f"<br>{escape_markdown(clipped(finding.help, _LONGEST))}"
    code = f"[{finding.code}]({docs_url(finding.code)}) {escape_markdown(finding.name)}"
    return f"| {finding.level} | {_code(finding.span.place)} | {code} | {what} |"


def _code(text: str) -> str:
    """`text` as code; as plain text where a backtick in it would end the code."""
    shown = one_line(text).replace("|", "\\|")
    if "`" not in shown:
        return f"`{shown}`"
    return escape_markdown(text)
