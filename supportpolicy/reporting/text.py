"""Findings for people at a terminal."""

from __future__ import annotations

from supportpolicy.diagnostics import Diagnostic, Level, Span
from supportpolicy.reporting.excerpt import excerpt
from supportpolicy.reporting.plain import one_line, visible
from supportpolicy.reporting.report import Lines, Report, summary

# ANSI "select graphic rendition" (ECMA-48 8.3.117); the sixteen basic colours follow the reader's own theme.
RESET = "\x1b[0m"
BOLD = "\x1b[1m"
DIM = "\x1b[2m"
CYAN = "\x1b[36m"
LEVEL_TONES: dict[Level, str] = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}


def render_text(report: Report, *, color: bool = False) -> str:
    """Every finding with its source line, then one line that sums up."""
    lines = Lines(report.texts)
    blocks = [finding_text(finding, lines, color=color) for finding in report.findings]
    return "\n\n".join([*blocks, summary(report)]) + "\n"


def finding_text(finding: Diagnostic, lines: Lines, *, color: bool = False) -> str:
    """One finding with its source line and everything that belongs to it."""
    tone = LEVEL_TONES[finding.level]
    spans = [finding.span, *(related.span for related in finding.related)]
    gutter = max(len(str(span.line)) for span in spans)
    place = paint(BOLD, f"{visible(finding.span.path)}:{finding.span.line}:{finding.span.col}", color)
    label = paint(tone, f"{finding.level}[{finding.code}]", color)
    rows = [f"{place}: {label} {finding.name}: {one_line(finding.message)}"]
    rows += source_rows(finding.span, lines, gutter, tone, color)
    for related in finding.related:
        at = f"{visible(related.span.path)}:{related.span.line}:{related.span.col}"
        rows.append(f"  {paint(CYAN, 'note:', color)} {paint(BOLD, at, color)}: {one_line(related.message)}")
        rows += source_rows(related.span, lines, gutter, CYAN, color)
    if finding.help:
        rows += _labelled("help", finding.help, color)
    if finding.fix and not finding.help:
        rows += _labelled("fix", finding.fix.description, color)
    return "\n".join(rows)


def source_rows(span: Span, lines: Lines, gutter: int, tone: str, color: bool) -> list[str]:
    """The line that a span begins on, with carets under it; nothing where the text is not at hand."""
    line = lines.first_of(span)
    if line is None:
        return []
    shown = excerpt(line, span)
    indent = len(shown.carets) - len(shown.carets.lstrip())
    carets = " " * indent + paint(tone, shown.carets[indent:], color)
    number = paint(DIM, f"  {span.line:>{gutter}} |", color)
    below = paint(DIM, f"  {'':>{gutter}} |", color)
    return [f"{number} {shown.line}".rstrip(), f"{below} {carets}"]


def _labelled(label: str, text: str, color: bool) -> list[str]:
    first, *rest = [one_line(line) for line in text.strip().split("\n")]
    return [
        f"  {paint(CYAN, f'{label}:', color)} {first}",
        *(f"  {'':{len(label)}}  {line}".rstrip() for line in rest),
    ]


def paint(tone: str, text: str, color: bool) -> str:
    """Text in a tone, where colours are wanted."""
    return f"{tone}{text}{RESET}" if color else text
