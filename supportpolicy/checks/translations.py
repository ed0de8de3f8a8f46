"""SP701: a message that lacks a language. SP702: a message in a language that is not offered."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean, quoted_list
from supportpolicy.language.scope import offered_languages
from supportpolicy.language.sections.contact import OTHERWISE

MISSING = Kind(
    "SP701",
    "missing-translation",
    "error",
    "A message lacks the words of a language that customers are served in.",
    "The customer would get another language without a word of warning.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: {en: Hello}}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: {en: Hello, de: Guten Tag}}
channels: {forum: {support: none, say: hello}}
""",
)
NOT_OFFERED = Kind(
    "SP702",
    "language-not-offered",
    "warning",
    "A message has words in a language that the policy does not offer.",
    "They are never sent, or the language is missing from the section languages.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}}
messages: {hello: {en: Hello, fr: Bonjour}}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, fr: {coverage: always}}
messages: {hello: {en: Hello, fr: Bonjour}}
channels: {forum: {support: none, say: hello}}
""",
)


def check_missing(context: Context) -> Iterator[Diagnostic]:
    """Messages without the words of an offered language."""
    if not context.complete("languages"):
        return
    offered = offered_languages(context.policy)
    for message in context.policy.messages.values():
        if "" in message.texts:
            continue
        missing = [language for language in offered if language not in message.texts]
        if missing:
            yield MISSING.at(
                message.name.span,
                f"the message '{message.name}' has no words in {quoted_list(missing, last='and')}",
                help="add them below, each language on a line of its own",
            )


def check_not_offered(context: Context) -> Iterator[Diagnostic]:
    """Words in languages nobody is served in."""
    if not context.policy.languages or not context.complete("languages"):
        return
    known = [str(name) for name in context.policy.languages if name != OTHERWISE]
    for message in context.policy.messages.values():
        for language in message.languages:
            if language not in known:
                advice = did_you_mean(language, known, what="the languages are")
                yield NOT_OFFERED.at(language.span, f"'{language}' is not a language of the policy", help=advice)


CHECKS = (Check(MISSING, check_missing), Check(NOT_OFFERED, check_not_offered))
