"""Proofs about a compiled policy: what no ticket can do, what every ticket gets, and the smallest one that shows it.

Needs python-sat; `NoSolver` says so where it is not installed. Everything else of the tool works without it.
"""

from supportpolicy.analysis.kinds import KINDS
from supportpolicy.analysis.proof import Proved, Proving, places_in
from supportpolicy.analysis.prove import prove, proved_guarantees
from supportpolicy.analysis.solver import NoSolver
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.witness import Witness, Witnesses

__all__ = [
    "KINDS",
    "NoSolver",
    "Proved",
    "Proving",
    "Space",
    "Witness",
    "Witnesses",
    "places_in",
    "prove",
    "proved_guarantees",
]
