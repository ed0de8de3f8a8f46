"""Words for the customer and guidance for colleagues in an answer, as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportpolicy.compiled.tables import Duration
from supportpolicy.compiled.views import duration_in_words
from supportpolicy.engine.answer import Message
from supportpolicy.reporting.answer_json import is_amount
from supportpolicy.reporting.answer_look import Look, line, plain_name, words
from supportpolicy.reporting.plain import one_line
from supportpolicy.reporting.wrapping import wrapped

_TITLES = ("name", "what", "measure", "tone", "words")
"""What a piece of guidance is called by, in this order."""
_OF_THIS_ANSWER = ("voice", "style")
"""Sections that whoever writes an answer has in mind."""


def messages_text(messages: tuple[Message, ...], look: Look) -> list[str]:
    """Each message with when it goes out, and its text in the customer's language, wrapped."""
    lines: list[str] = []
    for message in messages:
        when = f"at {look.times.say(message.at)}" if message.at is not None else "with the next answer"
        language = f" ({message.language})" if message.language else ""
        lines += line(f"{message.name}{language}, {when}, from {message.source}", first="  ", indent="    ")
        if message.text:
            lines += [text or "    |" for text in wrapped(message.text, indent="    | ")]
        else:
            lines.append("    it has no text; write one")
        if message.missing:
            lines += line(f"not known, and wanted by the text: {words(message.missing)}", indent="    ")
    return lines


def guidance_text(guidance: Mapping[str, Any], look: Look) -> list[str]:
    """Guidance as an outline: one heading for each part, pieces below it. What is of every day is only named."""
    lines: list[str] = []
    left_out: list[str] = []
    for name, part in guidance.items():
        if name in _OF_THIS_ANSWER or look.verbose:
            lines += _part(plain_name(name), part, "  ")
        elif part:
            left_out.append(plain_name(name))
    if left_out:
        lines += line(f"also on {words(left_out)} (--verbose shows it)", first="  ", indent="    ")
    return lines


def _part(name: str, part: Any, indent: str) -> list[str]:
    if isinstance(part, Mapping) and not is_amount(part):
        inner = [row for key, value in _kept(part) for row in _part(plain_name(key), value, indent + "  ")]
        return [indent + one_line(name), *inner] if inner else []
    if isinstance(part, (list, tuple)) and any(isinstance(entry, Mapping) for entry in part):
        lines = [indent + one_line(name)]
        for entry in part:
            lines += line(_piece(entry), first=f"{indent}  - ", indent=f"{indent}    ")
        return lines
    if isinstance(part, (list, tuple)) and any(" " in str(entry) for entry in part):
        lines = [indent + one_line(name)]
        for entry in part:
            lines += line(str(entry), first=f"{indent}  - ", indent=f"{indent}    ")
        return lines
    return line(f"{name}: {_value(part)}", first=indent, indent=f"{indent}  ")


def _piece(entry: Any) -> str:
    """One piece of guidance in a line: its title first, then the rest, then when it applies."""
    if not isinstance(entry, Mapping):
        return _value(entry)
    left = dict(_kept(entry))
    title = next((key for key in _TITLES if key in left), None)
    head = _value(left.pop(title)) if title is not None else ""
    tail = [f"{plain_name(key)} {_value(value)}" for key, value in left.items() if key != "when"]
    when = f" (because {left['when']})" if left.get("when") else ""
    return f"{head}{': ' if head and tail else ''}{'; '.join(tail)}{when}"


def _kept(part: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Without the names of rules, which are for programs."""
    return [(key, value) for key, value in part.items() if key != "rule"]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if is_amount(value):
            return duration_in_words(Duration(**value))
        return "; ".join(f"{plain_name(key)} {_value(part)}" for key, part in _kept(value))
    if isinstance(value, (list, tuple)):
        return words([_value(part) for part in value])
    return str(value)
