"""The schema of the JSON report of policy tests."""

from __future__ import annotations

from typing import Any

from supportpolicy.language.schema import SCHEMA_BASE

SCHEMA_VERSION = 1


def report_schema() -> dict[str, Any]:
    """The schema of the JSON report."""
    whole = {"type": "integer", "minimum": 0}
    text = {"type": "string"}
    or_none = {"type": ["string", "null"]}
    span = {"$ref": "#/$defs/span"}
    group = {"name": text, "reached": whole, "all": whole, "percent": {"type": "integer", "minimum": 0, "maximum": 100}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}/test-report.schema.json",
        "title": "Report of policy tests",
        **_closed(
            "What `supportpolicy test --output json` prints.",
            {
                "schemaVersion": {"const": SCHEMA_VERSION},
                "tool": _closed("What made this report.", {"name": text, "version": text}),
                "policy": _closed(
                    "The policy that was tested.",
                    {"name": text, "behaviour": {"type": "string", "pattern": "^([0-9a-f]{64})?$"}},
                ),
                "summary": _closed(
                    "Counts of tests; `ok` says whether the command ends with 0.",
                    {
                        **dict.fromkeys(
                            ("tests", "passed", "failed", "errors", "mistakes", "notRun", "notSelected", "files"), whole
                        ),
                        "stopped": {"type": "boolean"},
                        "ok": {"type": "boolean"},
                    },
                ),
                "findings": {
                    "type": "array",
                    "description": "Mistakes in test files.",
                    "items": {"type": "object", "required": ["code", "level", "message", "span"]},
                },
                "tests": {
                    "type": "array",
                    "description": "Every test that was run, in the order of the files.",
                    "items": _closed(
                        "One test, or one case of it.",
                        {
                            "name": text,
                            "span": span,
                            "outcome": {"enum": ["passed", "failed", "error"]},
                            "clauses": {"type": "array", "items": text},
                            "message": {**or_none, "description": "Of an error: why there is no answer."},
                            "mismatches": {
                                "type": "array",
                                "items": _closed(
                                    "Something that is not as expected.",
                                    {"what": text, "span": span, "expected": text, "actual": text, "because": or_none},
                                ),
                            },
                        },
                    ),
                },
                "clauses": {
                    "type": "array",
                    "description": "Every published clause that a test names: shown where all its tests pass.",
                    "items": _closed(
                        "One clause.", {"name": text, "outcome": {"enum": ["shown", "failed"]}, "tests": whole}
                    ),
                },
                "coverage": {
                    "description": "What passing tests reach; null where it was not asked for.",
                    "anyOf": [
                        {"type": "null"},
                        _closed(
                            "Rules, steps, and days with hours of their own.",
                            {
                                "total": _closed("All groups together.", group),
                                "groups": {"type": "array", "items": _closed("One group.", group)},
                                "missing": {
                                    "type": "array",
                                    "items": _closed(
                                        "What no passing test reaches.", {"group": text, "name": text, "at": text}
                                    ),
                                },
                            },
                        ),
                    ],
                },
            },
        ),
        "$defs": {
            "span": _closed(
                "Characters of a file; lines and columns count from 1.",
                {
                    "path": text,
                    **{key: {"type": "integer", "minimum": 1} for key in ("line", "col", "endLine", "endCol")},
                },
            )
        },
    }


def _closed(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
