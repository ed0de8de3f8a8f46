"""Text from anywhere, made safe and visible for a terminal."""

from __future__ import annotations

import re

# Spaces of other widths, and the two joiners that Persian, Hindi and emoji cannot do without.
_KEPT = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x200C, 0x200D)))
_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]+\s*")


def visible(text: str) -> str:
    """`text` with every character that is invisible or moves the cursor written as an escape, `\\x1b` or `\\u202e`.

    A policy may come from a stranger's pull request: its text must not colour a terminal, move its cursor or turn the
    reading direction (CVE-2021-42574, "Trojan Source").
    """
    if text.isprintable():
        return text
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    """One character as `visible` shows it."""
    if character.isprintable() or character in _KEPT:
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def one_line(text: str) -> str:
    """`text` on one line: line breaks and tabs become a space, the rest as `visible` has it."""
    if text.isprintable():
        return text
    return visible(_BREAKS.sub(" ", text).replace("\t", " ")).strip()


def clipped(text: str, most: int) -> str:
    """`text`, cut to `most` characters with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
