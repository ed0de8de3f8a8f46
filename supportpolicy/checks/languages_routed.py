"""SP711: tickets in a language go to a team that does not speak it. SP712: a channel in a language that nobody there speaks."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.languages_served import in_full, speaks
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.conditions import Condition, Group, Test, Value

TEAM = Kind(
    "SP711",
    "team-lacks-language",
    "warning",
    "A rule sends tickets in a language to a team that does not list it.",
    "The language of the first mail decides where a ticket goes, and nothing corrects it later. The customer is answered in "
    "English, or passed on once more.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, ja: {coverage: always}}
teams:
  - {name: front, coverage: always, languages: en}
  - {name: tokyo, coverage: always, languages: [ja, en]}
routing: [{name: Japanese, when: {language: ja}, team: front}, {name: all, team: tokyo}]
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, ja: {coverage: always}}
teams:
  - {name: front, coverage: always, languages: en}
  - {name: tokyo, coverage: always, languages: [ja, en]}
routing: [{name: Japanese, when: {language: ja}, team: tokyo}, {name: all, team: front}]
""",
)
CHANNEL = Kind(
    "SP712",
    "channel-language-nobody-speaks",
    "warning",
    "A channel is served in a language, and no team that answers on it speaks that language.",
    "Some services offer a language by mail alone; a chat in it opens, and nobody can answer.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, ja: {coverage: always}}
channels: {chat: {languages: [en, ja]}, email: {}}
teams:
  - {name: front, coverage: always, languages: en}
  - {name: tokyo, coverage: always, languages: [ja, en], channels: email}
routing: [{name: Japanese, when: {language: ja}, team: tokyo}, {name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}, ja: {coverage: always}}
channels: {chat: {languages: [en]}, email: {}}
teams:
  - {name: front, coverage: always, languages: en}
  - {name: tokyo, coverage: always, languages: [ja, en], channels: email}
routing: [{name: Japanese, when: {language: ja}, team: tokyo}, {name: all, team: front}]
""",
)


def check_team(context: Context) -> Iterator[Diagnostic]:
    """Routing rules for a language that is served in full, unless they tell the customer something."""
    policy = context.policy
    if not context.complete("teams", "languages"):
        return
    for route in policy.routing:
        team = policy.teams.get(route.team) if route.team is not None else None
        if team is None or not team.languages or route.head.follow.say:
            continue
        for value in _languages(route.head.when):
            language = policy.languages.get(value.text)
            if language is not None and in_full(language) and not speaks(team.languages, value.text):
                yield TEAM.at(
                    value.span,
                    f"the team '{team.name}' does not answer in '{value.text}'",
                    related=(Related(team.languages[0].span, "the languages of the team"),),
                    help="name another team, add the language to the team, or tell the customer with 'say'",
                )


def check_channel(context: Context) -> Iterator[Diagnostic]:
    """Languages of a channel that no team on this channel has."""
    policy = context.policy
    if not policy.teams or not context.complete("teams", "languages", "channels"):
        return
    for channel in policy.channels.values():
        there = [team for team in policy.teams.values() if not team.channels or channel.name in team.channels]
        if not there or channel.support == "none":
            continue
        for name in channel.languages:
            language = policy.languages.get(name)
            # A language that no team speaks at all is said where it is offered.
            if language is None or not in_full(language) or any(speaks(team.languages, name) for team in there):
                continue
            if any(speaks(team.languages, name) for team in policy.teams.values()):
                yield CHANNEL.at(
                    name.span,
                    f"no team that answers on '{channel.name}' speaks '{name}'",
                    help="leave the language out, or add the channel to a team that speaks it",
                )


def _languages(condition: Condition) -> Iterator[Value]:
    """The languages of which a ticket must have one."""
    parts: tuple[Condition, ...] = (condition,)
    while parts:
        inner: list[Condition] = []
        for part in parts:
            if isinstance(part, Group) and part.how == "all":
                inner.extend(part.parts)
            elif isinstance(part, Test) and part.field == "language" and part.operator == "is":
                yield from (value for value in part.values if value.kind == "text")
        parts = tuple(inner)


CHECKS = (Check(TEAM, check_team), Check(CHANNEL, check_channel))
