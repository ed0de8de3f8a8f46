"""SP518: timelines that start one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.links import bottom_up
from supportpolicy.checks.overlaps import ALL, certainly_within
from supportpolicy.checks.promised import facts_read
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.name import Name
from supportpolicy.language.sections.timelines import Ladder
from supportpolicy.language.walk import ladders_of

KIND = Kind(
    "SP518",
    "circle-of-ladders",
    "warning",
    "Timelines start one another in a circle: each sets the status that the next one starts on.",
    "As long as nobody writes, the ticket goes round for ever, and so do its messages. It is an old complaint about "
    "helpdesks that what one rule does sets off another, and each looks right to whoever reads it alone.",
    """supportpolicy: 1
name: acme
lifecycle:
  rules:
    - {name: hold, starts_on: 'entered:open', steps: [{after: 3d, status: on-hold}]}
    - {name: wake, starts_on: 'entered:on-hold', steps: [{after: 4d, status: open}]}
""",
    """supportpolicy: 1
name: acme
lifecycle:
  rules:
    - {name: wake, starts_on: 'entered:on-hold', steps: [{after: 4d, status: open}]}
""",
)
_MOST = 500
"""Timelines among which circles are looked for."""
_CHANGING = frozenset({"status", "tags", "replies", "reopened_count", "bot_turns", "now", "team"})
"""Facts that may have changed when the ticket comes round; then nobody can say that it goes on."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Circles of timelines that certainly run for the same tickets; each once, at the step that closes it."""
    policy = context.policy
    ladders = [ladder for _, ladder in ladders_of(policy)]
    if len(ladders) > _MOST or not context.complete("escalation", "lifecycle", "communication", "conditions"):
        return
    by_event: dict[str, list[int]] = {}
    for place, ladder in enumerate(ladders):
        for event in ladder.starts_on:
            by_event.setdefault(_plain(event), []).append(place)
    links = {str(place): [to for to, _ in _leads(ladder, by_event)] for place, ladder in enumerate(ladders)}
    for together in bottom_up(links):
        if len(together) < 2:
            continue
        circle = [ladders[int(place)] for place in sorted(together, key=int)]
        if not _for_the_same(context, circle):
            continue
        last = circle[-1]
        closing = next(status for to, status in _leads(last, by_event) if to in together)
        names = " and ".join(f"'{ladder.name}'" for ladder in circle)
        yield KIND.at(
            closing.span,
            f"the timelines {names} start one another for ever: this status starts one of them again",
            help="leave one of the statuses out, or let the first of them run only once, with 'unless' or a tag",
            related=tuple(Related(ladder.name.span, f"'{ladder.name}' is here") for ladder in circle),
        )


def _leads(ladder: Ladder, by_event: dict[str, list[int]]) -> list[tuple[str, Name]]:
    """The timelines that a ladder's last step starts, each with the status that does it."""
    found: list[tuple[str, Name]] = []
    for step in ladder.steps[-1:]:  # a timeline that goes on may end the circle later
        if step.status is not None and not step.unless:
            found += [(str(place), step.status) for place in by_event.get(f"entered:{step.status}", ())]
    return found


def _for_the_same(context: Context, circle: list[Ladder]) -> bool:
    overlaps = context.overlaps
    narrowest = ALL
    for ladder in circle:
        if ladder.about.effective is not None or not _CHANGING.isdisjoint(facts_read(context.policy, ladder.when)):
            return False
        tickets = overlaps.tickets(ladder.when)
        if certainly_within(tickets, narrowest):
            narrowest = tickets
        elif not certainly_within(narrowest, tickets):
            return False
    return True


def _plain(event: str) -> str:
    """`solved` and `entered:solved` are the same event."""
    return f"entered:{event}" if event in ("solved", "closed") else str(event)


CHECK = Check(KIND, check)
