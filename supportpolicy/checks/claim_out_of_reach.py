"""SP523: an emergency or a level needs a channel that is open to nobody who could claim it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import (
    Overlaps,
    Tickets,
    certainly_disjoint,
    certainly_within,
    with_words,
    words_asked,
)
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span, quoted_list
from supportpolicy.language.conditions import Condition, both
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.contact import Channel
from supportpolicy.language.walk import named_in, tests_in

KIND = Kind(
    "SP523",
    "claim-out-of-reach",
    "warning",
    "An emergency or a level is only for those who come by some channel, and that channel turns them away.",
    "Many vendors count the gravest level only if the customer calls. Where the phone is open to the gravest level only, "
    "nobody can get there: the ticket is not grave before the call, and the call is not taken before the ticket is.",
    """supportpolicy: 1
name: acme
severities:
  levels: [critical, normal]
  rules:
    - {level: critical, when: {asks_for_human: true}, only_if: {channel: phone}, if_not: normal}
    - {level: normal}
channels: {email: {}, phone: {for: {severity: critical}, redirect: email}}
""",
    """supportpolicy: 1
name: acme
severities:
  levels: [critical, normal]
  rules:
    - {level: critical, when: {asks_for_human: true}, only_if: {channel: phone}, if_not: normal}
    - {level: normal}
channels: {email: {}, phone: {for: {asks_for_human: true}, redirect: email}}
""",
)


class _Claim(NamedTuple):
    """What somebody must come by a channel for."""

    what: str
    tickets: Tickets
    grown: Tickets
    """What the ticket is once the claim is good, and not before."""
    span: Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Claims each of whose channels gets no support, serves other tickets only, or serves those that are one already."""
    policy = context.policy
    if not policy.channels or not context.complete("channels", "severities", "emergency", "conditions", "fields"):
        return
    overlaps = context.overlaps
    for claim in _claims(policy, overlaps):
        channels = _channels(policy, claim.tickets)
        reasons = [_closed(overlaps, channel, claim) for channel in channels]
        if not channels or None in reasons:
            continue
        names = quoted_list([f"'{channel.name}'" for channel in channels])
        yield KIND.at(
            claim.span,
            f"{claim.what} needs {names}, and {reasons[0]}",
            help="open the channel to all who may have such a problem, or let another channel count as well",
            related=tuple(Related(channel.name.span, f"'{channel.name}' is open only to some") for channel in channels),
        )


def _claims(policy: Policy, overlaps: Overlaps) -> Iterator[_Claim]:
    emergency = policy.emergency
    if emergency is not None:
        grown = with_words("emergency", ["true"])
        tickets = overlaps.tickets(emergency.when)
        yield _Claim("an emergency", tickets, grown, _place(policy, emergency.when) or emergency.span)
        if emergency.claimed is not None:
            claimed = overlaps.tickets(emergency.claimed)
            span = _place(policy, emergency.claimed) or emergency.span
            yield _Claim("to claim an emergency", claimed, with_words("claimed", ["true"]), span)
    if policy.severities is None:
        return
    rules = policy.severities.rules
    for rule in rules:
        if rule.only_if is None or rule.level is None or rule.level not in policy.severities.levels:
            continue
        if any(other.level == rule.level and other.only_if is None for other in rules) or any(
            r.head.grid for r in rules
        ):
            continue  # there is another way to the level
        higher = policy.severities.levels[: policy.severities.levels.index(rule.level) + 1]
        tickets = overlaps.tickets(both(rule.head.when, rule.only_if))
        span = _place(policy, rule.only_if) or rule.level.span
        yield _Claim(
            f"the level '{rule.level}'", tickets, with_words("severity", [str(level) for level in higher]), span
        )


def _channels(policy: Policy, tickets: Tickets) -> list[Channel]:
    """The channels of which one is needed; none where some tickets need none."""
    names: dict[str, None] = {}
    for asks in tickets.alternatives or ():
        words = words_asked(asks, "channel")
        if words is None or not all(word in policy.channels for word in words):
            return []
        names.update(dict.fromkeys(sorted(words)))
    return [policy.channels[name] for name in names]


def _closed(overlaps: Overlaps, channel: Channel, claim: _Claim) -> str | None:
    """Why a claim cannot be made by a channel; None where it can."""
    if channel.about.effective is not None:
        return None
    if channel.support == "none":
        return f"'{channel.name}' gets no support"
    if channel.for_whom is None:
        return None
    served = overlaps.tickets(channel.for_whom)
    if certainly_within(served, claim.grown):
        return f"'{channel.name}' serves only tickets that are it already"
    return f"'{channel.name}' serves other tickets only" if certainly_disjoint(served, claim.tickets) else None


def _place(policy: Policy, condition: Condition) -> Span | None:
    """Where the channel is asked for, or what names the condition that asks."""
    for test in tests_in(condition):
        if test.field == "channel":
            return test.span
    return next((named.span for named in named_in(condition)), None)


CHECK = Check(KIND, check)
