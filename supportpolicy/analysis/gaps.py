"""SP405: tickets for which a table has no answer."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.tables_in_use import section_of
from supportpolicy.analysis.witness import Shows
from supportpolicy.diagnostics import Kind
from supportpolicy.engine.decisions import REFUNDS, decision_of
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.prepared import REQUEST
from supportpolicy.engine.walk import Course

KIND = Kind(
    "SP405",
    "tickets-without-an-answer",
    "warning",
    "There are tickets for which no rule of a table holds.",
    "Nobody gets such a ticket, or nothing is promised to it, and no rule says that this is meant. It is found out when a "
    "customer complains.",
    """supportpolicy: 1
name: acme
teams: [{name: billing, coverage: always}]
routing: [{name: refunds, when: {request: refund}, team: billing}]
""",
    """supportpolicy: 1
name: acme
teams: [{name: billing, coverage: always}, {name: front, coverage: always}]
routing: [{name: refunds, when: {request: refund}, team: billing}, {name: the rest, team: front}]
""",
)

_WITHOUT = {
    "tier": ("has no tier", "add a last rule without 'when'"),
    "severity": ("has no severity", "add a last rule without 'when'"),
    "routing": ("goes to no team", "add a last rule without 'when' that names the team for all the rest"),
    "sla": ("has neither a promise nor a rule that says there is none", "add a last rule with 'targets: none'"),
    REFUNDS: ("asks for money back and gets no answer", "add a last rule, such as 'decision: review'"),
}


def gaps(proving: Proving) -> Iterator[Proved]:
    """For each table that people expect to have an answer, a ticket for which it has none."""
    space = proving.space
    for name, (what, advice) in _WITHOUT.items():
        rules = space.engine.compiled.table(name).rules
        if not rules or any(not rule.parts for rule in rules):
            continue
        form = space.table(name)
        literals = [form.none, *_asked(proving, name)]
        if name == REFUNDS:
            search = proving.witnesses.find(literals, no_refund(proving), {REQUEST: "refund"}, complete=True)
        else:
            search = proving.witnesses.find(literals, _shows(name))
        if search.witness is None:
            continue
        last = form.table.rules[-1]
        finding = KIND.at(
            proving.place(last.at),
            f"there is a ticket that {what}: no rule of '{section_of(name)}' holds for it",
            help=advice,
        )
        yield Proved(finding, search.witness)


def _asked(proving: Proving, name: str) -> list[int]:
    """Where a table is asked only for some tickets: that it is one of these."""
    if name != REFUNDS:
        return []
    places = proving.space.engine.places
    if REQUEST not in places:
        return []
    column = proving.space.column(REQUEST, "after")
    values = column.column.values
    return [column.classes[values.index("refund") + 2]] if "refund" in values else [column.classes[1]]


def _shows(name: str) -> Shows:
    def none_wins(course: Course) -> bool:
        return course.sorted.won.get(name) == NO_RULE

    return none_wins


def no_refund(proving: Proving) -> Shows:
    """Whether refunds are asked and say nothing."""

    def shows(course: Course) -> bool:
        said = decision_of(proving.space.engine, course, REFUNDS)
        return said is not None and said.answer.decision == "none"

    return shows
