"""What a section is to the loader and the schema writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry
from supportpolicy.language.shape import Schema
from supportpolicy.source import Node

Form = Literal["named", "ordered", "listed", "single"]


class Section(NamedTuple):
    """A top-level key of the language.

    `named`: a mapping of names, may be spread over files. `ordered`: a list whose first match wins. `listed`: a list
    of named things in no order. `single`: one mapping, whose keys may be spread over files.
    """

    name: str
    form: Form
    title: str
    schema: Schema
    """Of the whole section."""
    read_named: Callable[[Name, Node], Any] | None = None
    read_item: Callable[[Entry], Any] | None = None
    read_single: Callable[[Entry], Any] | None = None
