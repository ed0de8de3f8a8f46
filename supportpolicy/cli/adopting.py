"""The options by which a team adopts the tool step by step. What they do is in `adoption`, loaded where they are used."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click


class Adoption(NamedTuple):
    """What was asked for; None where it was not."""

    baseline: str | None = None
    write_baseline: str | None = None
    changed_since: str | None = None


def adoption_options(function: Callable[..., int]) -> Callable[..., int]:
    """The three options; the command is given them as `adoption`."""

    @wraps(function)
    def command(
        *args: Any, baseline: str | None, write_baseline: str | None, changed_since: str | None, **others: Any
    ) -> int:
        return function(*args, adoption=Adoption(baseline, write_baseline, changed_since), **others)

    options = [
        click.option("--baseline", metavar="FILE", help="Leave out findings that this file knows."),
        click.option("--write-baseline", metavar="FILE", help="Write what is found to such a file, and exit with 0."),
        click.option(
            "--changed-since",
            metavar="REV",
            help="Only findings in lines that changed since this git revision, or that were not there then.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command
