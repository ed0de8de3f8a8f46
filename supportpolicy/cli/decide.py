"""`supportpolicy decide`: what a policy says about tickets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.options import color_option, wants_color
from supportpolicy.cli.write import say

if TYPE_CHECKING:
    from supportpolicy.cli.asking import Asking
    from supportpolicy.engine.intake import BadTicket
    from supportpolicy.engine.values import Ticket

_BETWEEN = "-" * 72


@click.command(
    name="decide",
    help="Say what a policy answers to the tickets of a file, or of standard input (-): one JSON document, a list of "
    "them, or JSON Lines. Exits with 1 if a ticket could not be answered; the others are.",
)
@click.argument("tickets", metavar="TICKET.json")
@click.option("--policy", metavar="POLICY", help="A folder, a policy file, or a compiled policy. [default: policies]")
@click.option(
    "--at",
    "moment",
    metavar="TIME",
    help="The moment to answer for: 2026-06-05 14:00 (in the policy's zone), 2026-06-05T14:00:00Z, or {after: 90m}. "
    "[default: that of the last event, else of the opening]",
)
@click.option("--fields", metavar="FILE", help="How your helpdesk's fields become facts of the policy (YAML).")
@click.option("--why-not", metavar="RULE", help="Say only why this rule did not win: its name, or table/name.")
@click.option("--explain/--no-reasons", "reasons", default=True, help="With reasons, or without. [default: with]")
@click.option(
    "--output",
    "-o",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs: one JSON answer on each line.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show long lists whole.")
@color_option
def command(
    tickets: str,
    policy: str | None,
    moment: str | None,
    fields: str | None,
    why_not: str | None,
    reasons: bool,
    form: str,
    verbose: bool,
    color: str,
) -> int:
    """Answer tickets."""
    from supportpolicy.cli.asking import Asking, Look, read_fields, rule_named, ticket_bytes
    from supportpolicy.cli.moments import asked_moment
    from supportpolicy.cli.policies import compiled_policy
    from supportpolicy.engine import prepare
    from supportpolicy.engine.intake import Intake, read_tickets

    stream = ticket_bytes(tickets)
    click.get_current_context().call_on_close(stream.close if tickets != "-" else lambda: None)
    compiled = compiled_policy(policy)
    intake = Intake(compiled, read_fields(fields, compiled))
    coloured = form == "text" and wants_color(color)
    asking = Asking(
        prepare(compiled),
        asked_moment(moment, compiled.timezone),
        Look(form == "json", reasons, verbose, coloured),
        None if why_not is None else rule_named(compiled, why_not),
    )
    shown = failed = 0
    for text, wrong in _answers(asking, read_tickets(stream, intake, "standard input" if tickets == "-" else tickets)):
        if wrong:
            say(text, err=True)
            failed += 1
            continue
        say(text if form == "json" or not shown else f"{_BETWEEN}\n\n{text}", nl=False, color=coloured)
        shown += 1
    if not shown and not failed:
        say(f"there is no ticket in {'standard input' if tickets == '-' else tickets}", err=True)
        return 1
    return int(failed > 0)


def _answers(asking: Asking, tickets: Iterator[Ticket | BadTicket]) -> Iterator[tuple[str, bool]]:
    """For each ticket its answer, or what is wrong with it."""
    from supportpolicy.engine import EngineError
    from supportpolicy.engine.intake import BadTicket
    from supportpolicy.reporting.plain import one_line

    for number, ticket in enumerate(tickets, 1):
        if isinstance(ticket, BadTicket):
            yield str(ticket), True
            continue
        try:
            yield asking.answer(ticket), False
        except EngineError as problem:
            called = f"ticket {ticket.id}" if ticket.id is not None else f"the ticket number {number}"
            yield one_line(f"{called}: {problem}"), True
