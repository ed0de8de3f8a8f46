"""Alertmanager's configuration for a lowered policy, and the contract with whoever sends the alerts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.writing import pretty
from supportpolicy.engine.calendars import ALWAYS_OPEN
from supportpolicy.targets.alertmanager.contract_page import contract_page
from supportpolicy.targets.alertmanager.dialect import (
    CONFIG,
    CONTRACT,
    CONTRACT_PAGE,
    NEVER_AGAIN,
    NOBODY,
    ONLY_ON_DUTY,
    URL_FILES,
)
from supportpolicy.targets.alertmanager.intervals import parts_of
from supportpolicy.targets.alertmanager.tree import Tree, tree_of
from supportpolicy.targets.interface import Object, Rendered, Task, Wish
from supportpolicy.targets.paging.contract import TEAM, Label, Labels, Signal, signals_of
from supportpolicy.targets.paging.telling import Telling, hours_of, tellings

YES = "yes"
MOST_WIDTH = 1_000_000
"""A list of matchers stays on one line, as it is read."""


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """All files. Nothing of the lowered policy that Alertmanager takes is left out."""
    hours = hours_of(compiled)
    intervals = _intervals(compiled, hours)
    only_on_duty = wish.options.get(ONLY_ON_DUTY) == YES
    active = {who: name for who, name in hours.items() if name in intervals and name} if only_on_duty else {}
    labels = Labels(compiled)
    tree = tree_of(compiled, labels, active)
    receivers = _receivers(compiled)
    addresses = {one.name: _address(wish, one.name) for one in receivers}
    config: dict[str, Any] = {
        "route": tree.route,
        "receivers": [{"name": NOBODY}, *({"name": name, **found} for name, found in addresses.items())],
    }
    if intervals:
        config["time_intervals"] = [{"name": name, "time_intervals": parts} for name, parts in intervals.items()]
    written = _all_labels(compiled, labels)
    signals = signals_of(compiled)
    files = {
        CONFIG: _yaml(compiled, config),
        CONTRACT: pretty(_contract(compiled, written, signals, receivers, hours, active)) + "\n",
        CONTRACT_PAGE: contract_page(compiled.name, written, signals, [one.name for one in receivers]),
    }
    unset = tuple(sorted(f"receiver:{name}" for name, found in addresses.items() if not found))
    return Rendered(files, _objects(compiled, tree, intervals), _tasks(compiled, unset), _notes(), unset)


def _intervals(compiled: Compiled, hours: Mapping[str, str | None]) -> dict[str, list[dict[str, Any]]]:
    """The hours of everybody who may be called, by calendar; without those that are always open or chosen by the ticket."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in sorted({name for name in hours.values() if name is not None}):
        parts = parts_of(compiled, name)
        if parts is not None:
            found[name] = parts
    return found


def _receivers(compiled: Compiled) -> list[Telling]:
    """One for each person and way, in the order of the policy."""
    found: dict[str, Telling] = {}
    for timeline in compiled.timelines:
        for step in timeline.steps:
            for one in tellings(compiled, step):
                found.setdefault(one.name, Telling(one.who, one.via))
    return list(found.values())


def _address(wish: Wish, name: str) -> dict[str, Any]:
    """How a receiver is reached; nothing where that is not known. An address is never made up."""
    known = wish.ids.get(f"receiver:{name}")
    folder = wish.options.get(URL_FILES)
    if known is not None:
        key = "url" if known.startswith(("http://", "https://")) else "url_file"
        return {"webhook_configs": [{key: known, "send_resolved": False}]}
    if folder:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "receiver"
        return {"webhook_configs": [{"url_file": f"{folder.rstrip('/')}/{slug}.url", "send_resolved": False}]}
    return {}


def _all_labels(compiled: Compiled, labels: Labels) -> tuple[Label, ...]:
    """The labels that the tree asks for; the team's, which several columns may ask, once."""
    asks_team = any(
        one.teams for timeline in compiled.timelines for step in timeline.steps for one in tellings(compiled, step)
    )
    found = [label for label in labels.all if label.name != TEAM]
    if asks_team or len(found) < len(labels.all):
        found.append(
            Label(TEAM, "", TEAM, "values", (), about="The team that has the ticket, as the policy writes it.")
        )
    return tuple(found)


