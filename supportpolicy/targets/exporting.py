"""One export from a policy to its files: lowered, rendered, verified, with everything that was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.values import Facts
from supportpolicy.targets import kinds
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.expected import opening
from supportpolicy.targets.ids import ids_file
from supportpolicy.targets.interface import Rendered, Target, Wish
from supportpolicy.targets.losses import Loss
from supportpolicy.targets.lowering import applied
from supportpolicy.targets.relevance import Relevance
from supportpolicy.targets.verify import Verified, verify
from supportpolicy.targets.witnesses import Witness, witnesses_of

MOST_FOR_WITNESSES = 2_000
"""Tickets of the policy as written among which the witnesses of losses are looked for."""


class Lost(NamedTuple):
    """A loss of one export."""

    loss: Loss
    reason: str | None
    """Why the configuration accepts it; None where it does not."""
    shown: Witness | None
    """The ticket that is treated differently, where one was found."""

    @property
    def blocks(self) -> bool:
        """Whether it stops the export."""
        return self.reason is None and self.loss.kind.level == "error"


class Exported(NamedTuple):
    """What became of an export."""

    target: Target
    wish: Wish
    lowered: Compiled
    lost: tuple[Lost, ...]
    rendered: Rendered
    verified: Verified | None
    """None where the tool decides nothing, or where it was not asked for."""
    vain: tuple[str, ...] = ()
    """What the configuration allows and nothing needs."""

    @property
    def blocked(self) -> bool:
        """Whether nothing may be written."""
        return any(one.blocks for one in self.lost) or (self.verified is not None and not self.verified.agrees)


def as_written(compiled: Compiled) -> Relevance:
    """A policy as written, with tickets among which witnesses are looked for: exports to several targets share it."""
    return Relevance(prepare(compiled), _few_tickets)


def export(
    target: Target,
    wish: Wish,
    allowed: Mapping[str, str],
    *,
    verifying: bool = True,
    showing: bool = True,
    written: Relevance | None = None,
) -> Exported:
    """Export a policy. `allowed` has the losses that are accepted: a kind's name, or `name:about` -> the reason.
    `verifying`: the files are compared with the policy. `showing`: losses are shown by tickets.
    `written` is the policy as written, where other exports have made it ready.

    Raises ClockError where hours cannot be worked out.
    """
    changes = target.lower(wish)
    lowered = applied(wish.compiled, changes)
    written = written or as_written(wish.compiled)
    engine = prepare(lowered, written.engine)
    expected = target.model.expected if target.model is not None else opening
    shown = witnesses_of(wish.compiled, changes, expected, written) if showing else (None,) * len(changes)
    lost = tuple(
        Lost(change.loss, allowing(change.loss, allowed), one) for change, one in zip(changes, shown, strict=True)
    )
    rendered = target.render(wish, lowered)
    verified = None
    if verifying and target.model is not None:
        tickets = cover_of(engine)
        files = {**rendered.files, **ids_file(wish.ids, rendered.unresolved)}
        verified = verify(target.model, files, engine, tickets)
    return Exported(target, wish, lowered, lost, rendered, verified, in_vain(lost, allowed))


def _few_tickets(engine: Engine) -> tuple[Facts, ...]:
    return cover_of(engine, MOST_FOR_WITNESSES)


def allowing(loss: Loss, allowed: Mapping[str, str]) -> str | None:
    """The reason for which a loss is accepted: by its own name and subject, else by its name or code."""
    for key in (f"{loss.kind.name}:{loss.about}", loss.kind.name, loss.kind.code):
        if key in allowed:
            return allowed[key]
    return None


def in_vain(lost: Sequence[Lost], allowed: Mapping[str, str]) -> tuple[str, ...]:
    """What is allowed although nothing is lost by that name."""
    used = {
        key
        for one in lost
        for key in (f"{one.loss.kind.name}:{one.loss.about}", one.loss.kind.name, one.loss.kind.code)
    }
    return tuple(sorted(key for key in allowed if key not in used))


def known_losses(target: Target) -> tuple[str, ...]:
    """Names and codes of everything that may be lost on the way to a target."""
    every = (*kinds.KINDS, *target.kinds)
    return tuple(name for kind in every for name in (kind.name, kind.code))
