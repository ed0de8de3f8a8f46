"""Test vectors of business time: a neutral JSONL format that any program can read, and running a file of it.

Each line is an object: a calendar, a question, and the answer. Unknown keys are refused. Instants are ISO 8601 with an
offset, in whole seconds; times of day `HH:MM` up to `24:00`; weekdays `mon` to `sun`.

A calendar is `"always"`, a week, or a union, each with the keys of business days where they matter:

    {"timezone": Z, "week": {"mon": [["09:00", "17:00"]]}, "closed": [date], "hours": {date: [[from, to]]},
     "stretches": [["sun", "14:00", Z, "fri", "17:00", Z]]}
    {"union": [calendar, ...], "timezone": Z}
    "business_days": ["mon", "tue"], "business_day": "same-time" | "close" | minutes of open time

Questions, one on each line:

    "start", one of "minutes" | "seconds" | "business_days" | "by", and perhaps "pauses"   -> "due"
    "start", "end"                                                                         -> "open_seconds"
    "at"                                                      -> any of "open", "next_opening", "last_closing"

`by` is `end of business day` or `end of next business day`; a pause is `[from, to]`, with null while it lasts. `due` is
null where a pause has stopped it. `"beyond horizon"` stands for the error in place of any answer but `open`. `horizon` is
`[first date, last date]`; without it a calendar is known from the year before the earliest instant on the line to the
year after the latest. `note` says what a case is for. Lines of clock.jsonl, the first of these files, have `minutes` only.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from supportpolicy.clock.clocks import Clock
from supportpolicy.clock.errors import BeyondHorizon, ClockError
from supportpolicy.clock.horizon import Horizon
from supportpolicy.clock.vector_calendars import VectorError, clock_of, read_date, require, whole_number

BEYOND: Final = "beyond horizon"
_AMOUNTS: Final = ("minutes", "seconds", "business_days", "by")
_STATES: Final = ("open", "next_opening", "last_closing")
_ALWAYS_ALLOWED: Final = {"calendar", "horizon", "note"}
_BY: Final = {
    "end of business day": Clock.end_of_business_day,
    "end of next business day": Clock.end_of_next_business_day,
}


class Outcome(NamedTuple):
    """One line of a file, asked: where, what was expected and what came."""

    line: int
    expected: str
    actual: str

    @property
    def passed(self) -> bool:
        """Whether the two agree."""
        return self.expected == self.actual


def run_vectors(lines: Iterable[str]) -> Iterator[Outcome]:
    """Ask every case of a file; empty lines are skipped. Raises VectorError, which names the line, if it cannot be read."""
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            yield Outcome(number, *_run(_parse(text)))
        except ClockError as problem:
            raise VectorError(f"line {number}: {problem}") from None


def _parse(text: str) -> dict[str, Any]:
    try:
        case = json.loads(text)
    except (ValueError, RecursionError):
        raise VectorError("this is not JSON") from None
    if not isinstance(case, dict):
        raise VectorError("a case is a JSON object")
    return case


def _run(case: dict[str, Any]) -> tuple[str, str]:
    require("calendar" in case, "a case needs a calendar")
    kind = next((key for key in ("at", "end", "start") if key in case), None)
    require(kind is not None, "a case needs a start, or an instant `at`")
    run = {"at": _run_state, "end": _run_open_time, "start": _run_due}[str(kind)]
    return run(case)


def _run_due(case: dict[str, Any]) -> tuple[str, str]:
    amount = _one_of(case, _AMOUNTS)
    _only(case, "start", "due", "pauses", amount)
    require("due" in case, "a case with a start needs the instant when it is due")
    start, pauses = _instant(case["start"]), [_pause(pause) for pause in _list(case.get("pauses", []))]
    expected = _answer(case["due"])
    value = case[amount]
    clock = _clock(case)

    def due() -> dt.datetime | None:
        if amount == "by":
            require(isinstance(value, str) and value in _BY, f"by is one of: {', '.join(_BY)}")
            found = _BY[value](clock, start)
        elif amount == "business_days":
            found = clock.business_days_after(start, whole_number(value))
        else:
            found = clock.deadline(start, whole_number(value) * (60 if amount == "minutes" else 1))
        return clock.paused(start, found, pauses)

    try:
        return f"due {expected}", f"due {_text(due())}"
    except BeyondHorizon:
        return f"due {expected}", f"due {BEYOND}"


def _run_open_time(case: dict[str, Any]) -> tuple[str, str]:
    _only(case, "start", "end", "open_seconds")
    require("start" in case and "open_seconds" in case, "a case with an end needs a start and open_seconds")
    wanted = case["open_seconds"]
    expected = BEYOND if wanted == BEYOND else str(whole_number(wanted))
    clock = _clock(case)
    start, end = _instant(case["start"]), _instant(case["end"])
    try:
        return f"open seconds {expected}", f"open seconds {clock.open_between(start, end)}"
    except BeyondHorizon:
        return f"open seconds {expected}", f"open seconds {BEYOND}"


def _run_state(case: dict[str, Any]) -> tuple[str, str]:
    _only(case, "at", *_STATES)
    asked = [key for key in _STATES if key in case]
    require(bool(asked), f"a case with an instant `at` needs one of: {', '.join(_STATES)}")
    clock, at = _clock(case), _instant(case["at"])
    expected, actual = [], []
    for key in asked:
        if key == "open":
            require(isinstance(case[key], bool), "open is true or false")
            expected.append(f"open {str(case[key]).lower()}")
            actual.append(f"open {str(clock.is_open(at)).lower()}")
            continue
        expected.append(f"{key} {_answer(case[key])}")
        try:
            actual.append(f"{key} {_text(clock.next_opening(at) if key == 'next_opening' else clock.last_closing(at))}")
        except BeyondHorizon:
            actual.append(f"{key} {BEYOND}")
    return ", ".join(expected), ", ".join(actual)


def _clock(case: dict[str, Any]) -> Clock:
    if "horizon" in case:
        dates = _list(case["horizon"])
        require(len(dates) == 2, "a horizon has a first and a last date")
        return clock_of(case["calendar"], Horizon(read_date(dates[0]), read_date(dates[1])))
    given = [case.get(key) for key in ("start", "end", "at", "due", "next_opening", "last_closing")]
    given += [end for pause in _list(case.get("pauses", [])) for end in _list(pause)]
    years = [_instant(value).year for value in given if value is not None and value != BEYOND]
    return clock_of(case["calendar"], Horizon(dt.date(min(years) - 1, 1, 1), dt.date(max(years) + 1, 12, 31)))


def _one_of(case: dict[str, Any], keys: tuple[str, ...]) -> str:
    found = [key for key in keys if key in case]
    require(len(found) == 1, f"a case with a start needs an end, or exactly one of: {', '.join(keys)}")
    return found[0]


def _only(case: dict[str, Any], *allowed: str) -> None:
    unknown = sorted(set(case) - _ALWAYS_ALLOWED - set(allowed))
    require(not unknown, f"this kind of case has no key {ascii(unknown[:1])[1:-1]}")


def _pause(value: Any) -> tuple[dt.datetime, dt.datetime | None]:
    ends = _list(value)
    require(len(ends) == 2, "a pause has a start and an end, or null for the end")
    return _instant(ends[0]), None if ends[1] is None else _instant(ends[1])


def _list(value: Any) -> list[Any]:
    require(isinstance(value, list), f"{json.dumps(value)} is not a list")
    return list(value)


def _instant(value: Any) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise VectorError(f"{json.dumps(value)} is not an instant such as 2026-01-05T09:00:00Z") from None
    require(found.utcoffset() is not None and not found.microsecond, f"{value} is no whole second with an offset")
    require(2 < found.year < 9998, f"{value} is too far away")
    return found.astimezone(dt.UTC)


def _answer(value: Any) -> str:
    return BEYOND if value == BEYOND else _text(None if value is None else _instant(value))


def _text(instant: dt.datetime | None) -> str:
    return "never" if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")
