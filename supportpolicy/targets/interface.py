"""What a target is: the tool that a compiled policy is exported to. Provisional: may change until version 1 of the tool.

A target takes a policy in four moves, each a pure function:

1. `lower`: the policy as far as the tool can say it. Whatever it cannot say is taken out or replaced by something it can,
   one `Change` at a time, and each change is a `Loss` that is reported. What is left is a compiled policy again.
2. `render`: the lowered policy as files of the tool. Nothing may be lost here.
3. `model`: what the tool would do with these files, by its documentation. It reads the files only.
4. `expected`: what the engine says of the same ticket. Model and engine must agree about every ticket of the cover.

So a loss is never a matter of opinion: it is the difference between two policies that the engine can be asked about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Kind
from supportpolicy.engine import Engine
from supportpolicy.engine.values import Facts
from supportpolicy.targets.capabilities import Capability
from supportpolicy.targets.losses import Change

API = 1
"""Version of this interface. A plug-in written for another one is left out, and said so."""

Files: TypeAlias = "Mapping[str, str]"
"""Path within the export's folder, with forward slashes -> text. Written as UTF-8 with line feeds as they are."""

Aspects: TypeAlias = "Mapping[str, str | int | None]"
"""What is compared of a ticket: `team`, `severity`, `due first_response` and the like. Instants in seconds since 1970."""

Ask: TypeAlias = "Callable[[Facts], Aspects]"
"""Answers one ticket, by its typed facts with `opened` among them."""


class Wish(NamedTuple):
    """What an export is asked for."""

    compiled: Compiled
    """The policy as it was compiled."""
    options: Mapping[str, str] = {}
    """What the configuration says of this target, but what losses are allowed."""
    ids: Mapping[str, str] = {}
    """The map file of one environment: reference (`group:billing`) -> id of the tool."""
    today: dt.date = dt.date.min
    """The day of the export, where a tool takes only dates near it. Never read from a clock below the command line."""


class Object(NamedTuple):
    """One thing that the tool will have, for the manifest."""

    file: str
    key: str
    """Its name in the tool, or its place in the file; unique within the file."""
    at: tuple[str, ...]
    """The lines of the policy (`file:line`) that it comes from."""
    kind: str = ""
    """In the tool's words: trigger, schedule, queue."""


class Task(NamedTuple):
    """Something that a person must set by hand, for the checklist."""

    title: str
    steps: tuple[str, ...]
    at: tuple[str, ...] = ()
    why: str = ""


class Rendered(NamedTuple):
    """What a target makes of a lowered policy."""

    files: Files
    objects: tuple[Object, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[str, ...] = ()
    """What a user must know that is no loss: what happens to tickets in flight, what is our reading of a manual."""
    unresolved: tuple[str, ...] = ()
    """References that the map file has no id for, sorted."""


class Model(NamedTuple):
    """An executable reading of the tool's documentation."""

    read: Callable[[Files, Engine], Ask]
    """Reads exported files (and ids.json, where there are ids), and nothing of the renderer. The engine, of the lowered policy, is there only to put a ticket
    into the tool's words: what an integration would have written into fields and tags. Raises ValueError with a sentence
    where the files cannot be read as the tool would."""
    expected: Callable[[Engine], Ask]
    """The same aspects by the engine."""


class Target(NamedTuple):
    """A tool that policies are exported to."""

    name: str
    title: str
    about: str
    """One sentence: what of a policy goes there."""
    capabilities: tuple[Capability, ...]
    lower: Callable[[Wish], tuple[Change, ...]]
    """The changes, in order, that make the policy one that the tool can say. A change is applied to what the ones before it
    left; what the losses say of each is put together by the framework."""
    render: Callable[[Wish, Compiled], Rendered]
    """Files for the lowered policy. Must say all of it; raises nothing for a policy that `lower` made."""
    model: Model | None = None
    """None: the tool decides nothing (a calendar program), so there is nothing to compare."""
    option_names: tuple[str, ...] = ()
    """Keys of the configuration that it understands."""
    kinds: tuple[Kind, ...] = ()
    """Losses of its own, beside those that all targets share."""
    api: int = API
