"""Findings by the characters that they underline, for tables of borders."""

from __future__ import annotations

from pathlib import Path

from tests.checks.running import findings_in

HEAD = "supportpolicy: 1\nname: acme\n"


def underlined(body: str, folder: Path, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Of the findings with such codes: the code, and the characters of the first line that are underlined."""
    text = HEAD + body
    found: list[tuple[str, str]] = []
    lines = text.split("\n=== ")[0].split("\n")
    for finding in findings_in(text, folder):
        if finding.code.startswith(codes):
            span = finding.span
            line = lines[span.line - 1]
            found.append((finding.code, line[span.col - 1 : span.end_col - 1 if span.line == span.end_line else None]))
    return found
