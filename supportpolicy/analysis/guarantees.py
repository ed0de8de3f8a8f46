"""Every guarantee of a policy: proved, or refuted with the smallest ticket and the instant that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.analysis.approving import approval_missing
from supportpolicy.analysis.circumstances import Circumstances
from supportpolicy.analysis.guarantee_kinds import NOTHING
from supportpolicy.analysis.guaranteed import WHEN, Guaranteed
from supportpolicy.analysis.holding import hold_broken
from supportpolicy.analysis.paces import Paces
from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.reaching import reach_broken
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.slower import slower_broken
from supportpolicy.compiled.document import Guarantee

Form = tuple[Callable[[Guarantee], bool], Callable[[Guaranteed], "Proved | None"]]

FORMS: tuple[Form, ...] = (
    (lambda guarantee: guarantee.holds, hold_broken),
    (lambda guarantee: bool(guarantee.reach), reach_broken),
    (lambda guarantee: guarantee.not_slower, slower_broken),
    (lambda guarantee: bool(guarantee.approved_by), approval_missing),
)
"""Whether a guarantee has a form, and what refutes it."""


def guarantees(proving: Proving) -> Iterator[Proved]:
    """What is wrong with guarantees; of one that is proved there is nothing."""
    form = proving.space.table(WHEN)
    if not form.holds:
        return
    paces = Paces(Circumstances(Seasons(proving.space)))
    for guarantee, when in zip(proving.space.engine.compiled.guarantees, form.holds, strict=True):
        its = Guaranteed(guarantee, proving, when, paces)
        if not proving.space.possible([when]):
            message = f"the guarantee '{guarantee.name}' says nothing: there is no ticket for which its 'when' holds"
            yield Proved(NOTHING.at(proving.place(guarantee.at), message, help="change its 'when', or take it out"))
            continue
        for has, broken in FORMS:
            found = broken(its) if has(guarantee) else None
            if found is not None:
                yield found
