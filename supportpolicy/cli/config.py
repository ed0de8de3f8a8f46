"""Configuration: `[tool.supportpolicy]` of pyproject.toml, or supportpolicy.toml; the nearest file wins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from supportpolicy.diagnostics import LEVELS, Level, did_you_mean, quoted_list

if TYPE_CHECKING:
    from supportpolicy.cli.export_config import ExportConfig

_KEYS = ("policy", "policies", "select", "ignore", "fail-on", "baseline", "export")
_NO_EXPORTS: Mapping[str, ExportConfig] = {}


class Config(NamedTuple):
    """What a configuration file says; empty where there is none."""

    policies: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Level | None = None
    baseline: str | None = None
    exports: Mapping[str, ExportConfig] = _NO_EXPORTS
    """By target."""
    file: Path | None = None
    """Where it stands."""


def find_config(folder: Path) -> Config:
    """The configuration that holds for a folder. Raises a usage error that names the file and key."""
    for here in (folder, *folder.parents):
        own = here / "supportpolicy.toml"
        if own.is_file():
            return _config(_toml(own), own, own.parent)
        project = here / "pyproject.toml"
        if project.is_file():
            table = _toml(project, only_if="supportpolicy").get("tool", {})
            if isinstance(table, dict) and "supportpolicy" in table:
                return _config(table["supportpolicy"], project, project.parent)
        if (here / ".git").exists():
            break
    return Config()


def _toml(path: Path, only_if: str = "") -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot read '{path.name}': {error}") from None
    if only_if and f"tool.{only_if}" not in text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(f"'{path.name}' is not TOML: {error}") from None


def _config(table: Any, path: Path, base: Path) -> Config:
    def refuse(message: str) -> click.UsageError:
        return click.UsageError(f"in '{path.name}': {message}")

    if not isinstance(table, dict):
        raise refuse("supportpolicy must be a table")
    for key in table:
        if key not in _KEYS:
            raise refuse(f"'{key}' is not known: {did_you_mean(key, _KEYS, what='the keys are')}")
    policy = table.get("policy")
    if policy is not None and not isinstance(policy, str):
        raise refuse("policy must be the path of a folder, in quotes")
    policies = table.get("policies", [] if policy is None else [policy])
    if not isinstance(policies, list) or not all(isinstance(each, str) for each in policies):
        raise refuse('policies must be a list of folders, such as ["shop/policies", "app/policies"]')
    if policy is not None and "policies" in table:
        raise refuse("policy and policies say the same; keep one of them")
    baseline = table.get("baseline")
    if baseline is not None and not isinstance(baseline, str):
        raise refuse("baseline must be the path of a file, in quotes")
    fail_on = table.get("fail-on")
    if fail_on is not None and fail_on not in LEVELS:
        raise refuse(f"fail-on must be {quoted_list(LEVELS)}")
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("select", "ignore"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise refuse(f'{key} must be a list of codes, such as ["SP209"]')
        lists[key] = tuple(value)
    return Config(
        tuple(str(base / each) for each in policies),
        lists["select"],
        lists["ignore"],
        fail_on,
        None if baseline is None else str(base / baseline),
        _exports(table["export"], path, base) if "export" in table else {},
        path,
    )


def _exports(table: Any, path: Path, base: Path) -> dict[str, ExportConfig]:
    from supportpolicy.cli.export_config import export_configs

    return export_configs(table, path.name, base)
