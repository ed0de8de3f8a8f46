"""The real judge: Request Tracker 5 itself loads what was exported, sorts tickets and works out their due times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from supportpolicy.engine.values import Facts
from supportpolicy.targets.expected import BEYOND
from supportpolicy.targets.request_tracker import TARGET
from supportpolicy.targets.request_tracker.simulate import KINDS, Desk, Treated
from supportpolicy.targets.request_tracker.simulate_sorting import RtTicket
from tests.targets.request_tracker import server
from tests.targets.request_tracker.exported import HARD, REFERENCE, Export, cover, exported

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(server.missing() is not None, reason=str(server.missing())),
]

OVER_REST, AT_INSTANTS, DUE_TIMES = 6, 16, 400
TICKETS = 1_500


class Judge(NamedTuple):
    """A running server with one policy."""

    server: server.Server
    folder: Path
    export: Export
    desk: Desk


@pytest.fixture(scope="module", params=[REFERENCE, HARD], ids=["reference", "hard"])
def judge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    done = exported(request.param)
    with server.running(tmp_path_factory.mktemp("rt") / "instance", done.rendered.files) as running:
        yield Judge(running, request.param, done, Desk(done.rendered.files, done.engine))


def test_tickets_over_rest_land_where_the_policy_says(judge: Judge) -> None:
    chosen = [judge.desk.ticket(facts) for facts in _one_of_each(judge)[:OVER_REST]]
    numbers = [judge.server.create(_as_rest(judge, ticket)) for ticket in chosen]
    there = judge.server.tickets()
    for number, ticket in zip(numbers, chosen, strict=True):
        found = there[number]
        # REST takes no date of creation: what the model says is asked again for the moment at which the server made it.
        at = int(dt.datetime.fromisoformat(found["Created"]).timestamp())
        wanted = judge.desk.treated(ticket._replace(created=at))
        fields = {one["name"]: one["values"] for one in found["CustomFields"]}
        assert _seen(judge, found["Queue"]["Name"], found["SLA"] or None, int(found["Priority"]), fields) == wanted
    assert judge.server.errors() == []


def test_tickets_at_every_hour_are_sorted_as_the_policy_says(judge: Judge) -> None:
    chosen = _one_of_each(judge)[:AT_INSTANTS]
    queues = {judge.desk.treated(judge.desk.ticket(facts)).queue for facts in chosen}
    teams = {rule.outcome.decides["team"] for rule in judge.export.lowered.table("routing").rules}
    assert len(queues) >= len(teams)
    expected = TARGET.model.expected(judge.export.engine) if TARGET.model else None
    tickets = [judge.desk.ticket(facts) for facts in chosen]
    found = judge.server.create_at(_as_api(judge, ticket) for ticket in tickets)
    for facts, ticket, one in zip(chosen, tickets, found, strict=True):
        assert one["created"] == ticket.created
        seen = _seen(judge, one["queue"], one["level"], one["priority"], one["fields"])
        assert seen == judge.desk.treated(ticket)
        wanted = expected(facts) if expected else {}
        assert (seen.queue if seen.queue != judge.desk.intake else None) == wanted["queue"]
        assert {name: seen.answers.get(name) for name in seen.answers} == {
            name: wanted[name] for name in wanted if wanted[name] is not None and name in seen.answers
        }


def test_due_times_are_those_of_the_model_and_of_the_engine(judge: Judge) -> None:
    expected = TARGET.model.expected(judge.export.engine) if TARGET.model else None
    asked: dict[tuple[str, str, int], Facts] = {}
    for facts in _spread(judge):
        ticket = judge.desk.ticket(facts)
        treated = judge.desk.treated(ticket)
        if treated.level is not None:
            asked.setdefault((treated.level, treated.queue, ticket.created), facts)
    assert len(asked) >= 500
    _covers_what_is_hard(created for _, _, created in asked)
    answers = judge.server.due({"level": level, "queue": queue, "created": at} for level, queue, at in asked)
    counted = 0
    for (level, queue, at), facts, answer in zip(asked, asked.values(), answers, strict=True):
        model = judge.desk.due(Treated(queue, level, None, (), {}), at)
        wanted = expected(facts) if expected else {}
        for metric, kind in KINDS.items():
            assert answer[kind] == model[metric], (level, facts)
            if wanted[f"due {metric}"] != BEYOND:
                assert answer[kind] == wanted[f"due {metric}"], (level, facts)
                counted += answer[kind] is not None
    assert counted >= 500


def _one_of_each(judge: Judge) -> list[Facts]:
    """A ticket for every team and queue first, then for every service level with each of its answers."""
    found: dict[object, Facts] = {}
    for every in (False, True):
        for facts in cover(judge.folder, TICKETS):
            treated = judge.desk.treated(judge.desk.ticket(facts))
            key = (treated.queue, treated.level, treated.priority, treated.tags) if every else treated.queue
            found.setdefault(key, facts)
    return list(dict.fromkeys(map(_Kept, found.values())))  # type: ignore[arg-type]


class _Kept(dict[str, Any]):
    """Facts that can be kept once."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def _spread(judge: Judge) -> list[Facts]:
    """Tickets of the cover, and some of their kinds opened around every change of clocks, weekend and holiday."""
    chance = Random(7)
    tickets = [
        one for one in cover(judge.folder, TICKETS) if judge.desk.treated(judge.desk.ticket(one)).level is not None
    ]
    chance.shuffle(tickets)
    some = tickets[:DUE_TIMES]
    days = [
        dt.datetime(2026, *date, tzinfo=dt.UTC) for date in ((3, 27), (10, 23), (12, 23), (4, 30), (3, 7), (10, 31))
    ]
    around = [
        {**facts, "opened": day + dt.timedelta(seconds=chance.randrange(5 * 86_400))}
        for number, facts in enumerate(tickets[:240])
        for day in [days[number % len(days)]]
    ]
    return [*around, *some]


