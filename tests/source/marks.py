"""Texts that show where a finding must be: «...» stands around the characters of its span."""

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.source import Sources, read_bytes_as_policy


def unmark(text: str, path: str = "stdin") -> tuple[str, Span]:
    """The text without its marks, and the span between them."""
    start, end = text.index("«"), text.index("»") - 1
    clean = text.replace("«", "").replace("»", "")
    return clean, Span(path, *place(clean, start), *place(clean, end))


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column of a position of the text, from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


def slice_of(text: str, span: Span) -> str:
    """The characters of a span."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_col - 1]
    lines[0] = lines[0][span.col - 1 :]
    return "\n".join(lines)


def read(text: str | bytes) -> Sources:
    """One policy of this text."""
    return read_bytes_as_policy(text.encode() if isinstance(text, str) else text)


def only(sources: Sources) -> Diagnostic:
    """The one finding: a mistake gives one message, not several and not none."""
    assert len(sources.findings) == 1, sources.findings
    return sources.findings[0]
