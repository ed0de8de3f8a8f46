"""The usual form of a policy file: the same data, the same comments, one way to write it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from supportpolicy.formatting.edits import BYTE_ORDER_MARK, Edit, Lines, apply_edits
from supportpolicy.formatting.layout import layout_edits
from supportpolicy.formatting.order import Heads, order_edits
from supportpolicy.formatting.quotes import quote_edits
from supportpolicy.formatting.tokens import CannotFormat, Token, comments_of, tokens_of
from supportpolicy.source import parse

_Step = Callable[[str, list[Token]], list[Edit]]
_MOST_ROUNDS = 4


class Formed(NamedTuple):
    """A text in its usual form, or as it was with the reason why."""

    text: str
    why_not: str | None = None
    line: int = 1
    """Where the reason is."""


def format_text(text: str, heads: Heads) -> Formed:
    """The usual form of a file's text; its byte order mark and the way its lines end stay.

    A text whose data or comments would not be the same afterwards is given back as it is. Raises nothing.
    """
    body = text.removeprefix(BYTE_ORDER_MARK)
    line_end = Lines(text).line_end
    plain = body.replace("\r\n", "\n").replace("\r", "\n")
    try:
        formed = _formed(plain, heads)
    except CannotFormat as problem:
        return Formed(text, problem.why, problem.line)
    mark = text[: len(text) - len(body)]
    return Formed(mark + formed.replace("\n", line_end))


def _formed(text: str, heads: Heads) -> str:
    data = _data(text)
    comments = comments_of(text, tokens_of(text))

    def order(current: str, tokens: list[Token]) -> list[Edit]:
        return order_edits(current, tokens, heads)

    done = text
    for _ in range(_MOST_ROUNDS):
        before = done
        for step in (layout_edits, order, quote_edits):
            changed = _step(done, step)
            if changed != done and (step is layout_edits or _same(changed, data, comments, in_order=step is not order)):
                done = changed
        if done == before:
            break
    else:
        raise CannotFormat("its form does not settle", 1)
    if not _same(done, data, comments, in_order=False):
        raise CannotFormat("it would not say the same afterwards", 1)
    return done


def _step(text: str, step: _Step) -> str:
    return apply_edits(text, step(text, tokens_of(text)))


def _same(text: str, data: object, comments: list[str], *, in_order: bool) -> bool:
    """Whether a text says the same with the same comments; comments that move with their key may change places."""
    try:
        found = comments_of(text, tokens_of(text))
        same = found == comments if in_order else sorted(found) == sorted(comments)
        return same and repr(_sorted(_data(text))) == repr(_sorted(data))
    except CannotFormat:
        return False


def _sorted(value: object) -> object:
    """Data without the order of keys within an item of a list, which may change; lists keep theirs."""
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in sorted(value.items())}
    if isinstance(value, list):
        return [_sorted(part) for part in value]
    return value


def _data(text: str) -> object:
    """The plain data of a text. Raises CannotFormat where it has none, or keys twice."""
    problems: list[tuple[str, int]] = []
    root = parse(text, "", lambda finding: problems.append((finding.message, finding.span.line)))
    if root is None or problems:
        message, line = problems[0] if problems else ("it cannot be read", 1)
        raise CannotFormat(message, line)
    if root.kind == "scalar":
        raise CannotFormat("it is a single text, and a policy has keys", 1)
    return root.plain
