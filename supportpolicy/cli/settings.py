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
from supportpolicy.cli.options import (
    DEFAULT_POLICY,
    Output,
    codes_of,
    finding_options,
    policies_argument,
    policy_argument,
)
from supportpolicy.diagnostics import Level, quoted_list
from supportpolicy.reporting.catalogue import unknown_codes
from supportpolicy.source.files import display_path


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
    baseline: str | None = None
    """The file with known findings that the configuration names."""


def with_settings(function: Callable[..., int]) -> Callable[..., int]:
    """A command with the argument POLICY and all options about findings; it is given them as its first argument."""

    @wraps(function)
    def command(policy: str | None, **options: Any) -> int:
        (chosen,), others = _chosen((settings_for(policy),), options)
        return function(chosen, **others)

    return policy_argument(finding_options(command))


def with_each_settings(function: Callable[..., int]) -> Callable[..., int]:
    """As `with_settings` for a command that takes several policies: its first argument are the settings of each."""

    @wraps(function)
    def command(policies: tuple[str, ...], **options: Any) -> int:
        chosen, others = _chosen(settings_for_each(policies), options)
        return function(chosen, **others)

    return policies_argument(finding_options(command))


def settings_for(policy: str | None) -> Settings:
    """The settings of a command without such options. Raises a usage error for a configuration that is not clear."""
    every = settings_for_each(() if policy is None else (policy,))
    if len(every) > 1:
        names = quoted_list([f"'{display_path(Path(settings.policy))}'" for settings in every])
        raise click.UsageError(f"the configuration names several policies; say which one: {names}")
    return every[0]


def settings_for_each(policies: tuple[str, ...]) -> tuple[Settings, ...]:
    """The settings for each policy, each once; without any, for those of the configuration, else for the usual folder."""
    config = find_config(Path.cwd())
    return tuple(
        Settings(
            policy,
            (Output("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text", None),),
            config.select,
            config.ignore,
            config.fail_on or "error",
            False,
            now().date(),
            "auto",
            config.baseline,
        )
        for policy in dict.fromkeys(policies or config.policies or (DEFAULT_POLICY,))
    )


def _chosen(every: tuple[Settings, ...], options: dict[str, Any]) -> tuple[tuple[Settings, ...], dict[str, Any]]:
    """What the options of `finding_options` make of settings; and the other options. Raises a usage error."""
    own = ("outputs", "select", "ignore", "fail_on", "exit_zero", "today", "color")
    given = {name: options[name] for name in own}
    chosen = tuple(
        settings._replace(
            outputs=given["outputs"] or settings.outputs,
            select=codes_of(given["select"]) or settings.select,
            ignore=(*codes_of(given["ignore"]), *settings.ignore),
            fail_on=given["fail_on"] or settings.fail_on,
            exit_zero=given["exit_zero"],
            today=given["today"] or settings.today,
            color=given["color"],
        )
        for settings in every
    )
    for code, advice in unknown_codes((*chosen[0].select, *chosen[0].ignore)):
        raise click.UsageError(f"no finding has the code or name '{code}': {advice}")
    return chosen, {name: value for name, value in options.items() if name not in own}


def now() -> dt.datetime:
    """The instant. The one place where the tool looks at the clock: everything below is given the day or the moment."""
    return dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
