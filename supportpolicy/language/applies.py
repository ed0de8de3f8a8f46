"""`applies`: what the head of a file says of every rule in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import Condition, both
from supportpolicy.language.reading import About, Effective
from supportpolicy.language.sections.communication import Communication
from supportpolicy.language.sections.sorting import Severities
from supportpolicy.language.sections.timelines import Emergency, Ladder, Lifecycle


class Applies(NamedTuple):
    """A condition and a window that are joined to every rule of a file."""

    when: Condition
    effective: Effective | None


def with_applies(item: Any, applies: Applies | None) -> Any:
    """The item with what its file says of all rules joined by "and"; items that are no rules stay as they are."""
    if applies is None:
        return item
    if isinstance(item, (Ladder, Emergency)):
        return item._replace(when=both(applies.when, item.when), about=_about(item.about, applies))
    if isinstance(item, Severities):
        return item._replace(
            rules=tuple(with_applies(rule, applies) for rule in item.rules),
            at_most=tuple(with_applies(cap, applies) for cap in item.at_most),
        )
    if isinstance(item, Lifecycle):
        return item._replace(rules=tuple(with_applies(rule, applies) for rule in item.rules))
    if isinstance(item, Communication):
        return item._replace(updates=tuple(with_applies(rule, applies) for rule in item.updates))
    head = getattr(item, "head", None)
    if head is None:
        return item
    return item._replace(head=head._replace(when=both(applies.when, head.when), about=_about(head.about, applies)))


def _about(about: About, applies: Applies) -> About:
    return about._replace(effective=_narrower(about.effective, applies.effective))


def _narrower(own: Effective | None, outer: Effective | None) -> Effective | None:
    if own is None or outer is None:
        return own or outer
    starts = [day for day in (own.start, outer.start) if day is not None]
    ends = [day for day in (own.end, outer.end) if day is not None]
    span: Span = own.span
    return Effective(max(starts, default=None), min(ends, default=None), span)
