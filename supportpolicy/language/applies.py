"""`applies`: what the head of a file says of every rule in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language import kinds
from supportpolicy.language.conditions import ALWAYS, Condition, both
from supportpolicy.language.reading import NOTHING_ABOUT, About, Effective, Unreadable
from supportpolicy.language.sections.communication import Communication
from supportpolicy.language.sections.sorting import Severities, SeverityRule
from supportpolicy.language.sections.tables import NOTHING_FOLLOWS, RuleHead
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
    head = getattr(item, "head", None)
    if head is None:
        return item
    return item._replace(head=head._replace(when=both(applies.when, head.when), about=_about(head.about, applies)))


def with_applies_of_files(item: Any, by_file: Mapping[str, Applies | None]) -> Any:
    """A section of one mapping, whose keys may come from several files: each rule with what its own file says."""

    def each(rules: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(with_applies(rule, by_file.get(_span(rule).path)) for rule in rules)

    match item:
        case Severities():
            rules, grid = item.rules, item.grid
            if grid is not None and by_file.get(grid.span.path) is not None:
                # A grid of the whole section has no condition of its own; as the last of the rules it means the same.
                head = RuleHead(None, ALWAYS, NOTHING_FOLLOWS, NOTHING_ABOUT, grid, grid.span)
                rules, grid = (*rules, SeverityRule(head, None, None, None)), None
            return item._replace(rules=each(rules), grid=grid, at_most=each(item.at_most))
        case Lifecycle():
            return item._replace(rules=each(item.rules))
        case Communication():
            return item._replace(updates=each(item.updates))
        case Emergency():
            return with_applies(item, by_file.get(item.span.path))
    return item


def _span(rule: Any) -> Span:
    span: Span = rule.span if isinstance(rule, Ladder) else rule.head.span
    return span


def _about(about: About, applies: Applies) -> About:
    return about._replace(effective=_narrower(about.effective, applies.effective))


def _narrower(own: Effective | None, outer: Effective | None) -> Effective | None:
    if own is None or outer is None:
        return own or outer
    starts = [day for day in (own.start, outer.start) if day is not None]
    ends = [day for day in (own.end, outer.end) if day is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and end <= start:
        own_says = f"from {own.start}" if own.start == start else f"until {own.end}"
        file_says = f"until {outer.end}" if own.start == start else f"from {outer.start}"
        message = f"this is in force {own_says}, and its file only {file_says}, which leaves no time at all"
        raise Unreadable(kinds.MALFORMED.at(own.span, message, help="change one of the two so that they share a day"))
    return Effective(start, end, own.span)
