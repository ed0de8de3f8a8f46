"""What a command was asked to do about findings: its options, with the configuration and the defaults behind them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import click

from supportpolicy.cli.config import find_config
from supportpolicy.cli.options import DEFAULT_POLICY, Output, codes_of, finding_options, policy_argument
from supportpolicy.diagnostics import Level
from supportpolicy.reporting.catalogue import unknown_codes


class Settings(NamedTuple):
    """Which policy is looked at, which findings count, and how they are shown."""

    policy: str
    """A folder, a file, or - for standard input."""
    outputs: tuple[Output, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Level
    exit_zero: bool
    today: dt.date
    color: str


def with_settings(function: Callable[..., int]) -> Callable[..., int]:
    """A command with the argument POLICY and all options about findings; it is given them as its first argument."""

    @wraps(function)
    def command(
        policy: str | None,
        outputs: tuple[Output, ...],
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        fail_on: Level | None,
        exit_zero: bool,
        today: dt.date | None,
        color: str,
        **others: Any,
    ) -> int:
        settings = settings_for(policy)
        chosen = settings._replace(
            outputs=outputs or settings.outputs,
            select=codes_of(select) or settings.select,
            ignore=(*codes_of(ignore), *settings.ignore),
            fail_on=fail_on or settings.fail_on,
            exit_zero=exit_zero,
            today=today or settings.today,
            color=color,
        )
        for code, advice in unknown_codes((*chosen.select, *chosen.ignore)):
            raise click.UsageError(f"no finding has the code or name '{code}': {advice}")
        return function(chosen, **others)

    return policy_argument(finding_options(command))


def settings_for(policy: str | None) -> Settings:
    """The settings of a command without such options. Raises a usage error for a configuration that is not clear."""
    config = find_config(Path.cwd())
    return Settings(
        policy if policy is not None else config.policy or DEFAULT_POLICY,
        (Output("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text", None),),
        config.select,
        config.ignore,
        config.fail_on or "error",
        False,
        now().date(),
        "auto",
    )


def now() -> dt.datetime:
    """The instant. The one place where the tool looks at the clock: everything below is given the day or the moment."""
    return dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
