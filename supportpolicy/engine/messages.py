"""Words for the customer: the right language, with the ticket's facts filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.tables import Duration
from supportpolicy.engine.answer import Message
from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.values import Money, Value
from supportpolicy.engine.windows import in_words, open_minutes
from supportpolicy.language.sections.messages import PLACEHOLDER


def message(
    engine: Engine,
    name: str,
    source: str,
    facts: Mapping[str, Value | None],
    decided: Mapping[str, str],
    at: int | None = None,
) -> Message:
    """A message of the policy for one ticket, in the language in which we reply to it."""
    texts = engine.compiled.messages.get(name, {})
    language = language_of(engine, texts, facts, decided)
    text, missing = filled(engine, texts.get(language, "") if language is not None else "", facts, decided)
    return Message(name, language or None, text, source, None if at is None else from_epoch(at), missing)


def language_of(
    engine: Engine, texts: Mapping[str, object], facts: Mapping[str, Value | None], decided: Mapping[str, str]
) -> str | None:
    """The language of a text: the one we reply in, else the customer's, else the main one; regions fall back (`pt-BR`, `pt`)."""
    wanted = (decided.get("reply_language"), facts.get("language"), engine.compiled.main_language)
    for tag in _tags(word for word in wanted if isinstance(word, str)):
        if tag in texts:
            return tag
    if "" in texts:
        return ""
    return min(texts, default=None)


def filled(
    engine: Engine, text: str, facts: Mapping[str, Value | None], decided: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """A text with its placeholders filled in, and the facts that it wants and the ticket has not; these stay in braces."""
    pieces: list[str] = []
    missing: dict[str, None] = {}
    end = 0
    for match in PLACEHOLDER.finditer(text):
        name, otherwise = match[1].strip(), match[2]
        value = decided.get(name) or facts.get(name)
        pieces.append(text[end : match.start()])
        end = match.end()
        if value is not None:
            pieces.append(shown(engine, value))
        elif otherwise is not None:
            pieces.append(otherwise.strip())
        else:
            pieces.append(match[0])
            missing[name] = None
    return "".join((*pieces, text[end:])), tuple(missing)


def shown(engine: Engine, value: Value) -> str:
    """A value as a customer reads it; times on the wall of the policy's zone."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        local = from_epoch(to_epoch(value)).astimezone(engine.windows.zone.info)
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.timedelta):
        return in_words(Duration(minutes=open_minutes(value))) or ""
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, Money) else value


def _tags(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield word
        while "-" in word:
            word = word.rpartition("-")[0]
            yield word
