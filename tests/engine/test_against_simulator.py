"""Random histories: the engine says what a walk through every minute finds."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.engine import Answer, TicketEvent
from tests.engine.asking import ask, event, local
from tests.engine.simulator import MINUTE, Life, Outcome, Run, Terms

POLICY = """\
fields:
  grave: {{type: boolean}}
coverage:
  office: {{open: {{mon-thu: 09:00-17:00, fri: 09:00-12:00}}}}
severities:
  levels: [high, low]
  rules: [{{level: high, when: {{grave: true}}}}, {{level: low}}]
sla:
  - name: all
    rows: severity
    clock: {clock}
    pause_while: waiting-on-customer
    targets:
      high: {{first_response: {first[high]}m, resolve: {resolve[high]}m}}
      low: {{first_response: {first[low]}m, resolve: {resolve[low]}m}}
roles: {{boss: {{contact: phone}}}}
escalation:
  - name: ladder
    when: {{severity: high}}
    stops_on: [first_response, solved]
    clock: office
    steps:
      - {{after: {after[0]}m, tell: boss, via: phone}}
      - {{at: {percent}%, of: first_response, tell: boss, via: phone}}
      - {{after: {after[1]}m, tell: boss, via: phone, unless: acknowledged}}
"""
MONDAY = local("2026-06-01 00:00").astimezone(dt.UTC)
EVENTS = {
    "agent_reply": ("agent_reply", None),
    "acknowledged": ("acknowledged", None),
    "solved": ("solved", None),
    "waiting": ("entered:waiting-on-customer", None),
    "open": ("entered:open", None),
    "high": ("changed:grave", True),
    "low": ("changed:grave", False),
}
USUAL = ("waiting", "open", "waiting", "open", "high", "low", "acknowledged", "agent_reply", "solved")
TERMS = tuple(
    Terms({"high": high, "low": low}, {"high": 4 * high, "low": 4 * low}, always, after, percent)
    for high, low, always, after, percent in (
        (60, 240, False, (30, 120), 50),
        (120, 480, False, (60, 90), 75),
        (240, 120, False, (20, 600), 50),
        (100, 700, True, (45, 200), 25),
    )
)


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(
    st.sampled_from(TERMS),
    st.integers(0, 5 * 24 * 4),
    st.sampled_from(("high", "low")),
    # Gaps of quarters of an hour make histories in which things happen at the very same minute.
    st.lists(st.tuples(st.sampled_from((0, 5, 15, 15, 30, 60, 240, 900)), st.sampled_from(USUAL)), max_size=9),
    st.sampled_from((0, 1, 15, 600, 2000)),
)
def test_targets_and_ladders(
    terms: Terms, quarter: int, severity: str, gaps: list[tuple[int, str]], after_all: int
) -> None:
    opened = MONDAY + 15 * quarter * MINUTE
    now, happened = opened + MINUTE, []
    for gap, name in gaps:
        now += gap * MINUTE
        happened.append((now, name))
    at = now + after_all * MINUTE
    life = Life(terms, opened, severity)
    life.live(happened, opened, at)
    events = [event(EVENTS[name][0], moment, EVENTS[name][1]) for moment, name in happened]
    answer = answer_of(terms, opened, severity, events, at)
    for metric, expected in life.outcomes().items():
        assert outcome(answer, metric, at) == shown(expected, at), (metric, happened)
    assert ladder(answer) == life.runs(), happened


def answer_of(terms: Terms, opened: dt.datetime, severity: str, events: list[TicketEvent], at: dt.datetime) -> Answer:
    text = POLICY.format(**terms._asdict(), clock="always" if terms.always else "office")
    return ask(text, {"opened": opened, "grave": severity == "high"}, *events, at=at)


def outcome(answer: Answer, metric: str, at: dt.datetime) -> Outcome:
    """The only run of a metric."""
    [found] = [target for target in answer.targets if target.metric == metric]
    return shown(Outcome(found.state, found.due, found.met, found.ended), at)


def shown(outcome: Outcome, at: dt.datetime) -> Outcome:
    """A due time only of what is open, and where it has come: the walk does not look ahead."""
    there = outcome.due is not None and outcome.due <= at and outcome.met is None
    return outcome._replace(due=outcome.due if there else None)


def ladder(answer: Answer) -> list[Run]:
    """Runs of the ladder, with the steps that had their time."""
    found = []
    for one in answer.timelines:
        if one.started is None:
            continue
        texts = sorted({step.place for step in one.steps})
        assert len(texts) == 3
        done = [
            (texts.index(step.place), step.at, step.state)
            for step in one.steps
            if step.state == "done" or (step.state == "skipped" and step.because == "acknowledged")
        ]
        found.append(
            Run(one.started, one.stopped, tuple((place, at, state) for place, at, state in done if at is not None))
        )
    return found
