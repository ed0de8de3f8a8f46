"""From the text of a policy to its losses in a target."""

import re
from collections.abc import Sequence
from pathlib import Path

from supportpolicy.compiled import Compiled
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import Step, applied, lowered_by
from tests.analysis.proving import engine_of
from tests.targets.demo import TARGETS, TODAY

_EXPORT = re.compile(r"# export: (\S+)\n")


def compiled_of(text: str, folder: Path) -> Compiled:
    """A policy in which no check finds an error."""
    return engine_of(text, folder).compiled


def losses_of(text: str, folder: Path) -> tuple[Change, ...]:
    """What the target that an example names cannot say of it."""
    found = _EXPORT.match(text)
    assert found is not None, "the first line says what it is exported to"
    return TARGETS[found[1]].lower(Wish(compiled_of(text, folder), today=TODAY))


def lowered(compiled: Compiled, *steps: Step) -> tuple[Compiled, tuple[Change, ...]]:
    """The policy after some steps, and their changes."""
    changes = lowered_by(Wish(compiled, today=TODAY), steps)
    return applied(compiled, changes), changes


def shown(changes: Sequence[Change]) -> list[str]:
    """Losses in short: code and what of the policy each is about."""
    return [f"{change.loss.kind.code} {change.loss.about}" for change in changes]
