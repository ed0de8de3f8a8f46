"""An answer against what is expected of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from supportpolicy.clock import Clock, ClockError
from supportpolicy.compiled.tables import Duration
from supportpolicy.diagnostics import Span
from supportpolicy.engine.answer import Answer, DecisionAnswer, Message, TargetAnswer, TimelineAnswer
from supportpolicy.engine.values import Money
from supportpolicy.engine.windows import in_words
from supportpolicy.testing.cases import Expected
from supportpolicy.testing.expecting import amount_text
from supportpolicy.testing.moments import Moment, local_date
from supportpolicy.testing.parts import NOT_ASKED
from supportpolicy.testing.showing import listed, show
from supportpolicy.testing.steps import compare_steps
from supportpolicy.testing.vocabulary import TABLE_OF


class Mismatch(NamedTuple):
    """Something that is not as expected."""

    what: str
    """What was compared, such as `targets.first_response.due`."""
    span: Span
    """Of the expected value."""
    expected: str
    actual: str
    because: str = ""


class Asked(NamedTuple):
    """What a comparison may ask beside the answer."""

    zone: str | None
    written: Mapping[tuple[str, str], str]
    """(table, rule) -> the promise or grid that it is a row or cell of."""
    clock: Callable[[str], Clock]


def compare(expected: Expected, answer: Answer, asked: Asked) -> Iterator[Mismatch]:
    """Everything in which an answer differs from one expectation."""
    match expected.key:
        case "rules":
            yield from _rule(expected, answer, asked)
        case "targets":
            found = [target for target in answer.targets if target.metric == expected.name]
            yield from _run(expected, found, asked)
        case "timelines":
            runs = [run for run in answer.timelines if run.name == expected.name]
            yield from _run(expected, runs, asked)
        case "requests" | "refunds" | "identity":
            yield from _decision(expected, getattr(answer, expected.key), asked)
        case "coverage":
            yield from compare_hours(expected, answer.at, asked)
        case key if key in TABLE_OF:
            actual = answer.stages.get(key)
            # A team or a support may be called `none` by a rule; to a test that is nothing, too.
            same = actual in (None, "none") if expected.want is None else actual == expected.want
            if not same:
                yield _mismatch(expected, actual, asked)
        case _:
            yield from _list(expected, answer, asked)


def compare_hours(expected: Expected, at: dt.datetime, asked: Asked) -> Iterator[Mismatch]:
    """The hours of one coverage at a moment. Raises ClockError past the horizon, EngineError."""
    clock = asked.clock(expected.name)
    match expected.part:
        case "is":
            actual: str | dt.datetime | None = "open" if clock.is_open(at) else "closed"
        case "next_opening":
            actual = _or_none(clock.next_opening, at)
        case _:
            actual = _or_none(clock.next_closing, at)
    if not equal(expected.want, actual, asked.zone):
        yield _mismatch(expected, actual, asked)


def equal(want: object, actual: object, zone: str | None) -> bool:
    """Whether a value is what is expected. Lists are compared in any order; none is an empty list too."""
    if want is None:
        return actual is None or actual == () or actual == ""
    if isinstance(want, Moment):
        if not isinstance(actual, dt.datetime):
            return False
        return local_date(actual, zone) == want.date if want.date is not None else actual == want.instant
    if isinstance(want, bool) or isinstance(actual, bool):
        return want is actual
    if isinstance(want, tuple) and not isinstance(want, Money):
        return isinstance(actual, (tuple, list, frozenset)) and sorted(map(str, want)) == sorted(map(str, actual))
    return want == actual


def _mismatch(expected: Expected, actual: object, asked: Asked) -> Mismatch:
    want = show(expected.want, asked.zone) if not isinstance(expected.want, str) else expected.want
    return Mismatch(expected.label, expected.span, want, show(actual, asked.zone))


def _rule(expected: Expected, answer: Answer, asked: Asked) -> Iterator[Mismatch]:
    won = [reason.rule for reason in answer.reasons if reason.table == expected.name and reason.rule is not None]
    names = {*won, *(asked.written.get((expected.name, rule), rule) for rule in won)}
    # A rule may be called `none`, such as the last one of emergencies.
    if (not won or "none" in names) if expected.want is None else expected.want in names:
        return
    yield _mismatch(expected, tuple(won), asked)


def _run(expected: Expected, runs: list[TargetAnswer] | list[TimelineAnswer], asked: Asked) -> Iterator[Mismatch]:
    """One run of a metric or timeline: the last, or the one that is asked for."""
    number = expected.run
    if not expected.part:  # none: nothing is promised, the timeline does not run
        if runs:
            yield Mismatch(expected.label, expected.span, "none", _in_short(runs[-1], asked))
        return
    if not runs or (number is not None and number > len(runs)):
        if expected.want is None:  # where nothing is promised or runs, no part of it is there
            return
        actual = "none" if not runs else f"only {len(runs)} runs" if len(runs) > 1 else "only one run"
        want = show(expected.want, asked.zone) if expected.part != "steps" else "steps"
        yield Mismatch(expected.label, expected.span, want, actual)
        return
    run = runs[-1] if number is None else runs[number - 1]
    if expected.part == "steps" and isinstance(run, TimelineAnswer):
        for span, what, want, actual in compare_steps(expected, run.steps, asked.zone, equal):
            yield Mismatch(f"{expected.label}{what}", span, want, actual)
        return
    actual_value = getattr(run, expected.part)
    if expected.part == "promise":
        actual_value = amount_text(actual_value)
    if not equal(expected.want, actual_value, asked.zone):
        mismatch = _mismatch(expected, actual_value, asked)
        if actual_value is None and isinstance(run, TargetAnswer):
            mismatch = mismatch._replace(actual=f"none ({_state(run)})")
        yield mismatch


def _in_short(run: TargetAnswer | TimelineAnswer, asked: Asked) -> str:
    if isinstance(run, TimelineAnswer):
        return run.state
    if run.due is None:
        return _state(run)
    return f"{show(run.due, asked.zone)} ({run.state})"


def _state(target: TargetAnswer) -> str:
    return f"{target.state}, due beyond the policy's horizon" if target.beyond_horizon else target.state


_IDENTITY = ("all_of", "any_of", "points", "at_least", "attempts", "never_reveal")
_TIME = frozenset(Duration._fields)
_AMOUNTS = ("paid_within", "wait")


def _decision(expected: Expected, decision: DecisionAnswer | None, asked: Asked) -> Iterator[Mismatch]:
    if expected.want == NOT_ASKED or decision is None:
        if (expected.want == NOT_ASKED) != (decision is None):
            yield _mismatch(expected, NOT_ASKED if decision is None else decision.decision, asked)
        return
    actual: Any
    match expected.part:
        case "ask":
            actual = tuple(question.fact for question in decision.ask)
        case "ask_first":
            actual = decision.ask[0].fact if decision.ask else None
        case "customer_reason":
            if isinstance(expected.want, str):
                if _words(expected.want) not in _words(decision.customer_reason or ""):
                    yield _mismatch(expected, decision.customer_reason, asked)
                return
            actual = decision.customer_reason
        case part if part in _IDENTITY:
            actual = getattr(decision.verify, part) if decision.verify is not None else None
            actual = dict(actual) or None if isinstance(actual, Mapping) else actual
        case part:
            actual = getattr(decision, part)
            if part in _AMOUNTS and actual is not None:
                actual = amount_text(actual)
    if not equal(expected.want, actual, asked.zone):
        yield _mismatch(expected, actual, asked)


def _list(expected: Expected, answer: Answer, asked: Asked) -> Iterator[Mismatch]:
    """Messages, actions, tags and guidance: what must be there, and what must not."""
    want = expected.want
    match expected.key:
        case "messages":
            yield from _message(expected, answer.messages)
        case "no_messages":
            there = [message.name for message in answer.messages if want is None or message.name == want]
            if there:
                yield Mismatch(expected.label, expected.span, f"no {want or 'message'}", listed(dict.fromkeys(there)))
        case "do" | "tags":
            found = answer.do if expected.key == "do" else answer.tags
            if bool(found) if want is None else want not in found:
                yield Mismatch(expected.label, expected.span, show(want, asked.zone), listed(found))
        case key:
            pieces = [piece for piece in texts_of(answer.guidance) if _words(str(want)) in _words(piece)]
            if key == "guidance" and not pieces:
                yield Mismatch(key, expected.span, str(want), "in no piece of guidance that applies")
            if key == "no_guidance" and pieces:
                yield Mismatch(key, expected.span, f"nowhere: {want}", pieces[0])


def _message(expected: Expected, messages: tuple[Message, ...]) -> Iterator[Mismatch]:
    name = expected.name or expected.want
    found = [message for message in messages if message.name == name]
    if not found:
        yield Mismatch(expected.key, expected.span, str(name), listed(dict.fromkeys(each.name for each in messages)))
    elif expected.part == "language" and all(message.language != expected.want for message in found):
        languages = dict.fromkeys(message.language or "no text" for message in found)
        yield Mismatch(f"messages.{name}", expected.span, str(expected.want), listed(languages))


def texts_of(value: object, key: str = "") -> Iterator[str]:
    """Every piece of guidance, however deep, as `key: words`; yes and no for what is true or false, `30m` for times."""
    if isinstance(value, Mapping):
        if value and value.keys() <= _TIME:
            yield f"{key}: {in_words(Duration(**value))}"
            return
        for name, part in value.items():
            if name != "rule":
                yield from texts_of(part, name)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts_of(part, key)
    elif isinstance(value, bool):
        yield f"{key}: {'yes' if value else 'no'}"
    elif value is not None:
        yield f"{key}: {value}"


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _or_none(question: Callable[[dt.datetime], dt.datetime], at: dt.datetime) -> dt.datetime | None:
    try:
        return question(at)
    except ClockError:
        return None
