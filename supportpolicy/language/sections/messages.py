"""`messages`: words that customers get, by language."""

from __future__ import annotations

import re
from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name, Words
from supportpolicy.language.sections.section import Section
from supportpolicy.language.shape import named, text
from supportpolicy.source import Node

PLACEHOLDER = re.compile(r"\{([^{}|\n]*)(?:\|([^{}\n]*))?\}")
"""`{requester.first_name|there}`: a fact of the ticket in a message, and the words where the ticket does not have it."""


class Message(NamedTuple):
    """A message with its words by language; one text without a language serves as all of them."""

    name: Name
    texts: dict[str, Words]
    """Language code -> words; the key is '' where the message is a single text."""
    languages: tuple[Name, ...]
    span: Span


def read_message(name: Name, node: Node) -> Message:
    """One entry of `messages`."""
    if node.entries is None:
        return Message(name, {"": Words(node.text, node.span)}, (), node.span)
    texts = {code: Words(value.text, value.span) for code, value in node.entries.items()}
    return Message(name, texts, tuple(Name(code, node.key_span(code)) for code in texts), node.span)


MESSAGES = Section(
    "messages",
    "named",
    "Messages",
    named(
        "Words that customers get. {requester.first_name} and other facts in braces are filled in; "
        "{requester.first_name|there} says what to put where the fact is missing.",
        {
            "anyOf": [
                text("The words, where one language is enough."),
                {
                    "type": "object",
                    "additionalProperties": text("The words in this language."),
                    "propertyNames": {"$ref": "#/$defs/name"},
                    "minProperties": 1,
                    "description": "The words by language.",
                    "x-what": "words by language",
                },
            ],
            "examples": [{"en": "Is this still a problem, {requester.first_name}?"}],
            "x-what": "words, or words by language",
        },
        what="messages",
    ),
    read_named=read_message,
)
