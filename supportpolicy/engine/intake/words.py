"""Words of a choice: exactly as the policy has them, or differing in nothing but case, spaces, `-` and `_`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from supportpolicy.engine.intake.problems import Unfit, one_of

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z", re.ASCII)
_LONGEST = 1_000
_MOST_DIGITS = 40
_REGION, _SCRIPT = 2, 4


class Words(NamedTuple):
    """The words of one choice."""

    exact: frozenset[str]
    loose: Mapping[str, str]
    """The loosened form of a word -> the word; without forms that several words share."""
    listed: tuple[str, ...]
    """In the order in which a message names them."""
    closed: bool
    """Whether there are no others."""

    def word(self, raw: Any) -> str:
        """The policy's word for what a ticket has. Raises Unfit where the list is closed and this is not in it."""
        text = as_text(raw)
        if text in self.exact:
            return text
        found = self.loose.get(_loosened(text))
        if found is not None:
            return found
        if self.closed:
            raise Unfit(one_of(text, self.listed))
        return text


def words_of(listed: Collection[str], *, closed: bool) -> Words:
    """The words of a choice, ready to be compared."""
    listed = tuple(map(str, listed))  # as they stand in a ticket, without what the compiler knows of their places
    loose: dict[str, str] = {}
    shared: set[str] = set()
    for word in listed:
        form = _loosened(word)
        if loose.setdefault(form, word) != word:
            shared.add(form)
    return Words(frozenset(listed), {form: word for form, word in loose.items() if form not in shared}, listed, closed)


def renamed(raw: Any, names: Mapping[str, str]) -> Any:
    """What a mapping says of a value, itself where it says nothing. Lists are renamed item by item."""
    if isinstance(raw, list):
        return [renamed(item, names) if not isinstance(item, list) else item for item in raw]
    try:
        text = as_text(raw)
    except Unfit:
        return raw
    if text in names:
        return names[text]
    loose = {_loosened(word): ours for word, ours in names.items()}
    return loose.get(_loosened(text), raw)


def language(raw: Any, words: Words) -> str:
    """A language as the policy names it: the tag itself, else the tag without its last parts, else the tag as it is.

    `pt_br` is `pt-BR`. Raises Unfit for what is no tag, and where the list is closed and has none of these.
    """
    text = as_text(raw)
    if text in words.exact:
        return text
    shorter = _loosened(text)
    while shorter and _TAG.match(text):
        if shorter in words.loose:
            return words.loose[shorter]
        shorter = shorter.rpartition("-")[0]
    if words.closed:
        raise Unfit(one_of(text, words.listed))
    if not _TAG.match(text):
        raise Unfit("a language code such as en or pt-BR")
    return _tidy(text)


def as_text(raw: Any) -> str:
    """A word from what a ticket has: text without space around it, a whole number, or true and false. Raises Unfit."""
    if isinstance(raw, str):
        if len(raw) > _LONGEST:
            raise Unfit(f"a word of at most {_LONGEST:,} characters")
        return raw.strip()
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int) and abs(raw) < 10**_MOST_DIGITS:
        return str(raw)
    if isinstance(raw, Decimal) and raw.is_finite() and len(str(raw)) <= _MOST_DIGITS:
        return str(raw)
    raise Unfit("a word")


def _loosened(text: str) -> str:
    return text.casefold().replace("_", "-").replace(" ", "-")


def _tidy(tag: str) -> str:
    first, *rest = tag.replace("_", "-").split("-")
    parts = [first.lower()]
    for part in rest:
        if len(part) == _REGION and part.isalpha():
            parts.append(part.upper())
        elif len(part) == _SCRIPT and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.lower())
    return "-".join(parts)
