"""Alertmanager, by its documentation, does with exported files what the policy says, and every fault that matters is found."""

from collections.abc import Callable
from functools import cache

import pytest
import yaml

from supportpolicy.compiled import Compiled
from supportpolicy.engine.values import Facts
from supportpolicy.targets.alertmanager import TARGET
from supportpolicy.targets.alertmanager.dialect import CONFIG, CONTRACT
from supportpolicy.targets.alertmanager.matching import parsed
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.verify import verify
from tests.targets.paging_exports import Exported, compiled, disagreements, exported, reference
from tests.targets.paging_policies import ODD
from tests.targets.random_tickets import tickets

assert TARGET.model is not None
MODEL = TARGET.model


@cache
def _of(name: str) -> tuple[Exported, tuple[Facts, ...]]:
    """What is exported, with the tickets by which it is compared."""
    done = exported(TARGET, _policies()[name])
    return done, cover_of(done.engine)


def _policies() -> dict[str, Compiled]:
    return {"reference": reference(), "odd": compiled(ODD)}


@pytest.mark.parametrize("name", ["reference", "odd"])
@pytest.mark.parametrize("options", [{}, {"only-on-duty": "yes"}], ids=["always", "on-duty"])
def test_tool_and_policy_agree_about_every_ticket(name: str, options: dict[str, str]) -> None:
    done = exported(TARGET, _policies()[name], options=options)
    found = verify(MODEL, done.rendered.files, done.engine, cover_of(done.engine))
    assert found.agrees, [str(one) for one in found.disagreements]
    assert found.tickets > 500
    assert disagreements(TARGET, done.engine, done.rendered.files, tickets(done.engine, 400)) == []


def test_what_is_compared() -> None:
    done = exported(TARGET, reference())
    seen = {name for facts in tickets(done.engine, 500) for name in MODEL.expected(done.engine)(facts)}
    assert {"told head-of-support by phone", "told head-of-support by phone (3)", "on duty shift-lead"} <= seen


@pytest.mark.parametrize(
    ("text", "labels", "holds"),
    [
        ('a="x"', {"a": "x"}, True),
        ('a=""', {}, True),
        ('a!="x"', {}, True),
        ('a=~"x|y"', {"a": "xy"}, False),
        ('a=~"|x"', {}, True),
        ('a!~"x|y"', {"a": "yy"}, True),
        (r'a="q\" \\ n\n"', {"a": 'q" \\ n\n'}, True),
        ('{a="1, 2", b="3"}', {"a": "1, 2", "b": "3"}, True),
        ("a = x , b != y", {"a": "x", "b": "y"}, False),
    ],
)
def test_matchers(text: str, labels: dict[str, str], holds: bool) -> None:
    assert all(one.holds(labels) for one in parsed(text)) is holds


@pytest.mark.parametrize("text", ["", "a", 'a=="x"', 'a="x', 'a="x" b="y"', '1a="x"', 'a=~"("'])
def test_no_matchers(text: str) -> None:
    with pytest.raises(ValueError):
        parsed(text)


