"""From the text of a policy to what is proved about its promises."""

from __future__ import annotations

from functools import cache

from supportpolicy.analysis.circumstances import Circumstances
from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.analysis.proof import Proved, Proving, places_in
from supportpolicy.analysis.seasons import Seasons
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.witness import Witnesses
from supportpolicy.engine import Engine, prepare
from tests.compiler.building import HEAD, compiled


@cache
def engine_of(text: str) -> Engine:
    """The engine of a policy without its head; a text that begins with one is taken as it is."""
    return prepare(compiled(text))


def proving_of(engine: Engine) -> Proving:
    """What a proof needs."""
    space = Space(engine)
    return Proving(space, Witnesses(space), places_in({}))


def circumstances_of(engine: Engine) -> Circumstances:
    """The circumstances that a policy tells apart."""
    return Circumstances(Seasons(Space(engine)))


def found_in(text: str) -> list[Proved]:
    """What is proved about the promises of a policy without its head."""
    return list(promise_findings(proving_of(engine_of(text))))


def messages_in(text: str) -> list[str]:
    """Codes and messages, for comparisons whose failure can be read."""
    return [f"{one.finding.code} {one.finding.message}" for one in found_in(text)]


__all__ = ["HEAD", "circumstances_of", "engine_of", "found_in", "messages_in", "proving_of"]
