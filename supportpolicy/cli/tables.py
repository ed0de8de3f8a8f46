"""Which form a table takes: by the ending of the file it goes to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

import click

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.rows import as_csv, as_json, as_markdown
from supportpolicy.compiled.views import RoutingRow, TargetRow, routing_rows, target_rows


def routing_text(compiled: Compiled, file: str) -> str:
    """The routing rules for a file of this name. Raises a usage error for an ending that is none of the three."""
    return _text(routing_rows(compiled), RoutingRow._fields, "routing_rules", "Routing rules", compiled, file)


def sla_text(compiled: Compiled, file: str) -> str:
    """The SLA targets for a file of this name. Raises a usage error for an ending that is none of the three."""
    return _text(target_rows(compiled), TargetRow._fields, "sla_targets", "SLA targets", compiled, file)


def _text(
    rows: Sequence[NamedTuple], fields: Sequence[str], key: str, title: str, compiled: Compiled, file: str
) -> str:
    about: dict[str, Any] = {"policy": compiled.name, "behaviour": compiled.hashes.behaviour}
    match PurePath(file).suffix.lower():
        case ".json":
            return as_json(rows, key, about)
        case ".csv":
            return as_csv(rows, fields)
        case ".md" | ".markdown":
            return as_markdown(rows, fields, f"{title} of {compiled.name}")
        case "" if file == "-":
            return as_markdown(rows, fields, f"{title} of {compiled.name}")
        case ending:
            raise click.UsageError(f"'{file}': a table is .json, .csv or .md, and not '{ending}'")
