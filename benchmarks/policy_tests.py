"""How long a thousand policy tests take once the tool is up: `supportpolicy test` with all of them, less with one."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.answers import Asked, engine_of, tickets
from benchmarks.child import interleaved, script, seconds
from benchmarks.desk import SEED, policy, routes
from benchmarks.emit import document
from benchmarks.row import Row

if TYPE_CHECKING:
    from supportpolicy.engine import Answer, TicketEvent

TESTS, A_FILE, RUNS = 1_000, 50, 5
MOST_SECONDS = 2.0


def policy_tests() -> Iterator[Row]:
    """Tests of the desk's policy, a third of them with events; each expects the sorting, two due times and a ladder."""
    tool = script("supportpolicy")
    with tempfile.TemporaryDirectory(prefix="benchmark-tests-") as folder:
        place = Path(folder) / "policy"
        place.mkdir()
        data = policy(routes())
        (place / "policy.yaml").write_text(document(data), encoding="utf-8")
        cases = list(_cases(data))
        for name, kept in (("all", cases), ("one", cases[:1])):
            _write(Path(folder) / name, kept)
        costs = interleaved(
            {name: (tool, "test", str(place), "--tests", str(Path(folder) / name)) for name in ("all", "one")}, RUNS
        )
    total, alone = seconds(costs["all"]), seconds(costs["one"])
    yield Row("`test` with one policy test", "", f"{alone:.2f} s")
    yield Row(
        f"`test` with {TESTS:,} policy tests, less that",
        f"< {MOST_SECONDS:g} s",
        f"{total - alone:.2f} s ({total:.2f} s in all)",
        "",
        total - alone < MOST_SECONDS,
    )


def _write(folder: Path, cases: list[dict[str, Any]]) -> None:
    folder.mkdir()
    for number, first in enumerate(range(0, len(cases), A_FILE)):
        text = document({"tests": cases[first : first + A_FILE]})
        (folder / f"tests-{number:02}.yaml").write_text(text, encoding="utf-8")


def _cases(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from supportpolicy.engine import TicketEvent, decide

    engine = engine_of(data)
    chance = random.Random(SEED)
    for number, asked in enumerate(tickets(chance, TESTS), 1):
        events: tuple[TicketEvent, ...] = ()
        if number % 3 == 0:
            minutes = sorted(chance.sample(range(1, 300), 3))
            came = [asked.opened + dt.timedelta(minutes=minute) for minute in minutes]
            events = tuple(map(TicketEvent, ("acknowledged", "agent_reply", "customer_reply"), came))
        answer = decide(engine, asked.ticket._replace(events=events, history=bool(events)), asked.at)
        yield _case(number, asked, events, answer)


def _case(number: int, asked: Asked, events: tuple[TicketEvent, ...], answer: Answer) -> dict[str, Any]:
    due = {target.metric: target.due for target in answer.targets}
    return {
        "name": f"ticket {number}",
        "ticket": {"opened": _utc(asked.opened), **asked.plain, **asked.beside},
        **({"events": [{"at": _utc(event.at), "event": event.name} for event in events]} if events else {}),
        "at": _utc(asked.at),
        "expect": {
            **{name: answer.stages[name] for name in ("tier", "severity", "reply_language", "team", "sla")},
            "targets": {name: _utc(instant) for name in ("first_response", "resolve") if (instant := due.get(name))},
            "timelines": {"unanswered": answer.timelines[0].state},
        },
    }


def _utc(instant: dt.datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
