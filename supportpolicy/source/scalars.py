"""Plain scalars by the core schema of YAML 1.2 (yaml.org/spec/1.2.2, 10.3.2): `no` is a word, `22:00` is text."""

from __future__ import annotations

import math
import re

from supportpolicy.source.limits import MAX_NUMBER_LENGTH

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z", re.ASCII)
_NUMERIC_START = frozenset("0123456789+-.")


def resolve(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means. Infinities, not-a-number and very long numbers stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START or len(text) > MAX_NUMBER_LENGTH:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text
