"""Findings for programs. Fields are only ever added under one `schemaVersion`."""

from __future__ import annotations

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.reporting.pretty import pretty
from supportpolicy.reporting.report import TOOL_NAME, Report, counts, docs_url

SCHEMA_VERSION = 1


def render_json(report: Report) -> str:
    """One JSON object with a summary and every finding."""
    found = counts(report.findings)
    document = {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": TOOL_NAME, "version": report.version},
        "summary": {
            "errors": found.error,
            "warnings": found.warning,
            "infos": found.info,
            "suppressed": report.suppressed,
            "known": report.known,
            "unchanged": report.unchanged,
            "files": report.files,
            "complete": report.complete,
        },
        "findings": [finding_json(finding) for finding in report.findings],
    }
    return pretty(document) + "\n"


def finding_json(finding: Diagnostic) -> dict[str, object]:
    """One finding as plain data."""
    fix = finding.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level,
        "message": finding.message,
        "span": _span(finding.span),
        "related": [{"span": _span(related.span), "message": related.message} for related in finding.related],
        "help": finding.help,
        "fix": fix
        and {
            "span": _span(fix.span),
            "replacement": fix.replacement,
            "description": fix.description,
            "safe": fix.safe,
        },
        "url": docs_url(finding.code),
    }


def _span(span: Span) -> dict[str, object]:
    return {
        "path": span.path,
        "line": span.line,
        "col": span.col,
        "endLine": span.end_line,
        "endCol": span.end_col,
    }
