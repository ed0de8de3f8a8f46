"""SP719: the customer gets the same message twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related, Span
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.timelines import Ladder
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP719",
    "told-twice",
    "warning",
    "A customer is told the same words twice: in one list, by two steps of a timeline, or by two timelines that always run "
    "together.",
    "A second mail with the same words says that nobody reads them, and the one that the step was made for is not sent.",
    """supportpolicy: 1
name: acme
messages: {still-there: "Is this still a problem?"}
lifecycle:
  rules:
    - name: waiting
      starts_on: entered:waiting-on-customer
      stops_on: customer_reply
      steps: [{after: 72h, say: still-there}, {after: 168h, say: still-there, status: solved}]
""",
    """supportpolicy: 1
name: acme
messages: {still-there: "Is this still a problem?", closed: "We take it that all is well."}
lifecycle:
  rules:
    - name: waiting
      starts_on: entered:waiting-on-customer
      stops_on: customer_reply
      steps: [{after: 72h, say: still-there}, {after: 168h, say: closed, status: solved}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Messages that come twice to whoever gets them at all."""
    policy = context.policy
    for names in _lists(policy):
        if len(names) > 1:
            yield from _twice(names, "in one list")
    ladders = [ladder for _, ladder in ladders_of(policy)]
    for ladder in ladders:
        yield from _twice((name for step in ladder.steps for name in dict.fromkeys(step.say)), "by this timeline")
    if policy.emergency is not None:
        said: list[Name] = list(dict.fromkeys(policy.emergency.say))
        for step in policy.emergency.steps:
            said.extend(dict.fromkeys(step.say))
        if policy.emergency.update_customer is not None:
            said.extend(dict.fromkeys(policy.emergency.update_customer.say))
        yield from _twice(said, "by the emergency")
    yield from _together(ladders, context)


def _twice(names: Iterable[Name], how: str) -> Iterator[Diagnostic]:
    first: dict[str, Name] = {}
    for name in names:
        before = first.setdefault(name, name)
        if before is not name:
            yield _finding(name.span, name, before.span, how)


def _together(ladders: list[Ladder], context: Context) -> Iterator[Diagnostic]:
    """Timelines for certainly the same tickets from the same event on."""
    said: dict[str, list[tuple[Name, Ladder]]] = {}
    for ladder in ladders:
        for name in {str(name): name for step in reversed(ladder.steps) for name in step.say}.values():
            said.setdefault(name, []).append((name, ladder))
    both = {name: uses for name, uses in said.items() if len(uses) > 1}
    if not both:
        return
    from supportpolicy.checks.overlaps import relation

    overlaps = context.overlaps
    for uses in both.values():
        (first, one), *others = uses
        for name, other in others[:20]:
            same = set(one.starts_on) == set(other.starts_on) and one.about.effective == other.about.effective
            if same and relation(overlaps.tickets(one.when), overlaps.tickets(other.when)) == "same":
                how = f"by this timeline and by '{one.name}', which always runs beside it"
                yield _finding(name.span, name, first.span, how)


def _lists(policy: Policy) -> Iterator[tuple[Name, ...]]:
    """Every list of messages."""
    severities = policy.severities
    heads = [tier.head for tier in policy.tiers]
    heads += [route.head for route in policy.routing]
    heads += [promise.head for promise in policy.sla]
    heads += [decision.head for decision in (*policy.requests, *policy.refunds)]
    heads += [identity.head for identity in policy.identity]
    if severities is not None:
        heads += [rule.head for rule in severities.rules]
        heads += [cap.head for cap in severities.at_most]
    yield from (head.follow.say for head in heads if head.follow.say)
    yield from (language.say for language in policy.languages.values())
    yield from (channel.say for channel in policy.channels.values())
    ladders = [ladder.steps for _, ladder in ladders_of(policy)]
    if policy.emergency is not None:
        ladders.append(policy.emergency.steps)
        yield policy.emergency.say
        yield policy.emergency.if_not_one.say if policy.emergency.if_not_one is not None else ()
    yield from (step.say for steps in ladders for step in steps)


def _finding(span: Span, name: str, first: Span, how: str) -> Diagnostic:
    return KIND.at(
        span,
        f"the customer is told '{name}' twice {how}",
        related=(Related(first, "the first time"),),
        help="say it once, or write another message for the second time",
    )


CHECK = Check(KIND, check)