def _replaced(before: str, after: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert before in text, before
        return text.replace(before, after, 1)

    return change


def _everywhere(before: str, after: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert before in text, before
        return text.replace(before, after)

    return change


def _moved_last(text: str) -> str:
    plain = yaml.safe_load(text)
    branch = next(one for one in plain["route"]["routes"] if "environment" in str(one["routes"][0]["matchers"]))
    branch["routes"].append(branch["routes"].pop(0))
    return yaml.safe_dump(plain)


def _same_steps(text: str) -> str:
    """Two calls to one person that Alertmanager takes for one."""
    plain = yaml.safe_load(text)
    routes = plain["route"]["routes"][0]["routes"][0]["routes"]
    routes[1]["receiver"], routes[1]["matchers"] = routes[0]["receiver"], routes[0]["matchers"]
    return yaml.safe_dump(plain)


FAULTS: dict[str, Callable[[str], str]] = {
    "a delay is a minute longer": _replaced("group_wait: 15m", "group_wait: 16m"),
    "minutes are hours": _replaced("group_wait: 25m", "group_wait: 25h"),
    "a delay is left out, and comes from above": _replaced("group_wait: 10m\n", "mute_time_intervals: []\n"),
    "another person is told": _replaced("receiver: head-of-support by phone", "receiver: security-lead by phone"),
    "a route does not go on": _replaced(
        "continue: true\n        group_wait: 15m", "continue: false\n        group_wait: 15m"
    ),
    "a branch does not go on": _replaced(
        'signal="opened until solved"]\n    receiver: nobody\n    continue: true',
        'signal="opened until solved"]\n    receiver: nobody\n    continue: false',
    ),
    "an exception is asked last": _moved_last,
    "an exception goes on": _replaced(
        'environment=~"staging|test"]\n      receiver: nobody',
        'environment=~"staging|test"]\n      continue: true\n      receiver: nobody',
    ),
    "an exception has a word too few": _replaced('environment=~"staging|test"', 'environment="staging"'),
    "an operator is turned": _replaced('severity="critical"', 'severity!="critical"'),
    "an expression is literal": _replaced('tier=~"enterprise|standard"', 'tier="enterprise|standard"'),
    "a matcher is left out": _replaced(', impact="data-loss"', ""),
    "a missing fact is ruled out": _replaced('workaround!="true"', 'workaround=~".+"'),
    "the step of a route is that of its neighbour": _same_steps,
    "a signal has another name": _replaced('signal="opened until first_response"', 'signal="opened until solved"'),
    "tickets are joined": _replaced("group_by: [ticket, signal]", "group_by: [signal]"),
    "a week begins on another day": _everywhere(
        "weekdays: [monday, tuesday, wednesday, thursday]", "weekdays: [sunday, monday, tuesday, wednesday]"
    ),
    "an hour begins a minute late": _everywhere("start_time: '08:00'", "start_time: '08:01'"),
    "an hour ends a minute late": _everywhere("end_time: '18:00'", "end_time: '18:01'"),
    "a zone is left out": _everywhere("    location: Europe/Dublin\n", ""),
    "another zone": _everywhere("location: Asia/Tokyo", "location: Asia/Shanghai"),
    "a holiday is left out": _replaced("days_of_month: ['1:16', '18:30']", "days_of_month: ['1:30']"),
    "a route is muted": _replaced("group_wait: 20m", "group_wait: 20m\n        mute_time_intervals: [dublin]"),
    "a route is told in office hours only": _replaced(
        "group_wait: 25m", "group_wait: 25m\n        active_time_intervals: [dublin]"
    ),
    "a receiver is not there": _replaced("- {name: head-of-support by phone}\n", ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name: str) -> None:
    done, cover = _of("reference")
    files = {**done.rendered.files, CONFIG: FAULTS[name](done.rendered.files[CONFIG])}
    assert not verify(MODEL, files, done.engine, cover).agrees


ODD_FAULTS: dict[str, Callable[[str], str]] = {
    "a period is doubled": _replaced("group_interval: 90m", "group_interval: 180m"),
    "a repeat that is only just over, and so every second time": _replaced(
        "repeat_interval: 45m", "repeat_interval: 90m"
    ),
    "a repeat that never comes": _replaced("repeat_interval: 45m", "repeat_interval: 8760h"),
    "an alternative that is none": _replaced("\\\\|c", "|c"),
    "severity as it is at last": _replaced("severity_as_sorted", "severity"),
    "a date has the usual hours": _replaced(
        "{start_time: '10:00', end_time: '11:00'}", "{start_time: '09:00', end_time: '17:00'}"
    ),
    "a team is another": _replaced('team="one"', 'team="two"'),
}


@pytest.mark.parametrize("name", ODD_FAULTS)
def test_a_fault_in_an_odd_policy_is_found(name: str) -> None:
    done, cover = _of("odd")
    text = done.rendered.files[CONFIG].replace("1h30m", "90m")
    files = {**done.rendered.files, CONFIG: ODD_FAULTS[name](text)}
    assert not verify(MODEL, files, done.engine, cover).agrees


CONTRACT_FAULTS: dict[str, Callable[[str], str]] = {
    "two words are exchanged": _replaced('"down"', '"degraded "'),
    "a label is another fact's": _replaced('"column": "tier"', '"column": "severity"'),
    "a signal starts later": _replaced('"starts_on": ["opened"]', '"starts_on": ["agent_reply"]'),
    "a label has a name that Prometheus refuses": _replaced('"label": "tier"', '"label": "the-tier"'),
    "somebody is always there": _replaced('"who": "shift-lead", "hours"', '"who": "tokyo-lead", "hours"'),
}


@pytest.mark.parametrize("name", CONTRACT_FAULTS)
def test_a_fault_in_the_contract_is_found(name: str) -> None:
    done, cover = _of("reference")
    files = {**done.rendered.files, CONTRACT: CONTRACT_FAULTS[name](done.rendered.files[CONTRACT])}
    assert not verify(MODEL, files, done.engine, cover).agrees
