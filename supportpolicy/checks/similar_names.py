"""SP223: two names that a reader would take for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.name import Name

KIND = Kind(
    "SP223",
    "similar-names",
    "warning",
    "Two names of one section differ only in case, hyphens or underscores.",
    "Somebody will use one where the other is meant.",
    """supportpolicy: 1
name: acme
teams: [{name: front-line, coverage: always}, {name: frontline, coverage: always}]
routing: [{name: one, when: {asks_for_human: true}, team: front-line}, {name: all, team: frontline}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: frontline, coverage: always}, {name: billing, coverage: always}]
routing: [{name: one, when: {asks_for_human: true}, team: billing}, {name: all, team: frontline}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Pairs of names that look alike."""
    policy = context.policy
    sections: list[Iterable[Name]] = [
        (field.name for field in policy.fields.values()),
        (condition.name for condition in policy.conditions.values()),
        (role.name for role in policy.roles.values()),
        (team.name for team in policy.teams.values()),
        (message.name for message in policy.messages.values()),
        (coverage.name for coverage in policy.coverage.values()),
        (channel.name for channel in policy.channels.values()),
        (status.name for status in policy.statuses.values()),
        (action.name for action in policy.actions.values()),
    ]
    for names in sections:
        seen: dict[str, Name] = {}
        for name in names:
            plain = name.casefold().replace("-", "").replace("_", "").replace(" ", "")
            first = seen.setdefault(plain, name)
            if first != name:
                yield KIND.at(
                    name.span,
                    f"'{name}' and '{first}' look like one name",
                    related=(Related(first.span, "the other one is here"),),
                    help="rename one of them, or make them one",
                )


CHECK = Check(KIND, check)
