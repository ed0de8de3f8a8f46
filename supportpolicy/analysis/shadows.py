"""SP403: a rule that can never win. SP404: one that wins only where something is missing. SP408: a channel for nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.reach import reached
from supportpolicy.analysis.space import BEFORE_ADJUST, TableForm, When
from supportpolicy.analysis.tables_in_use import FIRST_MATCH, catch_all, is_written, words_of
from supportpolicy.analysis.uncovered import Uncovered
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.diagnostics import Kind, Related
from supportpolicy.engine import Engine

NEVER = Kind(
    "SP403",
    "rule-never-wins",
    "warning",
    "No ticket there can be is decided by this rule.",
    "Whoever wrote it expects that it does something. The rules above it take every ticket that it is meant for, or its "
    "tests cannot hold together.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
fields: {plan: {type: choice, values: [free, paid]}}
routing:
  - {name: paid, when: {plan: paid}, team: front}
  - {name: the rest, when: {plan: {not: paid}}, team: front}
  - {name: refunds, when: {request: refund}, team: billing}
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
fields: {plan: {type: choice, values: [free, paid]}}
routing:
  - {name: refunds, when: {request: refund}, team: billing}
  - {name: paid, when: {plan: paid}, team: front}
  - {name: the rest, when: {plan: {not: paid}}, team: front}
""",
)
ONLY_MISSING = Kind(
    "SP404",
    "rule-wins-only-without-facts",
    "info",
    "A rule wins only where a fact is missing that other rules ask about.",
    "A general rule stands above a special one and takes nearly all of its tickets; what is left are tickets of which "
    "something is not known. Seldom is that what was meant.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}, {name: sales, coverage: always}]
fields: {plan: {type: choice, values: [free, paid]}}
routing:
  - {name: known, when: {plan: [free, paid]}, team: front}
  - {name: refunds, when: {request: refund}, team: billing}
  - {name: the rest, team: sales}
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}, {name: sales, coverage: always}]
fields: {plan: {type: choice, values: [free, paid]}}
routing:
  - {name: refunds, when: {request: refund}, team: billing}
  - {name: known, when: {plan: [free, paid]}, team: front}
  - {name: the rest, team: sales}
""",
)
NO_CHANNEL = Kind(
    "SP408",
    "channel-for-nobody",
    "warning",
    "No customer can ever be served by this channel.",
    "It is listed as a way to reach the company, and everybody who uses it is sent elsewhere.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
channels: {email: {}, phone: {for: {plan: paid, all_of: [{plan: free}]}, redirect: email}}
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
channels: {email: {}, phone: {for: {plan: paid}, redirect: email}}
""",
)


MOST_RULES = 400
"""Of a longer table that asks about more than single facts it is not asked which rules win only where something is
missing: that takes a proof about the whole policy for each."""


def shadows(proving: Proving) -> Iterator[Proved]:
    """Rules of first-match tables that never win, and those that win only where something is missing."""
    for name in FIRST_MATCH:
        table = proving.space.engine.compiled.table(name)
        uncovered = proving.space.uncovered(name)
        wins = (
            _wins(proving, name) if uncovered is None else lambda index, its=uncovered: its.winning(index) is not None
        )
        last = catch_all(table)
        asked = _Asked(proving.space.engine, table)
        for index, rule in enumerate(table.rules):
            if index > last:
                break
            if not is_written(table, index):
                continue
            if not wins(index):
                yield _never(proving, name, index)
            elif index and rule.parts and (uncovered is not None or len(table.rules) <= MOST_RULES):
                places = asked.above(index)
                if uncovered is None or _may_be_taken(uncovered, proving, index, places):
                    yield from _only_missing(proving, proving.space.table(name), index, places)


def _wins(proving: Proving, name: str) -> Callable[[int], bool]:
    """Whether rules of a table can win, by the propositions of the whole policy."""
    form = proving.space.table(name)
    seen = reached(proving.space, name)
    return lambda index: index in seen or proving.space.possible([form.wins[index]])


def _may_be_taken(uncovered: Uncovered, proving: Proving, index: int, places: Sequence[int]) -> bool:
    """Whether a single rule above may take all tickets of a rule of which these columns are there."""
    boxes = uncovered.boxes
    columns = proving.space.engine.compiled.columns
    there = {columns[place].fact for place in places}
    for bit in boxes.bits[index]:
        box = tuple(
            values & fact.present if fact.name in there else values
            for fact, values in zip(boxes.facts, boxes.boxes[bit], strict=True)
        )
        if not boxes.may_hold_alone(box, boxes.above(index)):
            return False
    return True


def channels(proving: Proving) -> Iterator[Proved]:
    """Channels whose answer is never yes."""
    form = proving.space.table("channel")
    for index, rule in enumerate(form.table.rules):
        serves = rule.outcome.decides.get("channel_support") == "yes"
        if serves and not proving.space.possible([form.wins[index]]):
            finding = NO_CHANNEL.at(
                proving.place(rule.at),
                f"nobody is ever served by {words_of(rule).replace(': yes', '')}",
                help="change whom it is for or its hours, or write 'support: none'",
            )
            yield Proved(finding, opaque=_opaque(proving, rule))


