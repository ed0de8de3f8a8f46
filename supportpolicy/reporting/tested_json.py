"""The results of policy tests for programs. Fields are only ever added under one `schemaVersion`."""

from __future__ import annotations

from typing import Any

from supportpolicy.diagnostics import Span
from supportpolicy.reporting.json_format import finding_json
from supportpolicy.reporting.report import TOOL_NAME
from supportpolicy.reporting.tested import Tested, clauses_of, count
from supportpolicy.reporting.tested_schema import SCHEMA_VERSION
from supportpolicy.testing.coverage import Coverage
from supportpolicy.testing.running import Result


def render_tested_json(tested: Tested) -> str:
    """One JSON object with a summary, every test, every clause, and the coverage where it was asked for."""
    import json

    return json.dumps(tested_json(tested), indent=2, ensure_ascii=False) + "\n"


def tested_json(tested: Tested) -> dict[str, Any]:
    """The document as plain data; it fits `tested_schema.report_schema`."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": TOOL_NAME, "version": tested.version},
        "policy": {"name": tested.policy, "behaviour": tested.behaviour},
        "summary": {
            "tests": len(tested.results),
            "passed": count(tested, "passed"),
            "failed": count(tested, "failed"),
            "errors": count(tested, "error"),
            "mistakes": len(tested.findings),
            "notRun": tested.left_out,
            "notSelected": tested.not_selected,
            "files": tested.files,
            "stopped": tested.stopped,
            "ok": tested.passed,
        },
        "findings": [finding_json(finding) for finding in tested.findings],
        "tests": [_result(result) for result in tested.results],
        "clauses": [clause._asdict() for clause in clauses_of(tested)],
        "coverage": None if tested.coverage is None else _coverage(tested.coverage),
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.case.name,
        "span": _span(result.case.span),
        "outcome": result.outcome,
        "clauses": list(result.case.clauses),
        "message": result.message or None,
        "mismatches": [
            {
                "what": mismatch.what,
                "span": _span(mismatch.span),
                "expected": mismatch.expected,
                "actual": mismatch.actual,
                "because": mismatch.because or None,
            }
            for mismatch in result.mismatches
        ],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "total": {**coverage.total._asdict(), "percent": coverage.total.percent},
        "groups": [{**group._asdict(), "percent": group.percent} for group in coverage.groups],
        "missing": [item._asdict() for item in coverage.missing],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "col": span.col, "endLine": span.end_line, "endCol": span.end_col}
