"""The options by which `check` mends what it finds. What they do is in `fixing`, loaded where they are used."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click


class Fixes(NamedTuple):
    """What was asked for."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False

    @property
    def wanted(self) -> bool:
        """Whether anything is to be mended, or shown as it would be."""
        return self.fix or self.diff


def fix_options(function: Callable[..., int]) -> Callable[..., int]:
    """The three options; the command is given them as `fixes`."""

    @wraps(function)
    def command(*args: Any, fix: bool, unsafe_fixes: bool, diff: bool, **others: Any) -> int:
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes says which fixes are meant; add --fix, or --diff to see them first")
        return function(*args, fixes=Fixes(fix, unsafe_fixes, diff), **others)

    options = [
        click.option("--fix", is_flag=True, help="Mend in the files what can be mended beyond doubt."),
        click.option(
            "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what is a guess, or changes the meaning."
        ),
        click.option(
            "--diff", is_flag=True, help="Show what --fix would change, change nothing; exit with 1 if it would."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command
