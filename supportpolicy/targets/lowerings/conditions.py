"""Rules whose conditions a tool cannot say in full, and tables that are too long for it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, admits
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.diagnostics import Kind
from supportpolicy.engine.prepared import NOW, prepare
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table
from supportpolicy.targets.lowerings.using import TABLES, named

_FIRST = "first"

Holds = Callable[[str, Admitted], bool]
"""Whether a test holds that the tool cannot make, by its column and the classes that it admits."""


def only_columns(can: Callable[[Column], bool], tables: Sequence[str] = TABLES) -> Step:
    """Rules of these tables test only columns that the tool can test.

    `can` is asked of each column once. What it cannot test is decided as if the tool did not know the fact, that is, as for
    a ticket without it (and so by its default, if it has one). A test that wants the fact to be there never holds: this way
    for the rule to hold is left out, and its tickets are decided by the rules below. A test that only rules something out
    always holds: the test is left out. A rule with no way left is left out as a whole. One change for each rule. Other
    tables are left as they are.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        cannot = {column.id: column for column in compiled.columns if not can(column)}
        engine = prepare(compiled)
        absent = {id_: engine.empty[engine.places[id_]] for id_ in cannot}
        for name in tables:
            for rule in compiled.table(name).rules:
                if (change := _untested(compiled, name, rule, cannot, absent)) is not None:
                    yield change

    return step


def in_force(day: dt.date | None = None, tables: Sequence[str] = TABLES) -> Step:
    """Rules hold as of one date, by default the day of the export: none is in force for a time only.

    For tools without dates. A rule that is not in force on this day is left out, of another the dates are. Dates that lie in
    the past only are a note, since they do not matter any more.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        today = day if day is not None else wish.today
        dated = {one.id: one for one in compiled.columns if one.fact == NOW and one.kind == "ranges"}
        classes = {id_: _class_of(column, today) for id_, column in dated.items()}
        for name in tables:
            for rule in compiled.table(name).rules:
                edited, touched = _without_tests(rule, dated, lambda id_, admitted: admits(admitted, classes[id_]))
                if touched:
                    yield _dated(compiled, name, rule, edited, today)

    return step


def at_most_rules(table: str, most: int) -> Step:
    """A table has at most so many rules: the first ones, and a last one without a condition if there is one.

    One change for all that are left out.
    """

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        rules = compiled.table(table).rules
        if len(rules) <= most:
            return
        last = rules[-1:] if not rules[-1].parts else ()
        kept = (*rules[: most - len(last)], *last)
        left_out = [rule for rule in rules if rule not in kept]
        loss = Loss(
            kinds.LIMIT,
            table,
            left_out[0].at,
            f"it takes {most} rules of {table}, and the policy has {len(rules)}",
            f"'{named(left_out[0])}' and what follows is left out, {len(left_out)} in all; {_below(compiled, table)}",
        )
        gone = {_key(rule) for rule in left_out}
        yield Change(loss, _edited(table, lambda rule: None if _key(rule) in gone else rule))

    return step


# What a rule is without some tests ---------------------------------------------------------------------------------


class _Touched(NamedTuple):
    """What was done to a rule: words of the parts that were touched."""

    ways: tuple[str, ...] = ()
    """Ways for the rule to hold that are left out."""
    tests: tuple[str, ...] = ()
    """Tests that are left out, and so always hold."""

    def __bool__(self) -> bool:
        return bool(self.ways or self.tests)


def _without_tests(rule: Rule, cannot: Mapping[str, Column], holds: Holds) -> tuple[Rule | None, _Touched]:
    """The rule with tests of these columns decided; None where it can never hold then."""
    parts: list[Part] = []
    ways: list[str] = []
    tests: list[str] = []
    never = False
    for part in rule.parts:
        kept: list[dict[str, Admitted]] = []
        dropped = False
        for way in part.any:
            mine = {column: admitted for column, admitted in way.items() if column in cannot}
            if all(holds(column, admitted) for column, admitted in mine.items()):
                kept.append({column: admitted for column, admitted in way.items() if column not in cannot})
                dropped = dropped or bool(mine)
        if len(kept) < len(part.any):
            ways.append(part.text)
        elif dropped:
            tests.append(part.text)
        never = never or not kept
        if all(kept):  # a part with a way that asks nothing holds always
            parts.append(part._replace(any=tuple(kept)))
    return None if never else rule._replace(parts=tuple(parts)), _Touched(tuple(ways), tuple(tests))


def _untested(
    compiled: Compiled, table: str, rule: Rule, cannot: Mapping[str, Column], absent: Mapping[str, int]
) -> Change | None:
    edited, touched = _without_tests(rule, cannot, lambda id_, admitted: admits(admitted, absent[id_]))
    if not touched:
        return None
    facts = dict.fromkeys(
        cannot[column].fact for part in rule.parts for way in part.any for column in way if column in cannot
    )
    problem = (
        f"it cannot test {' or '.join(facts)} as '{named(rule)}' does: {'; '.join((*touched.ways, *touched.tests))}"
    )
    if edited is None:
        return _changed(kinds.RULE, table, rule, None, problem, f"the rule is left out; {_below(compiled, table)}")
    parts = []
    if touched.ways:
        parts.append(f"tickets for which the rule holds only by this test are not its own; {_below(compiled, table)}")
    if touched.tests:
        parts.append(f"the rule holds whatever {' or '.join(facts)} is, and takes these tickets from the rules below")
    return _changed(kinds.TEST, table, rule, edited, problem, "; ".join(parts))


def _dated(compiled: Compiled, table: str, rule: Rule, edited: Rule | None, today: dt.date) -> Change:
    day = today.isoformat()
    over = (rule.start is None or rule.start <= day) and rule.until is None
    over = over or (rule.until is not None and rule.until <= day)
    dates = " ".join(f"{word} {date}" for word, date in (("from", rule.start), ("until", rule.until)) if date)
    problem = f"it has no dates, and '{named(rule)}' is in force {dates or 'on some dates only'}"
    kind = kinds.TEST if edited is not None else kinds.RULE
    if edited is None:
        fallback = f"the rule is left out as of {day}; {_below(compiled, table)}"
    else:
        fallback = f"the rule holds as it does on {day}, whenever a ticket comes"
    again = "nothing changes any more" if over else "export again on these dates"
    return _changed(kind._replace(level="info") if over else kind, table, rule, edited, problem, f"{fallback}; {again}")


def _class_of(column: Column, day: dt.date) -> int:
    return 1 + bisect_right([cut.value for cut in column.cuts], day.isoformat())


def _below(compiled: Compiled, table: str) -> str:
    if compiled.table(table).mode == _FIRST:
        return "these are decided by the rules below it"
    return "nothing is done for them in its place"


# Edits -------------------------------------------------------------------------------------------------------------

_Key = tuple[str, str | None, str]


def _key(rule: Rule) -> _Key:
    return rule.name, rule.row, rule.at


def _changed(kind: Kind, table: str, rule: Rule, edited: Rule | None, problem: str, fallback: str) -> Change:
    """One rule of a table with other parts, or taken out; its outcome is left as earlier changes made it."""
    key = _key(rule)

    def edit(one: Rule) -> Rule | None:
        if _key(one) != key:
            return one
        return None if edited is None else one._replace(parts=edited.parts)

    return Change(Loss(kind, f"{table}: {named(rule)}", rule.at, problem, fallback), _edited(table, edit))


def _edited(table: str, edit: Callable[[Rule], Rule | None]) -> Callable[[Compiled], Compiled]:
    return lambda compiled: with_table(compiled, table, edit)
