"""What every check is given: the policy and what is worked out of it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Kind, closest, quoted_list
from supportpolicy.language.lock import Lock, read_lock
from supportpolicy.language.policy import Policy
from supportpolicy.language.references import Reference, Sort, references_of
from supportpolicy.language.scope import Fact, scope_of


class Context(NamedTuple):
    """A policy with its facts, its references and its lock."""

    policy: Policy
    facts: dict[str, Fact]
    references: tuple[Reference, ...]
    lock: Lock | None
    lock_findings: tuple[Diagnostic, ...]

    def references_to(self, *sorts: Sort) -> Iterator[Reference]:
        """Every use of a name of one of these sorts."""
        return (reference for reference in self.references if reference.sort in sorts)

    def complete(self, *sections: str) -> bool:
        """Whether all of these sections could be read; where not, a missing name may be in what could not."""
        return self.policy.incomplete.isdisjoint(sections)


class Check(NamedTuple):
    """One check: what it looks for, and how."""

    kind: Kind
    run: Callable[[Context], Iterator[Diagnostic]]


def context_of(policy: Policy) -> Context:
    """What checks need to know about a policy."""
    lock, findings = read_lock(policy.lock)
    return Context(policy, scope_of(policy), tuple(references_of(policy)), lock, tuple(findings))


def unknown_names(
    context: Context,
    kind: Kind,
    sorts: tuple[Sort, ...],
    known: Sequence[str],
    sections: tuple[str, ...],
    what: str,
    where: str,
) -> Iterator[Diagnostic]:
    """References whose name is not among the known ones; silent where a section that may hold it could not be read."""
    if not context.complete(*sections):
        return
    names = frozenset(known)
    for reference in context.references_to(*sorts):
        if reference.name not in names:
            near = closest(reference.name, names)
            if near is not None:
                advice = f"did you mean '{near}'?"
            elif names:
                advice = f"{where} {quoted_list(known, most=8)}; or add it under '{sections[0]}:'"
            else:
                advice = f"add it under '{sections[0]}:'"
            yield kind.at(reference.span, f"there is no {what} '{reference.name}'", help=advice)
