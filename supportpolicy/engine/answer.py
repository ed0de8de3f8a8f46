"""What a policy answers to a ticket: plain frozen data, every instant in UTC. Renderers make words or JSON of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from supportpolicy.engine.values import Money

TargetState = Literal["running", "paused", "met", "breached", "cancelled", "waiting"]
StepState = Literal["done", "planned", "skipped", "dropped"]


class Failed(NamedTuple):
    """A rule that stands above the one that won, and the first test of its condition that failed."""

    rule: str
    test: str
    """The test in words; of a rule that has no condition at all, empty."""
    at: str
    """`file:line` of the test."""


class Reason(NamedTuple):
    """Why one table answered as it did, for colleagues."""

    table: str
    rule: str | None
    """The rule that won; None: no rule did."""
    at: str = ""
    """`file:line` of the rule."""
    why: str | None = None
    holds: tuple[str, ...] = ()
    """The tests of the rule that won, in words."""
    before: tuple[Failed, ...] = ()


class TargetAnswer(NamedTuple):
    """One run of a promised metric."""

    metric: str
    state: TargetState
    """waiting: promised, but not started yet. running, paused: not met, and not due yet. cancelled: ended unmet in time."""
    promise: str
    """What is promised, in words of the language: `4h`, `1bd`, `end of next business day`."""
    clock: str
    """The calendar that counts: a name of `coverage`, or `always`."""
    started: dt.datetime | None = None
    due: dt.datetime | None = None
    """None while waiting or paused, and where it lies beyond the horizon."""
    met: dt.datetime | None = None
    """When it was met, in time or late."""
    ended: dt.datetime | None = None
    """When a breach became one, or a run was cancelled."""
    left: dt.timedelta | None = None
    """Open time left on its clock; of running and paused targets."""
    beyond_horizon: bool = False
    usually: str | None = None
    at: str = ""


class Told(NamedTuple):
    """Somebody a step tells."""

    who: str
    """A role or team of the policy, or agent, requester, second-person."""
    on_duty: bool | None
    """Whether they are there at that moment; None: the policy does not know their hours."""
    next_on: dt.datetime | None = None
    """Of somebody who is off duty: when they are there again."""
    asked: str = ""
    """As the step names them, such as team-lead."""


class StepAnswer(NamedTuple):
    """One moment of a timeline."""

    state: StepState
    """done: its time has come and it held. planned: still ahead. skipped: `unless` came, or it has no target to count from.
    dropped: the timeline stopped before."""
    at: dt.datetime | None
    step: str
    """When, in the words of the policy: `after 20m`, `50% of first_response`, `every 30m`."""
    number: int = 1
    """Of a step that repeats: which time."""
    because: str | None = None
    """Of a skipped or dropped step: why."""
    tell: tuple[Told, ...] = ()
    via: tuple[str, ...] = ()
    assign: str | None = None
    status: str | None = None
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    note: str | None = None
    place: str = ""
    """`file:line`."""


class TimelineAnswer(NamedTuple):
    """One run of a timeline."""

    name: str
    section: str
    state: Literal["running", "stopped", "waiting"]
    """waiting: its condition holds, but what starts it has not come."""
    started: dt.datetime | None = None
    stopped: dt.datetime | None = None
    because: str | None = None
    """What stopped it: an event, or that its condition no longer holds."""
    steps: tuple[StepAnswer, ...] = ()
    place: str = ""


class Question(NamedTuple):
    """A fact that is missing and matters."""

    fact: str
    ask: str | None = None
    """The question to put to the customer, where the policy words it."""


class DecisionAnswer(NamedTuple):
    """The answer of requests, refunds or identity."""

    decision: str
    """approve, deny, review, hand_over, redirect; undecided; none where no rule applies."""
    rule: str | None = None
    at: str = ""
    amount: Money | None = None
    to: tuple[str, ...] = ()
    paid_within: str | None = None
    pay_by: dt.datetime | None = None
    approver: tuple[str, ...] = ()
    confirm: str | None = None
    proof: tuple[str, ...] = ()
    team: str | None = None
    redirect: str | None = None
    wait: str | None = None
    wait_until: dt.datetime | None = None
    ask: tuple[Question, ...] = ()
    """Of `undecided`: what to find out, most useful first."""
    problem: str | None = None
    """Of `undecided`: why no sum can be worked out, whatever is found out."""
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    customer_reason: str | None = None
    why: str | None = None
    verify: Verify | None = None
    """Of identity: what must be shown."""


class Verify(NamedTuple):
    """The proof that identity demands."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    points: Mapping[str, int] = {}
    at_least: int | None = None
    attempts: int | None = None
    never_reveal: tuple[str, ...] = ()


class Message(NamedTuple):
    """Words for the customer."""

    name: str
    language: str | None
    """The language of the text; None where the message has no text at all."""
    text: str
    """With the ticket's facts filled in."""
    source: str
    """What asks for it: a table such as `channel` or `refunds`, or `timeline NAME`."""
    at: dt.datetime | None = None
    """When it is sent; None: with the next answer."""
    missing: tuple[str, ...] = ()
    """Facts that the text wants and the ticket has not."""


class Answer(NamedTuple):
    """What the policy says about one ticket at one instant."""

    policy: str
    behaviour: str
    """The policy's behaviour hash."""
    ticket: str | None
    at: dt.datetime
    opened: dt.datetime | None
    opened_assumed: bool
    """Whether the ticket said nothing of when it was opened, so that `at` was taken."""
    stages: Mapping[str, str | bool | None]
    """Decided attributes by name, in the order of the stages; None where no rule decided."""
    targets: tuple[TargetAnswer, ...] = ()
    timelines: tuple[TimelineAnswer, ...] = ()
    requests: DecisionAnswer | None = None
    """None: not asked, for the ticket asks for nothing."""
    refunds: DecisionAnswer | None = None
    identity: DecisionAnswer | None = None
    messages: tuple[Message, ...] = ()
    do: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Tags that rules put on the ticket."""
    guidance: Mapping[str, Any] = {}
    reasons: tuple[Reason, ...] = ()
