"""Ids of one account: the map that a reference is looked up in, and the file that says which ids are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from supportpolicy.compiled.writing import pretty

IDS = "ids.json"


def reference(ids: Mapping[str, str], name: str) -> str | dict[str, str]:
    """The id of a reference such as `group:billing`; where the map has none, an object that no tool takes for an id."""
    return ids.get(name, {"id_of": name})


def ids_file(ids: Mapping[str, str], missing: Iterable[str]) -> dict[str, str]:
    """The file with all ids of an export, null for those that are missing; none where there is nothing to say."""
    known: dict[str, str | None] = {**dict.fromkeys(missing), **ids}
    return {IDS: pretty(dict(sorted(known.items()))) + "\n"} if known else {}
