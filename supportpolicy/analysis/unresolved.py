"""SP411: an answer that stays undecided although everything is known."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.obstacles import Obstacle, Obstacles
from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.tables_in_use import ASKED
from supportpolicy.analysis.witness import Shows
from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled.tables import Rule
from supportpolicy.diagnostics import Kind
from supportpolicy.engine.course import course_of
from supportpolicy.engine.decisions import REFUNDS, decision_of
from supportpolicy.engine.prepared import REQUEST
from supportpolicy.engine.values import Value
from supportpolicy.engine.walk import Course

KIND = Kind(
    "SP411",
    "undecided-for-ever",
    "warning",
    "For some tickets the answer to a request is undecided, and no further fact can change that.",
    "An agent asks the customer for all there is to ask, and still has no answer. The rule won, and its sum cannot be worked "
    "out: a fact that it needs is known to be absent, two sums are in two currencies, a price is not in force yet, or no row "
    "fits.",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.voucher: {type: money}, order.late: {type: boolean}}
refunds:
  - {name: late, when: {order.late: true}, decision: approve, amount: {of: order.total, less: order.voucher}}
  - {name: paid with a voucher, when: {order.voucher: {present: true}}, decision: review}
  - {name: rest, decision: deny}
""",
    """supportpolicy: 1
name: acme
currency: EUR
fields: {order.total: {type: money}, order.voucher: {type: money}, order.late: {type: boolean}}
refunds:
  - name: late, without a voucher
    when: {order.late: true, order.voucher: {present: false}}
    decision: approve
    amount: order.total
  - {name: late, when: {order.late: true}, decision: approve, amount: {of: order.total, less: order.voucher}}
  - {name: paid with a voucher, when: {order.voucher: {present: true}}, decision: review}
  - {name: rest, decision: deny}
""",
)
MOST_TRIES = 12
"""Models that are tried for one rule and obstacle."""
_ANY = "other"
"""A request, where no rule asks which it is."""


def unresolved(proving: Proving) -> Iterator[Proved]:
    """For each rule and each way in which its sum may fail, at most one finding."""
    obstacles: Obstacles | None = None
    for table in ASKED:
        form = proving.space.table(table)
        for rule, wins in zip(form.table.rules, form.wins, strict=True):
            decision = rule.outcome.decision
            if decision is None or decision.amount is None:
                continue
            obstacles = obstacles or Obstacles(proving.space)
            asked = _asked(proving, table)
            for kind in obstacles.of(decision.amount):
                for obstacle in kind:
                    found = _found(proving, table, rule, [wins, *asked], obstacle)
                    if found is not None:
                        yield found
                        break


def _asked(proving: Proving, table: str) -> list[int]:
    """That a table is asked for the ticket."""
    if REQUEST not in proving.space.engine.places:
        return []
    column = proving.space.column(REQUEST, "after")
    values = column.column.values
    if table != REFUNDS:
        return [-column.classes[0]]
    return [column.classes[values.index("refund") + 2] if "refund" in values else column.classes[1]]


def _found(proving: Proving, table: str, rule: Rule, wins: list[int], obstacle: Obstacle) -> Proved | None:
    literals = [*wins, *obstacle.literals]
    if not proving.space.possible(literals):
        return None
    others = frozenset(obstacle.others)
    known = [*literals, *_present(proving, others)]
    literals = known if proving.space.possible(known) else literals
    fixed: dict[str, Value | None] = dict(obstacle.facts)
    if table == REFUNDS:
        fixed[REQUEST] = "refund"
    elif REQUEST not in proving.space.engine.places:
        fixed[REQUEST] = _ANY
    shows = _stays_undecided(proving, table, rule)
    search = proving.witnesses.find(literals, shows, fixed, complete=True, unknown=others, tries=MOST_TRIES)
    witness = search.witness
    if witness is None:
        return None
    engine = proving.space.engine
    said = decision_of(
        engine, course_of(engine, witness.ticket(), to_epoch(witness.opened), to_epoch(witness.at)), table
    )
    problem = said.answer.problem if said is not None else None
    message = f"'{rule.name}' takes tickets that stay undecided whatever else is known: {problem}"
    return Proved(KIND.at(proving.place(rule.at), message, help=obstacle.advice), witness)


def _present(proving: Proving, facts: frozenset[str]) -> Iterator[int]:
    """That facts are there, as far as the policy asks about them."""
    for place, column in enumerate(proving.space.engine.compiled.columns):
        if column.fact in facts:
            yield -proving.space.fact_column(place).classes[0]


def _stays_undecided(proving: Proving, table: str, rule: Rule) -> Shows:
    """Whether this rule wins, and there is no sum whatever the facts are that are not known."""

    def shows(course: Course) -> bool:
        said = decision_of(proving.space.engine, course, table)
        if said is None or said.answer.decision != "undecided":
            return False
        same = (said.answer.rule, said.answer.at) == (rule.name, rule.at)
        return same and said.answer.problem is not None

    return shows
