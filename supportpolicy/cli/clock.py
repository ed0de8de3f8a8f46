"""`supportpolicy clock`: what concerns business time alone and no policy."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from supportpolicy.clock.vector_calendars import VectorError
from supportpolicy.clock.vectors import run_vectors
from supportpolicy.clock.zones import zone_edition

_SHOWN = 10


@click.group(name="clock", help="Business time: check deadlines against files of known cases.")
def command() -> None:
    """The group; its help is above."""


@command.command(
    name="vectors",
    help="Run the cases of FILE, one JSON object on each line; - reads from standard input. "
    "Exits with 1 if an answer differs, with 2 if the file cannot be used.",
)
@click.argument("file")
@click.option(
    "--show", default=_SHOWN, show_default=True, type=click.IntRange(min=0), help="How many failures to print."
)
def vectors(file: str, show: int) -> int:
    """Run a file of vectors."""
    try:
        outcomes = list(run_vectors(_lines(file)))
    except VectorError as problem:
        raise click.UsageError(f"{file}: {problem}") from None
    if not outcomes:
        raise click.UsageError(f"{file}: there are no cases in it")
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed[:show]:
        click.echo(f"{file}:{outcome.line}: expected {outcome.expected}, got {outcome.actual}")
    if len(failed) > show:
        click.echo(f"and {len(failed) - show} more")
    click.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    if failed:
        click.echo(
            f"time zones are those of tzdata {zone_edition()}; "
            "cases made with another edition differ where a government has since changed its clocks",
            err=True,
        )
    return 1 if failed else 0


def _lines(file: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig").split("\n")
    except OSError as problem:
        raise click.UsageError(f"{file}: {problem.strerror or 'cannot be read'}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"{file}: this is not UTF-8 text") from None