def _covers_what_is_hard(instants: Iterator[int] | Any) -> None:
    found = [dt.datetime.fromtimestamp(at, dt.UTC) for at in instants]
    weekends = sum(one.weekday() >= 5 for one in found)
    changes = {(one.year, one.month) for one in found if one.weekday() == 6 and one.month in (3, 10) and one.day >= 25}
    holidays = sum((one.month, one.day) in {(12, 24), (12, 25), (12, 26), (5, 1), (1, 1)} for one in found)
    assert weekends >= 60
    assert {(2026, 3), (2026, 10)} <= changes
    assert holidays >= 10


def _as_rest(judge: Judge, ticket: RtTicket) -> dict[str, Any]:
    content = {"Content": ticket.body, "ContentType": "text/plain"} if ticket.body else {}
    fields = {name: list(values) if len(values) > 1 else values[0] for name, values in ticket.fields.items() if values}
    return {
        "Queue": judge.desk.intake,
        "Subject": ticket.subject,
        "Requestor": "customer@example.test",
        "CustomFields": fields,
        **content,
    }


def _as_api(judge: Judge, ticket: RtTicket) -> dict[str, Any]:
    return {
        "queue": judge.desk.intake,
        "subject": ticket.subject,
        "body": ticket.body,
        "created": ticket.created,
        "fields": {name: list(values) for name, values in ticket.fields.items() if values},
    }


def _seen(judge: Judge, queue: str, level: str | None, priority: int, fields: dict[str, list[str]]) -> Treated:
    """What the server shows, in the model's words."""
    option = judge.desk.instance.sorter.option
    answers = {name: fields[field][0] for name, field in option["answers"].items() if fields.get(field)}
    tags = tuple(sorted(fields.get(option["tags"] or "", ())))
    there = priority if "severity" in answers else None
    return Treated(queue, level, there, tags, answers)
