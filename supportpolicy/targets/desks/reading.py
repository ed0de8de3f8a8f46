"""Files of requests as a desk would take them: what the models of desks share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.targets.ids import IDS
from supportpolicy.targets.interface import Files


class Account:
    """Exported files, and ids back to references. Raises ValueError for what makes nothing."""

    def __init__(self, files: Files) -> None:
        self._files: dict[str, Any] = {name: json.loads(text) for name, text in files.items() if name.endswith(".json")}
        known = self._files.get(IDS, {})
        self._by_id = {(name.split(":", 1)[0], str(id_)): name for name, id_ in known.items() if id_ is not None}

    def requests(self, file: str, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Reference and body of each request of a file, all of which go to one path."""
        for one in self._files.get(file, []):
            if one["method"] != "POST" or one["path"] != path:
                raise ValueError(f"{one['method']} {one['path']} makes nothing")
            yield str(one["reference"]), one["body"]

    def named(self, kind: str, value: object) -> str:
        """The name of a thing of some kind, by its reference or its id."""
        if isinstance(value, Mapping):
            reference = str(value["id_of"])
        else:
            found = self._by_id.get((kind, str(value)))
            if found is None:
                raise ValueError(f"there is no {kind} with the id {value!r}")
            reference = found
        if not reference.startswith(kind + ":"):
            raise ValueError(f"{reference} is no {kind}")
        return reference.split(":", 1)[1]


def whole(number: object, least: int = 0) -> int:
    """A whole number, at least so large."""
    if type(number) is not int or number < least:
        raise ValueError(f"{number!r} is no whole number from {least}")
    return number


def text_of(value: object) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is no text")
    return value
