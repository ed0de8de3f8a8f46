"""From what is written to draft rules: what all tables have in common."""

from __future__ import annotations

import datetime as dt

from supportpolicy.compiled.partition import Cut
from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiler.drafts import DraftPart, DraftRule
from supportpolicy.compiler.places import Places
from supportpolicy.compiler.terms import Between, IsOneOf, Resolver, Term
from supportpolicy.compiler.words import in_words
from supportpolicy.diagnostics import Span
from supportpolicy.language.conditions import ALWAYS, Condition, Group
from supportpolicy.language.name import Name
from supportpolicy.language.reading import NOTHING_ABOUT, About
from supportpolicy.language.sections.tables import NOTHING_FOLLOWS, Cell, Follow, Grid, RuleHead


class Drafter:
    """Makes draft rules of one policy."""

    def __init__(self, resolver: Resolver, places: Places) -> None:
        self.resolver = resolver
        self.places = places

    def parts(self, condition: Condition, around: Span) -> tuple[DraftPart, ...]:
        """The entries of a condition, in the order written; each can be shown as the first that failed."""
        if condition == ALWAYS:
            return ()
        if isinstance(condition, Group):
            if condition.how == "all":
                return tuple(part for inner in condition.parts for part in self.parts(inner, around))
            span = condition.span or around
        else:
            span = condition.span if condition.span is not None else around
        return (DraftPart(in_words(condition), self.resolver.term(condition), self.places.at(span)),)

    def rule(
        self,
        name: str,
        when: Condition,
        outcome: Outcome,
        span: Span,
        *,
        about: About = NOTHING_ABOUT,
        extra: tuple[DraftPart, ...] = (),
        row: str | None = None,
    ) -> DraftRule:
        """A rule; its window of dates becomes a condition on `now`."""
        effective = about.effective
        start = effective.start if effective is not None else None
        end = effective.end if effective is not None else None
        window: tuple[DraftPart, ...] = ()
        if effective is not None:
            words = " ".join(
                ([f"from {start}"] if start is not None else []) + ([f"until {end}"] if end is not None else [])
            )
            low = Cut(start.isoformat()) if start is not None else None
            high = Cut(end.isoformat()) if end is not None else None
            window = (
                DraftPart(f"in force {words}", Between("now", "time", low, high), self.places.at(effective.span)),
            )
        return DraftRule(
            name,
            outcome,
            window + extra + self.parts(when, span),
            row,
            _day(start),
            _day(end),
            about.why,
            about.source,
            about.owner,
            self.places.at(span),
        )

    def head(
        self, head: RuleHead, name: str, outcome: Outcome, extra: tuple[DraftPart, ...] = (), row: str | None = None
    ) -> DraftRule:
        """A rule of a table, with what follows from it."""
        span = head.name.span if head.name is not None else head.span
        return self.rule(name, head.when, followed(outcome, head.follow), span, about=head.about, extra=extra, row=row)

    def is_one_of(self, fact: str, type_: str, values: tuple[str, ...], at: str, text: str = "") -> DraftPart:
        """A condition that is not written but follows from where the rule stands, such as the channel of its section."""
        words = text or f"{fact} is {' or '.join(values)}"
        return DraftPart(words, IsOneOf(fact, type_, values), at)

    def part(self, text: str, term: Term, span: Span) -> DraftPart:
        """A condition with its own words."""
        return DraftPart(text, term, self.places.at(span))

    def grid_cell(self, grid: Grid, cell: Cell) -> tuple[DraftPart, ...]:
        """The row and column of a cell as conditions."""
        at = self.places.at(cell.outcome.span)
        return self.row(grid.down, cell.down, at), self.row(grid.across, cell.across, at)

    def row(self, fact: Name, value: Name, at: str) -> DraftPart:
        """The value that a row of a grid or of a promise is for, as a condition."""
        return DraftPart(f"{fact} is {value}", self.resolver.is_word(fact, value), at)


def followed(outcome: Outcome, follow: Follow) -> Outcome:
    """An outcome with the words, actions and tags of its rule."""
    if follow == NOTHING_FOLLOWS:
        return outcome
    return outcome._replace(say=words_of(follow.say), do=words_of(follow.do), tag=words_of(follow.tag))


def words_of(names: tuple[Name, ...]) -> tuple[str, ...]:
    """Names as plain words."""
    return tuple(str(name) for name in names)


def word_of(name: Name | None) -> str | None:
    """A name as a plain word."""
    return None if name is None else str(name)


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
