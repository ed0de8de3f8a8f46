"""A walk through the events of a ticket: sorting at each, targets and timelines as they run.

Only what happened up to the moment asked for counts. At one instant, what happens to the ticket comes before the steps of
timelines, so that an answer given in the last second stops the ladder. All in seconds since 1970.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled.tables import Duration, Target
from supportpolicy.engine.due import counting_on
from supportpolicy.engine.metric_runs import ENDED_BY_SOLVED, NEXT_RESPONSE, RESOLVE, MetricRun, Statuses, latest
from supportpolicy.engine.prepared import NOW, OPENED, Engine, Run
from supportpolicy.engine.questions import Dates, Scene
from supportpolicy.engine.sorting import Sorted, outcome_of, sort_ticket
from supportpolicy.engine.timeline_runs import TimelineRun
from supportpolicy.engine.values import Ticket, TicketEvent, Value

SOLVED, CLOSED, REOPENED, EMERGENCY = "solved", "closed", "reopened", "emergency"
_COUNTERS = {"agent_reply": "replies", "bot_reply": "bot_turns", REOPENED: "reopened_count"}
"""Facts that count events."""


class Course(NamedTuple):
    """How a ticket went until the moment asked for."""

    opened: int | None
    at: int
    facts: Mapping[str, Value | None]
    """As they are at that moment, without defaults."""
    sorted: Sorted
    """As of the last event."""
    team: str | None
    held: str | None
    """The team that an assignment holds; None: routing decides."""
    metrics: tuple[MetricRun, ...]
    timelines: tuple[TimelineRun, ...]
    waiting: tuple[Run, ...]
    """Timelines whose condition holds and that were not started."""
    statuses: Statuses
    promised: Mapping[str, Target]


class Walk:
    """The state of a ticket while its events are gone through: `open`, then `happens` and `steps` in turn, then `course`."""

    def __init__(self, engine: Engine, ticket: Ticket, begin: int) -> None:
        self.engine = engine
        self.begin = begin
        self.facts: dict[str, Value | None] = dict(ticket.facts)
        if ticket.history:
            for counter in _COUNTERS.values():
                if self.facts.get(counter) is None:
                    self.facts[counter] = Decimal(0)
            if self.facts.get("status") is None:
                self.facts["status"] = "new"
        status = self.facts.get("status")
        self.statuses = Statuses(status if isinstance(status, str) else None, begin)
        self.came: dict[str, int] = {}
        """Event -> when it came last."""
        self.held: str | None = None
        self.metrics: list[MetricRun] = []
        self.timelines: list[TimelineRun] = []
        self.sorted: Sorted
        self.promised: dict[str, Target] = {}
        self.replaced: frozenset[str] = frozenset()
        self.left = 0

    # What happens ------------------------------------------------------------------------------------------------

    def open(self, *, started: bool) -> None:
        """The ticket is opened, and sorted for the first time."""
        names = [OPENED] if started else []
        for own in self.engine.compiled.events:
            value = self.facts.get(own.fact)
            if isinstance(value, dt.datetime) and (instant := to_epoch(value)) <= self.begin:
                self.came[own.name] = instant
                if instant == self.begin:
                    names.append(own.name)
        status = self.statuses.now
        if status is not None and started:
            names.append(f"entered:{status}")
        self._moment(self.begin, names, first=True)

    def happens(self, at: int, event: TicketEvent | str) -> None:
        """An event comes."""
        if isinstance(event, str):
            self._moment(at, [event])
            return
        names = [event.name]
        match event.name:
            case "customer_reply" if self._reopens(at):
                names += self._enter("open", at)
            case "entered":
                names = self._enter(event.status or "", at)
            case "solved" | "closed":
                names = self._enter(event.name, at) or [event.name]
            case "reopened":
                names = self._enter("open", at) if self.statuses.now in (SOLVED, CLOSED) else []
                if REOPENED not in names and self.came.get(REOPENED) != at:
                    names.append(REOPENED)
            case "changed":
                names = [f"changed:{event.field}"]
                self.facts[event.field or ""] = event.value
                if event.field == "status" and isinstance(event.value, str):
                    names += self._enter(event.value, at)
            case "assigned":
                self.held = event.team or self.team
        for name in names:
            counter = _COUNTERS.get(name)
            if counter is not None:
                counted = self.facts.get(counter)
                self.facts[counter] = (counted if isinstance(counted, Decimal) else Decimal(0)) + 1
        self._moment(at, names)

    def _reopening(self) -> dict[str, Any] | None:
        """What the policy says of replies to solved tickets."""
        found: dict[str, Any] | None = self.engine.compiled.guidance.get("lifecycle", {}).get("reopen")
        return found

    def _reopens(self, at: int) -> bool:
        """Whether a customer's reply reopens the ticket: while it is solved, and as long as the policy allows it."""
        reopen = self._reopening()
        if reopen is None or self.statuses.now != SOLVED:
            return False
        within = reopen.get("within")
        if within is None:
            return True
        windows, facts = self.engine.windows, self.sorted.facts
        return windows.near(self.came.get(SOLVED, at), at, Duration(**within), facts.get)

    def _enter(self, status: str, at: int) -> list[str]:
        """The ticket takes a status; what that is called. Closing what is not solved solves it."""
        before = self.statuses.now
        if status == before:
            return []
        self.facts["status"] = status
        self.statuses.enter(status, at)
        names = [f"entered:{status}"]
        if status == SOLVED or (status == CLOSED and before != SOLVED):
            names.append(SOLVED)
        if status == CLOSED:
            names.append(CLOSED)
        if before in (SOLVED, CLOSED) and status not in (SOLVED, CLOSED):
            names.append(REOPENED)
        return names

    @property
    def team(self) -> str | None:
        """The team that has the ticket."""
        return self.sorted.decided.get("team")

    # One moment --------------------------------------------------------------------------------------------------

    def _moment(self, at: int, names: list[str], *, first: bool = False) -> None:
        """Meet, sort, stop, start and promise, in this order."""
        for run in self.metrics:
            run.check(self.statuses, at)
        fired = dict.fromkeys(names)
        self._meet(at, fired)
        before = {} if first else self.sorted.decided
        self.sorted = sort_ticket(self.engine, self.facts, at, self.held)
        late = self._changed(before, first=first)
        if late:
            fired.update(late)
            self._meet(at, late)
            fired.update(late)
        for name in fired:
            self.came[name] = at
        self._timelines(at, fired)
        self._replace(at)
        self._start_metrics(at, fired)
        self._promise(at)

    def _changed(self, before: Mapping[str, str], *, first: bool) -> dict[str, None]:
        decided = self.sorted.decided
        late: dict[str, None] = {}
        if not first and decided != before:
            late = {
                f"changed:{name}": None
                for name in dict.fromkeys((*before, *decided))
                if before.get(name) != decided.get(name)
            }
        if decided.get(EMERGENCY) == "true" and before.get(EMERGENCY) != "true":
            late[EMERGENCY] = None
        return late

    def _meet(self, at: int, fired: dict[str, None]) -> None:
        """Meet what these events meet; the names of met metrics are events too."""
        for run in self.metrics:
            if not run.open:
                continue
            metric = run.metric
            ends = metric.built_in and metric.name in ENDED_BY_SOLVED and SOLVED in fired
            if ends or not fired.keys().isdisjoint(metric.met_by):
                run.meet(self.statuses, at)
                fired[metric.name] = None
        if REOPENED in fired:
            run_on = latest(self.metrics, RESOLVE)
            if run_on is not None and run_on.metric.built_in and not run_on.open and run_on.met is not None:
                run_on.run_on(run_on.met, at)

    def _start_metrics(self, at: int, fired: Mapping[str, None], *, only: frozenset[str] | None = None) -> None:
        for metric in self.engine.metrics.values():
            if fired.keys().isdisjoint(metric.starts_on) or metric.name in self.replaced:
                continue
            if only is not None and metric.name not in only:
                continue
            last = latest(self.metrics, metric.name) if self.metrics else None
            if last is not None and (last.open or not metric.again):
                continue
            if metric.built_in and metric.name == NEXT_RESPONSE and not self._answered():
                continue
            if metric.built_in and metric.name in ENDED_BY_SOLVED and SOLVED in fired:
                continue
            number = 1 if last is None else last.number + 1
            self.metrics.append(MetricRun(metric, number, at, self.team, self.sorted.facts))

    def _answered(self) -> bool:
        """Whether a reply to the customer's next message is owed: there was an answer, and the ticket is not over."""
        if self.statuses.now == CLOSED or (self.statuses.now == SOLVED and self._reopening() is not None):
            return False
        return "agent_reply" in self.came or SOLVED in self.came

    def _promise(self, at: int) -> None:
        """Give every open run the target that holds for it now."""
        targets = outcome_of(self.engine, self.sorted, "sla").targets
        self.promised = {target.metric: target for target in targets if promises(target)}
        for run in self.metrics:
            if not run.open:
                continue
            target = self.promised.get(run.metric.name)
            if self.engine.sla_versions and run.start != at:
                target = self._as_of(run.start).get(run.metric.name)
            if run.promise(self.engine, target, at):
                due = run.due(self.statuses)
                if due is not None and due < at:
                    run.breach(self.statuses, at)

    def _as_of(self, start: int) -> dict[str, Target]:
        """The promises by the version that was in force at an instant, for the ticket as it is now."""
        engine, sla = self.engine, self.engine.lookups["sla"]
        classes = list(self.sorted.classes)
        then = from_epoch(start)
        scene = Scene(start, self.sorted.facts, engine.windows)
        for place, question in engine.cuts[NOW].others:
            if isinstance(question, Dates):
                classes[place] = question.class_of(then, scene)
        index = sla.first(classes)
        targets: Sequence[Target] = sla.rules[index].outcome.targets if index >= 0 else ()
        return {target.metric: target for target in targets if promises(target)}

    # Timelines ---------------------------------------------------------------------------------------------------

    def _timelines(self, at: int, fired: Mapping[str, None]) -> None:
        if not self.engine.runs:
            return
        self.left = self.engine.lookups["timelines"].left(self.sorted.classes)
        running = {run.run.timeline.name: run for run in self.timelines if run.stopped is None}
        for run in self.engine.runs:
            current = running.get(run.timeline.name)
            if current is not None:
                self._stop(current, at, fired)
                if current.stopped is None and current.exhausted and not fired.keys().isdisjoint(run.starts_on):
                    current.stop(at, "started anew")
            if (current is None or current.stopped is not None) and self.left & run.bits and self._may_start(run):
                counting = counting_on(self.engine, run.timeline.clock, self.team, self.sorted.facts)
                self.timelines.append(TimelineRun(run, at, counting, self.team))

    def _stop(self, current: TimelineRun, at: int, fired: Mapping[str, None]) -> None:
        run = current.run
        if not self.left & run.bits:
            current.stop(at, "its condition no longer holds")
            return
        stopping = next((name for name in fired if name in run.stops_on), None)
        if stopping is not None:
            current.stop(at, stopping)

    def _may_start(self, run: Run) -> bool:
        """Whether it was started, and nothing that stops it has come since."""
        came = self.came
        started = max((came[name] for name in run.starts_on if name in came), default=None)
        if started is None:
            return False
        stopped = [name for name in run.stops_on if came.get(name, started - 1) >= started]
        # Of an event that both stops and starts, the one that came last starts.
        return all(came[name] == started and name in run.starts_on for name in stopped)

    def _replace(self, at: int) -> None:
        """Metrics that a running timeline stands in for do not run meanwhile."""
        replacing = frozenset(
            run.run.timeline.replaces
            for run in self.timelines
            if run.stopped is None and run.run.timeline.replaces is not None
        )
        ended = self.replaced - replacing
        self.replaced = replacing
        for metric in replacing:
            last = latest(self.metrics, metric)
            if last is not None and last.open:
                last.cancel(self.statuses, at)
        if ended and self.statuses.now not in (SOLVED, CLOSED):
            self._start_metrics(at, self.came_names(), only=ended)

    def came_names(self) -> dict[str, None]:
        """Every event that has come so far, but the end of the ticket."""
        return {name: None for name in self.came if name != SOLVED}

    def steps(self, until: int, *, including: bool) -> None:
        """Carry out the steps that come before an instant, or also at it."""
        for run in self.timelines:
            if run.stopped is None:
                run.skip_ahead(until)
        while True:
            found: tuple[int, TimelineRun, int] | None = None
            for run in self.timelines:
                if run.stopped is not None:
                    continue
                coming = run.next_step(self._share_of)
                if coming is not None and (found is None or coming[0] < found[0]):
                    found = coming[0], run, coming[1]
            if found is None or found[0] > until or (found[0] == until and not including):
                return
            # A share of a target that became shorter may lie in the past: such a step comes at once.
            self._step(max(found[0], self.sorted.now), *found[1:])

    def _step(self, at: int, run: TimelineRun, index: int) -> None:
        step = run.run.timeline.steps[index]
        came = next((name for name in step.unless if self.came.get(name, -1) >= run.start), None)
        if came is not None:
            run.finish(index, at, "skipped", came)
            return
        run.finish(index, at, "done")
        if not run.run.acts[index]:
            return
        names: list[str] = []
        if step.assign is not None:
            self.held = step.assign if step.assign in self.engine.teams else self.team
            names.append("assigned")
        if step.tag:
            tags = self.facts.get("tags")
            had = tags if isinstance(tags, frozenset) else frozenset()
            if not had.issuperset(step.tag):
                self.facts["tags"] = had.union(step.tag)
                names.append("changed:tags")
        if step.status is not None:
            names += self._enter(step.status, at)
        if names:
            self._moment(at, names)

    def _share_of(self, metric: str, percent: int, scale: int) -> int | None:
        run = latest(self.metrics, metric)
        if run is None or (not run.open and run.state != "breached"):
            return None
        return run.at_share(self.statuses, percent, scale)

    # The end -----------------------------------------------------------------------------------------------------

    def course(self, opened: int | None, at: int) -> Course:
        """What came of it."""
        for run in self.metrics:
            run.check(self.statuses, at)
        started = {run.run.timeline.name for run in self.timelines}
        waiting = tuple(run for run in self.engine.runs if self.left & run.bits and run.timeline.name not in started)
        return Course(
            opened,
            at,
            self.facts,
            self.sorted,
            self.team,
            self.held,
            tuple(self.metrics),
            tuple(self.timelines),
            waiting,
            self.statuses,
            self.promised,
        )


def promises(target: Target) -> bool:
    """Whether any time is promised."""
    return target.at_most is not None or target.by is not None
