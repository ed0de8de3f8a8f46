"""Where something is, in SARIF's words."""

from __future__ import annotations

import re
from functools import lru_cache

from supportpolicy.diagnostics import Span

BASE_ID = "%SRCROOT%"
"""The name that readers of SARIF know for the repository's root."""
_DRIVE = re.compile(r"[A-Za-z]:/")


def location(span: Span) -> dict[str, object]:
    """A location object (3.28)."""
    return {"physicalLocation": {"artifactLocation": artifact(span.path), "region": region(span)}}


def artifact(path: str) -> dict[str, str]:
    """An artifactLocation object (3.4): relative to the base where the path is, else a file URI (RFC 8089)."""
    uri, relative = _uri(path)
    return {"uri": uri, "uriBaseId": BASE_ID} if relative else {"uri": uri}


@lru_cache(maxsize=256)
def _uri(path: str) -> tuple[str, bool]:
    """The URI of a path, and whether it is relative; findings of one file come together, and each asks."""
    from urllib.parse import quote

    drive = path[:2] if _DRIVE.match(path) else ""
    # A name that is not UTF-8 keeps its own bytes.
    encoded = drive + quote(path[len(drive) :], safe="/", errors="surrogateescape" if _carried(path) else "replace")
    if drive:
        return f"file:///{encoded}", False
    if path.startswith("//"):
        return f"file:{encoded}", False
    if path.startswith("/"):
        return f"file://{encoded}", False
    return encoded, True


def region(span: Span) -> dict[str, int]:
    """A region object (3.30): both count from 1, and the end is, as ours, the first column that is not part of it."""
    line, col = max(span.line, 1), max(span.col, 1)
    end_line = max(span.end_line, line)
    least = col if end_line == line else 1
    return {"startLine": line, "startColumn": col, "endLine": end_line, "endColumn": max(span.end_col, least)}


def _carried(path: str) -> bool:
    """Whether the only surrogates in a path are those that carry bytes (PEP 383)."""
    return not any("\ud800" <= character < "\udc80" or "\udcff" < character <= "\udfff" for character in path)
