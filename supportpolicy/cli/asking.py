"""Tickets asked one by one: what `decide` was told to show, and the texts that come of it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import BinaryIO, NamedTuple

import click

from supportpolicy.cli.moments import Asked, moment_for
from supportpolicy.cli.settings import now
from supportpolicy.cli.write import say
from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Diagnostic, did_you_mean, quoted_list
from supportpolicy.engine import Engine, decide, why_not
from supportpolicy.engine.errors import NoInstant
from supportpolicy.engine.intake import OWN_FORM, FieldMapping, read_mapping
from supportpolicy.engine.intake.kinds import SHAPE
from supportpolicy.engine.values import Ticket
from supportpolicy.reporting.answer_json import answer_line, as_line
from supportpolicy.reporting.answer_text import answer_text
from supportpolicy.reporting.why_not import why_not_data, why_not_text
from supportpolicy.source.kinds import EMPTY


class Look(NamedTuple):
    """How answers are shown."""

    as_json: bool
    reasons: bool
    verbose: bool
    color: bool


class Asking(NamedTuple):
    """An engine, with what it is asked about every ticket."""

    engine: Engine
    asked: Asked
    look: Look
    rule: tuple[str, str] | None
    """Table and rule of `--why-not`; None: the answer itself is wanted."""

    def answer(self, ticket: Ticket) -> str:
        """What is printed for a ticket, ending in a line feed. Raises EngineError where there is no answer."""
        at = moment_for(self.asked, ticket)
        try:
            return self._answer_at(ticket, at)
        except NoInstant:
            at = now()
            say(f"neither the ticket nor --at says when; answered for now, {at:%Y-%m-%dT%H:%M:%SZ}", err=True)
            return self._answer_at(ticket, at)

    def _answer_at(self, ticket: Ticket, at: dt.datetime | None) -> str:
        look = self.look
        if self.rule is not None:
            found = why_not(self.engine, ticket, at, *self.rule)
            if look.as_json:
                return as_line(why_not_data(ticket.id, found))
            return why_not_text(ticket.id, found, color=look.color)
        answer = decide(self.engine, ticket, at, reasons=look.reasons)
        if look.as_json:
            return answer_line(answer)
        return answer_text(answer, self.engine.compiled, color=look.color, verbose=look.verbose)


def ticket_bytes(location: str) -> BinaryIO:
    """The file of tickets, or standard input. Raises a usage error."""
    if location == "-":
        if sys.stdin is None:
            raise click.UsageError("standard input is closed; name a file with tickets")
        return sys.stdin.buffer
    path = Path(location)
    try:
        if path.is_dir():
            raise click.UsageError(f"'{location}' is a folder; name a file with tickets, or - for standard input")
        return path.open("rb")
    except FileNotFoundError:
        raise click.UsageError(f"there is no file '{location}'") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it cannot be read"
        raise click.UsageError(f"'{location}': {reason.lower()}") from None


def rule_named(compiled: Compiled, name: str) -> tuple[str, str]:
    """Table and name of a rule, given as `rule` or `table/rule`. Raises a usage error that says what was meant."""
    tables = [table for table in compiled.tables if table.rules]
    found = [
        (table.name, rule.name)
        for table in tables
        for rule in table.rules
        if name in (rule.name, f"{table.name}/{rule.name}")
    ]
    if len(found) == 1:
        return found[0]
    if found:
        forms = quoted_list([f"'{table}/{rule}'" for table, rule in found])
        raise click.BadParameter(f"several tables have a rule '{name}'; write {forms}", param_hint="--why-not")
    parts = [rule.name for table in tables for rule in table.rules if rule.name.startswith(f"{name}: ")]
    if parts:
        raise click.BadParameter(
            f"'{name}' is several rules, one for each row: {quoted_list(parts)}", param_hint="--why-not"
        )
    known = [rule.name for table in tables for rule in table.rules]
    if "/" in name and name.split("/", 1)[0] in {table.name for table in tables}:
        known = [f"{table.name}/{rule.name}" for table in tables for rule in table.rules]
    advice = did_you_mean(name, known, what="the rules are")
    raise click.BadParameter(f"the policy has no rule '{name}': {advice}", param_hint="--why-not")


def _of_mappings(finding: Diagnostic) -> Diagnostic:
    """What the reader of files says, in words of mappings: an empty file wants facts, and no policy."""
    if finding.code != EMPTY.code:
        return finding
    return SHAPE.at(finding.span, finding.message, help="begin it with 'facts:', and below it 'our-fact: their-field'")


def read_fields(location: str | None, compiled: Compiled) -> FieldMapping:
    """The mapping of `--fields`; without one, the form of our own.

    Mistakes in it are shown on standard error, and end the command with exit code 1. Raises a usage error for a file
    that is not there.
    """
    if location is None:
        return OWN_FORM
    if location == "-":
        raise click.UsageError("standard input is for tickets; name the file of the mapping")
    from supportpolicy.cli.pipeline import show_errors
    from supportpolicy.source import read_bytes_as_policy
    from supportpolicy.source.limits import MAX_FILE_BYTES

    with ticket_bytes(location) as stream:
        sources = read_bytes_as_policy(stream.read(MAX_FILE_BYTES + 1), location)
    findings, mapping = tuple(map(_of_mappings, sources.findings)), OWN_FORM
    root = sources.files[0].root if sources.files else None
    if root is not None:
        mapping, found = read_mapping(root, compiled)
        findings += found
    if findings:
        show_errors(sources, findings)
        say("no ticket was read: mend the mapping first", err=True)
        raise click.exceptions.Exit(1)
    return mapping
