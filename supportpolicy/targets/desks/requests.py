"""Requests to a desk's API, in the order in which they are sent, and the files that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.interface import Object


class Request(NamedTuple):
    """One request that makes one thing. A thing with an id of the account stands in it as `{"id_of": "group:billing"}`."""

    reference: str
    """What it makes: kind and name, such as `group:billing`."""
    path: str
    body: Mapping[str, object]
    kind: str
    """In the desk's words."""
    title: str
    at: tuple[str, ...] = ()
    """The policy's lines."""


Files = Mapping[str, Sequence[Request]]
"""File -> its requests, in the order in which the files are sent."""


def written(files: Files) -> dict[str, str]:
    """The files that have something in them."""
    return {name: _file(requests) for name, requests in files.items() if requests}


def _file(requests: Sequence[Request]) -> str:
    plain = [{"reference": one.reference, "method": "POST", "path": one.path, "body": one.body} for one in requests]
    return pretty(plain) + "\n"


def objects(files: Files) -> tuple[Object, ...]:
    """The things that the desk will have."""
    return tuple(Object(file, one.title, one.at, one.kind) for file, requests in files.items() for one in requests)


def references(files: Files) -> set[str]:
    """The names of all references that stand in the bodies."""
    return {name for requests in files.values() for one in requests for name in _in(one.body)}


def _in(body: object) -> Iterator[str]:
    if isinstance(body, Mapping):
        if set(body) == {"id_of"}:
            yield str(body["id_of"])
            return
        parts: Iterable[object] = body.values()
    else:
        parts = body if isinstance(body, (list, tuple)) else ()
    for part in parts:
        yield from _in(part)
