"""Two compiled policies: what is treated differently under the one and the other, and nothing else.

Needs python-sat for the comparison of tickets; `supportpolicy.analysis.NoSolver` says so where it is not installed.
"""

from supportpolicy.difference.change import LABELS, Change, Difference, Example, Label
from supportpolicy.difference.compare import NothingInCommon, compare

__all__ = ["LABELS", "Change", "Difference", "Example", "Label", "NothingInCommon", "compare"]
