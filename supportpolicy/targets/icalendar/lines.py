"""Content lines of RFC 5545: what a line may hold, how it is escaped, and where it is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MOST_OCTETS = 75
"""A line has at most so many octets, its line break not counted (RFC 5545, 3.1)."""
LINE_BREAK = "\r\n"

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def text(value: str) -> str:
    """A value of the kind TEXT: backslash, semicolon, comma and line break are escaped (3.3.11).

    Other control characters may not stand in a file and are left out.
    """
    kept = "".join(char for char in value if char in "\n\t" or (char >= " " and char != "\x7f"))
    return kept.translate(_ESCAPES)


def written(lines: Iterable[str]) -> str:
    """Lines as a file: folded, each with its line break."""
    return "".join(f"{piece}{LINE_BREAK}" for line in lines for piece in folded(line))


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets of UTF-8; all but the first begin with a space. No character is cut."""
    piece, octets = "", 0
    for char in line:
        size = len(char.encode("utf-8"))
        if octets + size > MOST_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += char
        octets += size
    yield piece