def _contract(
    compiled: Compiled,
    labels: Sequence[Label],
    signals: Sequence[Signal],
    receivers: Iterable[Telling],
    hours: Mapping[str, str | None],
    active: Mapping[str, str],
) -> dict[str, Any]:
    return {
        "policy": compiled.name,
        "labels": [
            {
                "label": one.name,
                "fact": one.fact,
                **({"column": one.column, "kind": one.kind, "words": list(one.words[1:])} if one.column else {}),
                **({"before_adjusting": True} if one.as_sorted else {}),
                "about": one.about,
            }
            for one in labels
        ],
        "signals": [
            {
                "signal": one.name,
                "starts_on": list(one.starts_on),
                "stops_on": list(one.stops_on),
                "unless": list(one.unless),
            }
            for one in signals
        ],
        "receivers": [{"receiver": one.name, "who": one.who, "via": one.via} for one in receivers],
        "people": [
            {"who": who, "hours": calendar, "always": calendar == ALWAYS_OPEN, "only_on_duty": who in active}
            for who, calendar in hours.items()
        ],
    }


def _yaml(compiled: Compiled, config: Mapping[str, Any]) -> str:
    name = " ".join(compiled.name.split())
    head = (
        f"# Who is called about tickets of {name}, for Prometheus Alertmanager 0.25 or later.\n"
        f"# Made by supportpolicy from the policy; changes belong there. {CONTRACT_PAGE} says what alerts must carry.\n"
    )
    return head + yaml.dump(
        dict(config), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=MOST_WIDTH, default_flow_style=None
    )


class _Dumper(yaml.SafeDumper):
    """Writes equal lists out in full, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never refer to an earlier part."""
        return True


def _objects(compiled: Compiled, tree: Tree, intervals: Mapping[str, object]) -> tuple[Object, ...]:
    at: dict[str, list[str]] = {}
    routes: dict[str, list[str]] = {}
    for one in tree.placed:
        at.setdefault(one.receiver, []).append(one.at)
        routes.setdefault(one.name, []).append(one.at)
    found = [Object(CONFIG, f"route {name}", tuple(dict.fromkeys(lines)), "route") for name, lines in routes.items()]
    found += [Object(CONFIG, f"receiver {name}", tuple(dict.fromkeys(lines)), "receiver") for name, lines in at.items()]
    places = {calendar.name: calendar.at for calendar in compiled.calendars}
    found += [Object(CONFIG, f"time interval {name}", (places[name],), "time interval") for name in intervals]
    return tuple(found)


def _tasks(compiled: Compiled, unset: Sequence[str]) -> tuple[Task, ...]:
    tasks = [
        Task(
            "Send alerts about tickets",
            (
                f"Let the helpdesk or a small program send alerts as {CONTRACT_PAGE} says.",
                "Send each one again every minute until it is over: Alertmanager forgets alerts that are not repeated.",
            ),
            why="Alertmanager knows nothing of tickets; it calls people for alerts that it is sent.",
        ),
        Task(
            "Keep what was sent for as long as a ticket may stay open",
            (f"Start Alertmanager with --data.retention={NEVER_AGAIN}.",),
            why="It repeats a call once it has forgotten it, by default after five days.",
        ),
    ]
    if unset:
        tasks.append(
            Task(
                "Say where receivers are reached",
                (
                    "Write the address of each receiver that is listed above into the map file and export again,",
                    f"or set the option {URL_FILES} to a folder that has a file for each (Alertmanager 0.26 and later).",
                ),
                why="A receiver without an address is told, and nothing is sent.",
            )
        )
    last = compiled.horizon[1] if compiled.horizon else None
    if last is not None:
        tasks.append(
            Task(
                f"Export again before {last}",
                ("Extend the horizon of the policy, lock the holidays, and export.",),
                why="After the horizon the weeks go on, and no holiday or short day is known.",
            )
        )
    return tuple(tasks)


def _notes() -> tuple[str, ...]:
    return (
        "A ticket whose labels change is a new alert. Steps that were not sent yet keep their time where the ladder still "
        "holds; steps that were sent are sent once more within a minute.",
        "Calls for tickets in flight go on by the new tree as soon as Alertmanager has read it; delays count from the alert's "
        "startsAt, so a step whose time has passed comes at once.",
    )
