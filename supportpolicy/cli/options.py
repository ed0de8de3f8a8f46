"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from supportpolicy.diagnostics import LEVELS
from supportpolicy.reporting.formats import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_POLICY = "policies"


class Output(NamedTuple):
    """One rendering of the findings: its format, and the file it goes to (None: standard output)."""

    format: str
    file: str | None


class Day(click.ParamType[dt.date]):
    """A date: 2026-12-24."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date; write year-month-day, for example 2026-12-24", param, ctx)


class OutputFormat(click.ParamType[Output]):
    """`FORMAT` or `FORMAT:FILE`; the file `-` is standard output."""

    name = "format[:file]"

    def __init__(self, formats: Collection[str] = tuple(FORMATS)) -> None:
        self.formats = formats

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """The format and file, or a usage error with a suggestion."""
        if isinstance(value, Output):
            return value
        name, _, file = str(value).partition(":")
        known = ["auto", *self.formats]
        if name not in known:
            from supportpolicy.diagnostics import did_you_mean

            self.fail(f"no output format '{name}': {did_you_mean(name, known, what='the formats are')}", param, ctx)
        if name == "auto":
            name = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
        return Output(name, None if file in ("", "-") else file)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        """The formats that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in ("auto", *self.formats) if name.startswith(incomplete)]


def policy_argument(function: F) -> F:
    """The folder or file of the policy; `-` is standard input."""
    return click.argument("policy", default=None, required=False, metavar="[POLICY]", shell_complete=complete_path)(
        function
    )


def policies_argument(function: F) -> F:
    """As many folders or files as there are policies."""
    return click.argument("policies", nargs=-1, metavar="[POLICY]...", shell_complete=complete_path)(function)


def complete_path(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Let the shell complete the name of a file or folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def finding_options(function: F) -> F:
    """Everything about which findings count and how they are shown."""
    options = [
        click.option(
            "--output",
            "-o",
            "outputs",
            multiple=True,
            type=OutputFormat(),
            help="How findings are shown: auto, text, json, sarif, github, junit or markdown, each with :FILE if it "
            "goes to a file. May be given several times.",
        ),
        click.option(
            "--select", multiple=True, metavar="CODES", help="Only these codes or names, or areas such as SP3."
        ),
        click.option(
            "--ignore", multiple=True, metavar="CODES", help="Not these codes or names, or areas such as SP7."
        ),
        click.option(
            "--fail-on",
            type=click.Choice(LEVELS),
            default=None,
            help="Exit with 1 at this level or above. [default: error]",
        ),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found."),
        click.option(
            "--today", type=Day(), default=None, help="The day that dated suppressions look at. [default: today]"
        ),
        color_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def color_option(function: F) -> F:
    """--color, with NO_COLOR and FORCE_COLOR (no-color.org) behind it."""
    return click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours in the text output."
    )(function)


def wants_color(choice: str) -> bool:
    """Whether text on standard output is coloured."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def codes_of(values: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of a repeatable option whose values may be lists with commas."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
