"""The requests that a person sends for an export, read from its files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Sent(NamedTuple):
    file: str
    method: str
    path: str
    body: Mapping[str, Any]


def requests_of(files: Mapping[str, str]) -> Iterator[Sent]:
    """Each schedule, then its exceptions; where an id is not known yet, that of the answer, here 1."""
    for path, text in files.items():
        if not path.startswith("office-hours/"):
            continue
        document = json.loads(text)
        yield Sent(path, document["schedule"]["method"], document["schedule"]["path"], document["schedule"]["body"])
        for body in document["exceptions"]["bodies"]:
            where = document["exceptions"]["path"].replace("{schedule_id}", "1")
            yield Sent(path, document["exceptions"]["method"], where, body)
