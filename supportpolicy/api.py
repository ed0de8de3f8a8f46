"""What Python programs may use: read a policy, check it, compile it, ask it about tickets.

Nothing here asks which day it is, reads the environment, or keeps anything between calls but on the objects themselves.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from supportpolicy.checks.verdict import Verdict, judge
from supportpolicy.compiled import Compiled, Unreadable, write_compiled
from supportpolicy.compiled import read_compiled as _read_compiled
from supportpolicy.diagnostics import Diagnostic as Finding
from supportpolicy.engine import EngineError
from supportpolicy.engine.answer import Answer
from supportpolicy.engine.intake.problems import BadTicket
from supportpolicy.engine.values import Money, Ticket, TicketEvent
from supportpolicy.source import Sources, read_policy

if TYPE_CHECKING:
    from supportpolicy.engine import Engine
    from supportpolicy.engine.intake import Intake

_NO_DAY = dt.date.min
"""No dated comment has run out yet."""


class PolicyError(ValueError):
    """A policy with errors, which therefore cannot be compiled. `findings` says what and where."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class Policy:
    """A policy as it was read, right or wrong. Made by `load`."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    @property
    def name(self) -> str:
        """What the policy calls itself; empty where it does not say."""
        return str(self._verdict.policy.header.name or "")

    @property
    def files(self) -> tuple[str, ...]:
        """The files that were read, relative to the policy's folder."""
        return tuple(source.name for source in self._sources.files)

    @cached_property
    def _verdict(self) -> Verdict:
        return judge(self._sources, _NO_DAY)

    @cached_property
    def _compiled(self) -> CompiledPolicy:
        return compile(self)

    def __repr__(self) -> str:
        return f"<Policy {self.name!r} of {len(self.files)} files>"


class CompiledPolicy:
    """A policy that can be asked. Made by `compile` or `read_compiled`."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    @property
    def name(self) -> str:
        """What the policy calls itself."""
        return self._compiled.name

    @property
    def behaviour(self) -> str:
        """The hash of everything that changes answers: two policies with the same one answer alike."""
        return self._compiled.hashes.behaviour

    def to_json(self) -> str:
        """The compiled policy as one JSON document; `read_compiled` reads it back."""
        return write_compiled(self._compiled)

    @cached_property
    def _engine(self) -> Engine:
        from supportpolicy.engine import prepare

        return prepare(self._compiled)

    @cached_property
    def _intake(self) -> Intake:
        from supportpolicy.engine.intake import Intake

        return Intake(self._compiled)

    def __repr__(self) -> str:
        return f"<CompiledPolicy {self.name!r} {self.behaviour[:12]}>"


def load(path: str | os.PathLike[str]) -> Policy:
    """Read the policy of a folder, or of one file.

    What is wrong in it is no exception: `check` says it. Raises FileNotFoundError where there is nothing at `path`.
    """
    location = Path(path)
    if not os.fspath(path) or not location.exists():
        raise FileNotFoundError(f"there is no file or folder '{path}'")
    return Policy(read_policy(location))


def check(policy: Policy, *, today: dt.date | None = None) -> tuple[Finding, ...]:
    """Everything that is found in a policy, in the order of places; nothing for a clean one.

    `today` is the day that dated comments look at (`# supportpolicy: ignore[SP201] until 2027-03-31: ...`); without it
    none of them has run out.
    """
    _must_be(policy, Policy, "check")
    return policy._verdict.findings if today is None else judge(policy._sources, today).findings


def compile(policy: Policy) -> CompiledPolicy:
    """Compile a policy. Raises PolicyError where it has errors."""
    from supportpolicy.compiler import TooBranched, compile_policy

    _must_be(policy, Policy, "compile")
    verdict = policy._verdict
    if verdict.blocking:
        first = verdict.blocking[0]
        more = f" (and {len(verdict.blocking) - 1} more)" if len(verdict.blocking) > 1 else ""
        raise PolicyError(f"{first.span.place}: {first.code} {first.message}{more}", verdict.blocking)
    try:
        return CompiledPolicy(compile_policy(verdict.policy))
    except TooBranched as problem:
        raise PolicyError(f"{problem.at}: the conditions of '{problem.rule}' branch into too many cases") from None


def read_compiled(text: str) -> CompiledPolicy:
    """A compiled policy from its JSON. Raises Unreadable (a ValueError) where it is none, or is of a newer version."""
    return CompiledPolicy(_read_compiled(text))


def decide(
    policy: Policy | CompiledPolicy,
    ticket: Ticket | Mapping[str, Any],
    at: dt.datetime | None = None,
    *,
    reasons: bool = True,
) -> Answer:
    """What a policy says about a ticket at a moment.

    `ticket` is plain data as in docs/tickets.md, or a Ticket, whose facts have their types already. `at` is an aware datetime; without it, the
    last event of the ticket counts, else its opening. Without `reasons` an answer comes sooner.

    Raises BadTicket where facts or events do not fit the policy (all problems at once), EngineError where there is no
    right answer (the ticket was not open yet, the moment lies beyond the policy's horizon), PolicyError where `policy`
    has errors, ValueError for a datetime without a zone, TypeError for what is no datetime or no policy.
    """
    from supportpolicy.engine import decide as ask

    _must_be(policy, (Policy, CompiledPolicy), "decide")
    if at is not None and not isinstance(at, dt.datetime):
        raise TypeError(f"'at' is a {type(at).__name__}; give it a datetime with a zone")
    if at is not None and at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no zone; give 'at' one, such as datetime.UTC")
    asked = policy if isinstance(policy, CompiledPolicy) else policy._compiled
    typed = asked._intake.check(ticket) if isinstance(ticket, Ticket) else asked._intake.ticket(ticket)
    return ask(asked._engine, typed, at, reasons=reasons)


def _must_be(policy: object, kinds: type | tuple[type, ...], name: str) -> None:
    """Raises TypeError for anything else than a policy of these kinds."""
    if isinstance(policy, kinds):
        return
    if isinstance(policy, CompiledPolicy):
        raise TypeError(f"{name} takes the policy that 'load' gave; this one is compiled already")
    raise TypeError(f"{name} takes a policy, as 'load' gives it, and not a {type(policy).__name__}")


def as_data(answer: Answer) -> dict[str, Any]:
    """An answer as plain JSON data, valid by the schema of answers: what `supportpolicy decide --output json` prints."""
    from supportpolicy.reporting.answer_json import answer_data

    return answer_data(answer)


def as_text(answer: Answer, policy: Policy | CompiledPolicy) -> str:
    """An answer as people read it: what `supportpolicy decide` prints."""
    from supportpolicy.reporting.answer_text import answer_text

    asked = policy if isinstance(policy, CompiledPolicy) else policy._compiled
    return answer_text(answer, asked._compiled)


__all__ = [
    "Answer",
    "BadTicket",
    "CompiledPolicy",
    "EngineError",
    "Finding",
    "Money",
    "Policy",
    "PolicyError",
    "Ticket",
    "TicketEvent",
    "Unreadable",
    "as_data",
    "as_text",
    "check",
    "compile",
    "decide",
    "load",
    "read_compiled",
]
