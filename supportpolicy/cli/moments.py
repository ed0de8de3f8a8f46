"""The moment of `--at`, in the forms that policy tests have."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import click

from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.values import Ticket


class Asked(NamedTuple):
    """For which moment an answer is wanted: one instant for all tickets, or so much time from each one's opening."""

    instant: dt.datetime | None = None
    shift: dt.timedelta | None = None
    of: str = "opened"


def asked_moment(text: str | None, zone: str | None) -> Asked:
    """The moment that a text means, in the zone of the policy. Raises a usage error with the forms there are."""
    if text is None:
        return Asked()
    from supportpolicy.language.malformed import Malformed
    from supportpolicy.testing.moments import parse_instant

    if text.lstrip().startswith("{"):
        return _relative(text)
    try:
        return Asked(parse_instant(text.strip(), zone)[0])
    except Malformed as problem:
        raise click.BadParameter(f"{problem.message}; {problem.help}", param_hint="--at") from None


def moment_for(asked: Asked, ticket: Ticket) -> dt.datetime | None:
    """The instant for one ticket; None where the ticket itself says it. Raises EngineError where it cannot be reckoned."""
    if asked.shift is None:
        return asked.instant
    start = ticket.facts.get(asked.of)
    if not isinstance(start, dt.datetime):
        raise EngineError(f"--at counts from '{asked.of}', and the ticket does not say when that was")
    try:
        return start + asked.shift
    except OverflowError:
        raise EngineError("--at is too far away") from None


def _relative(text: str) -> Asked:
    from supportpolicy.source import read_bytes_as_policy
    from supportpolicy.testing.mistakes import Mistake
    from supportpolicy.testing.moments import read_moment

    sources = read_bytes_as_policy(f"at: {text}\n".encode())
    root = sources.files[0].root if sources.files else None
    node = root.get("at") if root is not None else None
    if sources.findings or node is None:
        raise click.BadParameter(f"'{text}' is not an instant; write for example {{after: 90m}}", param_hint="--at")
    try:
        moment = read_moment(node, None)
    except Mistake as mistake:
        advice = f"; {mistake.finding.help}" if mistake.finding.help else ""
        raise click.BadParameter(f"{mistake.finding.message}{advice}", param_hint="--at") from None
    return Asked(None, moment.shift, moment.of)
