"""All proofs about one policy, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from supportpolicy.analysis.gaps import gaps
from supportpolicy.analysis.guarantee_kinds import GUARANTEE_KINDS
from supportpolicy.analysis.guarantees import guarantees
from supportpolicy.analysis.ladders import ladders
from supportpolicy.analysis.parts import parts
from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.analysis.proof import Place, Proved, Proving
from supportpolicy.analysis.redundant import redundant
from supportpolicy.analysis.same import same_conditions
from supportpolicy.analysis.shadows import channels, shadows
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.unresolved import unresolved
from supportpolicy.analysis.witness import Witnesses
from supportpolicy.diagnostics import Span
from supportpolicy.engine import Engine

LOGIC: tuple[Callable[[Proving], Iterator[Proved]], ...] = (
    shadows,
    channels,
    gaps,
    parts,
    ladders,
    redundant,
    same_conditions,
    unresolved,
    guarantees,
    promise_findings,
)


def prove(engine: Engine, place: Place) -> tuple[Proved, ...]:
    """Everything that can be proved about a policy and should be known. Raises NoSolver, ClockError.

    A test that never holds is not said again of the rule that it makes useless.
    """
    space = Space(engine)
    proving = Proving(space, Witnesses(space), place)
    found = [proved for proof in LOGIC for proved in proof(proving)]
    blamed = {_line(one.finding.span) for one in found if one.finding.code == "SP406"}
    space.close()
    return tuple(
        one
        for one in found
        if one.finding.code != "SP403" or blamed.isdisjoint(_line(related.span) for related in one.finding.related)
    )


def proved_guarantees(engine: Engine, place: Place, found: Sequence[Proved]) -> tuple[str, ...]:
    """The guarantees that `prove` found nothing against: they hold for every ticket."""
    codes = {kind.code for kind in GUARANTEE_KINDS}
    blamed = {one.finding.span for one in found if one.finding.code in codes}
    return tuple(one.name for one in engine.compiled.guarantees if place(one.at) not in blamed)


def _line(span: Span) -> tuple[str, int]:
    return span.path, span.line
