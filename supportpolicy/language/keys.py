"""What is said of keys that are unknown or missing; and which of several remarks are echoes of one mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Span, closest, meant, quoted_list, slips
from supportpolicy.language import kinds, synonyms
from supportpolicy.language.builtin import METRICS
from supportpolicy.language.phrases import Path, Words, lower_first
from supportpolicy.language.shape import Schema
from supportpolicy.source import Node


class Mistake(NamedTuple):
    """A finding about the shape, and the path of the value it makes unusable."""

    path: Path
    finding: Diagnostic | None
    """None where another mistake is the reason for this one."""
    missing: str | None = None
    """The key that should be there."""
    unknown: str | None = None
    """The key that should not be there."""
    near: str | None = None
    """The known key that an unknown key was probably meant to be, or under which it belongs."""
    empty: bool = False
    """Whether nothing stands where keys belong."""
    either: bool = False
    """Whether it says that exactly one of some keys belongs here; weaker remarks about the same place are left out."""


def unknown_key(path: Path, node: Node, key: str, schema: Schema, words: Words) -> Mistake:
    """A key that the language does not know at this place."""
    known = list(schema.get("properties", {}))
    unused = [name for name in known if node.get(name) is None]
    near = synonyms.meant(key, synonyms.KEYS, unused) or closest(key, unused)
    rows = _rows(path, key) if near is None else None
    parent = None if near is not None or rows is not None else _belongs_under(key, schema, words)
    value = node.get(key)
    if key == "<<":
        help_text = "'<<' copies keys in some other tools, but not here; write the keys out"
    elif rows is not None:
        help_text, near = rows, "rows"
    elif near is not None:
        help_text = meant(key, near, sure=_is_sure(key, near, known))
    elif parent is not None:
        help_text = f"it belongs under '{parent}:', indented two spaces more than that"
    elif key[:1].isdigit() and value is not None and value.plain is None:
        help_text = "between braces a comma ends the value; write numbers without commas, such as 1200"
    elif key in synonyms.KEYS or closest(key, known) is None:
        help_text = f"what can stand here: {quoted_list(sorted(unused), most=40)}" if unused else "remove it"
    else:
        help_text = f"'{closest(key, known)}' is already there; remove one of the two"
    finding = kinds.UNKNOWN_KEY.at(node.key_span(key), f"'{key[:80]}' is not known here", help=help_text)
    return Mistake(path, finding, unknown=key, near=near or parent)


def _is_sure(key: str, near: str, known: list[str]) -> bool:
    """Whether an unknown key is another one beyond doubt: but for one slip of the pen, and no other is as near."""
    if near not in slips(key, [name for name in known if name != key]):
        return False
    return len(slips(key, known)) == 1


def missing_key(path: Path, node: Node, key: str, schema: Schema, *, beside: str | None = None) -> Mistake:
    """A key that must be there, always or beside another."""
    about = _about(schema, key)
    help_text = f"add '{key}:'" + (f" - {about}" if about else "")
    message = f"'{key}' is missing here" if beside is None else f"'{beside}' needs '{key}' beside it"
    span = first_line(node) if beside is None else node.key_span(beside)
    return Mistake(path, kinds.MISSING_KEY.at(span, message, help=help_text), missing=key)


def one_of_keys(path: Path, node: Node, keys: list[str], schema: Schema) -> Mistake:
    """Exactly one of some keys must be there, and none is, or several are."""
    given = [key for key in keys if node.get(key) is not None]
    if len(given) > 1:
        message = f"only one of {quoted_list(given, last='and')} can stand here"
        return Mistake(
            path, kinds.UNKNOWN_KEY.at(node.key_span(given[1]), message, help="keep one of them"), either=True
        )
    notes = "; ".join(f"{key}: {_about(schema, key)}" for key in keys)
    message = f"{quoted_list([repr(key) for key in keys])} is missing here"
    finding = kinds.MISSING_KEY.at(first_line(node), message, help=f"add one of them - {notes}")
    return Mistake(path, finding, missing=keys[0], either=True)


def without_echoes(found: Iterable[Mistake]) -> list[Mistake]:
    """One mistake, one message: a misspelt key also looks like a missing one, and so on. Echoes keep their path."""
    mistakes = _with_parents(list(found))
    unknown_at = {mistake.path: mistake for mistake in mistakes if mistake.unknown is not None}
    under = {(*mistake.path, mistake.near) for mistake in mistakes if mistake.unknown and mistake.near}
    either_at = {mistake.path for mistake in mistakes if mistake.either}
    missing_at = {mistake.path: mistake.missing for mistake in mistakes if mistake.missing and mistake.either}
    missing_at.update({mistake.path: mistake.missing for mistake in mistakes if mistake.missing and not mistake.either})
    seen: set[tuple[str, Span]] = set()
    lists: dict[tuple[Path, str], int] = {}
    kept: list[Mistake] = []
    for mistake in mistakes:
        finding = mistake.finding
        assert finding is not None
        said = (finding.message, finding.span)
        # `targets:` with nothing after it, and what belongs under it beside it; or a key missing where one is unknown.
        echo = mistake.path in under or (mistake.missing is not None and mistake.path in unknown_at)
        echo = echo or (mistake.path in either_at and not mistake.either and mistake.missing is not None)
        echo = echo or said in seen
        # Of several unknown keys in one place that all belong elsewhere, the first says so.
        first = unknown_at.get(mistake.path)
        if mistake.unknown is not None and mistake.near is not None and first is not None and first is not mistake:
            echo = echo or any(
                other.path == mistake.path and other.near == mistake.near and other.unknown != mistake.unknown
                for other in kept
                if other.finding is not None
            )
        in_list = mistake.path and isinstance(mistake.path[-1], int)
        if (finding.code == kinds.WRONG_KIND.code and in_list) or mistake.near == "rows":
            # Every item of a list written in the same wrong way is one mistake.
            same = (mistake.path[:-1], (finding.help or "").split(":", 1)[0] if in_list else "rows")
            echo = echo or same in lists
            lists[same] = lists.get(same, 0) + 1
        seen.add(said)
        if not echo and mistake.unknown is not None and mistake.near is None and mistake.path in missing_at:
            needed = missing_at[mistake.path]
            mistake = mistake._replace(
                finding=finding._replace(help=f"'{needed}' must stand here and is missing; {finding.help}")
            )
        kept.append(mistake._replace(finding=None) if echo else mistake)
    return kept


def _with_parents(mistakes: list[Mistake]) -> list[Mistake]:
    """Unknown keys just below a key with nothing after it were meant to stand under it."""
    empty = [mistake for mistake in mistakes if mistake.empty and mistake.finding is not None and mistake.path]
    if not empty:
        return mistakes
    placed: list[Mistake] = []
    for mistake in mistakes:
        finding = mistake.finding
        if finding is not None and mistake.unknown is not None and mistake.near is None:
            above = [
                str(other.path[-1])
                for other in empty
                if other.path[:-1] == mistake.path and other.finding and other.finding.span < finding.span
            ]
            if above:
                mistake = mistake._replace(
                    near=above[-1], finding=finding._replace(help=f"if it belongs under '{above[-1]}:', indent it more")
                )
        placed.append(mistake)
    return placed


def first_line(node: Node) -> Span:
    """Where a mapping begins: its first key."""
    if node.span.line == node.span.end_line or not node.keys:
        return node.span
    return next(iter(node.keys.values()))


def _about(schema: Schema, key: str) -> str:
    inner: Schema = schema.get("properties", {}).get(key, {})
    if "enum" in inner:
        return quoted_list([str(value) for value in inner["enum"]])
    return lower_first(str(inner.get("description", "")).split(". ", 1)[0])


def _belongs_under(key: str, schema: Schema, words: Words) -> str | None:
    """The known key whose value may have this key."""
    properties: dict[str, Schema] = {}
    for part in (schema, schema.get("then", {}), schema.get("else", {})):
        properties.update(part.get("properties", {}))
    return next((name for name, inner in properties.items() if _has_key(key, inner, words)), None)


def _has_key(key: str, schema: Schema, words: Words) -> bool:
    schema = words.resolved(schema)
    if "anyOf" in schema and "type" not in schema:
        return any(_has_key(key, branch, words) for branch in schema["anyOf"])
    return schema.get("type") == "object" and key in schema.get("properties", {})


def _rows(path: Path, key: str) -> str | None:
    """A promise with a row for each severity has to say that the rows are severities."""
    metrics = [metric.name for metric in METRICS]
    if len(path) == 4 and path[0] == "sla" and path[2] == "targets" and key in metrics:
        return f"if '{path[3]}' is a severity, say so above the targets: rows: severity"
    return None
