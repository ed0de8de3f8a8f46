"""Time intervals hold exactly where the engine's calendars are open: at every opening and closing of the horizon."""

import datetime as dt

import pytest

from supportpolicy.clock.instants import to_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.engine import prepare
from supportpolicy.targets.alertmanager.contains import Interval, spec_of
from supportpolicy.targets.alertmanager.intervals import parts_of
from tests.targets.paging_exports import compiled, reference
from tests.targets.paging_policies import ODD
from tests.targets.random_tickets import MARGIN


def _calendars() -> list[tuple[str, str]]:
    return [
        (name, one.name) for name, policy in _policies().items() for one in policy.calendars if one.kind != "choose"
    ]


def _policies() -> dict[str, Compiled]:
    return {"reference": reference(), "odd": compiled(ODD)}


@pytest.mark.parametrize(("policy", "name"), _calendars())
def test_open_at_the_same_instants(policy: str, name: str) -> None:
    taken = _policies()[policy]
    openings = prepare(taken).clock(name).openings
    parts = parts_of(taken, name)
    if parts is None:
        assert name == "always"
        return
    interval = Interval(spec_of(part) for part in parts)
    edges = [edge for piece in openings.pieces() for edge in piece]
    low, high = openings.known_from + MARGIN, openings.known_until - MARGIN
    instants = [edge + shift for edge in edges for shift in (-60, -1, 0, 59) if low <= edge < high]
    assert len(instants) > 100
    differing = [instant for instant in instants if interval.contains(instant) != openings.is_open(instant)]
    assert differing == []


def test_a_calendar_chosen_by_the_ticket_is_none() -> None:
    assert parts_of(compiled(ODD), "chosen") is None
    assert parts_of(compiled(ODD), "always") is None


def _contains(part: dict[str, object], instant: str) -> bool:
    return spec_of(part).contains(to_epoch(dt.datetime.fromisoformat(instant)))


def test_the_last_day_of_a_month_in_which_clocks_go_forward_has_no_number() -> None:
    """The hours of March in Berlin, divided by 24, are less than 31: Alertmanager never takes it for a 31st."""
    part = {"days_of_month": ["31"], "months": ["3"], "location": "Europe/Berlin"}
    assert not _contains(part, "2027-03-31T12:00+02:00")
    assert _contains({**part, "months": ["10"]}, "2027-10-31T12:00+01:00")
    assert _contains({**part, "location": "Etc/UTC"}, "2027-03-31T12:00+00:00")
    assert _contains({**part, "days_of_month": ["30"]}, "2027-03-30T12:00+02:00")


@pytest.mark.parametrize(
    ("part", "instant", "holds"),
    [
        ({"times": [{"start_time": "17:00", "end_time": "24:00"}]}, "2026-05-04T23:59:59+00:00", True),
        ({"times": [{"start_time": "09:00", "end_time": "17:00"}]}, "2026-05-04T17:00:00+00:00", False),
        ({"weekdays": ["saturday"]}, "2026-05-02T00:00:00+00:00", True),
        ({"weekdays": ["monday:wednesday"]}, "2026-05-03T23:59:59+00:00", False),
        ({"days_of_month": ["-3:-1"]}, "2026-04-28T12:00:00+00:00", True),
        ({"days_of_month": ["1:31"]}, "2026-02-28T12:00:00+00:00", True),
        ({"months": ["may:august"]}, "2026-08-31T23:59:59+00:00", True),
        ({"years": ["2020:2022", "2030"]}, "2026-01-01T00:00:00+00:00", False),
        ({}, "2026-01-01T00:00:00+00:00", True),
    ],
)
def test_as_the_documentation_says(part: dict[str, object], instant: str, holds: bool) -> None:
    assert _contains(part, instant) is holds


@pytest.mark.parametrize(
    "part",
    [
        {"times": [{"start_time": "17:00", "end_time": "09:00"}]},
        {"times": [{"start_time": "9:00", "end_time": "10:00"}]},
        {"weekdays": ["saturday:sunday"]},
        {"days_of_month": ["0"]},
        {"days_of_month": ["5:2"]},
        {"months": ["13"]},
        {"location": "Europe/Doublin"},
        {"hours": []},
    ],
)
def test_what_alertmanager_refuses(part: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        spec_of(part)
