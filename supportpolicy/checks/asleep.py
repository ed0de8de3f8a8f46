"""SP520: the gravest tickets have a ladder in which nobody can be reached at night."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Overlaps, words_asked
from supportpolicy.checks.weeks import longest_closed
from supportpolicy.diagnostics import Diagnostic, Kind, Related, quoted_list
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.conditions import Condition
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.timelines import Step

KIND = Kind(
    "SP520",
    "nobody-awake",
    "warning",
    "The steps for emergencies, or for the gravest level, run at any hour, and everybody they tell goes home.",
    "On-call tools wait the whole delay of a step even where nobody is on call for it, so the night passes step by "
    "step. Policies that promise help around the clock keep somebody on call who always answers.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}}
emergency: {when: {asks_for_human: true}, steps: [{after: 0m, tell: lead, via: phone}]}
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
roles: {lead: {coverage: office, contact: phone}, on-call: {coverage: always, contact: phone}}
emergency:
  when: {asks_for_human: true}
  steps: [{after: 0m, tell: lead, via: phone}, {after: 15m, tell: on-call, via: phone}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Ladders of emergencies and of the highest level whose people all keep the same hours, which end."""
    policy = context.policy
    if not context.complete("roles", "teams", "coverage", "severities"):
        return
    overlaps = context.overlaps
    ladders: list[tuple[Condition, Name | None, tuple[Step, ...]]] = []
    if policy.emergency is not None:
        ladders.append((policy.emergency.when, policy.emergency.clock, policy.emergency.steps))
    ladders += [
        (ladder.when, ladder.clock, ladder.steps)
        for ladder in policy.escalation
        if _gravest(policy, overlaps, ladder.when)
    ]
    for when, clock, steps in ladders:
        if (clock or ALWAYS_OPEN) != ALWAYS_OPEN or _at_some_hours(overlaps, when):
            continue
        people = [person for step in steps for person in step.tell]
        if not people or any(step.assign or step.do for step in steps):
            continue
        hours = [_hours(policy, person) for person in people]
        found = next((name for name in hours if name is not None), None)
        # People with different hours may relieve one another.
        if found is None or any(name != found for name in hours) or not longest_closed(policy, found):
            continue
        names = quoted_list(dict.fromkeys(f"'{person}'" for person in people), last="and")
        yield KIND.at(
            people[0].span,
            f"this runs day and night, but {names} can be reached in the hours of '{found}' only",
            help="tell somebody who is always on call at one of the steps, or name the hours with 'clock:'",
            related=(Related(found.span, "the hours"),),
        )


def _gravest(policy: Policy, overlaps: Overlaps, when: Condition) -> bool:
    """Whether a condition is for emergencies, or for the highest level alone."""
    asks = overlaps.tickets(when).alone
    if asks is None:
        return False
    levels = policy.severities.levels if policy.severities is not None else ()
    highest = frozenset(str(level) for level in levels[:1])
    return words_asked(asks, "emergency") == frozenset({"true"}) or words_asked(asks, "severity") == highest


def _at_some_hours(overlaps: Overlaps, when: Condition) -> bool:
    """Whether a condition itself asks for the hour, or nobody can say."""
    alternatives = overlaps.tickets(when).alternatives
    return alternatives is None or any(ask.how in ("during", "outside") for asks in alternatives for ask in asks)


def _hours(policy: Policy, person: str) -> Name | None:
    somebody = policy.roles.get(person) or policy.teams.get(person)
    return None if somebody is None else somebody.coverage


CHECK = Check(KIND, check)
