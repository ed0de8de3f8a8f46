"""What the configuration says of exports: `[tool.supportpolicy.export.TARGET]`, or `[export.TARGET]` in supportpolicy.toml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click


class ExportConfig(NamedTuple):
    """The configuration of one target."""

    allow: Mapping[str, str] = {}
    """What may be lost, with the reason: a kind's name or code, or `name:about`."""
    ids: str | None = None
    """The map file of ids."""
    options: Mapping[str, str] = {}
    """Everything else, for the target itself."""


def export_configs(table: Any, where: str, base: Path) -> dict[str, ExportConfig]:
    """The configuration of every target it speaks of. `where` names the file, for messages. Raises a usage error."""
    if not isinstance(table, dict):
        raise click.UsageError(f"in '{where}': export must have a table for each target, such as [export.zendesk]")
    return {str(name): _one(str(name), part, where, base) for name, part in table.items()}


def _one(name: str, table: Any, where: str, base: Path) -> ExportConfig:
    def refuse(message: str) -> click.UsageError:
        return click.UsageError(f"in '{where}', export.{name}: {message}")

    if not isinstance(table, dict):
        raise refuse("this must be a table")
    allow = table.get("allow", {})
    if not isinstance(allow, dict):
        raise refuse('allow must say a reason for each loss, such as short-day = "agents are told"')
    for key, reason in allow.items():
        if not isinstance(reason, str) or not reason.strip():
            raise refuse(f"allow: '{key}' needs a reason in quotes: why is it all right that this is lost?")
    ids = table.get("ids")
    if ids is not None and not isinstance(ids, str):
        raise refuse("ids must be the path of a map file, in quotes")
    options = {str(key): value for key, value in table.items() if key not in ("allow", "ids")}
    for key, value in options.items():
        if not isinstance(value, str):
            raise refuse(f"{key} must be text in quotes")
    return ExportConfig(dict(allow), None if ids is None else str(base / ids), options)


class _Twice(Exception):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def read_ids(path: Path) -> dict[str, str]:
    """A map file: a JSON object of references and the tool's ids. What is null is missing. Raises a usage error."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise click.UsageError(f"cannot read the map file '{path}': {(error.strerror or str(error)).lower()}") from None
    except _Twice as twice:
        raise click.UsageError(f"in the map file '{path}': '{twice}' stands there twice") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"the map file '{path}' is not UTF-8 text") from None
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"the map file '{path}' is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise click.UsageError(f'the map file \'{path}\' must be an object: {{"group:billing": "360001"}}')
    ids: dict[str, str] = {}
    for name, value in data.items():
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
            raise click.UsageError(f"in the map file '{path}': the id of '{name}' must be a number or a text")
        ids[name] = str(value)
    by_id: dict[tuple[str, str], str] = {}
    for name, value in ids.items():
        kind = name.partition(":")[0]
        twin = by_id.setdefault((kind, value), name)
        if twin != name:
            raise click.UsageError(f"in the map file '{path}': '{twin}' and '{name}' have the same id {value}")
    return ids
