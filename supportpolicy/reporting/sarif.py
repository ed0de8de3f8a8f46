"""Findings as SARIF 2.1.0, which code scanning services read.

Section numbers are those of the OASIS standard with errata 01:
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

from itertools import count
from typing import Any

from supportpolicy.diagnostics import Diagnostic, Level
from supportpolicy.reporting.pretty import pretty
from supportpolicy.reporting.report import HOME, TOOL_NAME, Lines, Report
from supportpolicy.reporting.sarif_places import BASE_ID, artifact, location, region
from supportpolicy.reporting.sarif_rules import LEVELS, plain_message, rules

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "codePathLine/v1"


def render_sarif(report: Report) -> str:
    """A log of one run. Every code is declared as a rule, found or not, so that alerts no longer found are closed."""
    declared = rules(report)
    index = {str(rule["id"]): number for number, rule in enumerate(declared)}
    driver: dict[str, object] = {"name": TOOL_NAME, "informationUri": HOME, "rules": declared}
    if report.version:
        driver["version"] = report.version
    prints = _fingerprints(report)
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report, index)],
        "originalUriBaseIds": {BASE_ID: {"description": {"text": "The folder the check was run in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index, mark) for finding, mark in zip(report.findings, prints, strict=True)],
    }
    return pretty({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _result(finding: Diagnostic, index: dict[str, int], mark: str) -> dict[str, object]:
    text = finding.message if not finding.help else f"{finding.message}\n{finding.help}"
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": LEVELS[finding.level],
        "message": plain_message(text),
        "locations": [location(finding.span)],
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **location(related.span), "message": plain_message(related.message)}
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix:
        replacement = {
            "deletedRegion": region(finding.fix.span),
            "insertedContent": {"text": finding.fix.replacement},
        }
        change = {"artifactLocation": artifact(finding.fix.span.path), "replacements": [replacement]}
        result["fixes"] = [
            {
                "description": plain_message(finding.fix.description),
                "artifactChanges": [change],
                "properties": {"safe": finding.fix.safe},
            }
        ]
    return result


def _invocation(report: Report, index: dict[str, int]) -> dict[str, object]:
    """Whether everything could be looked at (3.20.14); where not, which file could not (3.20.21)."""
    if report.complete:
        return {"executionSuccessful": True}
    level: Level = "error"
    notices: list[dict[str, object]] = [
        {
            "level": LEVELS[level],
            "message": plain_message(finding.message),
            "locations": [location(finding.span)],
            "associatedRule": {"id": finding.code, "index": index[finding.code]},
        }
        for finding in report.findings
        # Codes of the first area are about files as such.
        if finding.level == level and finding.code.startswith("SP0")
    ]
    if not notices:
        text = "Not every file could be read, so findings may be missing."
        notices.append({"level": LEVELS[level], "message": plain_message(text)})
    return {"executionSuccessful": False, "toolExecutionNotifications": notices}


def _fingerprints(report: Report) -> list[str]:
    """For each finding what stays the same when lines move: its code, its path, its line's text and which of these.

    Not under GitHub's own `primaryLocationLineHash`: its upload action computes that one, and warns of other values.
    """
    import hashlib

    lines = Lines(report.texts)
    texts: dict[tuple[str, int], str] = {}
    seen: dict[tuple[str, str, str], tuple[Any, count[int]]] = {}
    marks: list[str] = []
    for finding in report.findings:
        path, number = finding.span.path, finding.span.line
        text = texts.get((path, number))
        if text is None:
            line = lines.first_of(finding.span)
            text = finding.message if line is None else texts.setdefault((path, number), line.strip())
        same = (finding.code, path, text)
        if same not in seen:
            # A long line with many findings is hashed once for each code, and each finding adds its number.
            begun = hashlib.sha256("".join(f"{part}\0" for part in same).encode("utf-8", "surrogatepass"))
            seen[same] = begun, count(1)
        begun, numbers = seen[same]
        mark = begun.copy()
        mark.update(str(next(numbers)).encode())
        marks.append(mark.hexdigest()[:32])
    return marks
