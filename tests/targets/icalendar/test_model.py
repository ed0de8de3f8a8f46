"""The model reads the files alone, agrees with the engine at every edge, and sees what was tampered with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine
from supportpolicy.targets.icalendar import TARGET
from tests.targets.exporting import exported, reference, small


def _edges(engine: Engine, compiled: Compiled) -> Iterator[dt.datetime]:
    """Each opening and closing, and the second before."""
    for calendar in compiled.calendars:
        if calendar.kind != "choose" and calendar.name != "always":
            for piece in engine.clock(calendar.name).openings.pieces():
                for instant in piece:
                    yield from (from_epoch(instant - 1), from_epoch(instant))


def _disagreements(files: dict[str, str], engine: Engine, compiled: Compiled) -> int:
    assert TARGET.model is not None
    ask, expected = TARGET.model.read(files, engine), TARGET.model.expected(engine)
    return sum(ask({"opened": at}) != expected({"opened": at}) for at in set(_edges(engine, compiled)))


def test_agrees_at_every_edge_of_the_small_policy() -> None:
    rendered, engine = exported(TARGET, small())
    assert _disagreements(dict(rendered.files), engine, small()) == 0


def test_agrees_at_edges_of_the_reference_policy() -> None:
    compiled = reference()
    rendered, engine = exported(TARGET, compiled)
    some = compiled._replace(calendars=tuple(c for c in compiled.calendars if c.name in ("follow-the-sun", "tokyo")))
    assert _disagreements(dict(rendered.files), engine, some) == 0


FAULTS = {
    "a minute more": ("DTEND;TZID=Europe/Dublin:20261201T173000", "DTEND;TZID=Europe/Dublin:20261201T173100"),
    "a weekday less": ("BYDAY=MO,TU,WE,TH\r\n", "BYDAY=MO,TU,WE\r\n"),
    "a day off open": ("EXDATE;TZID=Europe/Dublin:20261225T090000\r\n", ""),
    "another rule of the zone": ("BYMONTH=3;BYDAY=-1SU", "BYMONTH=3;BYDAY=-2SU"),
    "another offset": ("TZOFFSETTO:+0100", "TZOFFSETTO:+0200"),
    "an end too early": ("UNTIL=20270430T080000Z", "UNTIL=20270423T080000Z"),
    "free instead of busy": ("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"),
    "another zone": ("DTSTART;TZID=Europe/Dublin:20261224T090000", "DTSTART:20261224T080000Z"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_shows(fault: str) -> None:
    rendered, engine = exported(TARGET, small())
    right, wrong = FAULTS[fault]
    files = dict(rendered.files)
    assert right in files["coverage/dublin.ics"]
    files["coverage/dublin.ics"] = files["coverage/dublin.ics"].replace(right, wrong)
    assert _disagreements(files, engine, small()) > 0


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY", "is none of a weekly event"),
        ("UID:", "UUID:", "has no UID"),
        ("END:VTIMEZONE", "END:VEVENT", "ends nothing that has begun"),
        ("TZID:Europe/Dublin", "TZID:Europe/London", "there is no VTIMEZONE"),
        ("DTSTART;TZID=Europe/Dublin:2026", "DTSTART;TZID=Europe/Dublin:26", "is no date with a time"),
    ],
)
def test_what_is_no_calendar_is_refused(right: str, wrong: str, says: str) -> None:
    rendered, engine = exported(TARGET, small())
    files = {"coverage/dublin.ics": rendered.files["coverage/dublin.ics"].replace(right, wrong)}
    assert TARGET.model is not None
    with pytest.raises(ValueError, match=says):
        TARGET.model.read(files, engine)
