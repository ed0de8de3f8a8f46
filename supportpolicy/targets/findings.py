"""An export's losses and disagreements as findings at the policy's lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.targets import kinds
from supportpolicy.targets.exporting import Exported, Lost

Place = Callable[[str], Span]
"""`file:line` of the compiled policy -> where that is in the files."""


def findings(exported: Exported, place: Place, *, everything: bool = False) -> Iterator[Diagnostic]:
    """What is to be told of an export. `everything`: accepted losses and mere notes too.

    Losses of one kind at one line are told once, by the first of them that has a ticket to show.
    """
    alike: dict[tuple[str, str, str | None], list[Lost]] = {}
    for one in exported.lost:
        if everything or (one.reason is None and one.loss.kind.level != "info"):
            alike.setdefault((one.loss.kind.code, one.loss.at, one.reason), []).append(one)
    for losses in alike.values():
        best = next((one for one in losses if one.shown is not None), losses[0])
        yield _lost(exported, best, place, len(losses) - 1)
    if exported.verified is not None:
        for wrong in exported.verified.disagreements:
            title = exported.target.title
            yield kinds.DISAGREES.at(
                place(wrong.at or _first_place(exported.wish.compiled)),
                f"{title} would not do what the policy says: {wrong}",
                help="this is a mistake of the export and not of the policy; please report it",
            )


def _lost(exported: Exported, one: Lost, place: Place, more: int) -> Diagnostic:
    loss = one.loss
    told = [f"instead, {loss.fallback}"]
    if one.shown is not None:
        told.append(f"for example {one.shown.ticket}: {one.shown.differences}")
    if one.reason is not None:
        told.append(f"accepted: {one.reason}")
    elif one.blocks:
        told.append(f'to accept it, say why under export.{exported.target.name}.allow: {loss.kind.name} = "..."')
    others = f" (and {more} more of this kind here)" if more else ""
    at = loss.at or _first_place(exported.wish.compiled)
    finding = loss.kind.at(place(at), f"{exported.target.title}: {loss.problem}{others}", help="\n".join(told))
    return finding._replace(level="info") if one.reason is not None else finding


def _first_place(compiled: Compiled) -> str:
    """Where something of the policy stands, for a finding that is about all of it."""
    places = (one.at for part in (compiled.teams, compiled.calendars, compiled.timelines) for one in part)
    rules = (rule.at for table in compiled.tables for rule in table.rules)
    return next((at for at in (*rules, *places) if at), "policy.yaml:1")
