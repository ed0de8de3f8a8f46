"""SP706-SP710: languages that are offered without people, hours, words of their own, or an answer."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test
from supportpolicy.diagnostics import Diagnostic, Kind, Related, quoted_list
from supportpolicy.language.name import Name
from supportpolicy.language.scope import offered_languages
from supportpolicy.language.sections.contact import OTHERWISE, Language
from supportpolicy.language.walk import ladders_of

NOBODY = Kind(
    "SP706",
    "language-nobody-speaks",
    "warning",
    "A language is offered in full, and no team answers in it.",
    "The customer is promised people who speak it and gets a translation program, or waits for somebody who is not there.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, fr: {coverage: always}}
teams: [{name: front, coverage: always, languages: en}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, fr: {coverage: always}}
teams: [{name: front, coverage: always, languages: [en, fr]}]
routing: [{name: all, team: front}]
""",
)
NO_HOURS = Kind(
    "SP707",
    "language-without-hours",
    "warning",
    "A language is offered in full without hours, while others say when somebody who speaks them is there.",
    "Published offers differ by language: English day and night, Japanese in office hours. Where nothing is said, it reads "
    "as at any time.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, fr: {level: full}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, fr: {level: full, coverage: always}}
""",
)
ONE_TEXT = Kind(
    "SP708",
    "one-text-for-several-languages",
    "warning",
    "A message is a single text, and customers are served in several languages.",
    "Everybody gets it as it stands. Helpdesks fall back to the main language in silence, so nobody notices but the customer.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: We have your message.}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, de: {coverage: always}}
messages: {hello: {en: We have your message., de: Ihre Nachricht ist da.}}
channels: {forum: {support: none, say: hello}}
""",
)
NO_WORD = Kind(
    "SP709",
    "language-turned-away-silently",
    "warning",
    "A language is not served, and nothing says what such a customer is told or in which language the answer comes.",
    "The ticket is taken in, and its writer hears nothing that could be understood, or nothing at all.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, otherwise: {level: none}}
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, otherwise: {level: none, reply_in: en}}
""",
)
NOT_SERVED = Kind(
    "SP710",
    "reply-in-unserved-language",
    "error",
    "Answers are given in a language that is itself not served, or answered in another one.",
    "The answer has to be written by somebody who, by the same policy, is not there.",
    """supportpolicy: 1
name: acme
languages:
  en: {coverage: always}
  nl: {level: none, reply_in: de}
  de: {level: none, reply_in: en}
""",
    """supportpolicy: 1
name: acme
languages:
  en: {coverage: always}
  nl: {level: none, reply_in: en}
  de: {level: none, reply_in: en}
""",
)


_OF_LANGUAGE = ("language", "reply_language", "language_level")
"""Whoever asks for one of them may well write in one language only."""


def speaks(languages: tuple[Name, ...], wanted: str) -> bool:
    """Whether somebody who lists these languages answers in one; `pt` and `pt-BR` do for each other. No list: unknown, so yes."""
    base = wanted.partition("-")[0]
    return not languages or any(
        language == wanted or language in (base, OTHERWISE) or language.partition("-")[0] == base
        for language in languages
    )


def in_full(language: Language) -> bool:
    """Whether customers are promised people who speak it."""
    return language.name != OTHERWISE and language.level == "full" and language.reply_in in (None, language.name)


def check_nobody(context: Context) -> Iterator[Diagnostic]:
    """Languages that are in none of the teams' lists."""
    teams = context.policy.teams
    if not teams or not context.complete("teams", "languages"):
        return
    for language in context.policy.languages.values():
        if in_full(language) and not any(speaks(team.languages, language.name) for team in teams.values()):
            yield NOBODY.at(
                language.name.span,
                f"no team answers in '{language.name}'",
                help=f"add it to the 'languages' of {quoted_list(teams, most=4)}, or write a lower 'level'",
            )


def check_no_hours(context: Context) -> Iterator[Diagnostic]:
    """Languages without hours beside others that have them."""
    languages = context.policy.languages
    if not context.complete("languages"):
        return
    with_hours = next((one for one in languages.values() if one.coverage is not None and in_full(one)), None)
    if with_hours is None or with_hours.coverage is None:
        return
    for language in languages.values():
        if in_full(language) and language.coverage is None:
            yield NO_HOURS.at(
                language.name.span,
                f"nothing says when somebody who speaks '{language.name}' is there",
                related=(Related(with_hours.coverage.span, f"'{with_hours.name}' says it"),),
                help="add 'coverage:' with the name of a coverage, or always",
            )


def check_one_text(context: Context) -> Iterator[Diagnostic]:
    """Messages without languages, where several are offered."""
    if not context.complete("languages"):
        return
    offered = offered_languages(context.policy)
    if len({language.partition("-")[0] for language in offered}) < 2:
        return
    singles = [message for message in context.policy.messages.values() if "" in message.texts]
    said = _said(context) if singles else frozenset()
    for message in singles:
        if message.name in said:
            yield ONE_TEXT.at(
                message.name.span,
                f"'{message.name}' reads the same in {quoted_list(offered, most=6, last='and')}",
                help="write the words by language: " + ", ".join(f"{language}: ..." for language in offered[:3]),
            )


def _said(context: Context) -> frozenset[str]:
    """Messages that are used, and never just for the customers of one language."""
    policy = context.policy
    used = {reference.name for reference in context.references_to("message") if reference.section != "languages"}
    rules = [(route.head.when, route.head.follow.say) for route in policy.routing]
    rules += [(promise.head.when, promise.head.follow.say) for promise in policy.sla]
    rules += [(rule.head.when, rule.head.follow.say) for rule in (*policy.requests, *policy.refunds)]
    rules += [(rule.head.when, rule.head.follow.say) for rule in policy.identity]
    for _, ladder in ladders_of(policy):
        rules += [(ladder.when, step.say) for step in ladder.steps]
    for when, say in rules:
        if say and any(test.field in _OF_LANGUAGE for test in every_test(when, policy)):
            used.difference_update(say)
    return frozenset(used)


def check_no_word(context: Context) -> Iterator[Diagnostic]:
    """Languages of the level none without an answer."""
    for language in context.policy.languages.values():
        if language.level == "none" and language.reply_in is None and not language.say:
            whom = "who write any other language" if language.name == OTHERWISE else f"who write '{language.name}'"
            yield NO_WORD.at(
                language.name.span,
                f"customers {whom} get no answer that the policy knows of",
                help="add 'reply_in:' with a language that is served, or 'say:' with a message",
            )


def check_not_served(context: Context) -> Iterator[Diagnostic]:
    """Answers in a language with the level none, or with a `reply_in` of its own."""
    languages = context.policy.languages
    for language in languages.values():
        other = languages.get(language.reply_in) if language.reply_in is not None else None
        if language.reply_in is None or other is None:
            continue
        away = other.reply_in is not None and other.reply_in != other.name
        if away or (other.level == "none" and other.name != language.name):
            said = f"is answered in '{other.reply_in}'" if away else "is not served"
            yield NOT_SERVED.at(
                language.reply_in.span,
                f"'{other.name}' itself {said}",
                related=(Related(other.name.span, "here"),),
                help=f"reply in {quoted_list(offered_languages(context.policy), most=6) or 'a language that is served'}",
            )


CHECKS = (
    Check(NOBODY, check_nobody),
    Check(NO_HOURS, check_no_hours),
    Check(ONE_TEXT, check_one_text),
    Check(NO_WORD, check_no_word),
    Check(NOT_SERVED, check_not_served),
)
