"""What every check is given: the policy and what is worked out of it once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.checks.overlaps import Overlaps
from supportpolicy.diagnostics import Diagnostic, Kind, closest, meant, quoted_list
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
    overlaps: Overlaps

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
    facts = scope_of(policy)
    return Context(policy, facts, tuple(references_of(policy)), lock, tuple(findings), Overlaps(policy, facts))


class Place(NamedTuple):
    """Where names of one sort are declared, and words for it."""

    sections: tuple[str, ...]
    """All that may hold them, the one to add a new one to first."""
    what: str
    """One of them, such as `team`."""
    add: str = ""
    """Where in the section a new one goes, if not simply under it."""
    meant: Mapping[str, str] = {}
    """What other tools call them -> a name that is built in."""


MOST_SUGGESTIONS = 200
"""Unknown names for which the one that was meant is looked for: after so many, something larger is wrong."""
_MOST_FACTS = 2_000


def unknown_names(
    context: Context, kind: Kind, sorts: tuple[Sort, ...], known: Sequence[str], place: Place
) -> Iterator[Diagnostic]:
    """References whose name is not among the known ones; silent where a section that may hold it could not be read."""
    if not context.complete(*place.sections):
        return
    names = frozenset(known)
    said: dict[str, str] = {}
    for reference in context.references_to(*sorts):
        name = reference.name
        if name in names:
            continue
        if name not in said:
            said[name] = advice(name, known if len(said) < MOST_SUGGESTIONS else (), place)
        yield kind.at(reference.span, f"there is no {place.what} '{name}'", help=said[name])


def advice(name: str, known: Sequence[str], place: Place) -> str:
    """The name that was probably meant, else those that there are and where to add another."""
    elsewhere = place.meant.get(name.lower().replace("_", "-").replace(" ", "-"))
    near = elsewhere if elsewhere in known else closest(name, known)
    if near is not None:
        return meant(name, near, known=known)
    add = place.add or f"under '{place.sections[0]}:'"
    return f"use {quoted_list(known, most=8)}, or add '{name}' {add}" if known else f"add it {add}"


def near_fact(name: str, known: Collection[str]) -> str | None:
    """The fact that was probably meant. What stands before the dot is only whose fact it is, and often left out."""
    if len(known) > _MOST_FACTS:
        return None
    owner, dot, last = name.rpartition(".")
    for other in known:
        if other == last or other.rpartition(".")[2] == last:
            return other
    same_owner = [other for other in known if dot and other.startswith(f"{owner}.")]
    if same_owner:
        meant = closest(last, [other.rpartition(".")[2] for other in same_owner])
        return f"{owner}.{meant}" if meant is not None else None
    return closest(name, known)
