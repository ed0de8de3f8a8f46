"""SP616: the customer approves. SP617: nobody can approve. SP618: whoever handles it approves. SP619: sent to nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, quoted_list
from supportpolicy.language.name import Name

BY_REQUESTER = Kind(
    "SP616",
    "approved-by-requester",
    "error",
    "Whoever asks is named as the one who must agree.",
    "Nobody refuses his own request. The customer's yes to what is about to happen is another thing than an approval.",
    """supportpolicy: 1
name: acme
requests: [{name: reset, when: {request: seat}, decision: approve, approver: requester}]
""",
    """supportpolicy: 1
name: acme
requests: [{name: reset, when: {request: seat}, decision: approve, confirm: customer}]
""",
)
BY_NOBODY = Kind(
    "SP617",
    "approved-by-nobody",
    "error",
    "Whoever must agree does not exist: no team has a lead, a team has no people, or there is no second person.",
    "The customer waits for a yes that nobody can give; open day and night, and nobody there who may approve.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
refunds: [{name: all, decision: review, approver: team-lead}]
""",
    """supportpolicy: 1
name: acme
roles: {shift-lead: {coverage: always, contact: chat}}
teams: [{name: front, coverage: always, lead: shift-lead}]
routing: [{name: all, team: front}]
refunds: [{name: all, decision: review, approver: team-lead}]
""",
)
BY_AGENT = Kind(
    "SP618",
    "approved-by-the-agent",
    "warning",
    "The only one who must agree is the agent who handles the ticket.",
    "An approval by oneself stops nothing. A help desk that lets one person check and change a password alone has been "
    "talked into it; a second person looks again.",
    """supportpolicy: 1
name: acme
refunds: [{name: all, decision: review, approver: agent}]
""",
    """supportpolicy: 1
name: acme
refunds: [{name: all, decision: review, approver: second-person}]
""",
)
NOWHERE = Kind(
    "SP619",
    "sent-nowhere",
    "warning",
    "A rule sends the customer to another place, and says neither where nor what the customer is told.",
    "The customer hears that this is the wrong place, and not which one is right.",
    """supportpolicy: 1
name: acme
requests: [{name: ideas, when: {request: feature}, decision: redirect}]
""",
    """supportpolicy: 1
name: acme
channels: {forum: {}}
requests: [{name: ideas, when: {request: feature}, decision: redirect, redirect: forum}]
""",
)


def check_requester(context: Context) -> Iterator[Diagnostic]:
    """Approvals by the one who asks."""
    for approvers in _approvers(context):
        for name in approvers:
            if name == "requester" and not _declared(name, context):
                yield BY_REQUESTER.at(
                    name.span,
                    "whoever asks cannot approve it",
                    help="name a role or second-person; where the customer must say yes, write confirm: customer",
                )


def check_nobody(context: Context) -> Iterator[Diagnostic]:
    """Approvals by people who are not there, whatever the ticket."""
    if not context.complete("teams", "roles"):
        return
    teams = context.policy.teams.values()
    sizes = [team.people for team in teams]
    alone = bool(sizes) and None not in sizes and sum(size or 0 for size in sizes) < 2
    for approvers in _approvers(context):
        for name in approvers:
            team = context.policy.teams.get(name)
            if team is not None and team.people == 0:
                yield BY_NOBODY.at(name.span, f"the team '{name}' has no people", help="name somebody who is there")
            elif _declared(name, context):
                continue
            elif name == "team-lead" and all(team.lead is None for team in teams):
                advice = "give the teams a 'lead', or name a role"
                yield BY_NOBODY.at(name.span, "no team has a lead, so nobody can approve this", help=advice)
            elif name == "second-person" and alone and not context.policy.roles:
                yield BY_NOBODY.at(name.span, "there is no second person in the teams", help="name a role")


def check_agent(context: Context) -> Iterator[Diagnostic]:
    """Approvals by nobody but the agent."""
    for approvers in _approvers(context):
        if approvers and set(approvers) == {"agent"} and not _declared(approvers[0], context):
            yield BY_AGENT.at(
                approvers[0].span,
                "whoever handles the ticket approves his own decision",
                help="write approver: second-person, or name a role",
            )


def check_nowhere(context: Context) -> Iterator[Diagnostic]:
    """Redirections without a place, a team or words."""
    for rule in (*context.policy.requests, *context.policy.refunds):
        told = rule.head.follow.say or rule.head.follow.do or rule.customer_reason
        if rule.decision == "redirect" and rule.redirect is None and not told and rule.team is None:
            name = rule.head.name
            places = quoted_list(context.policy.channels, most=4)
            yield NOWHERE.at(
                name.span if name is not None else rule.span,
                "this sends the customer elsewhere, and does not say where",
                help=f"add redirect: {places}"
                if places
                else "add 'redirect:' with a channel, or 'say:' with a message",
            )


def _approvers(context: Context) -> Iterator[tuple[Name, ...]]:
    policy = context.policy
    yield from (rule.approver for rule in (*policy.requests, *policy.refunds))
    yield from (rule.approver for rule in policy.identity)


def _declared(name: str, context: Context) -> bool:
    """Whether the policy has somebody of its own by a built-in word."""
    return name in context.policy.roles or name in context.policy.teams


CHECKS = (
    Check(BY_REQUESTER, check_requester),
    Check(BY_NOBODY, check_nobody),
    Check(BY_AGENT, check_agent),
    Check(NOWHERE, check_nowhere),
)
