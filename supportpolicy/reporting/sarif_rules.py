"""The tool's codes as SARIF's rules, and plain messages."""

from __future__ import annotations

from functools import lru_cache

from supportpolicy.diagnostics import Kind, Level
from supportpolicy.reporting.explain import area_of, explain_markdown, explain_text
from supportpolicy.reporting.report import Report, docs_url

LEVELS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "note"}
"""Our levels in SARIF's words (3.27.10)."""


def rules(report: Report) -> list[dict[str, object]]:
    """Every code the tool knows, in order, and any that was found without being known."""
    known = {kind.code: _rule(kind) for kind in report.kinds}
    for finding in report.findings:
        if finding.code not in known:
            level = LEVELS[finding.level]
            known[finding.code] = {
                "id": finding.code,
                "name": finding.name,
                "helpUri": docs_url(finding.code),
                "defaultConfiguration": {"level": level},
            }
    return [known[code] for code in sorted(known)]


def plain_message(text: str) -> dict[str, str]:
    """A message object (3.11) that shows `text` as it is.

    `[words](target)` would become a link (3.11.6). Braces stay as they are, although 3.11.5 wants them doubled: readers
    put the arguments of a message in only where it has some, and would show a doubled brace twice.
    """
    return {"text": text.replace("](", "\\](")}


@lru_cache(maxsize=512)
def _rule(kind: Kind) -> dict[str, object]:
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.what},
        "fullDescription": {"text": f"{kind.what} {kind.why}"},
        "help": {"text": explain_text(kind), "markdown": explain_markdown(kind)},
        "helpUri": docs_url(kind.code),
        "defaultConfiguration": {"level": LEVELS[kind.level]},
        "properties": {"tags": [area_of(kind.code)]},
    }
