"""SP514: a promise that runs day and night, made for teams that go home."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import Overlaps, Tickets, certainly_disjoint
from supportpolicy.checks.promised import MOST, promised_of
from supportpolicy.checks.weeks import longest_closed
from supportpolicy.diagnostics import Diagnostic, Kind, Related, quoted_list
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.people import Team
from supportpolicy.language.sections.sla import Target
from supportpolicy.language.sections.sorting import Route
from supportpolicy.language.sections.timelines import Step
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP514",
    "promise-while-closed",
    "warning",
    "A promise counts day and night, and every team that gets such tickets is closed for longer than it lasts.",
    "Quiet breaches happen this way: around the clock on paper, and nobody there at night who could answer. Vendors "
    "who promise half an hour at any hour have an engineer on call beside the team in the office.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 1h, clock: always}}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
sla: [{name: all, targets: {first_response: 1h, clock: office}}]
""",
)
_MINUTES = {"minutes": 1, "days": 1440}


def check(context: Context) -> Iterator[Diagnostic]:
    """Targets on the clock `always` that are due before anybody of the team is back; each clock that is named once."""
    policy = context.policy
    if not context.complete("teams", "routing", "coverage", "roles", "escalation", "lifecycle", "communication"):
        return
    closed = {str(name): longest_closed(policy, team.coverage) for name, team in policy.teams.items()}
    if not any(closed.values()):
        return
    overlaps = context.overlaps
    routes = [(overlaps.tickets(route.head.when), names) for route in policy.routing if (names := _teams(route))]
    others = _others_awake(policy, overlaps)
    if len(promised_of(context)) * (len(routes) + len(others)) > MOST:
        return
    said: set[object] = set()
    for row in promised_of(context):
        urgent = [target for target in row.row.targets if _around_the_clock(target)]
        if not urgent or any(not certainly_disjoint(tickets, row.tickets) for tickets in others):
            continue
        able = {name for tickets, team in routes if not certainly_disjoint(tickets, row.tickets) for name in team}
        gaps = [closed.get(name) for name in able]
        if not gaps or not all(gaps):
            continue
        shortest = min(gap for gap in gaps if gap is not None)
        for target in urgent:
            most = target.at_most
            if most is None or target.clock is None or most.number * _MINUTES[most.unit] >= shortest:
                continue
            place = (target.clock.span, str(target.clock))
            if place in said:
                continue
            said.add(place)
            teams = [policy.teams[name] for name in sorted(able)]
            yield _finding(target, most.text, teams, target.clock, shortest)


def _finding(target: Target, time: str, teams: list[Team], clock: Name, shortest: int) -> Diagnostic:
    who = quoted_list([f"'{team.name}'" for team in teams], most=3, last="and")
    hours = next((team.coverage for team in teams if team.coverage is not None), None)
    return KIND.at(
        clock.span,
        f"{target.metric} of {time} runs day and night, but {who} may be away for {shortest // 60} hours at a stretch",
        help="name the hours that the team keeps, or clock: team; or route such tickets to people who are always there",
        related=() if hours is None else (Related(hours.span, "the hours of the team"),),
    )


def _around_the_clock(target: Target) -> bool:
    return target.clock == ALWAYS_OPEN and target.at_most is not None and target.at_most.unit in _MINUTES


def _teams(route: Route) -> list[str]:
    grid = route.head.grid
    if grid is not None:
        return [str(cell.outcome) for cell in grid.cells]
    return [str(route.team)] if route.team is not None else []


def _others_awake(policy: Policy, overlaps: Overlaps) -> list[Tickets]:
    """Tickets of which some step tells or assigns somebody who may be there when the team is not."""
    found = [
        overlaps.tickets(ladder.when)
        for _, ladder in ladders_of(policy)
        if any(_wakes(policy, step) for step in ladder.steps)
    ]
    emergency = policy.emergency
    if emergency is not None and any(_wakes(policy, step) for step in emergency.steps):
        found.append(overlaps.tickets(emergency.when))
    return found


def _wakes(policy: Policy, step: Step) -> bool:
    people = [str(name) for name in (*step.tell, *((step.assign,) if step.assign is not None else ()))]
    for name in step.do:
        action = policy.actions.get(name)
        if action is None or not action.by:
            return True  # whoever does it may be there
        people += [str(by) for by in action.by]
    if "team-lead" in people:
        people += [str(team.lead) for team in policy.teams.values() if team.lead is not None]
    for person in people:
        somebody = policy.roles.get(person) or policy.teams.get(person)
        if somebody is not None and not longest_closed(policy, somebody.coverage):
            return True
    return False


CHECK = Check(KIND, check)
