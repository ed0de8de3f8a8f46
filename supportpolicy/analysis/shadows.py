"""SP403: a rule that can never win. SP404: one that wins only where something is missing. SP408: a channel for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.reach import reached
from supportpolicy.analysis.space import BEFORE_ADJUST, TableForm, When
from supportpolicy.analysis.tables_in_use import FIRST_MATCH, catch_all, is_written, words_of
from supportpolicy.compiled.admitted import Admitted
from supportpolicy.compiled.tables import Rule
from supportpolicy.diagnostics import Kind, Related

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
"""Of a longer table it is not asked which rules win only where something is missing: that takes a proof for each."""


def shadows(proving: Proving) -> Iterator[Proved]:
    """Rules of first-match tables that never win, and those that win only where something is missing."""
    for name in FIRST_MATCH:
        form = proving.space.table(name)
        seen = reached(proving.space, name)
        last = catch_all(form.table)
        for index, rule in enumerate(form.table.rules):
            if index > last or not is_written(form.table, index):
                continue
            if index not in seen and not proving.space.possible([form.wins[index]]):
                yield _never(proving, form, index)
            elif index and rule.parts and len(form.table.rules) <= MOST_RULES:
                yield from _only_missing(proving, form, index)


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


def _never(proving: Proving, form: TableForm, index: int) -> Proved:
    space, rule = proving.space, form.table.rules[index]
    place = proving.place(rule.at)
    if not space.possible([form.holds[index]]):
        part = _impossible_part(proving, form, rule)
        finding = NEVER.at(
            place,
            f"the rule {words_of(rule)} can never win: its tests cannot hold together",
            related=part,
            help="change one of its tests, or take the rule out",
        )
        return Proved(finding, opaque=_opaque(proving, rule))
    covering = _covering(proving, form, index)
    names = " and ".join(f"'{form.table.rules[one].name}'" for one in covering)
    finding = NEVER.at(
        place,
        f"the rule {words_of(rule)} can never win: {names} above it {'takes' if len(covering) == 1 else 'take'} "
        "every ticket it is meant for",
        related=tuple(
            Related(proving.place(form.table.rules[one].at), "this one is asked first") for one in covering[:4]
        ),
        help="move it above them, or take it out",
    )
    return Proved(finding, opaque=_opaque(proving, rule, *(form.table.rules[one] for one in covering)))


def _covering(proving: Proving, form: TableForm, index: int) -> list[int]:
    """Rules above that together take all tickets of a rule; none can be left out."""
    solver = proving.space.solver
    not_held = {-form.holds[earlier]: earlier for earlier in range(index)}
    assumed = [form.holds[index], *not_held]
    if solver.model(assumed) is not None:
        return []
    needed = [not_held[literal] for literal in solver.core() if literal in not_held]
    for one in sorted(needed):
        rest = [other for other in needed if other != one]
        if solver.model([form.holds[index], *(-form.holds[other] for other in rest)]) is None:
            needed = rest
    return sorted(needed)


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


def _only_missing(proving: Proving, form: TableForm, index: int) -> Iterator[Proved]:
    """A rule that loses whenever every fact that the rules above it ask about is there."""
    space = proving.space
    places = _asked_above(proving, form.table.rules[:index], form.table.rules[index])
    there = [-space.fact_column(place).classes[0] for place in places]
    if not there or space.possible([form.wins[index], *there]) or not space.possible([form.wins[index]]):
        return
    space.solver.model([form.wins[index], *there])
    core = set(space.solver.core())
    columns = space.engine.compiled.columns
    facts = sorted({columns[place].fact for place, literal in zip(places, there, strict=True) if literal in core})
    rule = form.table.rules[index]
    above = next(
        (
            earlier
            for earlier in range(index)
            if space.solver.model([form.holds[index], -form.holds[earlier], *there]) is None
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


def _asked_above(proving: Proving, above: Sequence[Rule], rule: Rule) -> list[int]:
    """The columns of facts that rules above ask about and the rule itself does not."""
    engine = proving.space.engine
    own = {column for part in rule.parts for one in part.any for column in one}
    own_facts = {engine.compiled.columns[engine.places[column]].fact for column in own}
    asked: dict[int, None] = {}
    for other in above:
        for part in other.parts:
            for one in part.any:
                for column in one:
                    place = engine.places[column]
                    fact = engine.compiled.columns[place].fact
                    if fact in engine.facts and fact not in own_facts and _may_be_missing(one[column]):
                        asked[place] = None
    return sorted(asked)


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
