"""SP715-SP718: a placeholder lost in translation, a text never translated, gaps of other tools, a brace left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.text_places import piece_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.name import Name
from supportpolicy.language.sections.messages import PLACEHOLDER, Message

LOST = Kind(
    "SP715",
    "placeholder-lost-in-translation",
    "warning",
    "A translation lacks a placeholder that the same message has in every other language.",
    "Customers of one language are not told the sum, the date or the number that all others are told.",
    """supportpolicy: 1
name: acme
fields: {order.total: {type: money, ask: How much was it?}}
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {paid: {en: "We pay back {order.total}.", de: Das Geld ist unterwegs.}}
channels: {forum: {support: none, say: paid}}
""",
    """supportpolicy: 1
name: acme
fields: {order.total: {type: money, ask: How much was it?}}
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {paid: {en: "We pay back {order.total}.", de: "{order.total} sind unterwegs."}}
channels: {forum: {support: none, say: paid}}
""",
)
COPIED = Kind(
    "SP716",
    "text-not-translated",
    "warning",
    "A message has the very same words in two languages.",
    "The text was copied to be translated later. Checks for missing translations are content, and the customer reads a "
    "foreign language.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: {en: We have your message and read it now., de: We have your message and read it now.}}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: {en: We have your message and read it now., de: Wir haben Ihre Nachricht und lesen sie jetzt.}}
channels: {forum: {support: none, say: hello}}
""",
)
FOREIGN = Kind(
    "SP717",
    "gap-left-open",
    "warning",
    "A message has a gap in the manner of another tool, or a note to its author.",
    "Nothing fills it in, so the customer reads 'Dear [first name]'. Blank and half-filled mails are a known plague of "
    "macros that were moved from one tool to another.",
    """supportpolicy: 1
name: acme
messages: {hello: "Dear [first name], we have your message."}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
messages: {hello: "Dear {requester.first_name}, we have your message."}
channels: {forum: {support: none, say: hello}}
""",
)
BRACE = Kind(
    "SP718",
    "brace-left-over",
    "warning",
    "A message has an opening brace that is never closed, or a closing one that was never opened.",
    "It was meant as a placeholder; the customer reads the name of a field.",
    """supportpolicy: 1
name: acme
messages: {hello: "Hello {requester.first_name, we have your message."}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
messages: {hello: "Hello {requester.first_name}, we have your message."}
channels: {forum: {support: none, say: hello}}
""",
)

_NAMES = frozenset({"requester.name", "requester.first_name", "customer.name"})
"""Languages differ in whom they address how; each of these does for the others."""
_A_NAME = "a name"
_LONG_ENOUGH = 20
"""Characters from which on two equal texts are no coincidence."""
_SIGNS = ("[", "<", "%", "$", "lorem", "Lorem", "TODO", "TBD", "FIXME", "XXX")
"""Without one of them a text has no gap; most texts have none, and expressions need not be compiled for them."""
_GAPS = (
    r"\[\[[^\[\]\n]{1,40}\]\]|<<[^<>\n]{1,40}>>|(?<!\w)%[A-Z][A-Z_]{2,30}%(?!\w)|[$%](?=\{[^{}\n]*\})"
    r"|\[insert\b[^\[\]\n]{1,40}\]"
    r"|[\[<](?:(?:your|first|last|full|customer|customer's|agent|company|product|order|ticket)[ _-]?){1,2}"
    r"(?:name|number|id|date)[\]>]"
    r"|[\[<](?:name|date|amount|link)[\]>]"
    r"|\blorem ipsum\b"
)
_NOTES = r"(?<!\w)(?:TODO|TBD|FIXME|XXX)(?!\w)"
_DOUBLED = r"\{\{[^{}\n]*\}\}"
"""Said elsewhere: other tools write two braces."""


def check_lost(context: Context) -> Iterator[Diagnostic]:
    """Placeholders of all other languages that one language has neither itself nor another one in the place of."""
    for message in context.policy.messages.values():
        if len(message.languages) < 2:
            continue
        shown = {language: _shown(message, language) for language in message.languages}
        if len(set(shown.values())) == 1:
            continue
        for language in message.languages:
            others = [names for other, names in shown.items() if other != language]
            missing = frozenset.intersection(*others) - shown[language]
            # A language may show something else instead, such as the date for the number of days.
            if len(missing) <= len(shown[language] - frozenset.union(*others)):
                continue
            fact = min(missing - {_A_NAME}, default="")
            if fact:
                yield LOST.at(
                    language.span,
                    f"'{message.name}' does not show {{{fact}}} in '{language}', and does so in every other language",
                    help=f"put {{{fact}}} into this text too, or leave it out everywhere",
                )


def check_copied(context: Context) -> Iterator[Diagnostic]:
    """Texts that are equal in two languages; two kinds of one language may be."""
    for message in context.policy.messages.values():
        first: dict[str, Name] = {}
        for language in message.languages:
            text = " ".join(message.texts[language].text.split())
            before = first.setdefault(text, language)
            if before == language or len(PLACEHOLDER.sub("", text)) < _LONG_ENOUGH:
                continue
            if before.partition("-")[0] != language.partition("-")[0]:
                yield COPIED.at(
                    language.span,
                    f"'{message.name}' has the same words in '{before}' and '{language}'",
                    related=(Related(before.span, "the same words"),),
                    help="translate one of the two",
                )


def check_foreign(context: Context) -> Iterator[Diagnostic]:
    """The first gap or note of each text."""
    for message in context.policy.messages.values():
        for words in message.texts.values():
            if not any(sign in words.text for sign in _SIGNS):
                continue
            match = re.search(_GAPS, words.text, re.IGNORECASE) or re.search(_NOTES, words.text)
            if match is None:
                continue
            sign = match[0] in "$%"
            if sign and _after(words.text, match.end()) not in context.facts:
                continue  # said of the word in braces
            yield FOREIGN.at(
                piece_of(words, match.start(), len(match[0]), context.policy),
                f"the customer would read '{match[0]}'",
                help="leave the sign out; braces are enough"
                if sign
                else "write a fact in braces: {requester.first_name}",
            )


def check_brace(context: Context) -> Iterator[Diagnostic]:
    """The first single brace of each text."""
    for message in context.policy.messages.values():
        for words in message.texts.values():
            if "{" not in words.text and "}" not in words.text:
                continue
            rest = re.sub(_DOUBLED, _blank, words.text) if "{{" in words.text else words.text
            rest = PLACEHOLDER.sub(_blank, rest)
            at = next((place for place, letter in enumerate(rest) if letter in "{}"), None)
            if at is not None:
                other = "opened" if rest[at] == "}" else "closed"
                yield BRACE.at(
                    piece_of(words, at, 1, context.policy),
                    f"this brace is never {other}",
                    help="write the fact between two braces: {requester.first_name}",
                )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _after(text: str, place: int) -> str:
    match = PLACEHOLDER.match(text, place)
    return match[1].strip() if match is not None else ""


def _shown(message: Message, language: str) -> frozenset[str]:
    text = message.texts[language].text
    if "{" not in text:
        return frozenset()
    names = (match[1].strip() for match in PLACEHOLDER.finditer(text))
    return frozenset(_A_NAME if name in _NAMES else name for name in names)


CHECKS = (
    Check(LOST, check_lost),
    Check(COPIED, check_copied),
    Check(FOREIGN, check_foreign),
    Check(BRACE, check_brace),
)