def _never(proving: Proving, name: str, index: int) -> Proved:
    space = proving.space
    table = space.engine.compiled.table(name)
    rule, uncovered = table.rules[index], space.uncovered(name)
    place = proving.place(rule.at)
    if not (uncovered.boxes.bits[index] if uncovered is not None else space.possible([space.table(name).holds[index]])):
        part = _impossible_part(proving, space.table(name), rule)
        finding = NEVER.at(
            place,
            f"the rule {words_of(rule)} can never win: its tests cannot hold together",
            related=part,
            help="change one of its tests, or take the rule out",
        )
        return Proved(finding, opaque=_opaque(proving, rule))
    covering = uncovered.covering(index) if uncovered is not None else _covering(proving, space.table(name), index)
    names = " and ".join(f"'{table.rules[one].name}'" for one in covering)
    finding = NEVER.at(
        place,
        f"the rule {words_of(rule)} can never win: {names} above it {'takes' if len(covering) == 1 else 'take'} "
        "every ticket it is meant for",
        related=tuple(Related(proving.place(table.rules[one].at), "this one is asked first") for one in covering[:4]),
        help="move it above them, or take it out",
    )
    return Proved(finding, opaque=_opaque(proving, rule, *(table.rules[one] for one in covering)))


def _covering(proving: Proving, form: TableForm, index: int) -> list[int]:
    """Rules above that together take all tickets of a rule; none can be left out."""
    solver = proving.space.solver
    not_held = {-form.holds[earlier]: earlier for earlier in range(index)}
    assumed = [form.holds[index], *not_held]
    if solver.holds(assumed):
        return []
    needed = sorted(not_held[literal] for literal in solver.core() if literal in not_held)
    for one in tuple(needed):
        rest = [other for other in needed if other != one]
        if one in needed and not solver.holds([form.holds[index], *(-form.holds[other] for other in rest)]):
            core = set(solver.core())
            needed = [other for other in rest if -form.holds[other] in core]
    return needed


def _impossible_part(proving: Proving, form: TableForm, rule: Rule) -> tuple[Related, ...]:
    """The tests that cannot hold together, fewest first."""
    solver = proving.space.solver
    when: When = "before" if form.table.name in BEFORE_ADJUST else "after"
    parts = {proving.space.part(part, when): part for part in rule.parts}
    if solver.model(list(parts)) is not None:
        return ()
    core = [literal for literal in solver.core() if literal in parts]
    return tuple(
        Related(proving.place(parts[literal].at), f"{parts[literal].text}") for literal in core[:4] if parts[literal].at
    )


def _only_missing(proving: Proving, form: TableForm, index: int, places: Sequence[int]) -> Iterator[Proved]:
    """A rule that loses whenever every fact that the rules above it ask about is there; `places` are their columns."""
    space = proving.space
    there = [-space.fact_column(place).classes[0] for place in places]
    if not there or space.possible([form.wins[index], *there]) or not space.possible([form.wins[index]]):
        return
    space.solver.holds([form.wins[index], *there])
    core = set(space.solver.core())
    columns = space.engine.compiled.columns
    facts = sorted({columns[place].fact for place, literal in zip(places, there, strict=True) if literal in core})
    rule = form.table.rules[index]
    above = next(
        (
            earlier
            for earlier in range(index)
            if not space.solver.holds([form.holds[index], -form.holds[earlier], *there])
        ),
        None,
    )
    if above is None:  # several special rules, each for its own value: that is how a default is written
        return
    finding = ONLY_MISSING.at(
        proving.place(rule.at),
        f"the rule {words_of(rule)} wins only where {' or '.join(facts)} is missing",
        related=(Related(proving.place(form.table.rules[above].at), "this one takes all the others"),),
        help="move it above that rule, or say in 'why' that it is for tickets of which little is known",
    )
    yield Proved(finding, opaque=_opaque(proving, rule))


class _Asked:
    """The columns of facts that a table asks about, each with the first rule that asks about more than absence."""

    def __init__(self, engine: Engine, table: Table) -> None:
        self._facts: list[frozenset[str]] = []
        self._first: dict[int, tuple[int, str]] = {}
        """Column, by its place -> rule and fact."""
        columns, by_column = engine.compiled.columns, engine.places
        for index, rule in enumerate(table.rules):
            own: set[str] = set()
            for part in rule.parts:
                for one in part.any:
                    for column, admitted in one.items():
                        place = by_column[column]
                        fact = columns[place].fact
                        own.add(fact)
                        if place not in self._first and fact in engine.facts and _may_be_missing(admitted):
                            self._first[place] = index, fact
            self._facts.append(frozenset(own))

    def above(self, index: int) -> list[int]:
        """The columns of facts that rules above a rule ask about and the rule itself does not."""
        own = self._facts[index]
        return sorted(place for place, (first, fact) in self._first.items() if first < index and fact not in own)


def _may_be_missing(admitted: Admitted) -> bool:
    return bool(admitted) and admitted[0][0] > 0


def _opaque(proving: Proving, *rules: Rule) -> bool:
    space = proving.space
    facts = {
        space.engine.compiled.columns[space.engine.places[column]].fact
        for rule in rules
        for part in rule.parts
        for one in part.any
        for column in one
    }
    domains = space.domains.by_fact
    return any(domains[fact].opaque for fact in facts if fact in domains)
