"""Findings as a JUnit report, for CI systems that show nothing else.

There is no standard, only readers. The form is the one Jenkins' schema describes
(https://github.com/jenkinsci/xunit-plugin, junit-10.xsd) and GitLab reads; both take at most one failure from a test
case, so that all findings of a file are in the text of one.
"""

from __future__ import annotations

import re

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting.report import TOOL_NAME, Report, summary, tally

# What XML 1.0 has no way to write at all (https://www.w3.org/TR/xml/#charsets).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Report) -> str:
    """One suite; a case for each file that has findings, or one that passes. Info alone does not fail a case."""
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in report.findings:
        by_path.setdefault(finding.span.path, []).append(finding)
    cases = [_case(path, findings) for path, findings in by_path.items()]
    failures = sum(1 for findings in by_path.values() if _grave(findings))
    if not cases:
        cases = [element("testcase", {"classname": TOOL_NAME, "name": summary(report), "time": "0"})]
    numbers = {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": "0", "time": "0"}
    suite = element("testsuite", {"name": TOOL_NAME, **numbers}, "\n".join(cases))
    root = element("testsuites", {"name": TOOL_NAME, **numbers}, suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def _case(path: str, findings: list[Diagnostic]) -> str:
    grave = _grave(findings)
    text = escaped("\n\n".join(map(_described, findings)))
    if grave:
        first = grave[0]
        message = first.message if len(grave) == 1 else f"{tally(grave)}, the first: {first.message}"
        body = element("failure", {"type": first.code, "message": message}, text, inline=True)
    else:
        body = element("system-out", {}, text, inline=True)
    line = (grave or findings)[0].span.line
    case = {"classname": TOOL_NAME, "name": path, "file": path, "line": str(line), "time": "0"}
    return element("testcase", case, body)


def _grave(findings: list[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in findings if finding.level != "info"]


def _described(finding: Diagnostic) -> str:
    rows = [f"{finding.span.place}: {finding.level}[{finding.code}] {finding.name}: {finding.message}"]
    rows += [f"  note: {related.span.place}: {related.message}" for related in finding.related]
    if finding.help:
        rows.append(f"  help: {finding.help}")
    return "\n".join(rows)


def element(name: str, attributes: dict[str, str], body: str = "", *, inline: bool = False) -> str:
    """An XML element; `body` is XML already."""
    from xml.sax.saxutils import quoteattr

    listed = "".join(f" {key}={quoteattr(_ILLEGAL.sub('', value))}" for key, value in attributes.items())
    if not body:
        return f"<{name}{listed}/>"
    return f"<{name}{listed}>{body}</{name}>" if inline else f"<{name}{listed}>\n{body}\n</{name}>"


def escaped(text: str) -> str:
    """Text as XML, without what XML cannot hold."""
    from xml.sax.saxutils import escape

    return escape(_ILLEGAL.sub("", text))
