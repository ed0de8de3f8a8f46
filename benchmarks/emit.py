"""Plain data as the YAML that people write: blocks, folded texts, quotes only where they are needed."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

_BARE = re.compile(r"[\w{][\w .,;@%+(){}/'?!’-]*(?::[\w.,@%-]+)*[\w .,;@%+(){}/'?!’-]*")
_RESOLVED = re.compile(r"[-+.]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|true|false|null|~|0[xo].*", re.IGNORECASE)


def document(data: dict[str, Any], comment: str = "") -> str:
    """A file: a comment on top, then a block for each key."""
    lines = [*(f"# {line}" for line in comment.splitlines()), ""] if comment else []
    for key, value in data.items():
        _entry(lines, _word(key), value, "")
        if isinstance(value, (dict, list)):
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry(lines: list[str], head: str, value: Any, indent: str) -> None:
    if isinstance(value, dict) and value:
        lines.append(f"{indent}{head}:")
        for key, part in value.items():
            _entry(lines, _word(key), part, indent + "  ")
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        lines.append(f"{indent}{head}:")
        for part in value:
            _item(lines, part, indent + "  ")
    elif isinstance(value, str) and len(value) > 90 and value.isascii():
        lines.append(f"{indent}{head}: >-")
        lines.extend(
            textwrap.wrap(value, 110 - len(indent), initial_indent=indent + "  ", subsequent_indent=indent + "  ")
        )
    else:
        lines.append(f"{indent}{head}: {_inline(value)}")


def _item(lines: list[str], value: Any, indent: str) -> None:
    if not isinstance(value, dict):
        lines.append(f"{indent}- {_inline(value)}")
        return
    begin = len(lines)
    for key, part in value.items():
        _entry(lines, _word(key), part, indent + "  ")
    lines[begin] = f"{indent}- {lines[begin].lstrip()}"


def _inline(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, str):
        return _word(value)
    return json.dumps(value)


def _word(text: str) -> str:
    bare = _BARE.fullmatch(text) and not _RESOLVED.fullmatch(text) and not text.startswith("{") and text == text.strip()
    return text if bare and not ({",", "{", "}"} & set(text)) else json.dumps(text, ensure_ascii=False)
