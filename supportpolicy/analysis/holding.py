"""Guarantees of the form `hold`: where one condition is true, another must be."""

from __future__ import annotations

from supportpolicy.analysis.guaranteed import HOLD, Guaranteed, opaque_rules
from supportpolicy.analysis.proof import Proved
from supportpolicy.analysis.witness import Witness
from supportpolicy.clock.instants import to_epoch
from supportpolicy.diagnostics import Related
from supportpolicy.engine.course import course_of
from supportpolicy.engine.sorting import Sorted
from supportpolicy.engine.walk import Course


def hold_broken(its: Guaranteed) -> Proved | None:
    """The finding that `hold` is not true of every ticket; None where it is proved."""

    def shows(course: Course) -> bool:
        return its.is_meant(course.sorted) and not its.is_meant(course.sorted, HOLD)

    search = its.proving.witnesses.find([its.when, -its.literal_in(HOLD)], shows)
    if search.witness is None:
        return None if search.certain else its.undecided("too many tickets were tried in vain")
    what, related = _failing(its, search.witness)
    return its.broken(
        what,
        "change the rule that decides it, or guarantee less",
        search.witness,
        related,
        opaque=opaque_rules(its.proving, its.rule_in(HOLD)),
    )


def _failing(its: Guaranteed, witness: Witness) -> tuple[str, tuple[Related, ...]]:
    """What is not so for a ticket, and the rules that decide it."""
    engine = its.proving.space.engine
    sorted_ = course_of(engine, witness.ticket(), to_epoch(witness.opened), to_epoch(witness.at)).sorted
    for part in its.rule_in(HOLD).parts:
        if any(_admits(its, sorted_, one) for one in part.any):
            continue
        named = {engine.compiled.columns[engine.places[name]].fact for one in part.any for name in one}
        found = [f"{name} is {sorted_.decided.get(name, 'none')}" for name in sorted(named) if name not in engine.facts]
        what = f"'{part.text}' is not so" + (f"; the {' and '.join(found)}" if found else "")
        return what, _deciding(its, sorted_, named)
    return "there is a ticket for which it is not so", ()


def _admits(its: Guaranteed, sorted_: Sorted, alternative: dict[str, tuple[tuple[int, int], ...]]) -> bool:
    places = its.proving.space.engine.places
    return all(
        any(low <= sorted_.classes[places[name]] <= high for low, high in admitted)
        for name, admitted in alternative.items()
    )


def _deciding(its: Guaranteed, sorted_: Sorted, attributes: set[str]) -> tuple[Related, ...]:
    engine = its.proving.space.engine
    found: list[Related] = []
    for table, index in sorted_.won.items():
        if index < 0:
            continue
        rule = engine.lookups[table].rules[index]
        if attributes & rule.outcome.decides.keys():
            found.append(Related(its.proving.place(rule.at), f"'{rule.name}' decides it for this ticket"))
    return tuple(found)
