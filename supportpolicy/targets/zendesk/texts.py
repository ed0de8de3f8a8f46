"""Phrases in the message: Zendesk's test of the comment of a new ticket looks at its subject too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, both
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.masking import alternatives_of
from supportpolicy.compiled.partition import ABSENT, FLAG_NO, FLAG_YES, Column, Probe
from supportpolicy.compiled.tables import Part, Rule
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table
from supportpolicy.targets.zendesk.kinds import COMMENT
from supportpolicy.targets.zendesk.triggers import SORTING_TABLES

_YES: Admitted = ((FLAG_YES, FLAG_YES),)
_NO: Admitted = ((ABSENT, FLAG_NO),)


def comment_with_subject() -> Step:
    """A phrase in the message is a phrase in the message or the subject. One change for each rule that this changes."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        columns = {column.id: column for column in compiled.columns}
        for table in compiled.tables:
            for rule in table.rules if table.name in SORTING_TABLES else ():
                phrases = _phrases(columns, rule)
                if not phrases:
                    continue
                ways = _keys(alternatives_of(rule))
                wider = [part for way in alternatives_of(rule) for part in _widened(columns, way)]
                if _keys(wider) <= ways and _all_negative_are_safe(columns, ways):
                    continue
                loss = Loss(
                    COMMENT,
                    rule.name,
                    rule.at,
                    f"it looks for {', '.join(phrases)} in the subject as well as in the message",
                    "a ticket that has it in the subject alone is treated as if the message had it",
                )
                yield Change(loss, _changed(table.name, rule))

    return step


def _phrases(columns: Mapping[str, Column], rule: Rule) -> list[str]:
    found = {
        column.probe.operand: None
        for part in rule.parts
        for way in part.any
        for name in way
        if (column := columns[name]).fact == "body" and column.probe and column.probe.operator == "mentions"
    }
    return [f"“{phrase}”" for phrase in found]


def _keys(ways: list[dict[str, Admitted]]) -> set[tuple[tuple[str, Admitted], ...]]:
    return {tuple(sorted(way.items())) for way in ways}


def _all_negative_are_safe(columns: Mapping[str, Column], ways: set[tuple[tuple[str, Admitted], ...]]) -> bool:
    """Whether each way that wants a phrase absent from the message wants it absent from the subject."""
    return all(
        dict(way).get(_subject_id(columns, columns[name])) == _NO
        for way in ways
        for name, admitted in way
        if _is_body(columns[name]) and admitted == _NO
    )


def _is_body(column: Column) -> bool:
    return column.fact == "body" and column.probe is not None and column.probe.operator == "mentions"


def _subject_id(columns: Mapping[str, Column], body: Column) -> str:
    """The column of the same phrase in the subject; the id it would get where there is none."""
    found = (name for name, one in columns.items() if one.fact == "subject" and one.probe == body.probe)
    assert body.probe is not None
    return next(found, f"subject mentions {body.probe.operand}")


def _widened(columns: Mapping[str, Column], way: Mapping[str, Admitted]) -> Iterator[dict[str, Admitted]]:
    """The ways that a trigger has for one way of a rule."""
    found: list[dict[str, Admitted]] = [dict(way)]
    for name, admitted in way.items():
        if not _is_body(columns[name]):
            continue
        subject = _subject_id(columns, columns[name])
        if admitted == _NO:
            found = [_with(one, subject, _NO) for one in found]
        elif admitted == _YES:
            others = [_with({key: value for key, value in one.items() if key != name}, subject, _YES) for one in found]
            found = [*found, *others]
    yield from (one for one in found if all(one.values()))


def _with(way: Mapping[str, Admitted], column: str, admitted: Admitted) -> dict[str, Admitted]:
    return {**way, column: both(way[column], admitted) if column in way else admitted}


def _changed(table: str, rule: Rule) -> Callable[[Compiled], Compiled]:
    def apply(compiled: Compiled) -> Compiled:
        columns = {column.id: column for column in compiled.columns}
        ways = [part for way in alternatives_of(rule) for part in _widened(columns, way)]
        used = {name for way in ways for name in way} - set(columns)
        bodies = {_subject_id(columns, one): one for one in compiled.columns if _is_body(one)}
        new = tuple(
            Column(name, "subject", "flag", "text", probe=Probe("mentions", _phrase(bodies[name])))
            for name in sorted(used)
        )
        facts = compiled.facts
        if new and all(fact.name != "subject" for fact in facts):
            facts = (*facts, Fact("subject", "text", built_in=True))
        text = " and ".join(part.text for part in rule.parts)
        edited = rule._replace(parts=(Part(text, tuple(ways), rule.at),))
        wider = compiled._replace(columns=(*compiled.columns, *new), facts=facts)
        return with_table(wider, table, lambda one: edited if (one.name, one.row) == (rule.name, rule.row) else one)

    return apply


def _phrase(column: Column) -> str:
    assert column.probe is not None
    return column.probe.operand
