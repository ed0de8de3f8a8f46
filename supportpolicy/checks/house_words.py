"""SP713: a message uses words that the voice avoids. SP714: a message has emoji, and the voice has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.text_places import piece_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.name import Words
from supportpolicy.language.sections.guidance import Avoid
from supportpolicy.language.sections.messages import PLACEHOLDER

AVOIDED = Kind(
    "SP713",
    "avoided-words",
    "warning",
    "A message uses words that the section voice says to avoid.",
    "What colleagues are asked not to write is sent by the machine a hundred times a day.",
    """supportpolicy: 1
name: acme
voice: {avoid: [{words: unfortunately, prefer: Say what we can do.}]}
messages: {closed: "Unfortunately we are closed."}
channels: {forum: {support: none, say: closed}}
""",
    """supportpolicy: 1
name: acme
voice: {avoid: [{words: unfortunately, prefer: Say what we can do.}]}
messages: {closed: "We open at nine."}
channels: {forum: {support: none, say: closed}}
""",
)
EMOJI = Kind(
    "SP714",
    "unwanted-emoji",
    "warning",
    "A message has an emoji, and the voice has none.",
    "A smile from a company that never smiles reads like mockery, most of all beside bad news.",
    """supportpolicy: 1
name: acme
voice: {emoji: none}
messages: {closed: "We open at nine \U0001f642"}
channels: {forum: {support: none, say: closed}}
""",
    """supportpolicy: 1
name: acme
voice: {emoji: none}
messages: {closed: "We open at nine."}
channels: {forum: {support: none, say: closed}}
""",
)

_EMOJI = (
    # Pictures that are shown in colour by themselves, signs that a selector makes one, and smileys of letters.
    "[\U0001f300-\U0001faff\u2705\u2728\u274c\u2753\u2757\u2764\u26a1\u2b50\u2615\u23f0]\ufe0f?"
    "|[\u2600-\u27bf]\ufe0f|(?<![\\w:;(])[:;]-[()DP](?!\\w)"
)
"""Compiled only where it is asked for: every start of the tool would pay for it."""


def check_avoided(context: Context) -> Iterator[Diagnostic]:
    """The first use of each avoided word or phrase in each text."""
    voice = context.policy.voice
    if voice is None or not voice.avoid or not context.policy.messages:
        return
    avoided: dict[str, Avoid] = {}
    for avoid in voice.avoid:
        for word in avoid.words:
            avoided.setdefault(" ".join(word.casefold().split()), avoid)
    beginnings = [(phrase, phrase.partition(" ")[0]) for phrase in avoided]
    for message in context.policy.messages.values():
        for words in message.texts.values():
            folded = words.text.casefold()
            there = [phrase for phrase, first in beginnings if first in folded]
            if there:
                yield from _used(there, words, avoided, context)


def _used(phrases: list[str], words: Words, avoided: dict[str, Avoid], context: Context) -> Iterator[Diagnostic]:
    # Of two phrases that begin alike the longer one is meant.
    pattern = "|".join(_whole(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    said: set[str] = set()
    for match in re.finditer(pattern, _without_placeholders(words.text), re.IGNORECASE):
        phrase = " ".join(match[0].casefold().split())
        if phrase in said or phrase not in avoided:
            continue
        said.add(phrase)
        avoid = avoided[phrase]
        yield AVOIDED.at(
            piece_of(words, match.start(), len(match[0]), context.policy),
            f"'{match[0]}' is among the words to avoid",
            related=(Related(avoid.words[0].span, "to be avoided, says the voice"),),
            help=f"instead: {avoid.prefer}" if avoid.prefer else "say it in other words",
        )


def check_emoji(context: Context) -> Iterator[Diagnostic]:
    """The first emoji of each text."""
    voice = context.policy.voice
    if voice is None or voice.emoji != "none":
        return
    emoji = re.compile(_EMOJI)
    for message in context.policy.messages.values():
        for words in message.texts.values():
            match = emoji.search(words.text)
            if match is not None:
                yield EMOJI.at(
                    piece_of(words, match.start(), len(match[0]), context.policy),
                    "this is an emoji, and the voice has 'emoji: none'",
                    help="leave it out, or write 'emoji: sparing'",
                )


def _whole(phrase: str) -> str:
    """A phrase as whole words; writing without spaces between words has no such borders."""
    inner = r"\s+".join(re.escape(word) for word in phrase.split())
    before = r"(?<!\w)" if _spaced(phrase[0]) else ""
    after = r"(?!\w)" if _spaced(phrase[-1]) else ""
    return f"{before}{inner}{after}"


def _spaced(letter: str) -> bool:
    return letter.isalnum() and letter < "\u0e00"


def _without_placeholders(text: str) -> str:
    """The text with spaces in the place of its placeholders, so that everything else keeps its place."""
    return PLACEHOLDER.sub(lambda match: " " * len(match[0]), text) if "{" in text else text


CHECKS = (Check(AVOIDED, check_avoided), Check(EMOJI, check_emoji))
