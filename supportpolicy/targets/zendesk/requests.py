"""Requests to Zendesk's API, in the order in which they must be sent, and the files that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.zendesk.conditions import Ref, Text, written


class Request(NamedTuple):
    """One request."""

    reference: str
    """What it makes, or changes: kind and name, such as `group:billing`."""
    method: str
    path: Text
    body: Mapping[str, object]
    kind: str
    """In Zendesk's words."""
    title: str = ""
    at: tuple[str, ...] = ()
    """The policy's lines."""


def request_file(requests: Sequence[Request], ids: Mapping[str, str]) -> str:
    """A file of requests, each with what it is about."""
    plain = [
        {
            "reference": one.reference,
            "method": one.method,
            "path": written(one.path, ids),
            "body": dict(one.body),
        }
        for one in requests
    ]
    return pretty(plain) + "\n"


def references_of(body: object) -> Iterable[str]:
    """The names of the references that a body has left open."""
    if isinstance(body, dict):
        if set(body) <= {"id_of", "as"} and "id_of" in body:
            yield str(body["id_of"])
            return
        for part in body.values():
            yield from references_of(part)
    elif isinstance(body, (list, tuple)) and not isinstance(body, Ref):
        for part in body:
            yield from references_of(part)
