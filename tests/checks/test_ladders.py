"""Where the checks over ladders, emergencies and the lifecycle begin to speak, and the near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.running import findings_in

_HEAD = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {plan: {type: choice, values: [gold, silver]}}
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  late: {open: {mon-fri: 12:00-20:00}}
  whole-week: {open: {mon-sun: 00:00-24:00}}
  customers: {timezone: {field: customer.timezone, among: [UTC], otherwise: UTC}, open: {mon-fri: 09:00-17:00}}
roles:
  lead: {coverage: office, contact: [chat, phone]}
  head: {coverage: always, contact: phone}
  clerk: {coverage: office}
  porter: {coverage: late, contact: phone}
messages: {hello: Hello.}
actions: {ring: {does: Ring the bell.}}
"""


def _found(text: str, folder: Path, code: str) -> list[tuple[int, str]]:
    """Findings of a code: the line below the head, and the characters they point at."""
    whole = _HEAD + text
    lines = whole.split("\n")
    found = findings_in(whole, folder)
    assert not [f for f in found if f.level == "error" and f.code != "SP601"], found
    return [
        (
            f.span.line - _HEAD.count("\n"),
            lines[f.span.line - 1][f.span.col - 1 : f.span.end_col - 1] if f.span.line == f.span.end_line else "",
        )
        for f in found
        if f.code == code
    ]


def _places(text: str, folder: Path, code: str) -> list[str]:
    return [place for _, place in _found(text, folder, code)]


def _ladder(*steps: str, more: str = "") -> str:
    return f"escalation: [{{name: late, {more}steps: [{', '.join(f'{{{step}}}' for step in steps)}]}}]\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["after: 1h, tell: lead", "after: 2h, tell: head", "after: 3h, tell: lead"], 1),
        (["after: 1h, tell: [lead, porter]", "after: 2h, tell: head", "after: 3h, tell: lead"], 1),
        (["after: 1h, tell: lead", "after: 2h, tell: head", "after: 3h, tell: [lead, porter]"], 0),
        (["after: 1h, tell: lead", "after: 2h, tell: lead"], 0),
        # In another way, or for something else besides.
        (["after: 1h, tell: lead, via: chat", "after: 2h, tell: head", "after: 3h, tell: lead, via: phone"], 0),
        (["after: 1h, tell: lead", "after: 2h, tell: head", "after: 3h, tell: lead, do: ring"], 0),
        (["after: 1h, tell: lead", "after: 2h, tell: head", "every: 24h, tell: lead"], 0),
    ],
)
def test_a_ladder_that_ends_with_its_first_person(steps: list[str], expected: int, tmp_path: Path) -> None:
    assert _places(_ladder(*steps), tmp_path, "SP515") == ["lead"] * expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["after: 1h, tell: lead", "after: 2h, tell: lead"], 1),
        (["after: 1h, tell: [lead, head]", "after: 2h, tell: [head, lead]"], 1),
        (["after: 1h, tell: lead"], 0),
        (["after: 1h, tell: lead, via: chat", "after: 2h, tell: lead, via: phone"], 0),
        (["after: 1h, tell: lead, note: 'A day is left.'", "after: 2h, tell: lead, note: 'An hour is left.'"], 0),
        (["after: 1h, tell: lead", "after: 2h, tell: lead, tag: late"], 0),
        (["after: 1h, tell: lead", "every: 1h, tell: lead"], 0),
    ],
)
def test_a_ladder_that_tells_one_person_again_and_again(steps: list[str], expected: int, tmp_path: Path) -> None:
    assert len(_places(_ladder(*steps), tmp_path, "SP516")) == expected


_SLA = "sla: [{name: all, clock: always, targets: {first_response: 1h}}]\n"
_BOTH = (
    "sla:\n  - {name: g, when: {plan: gold}, clock: always, targets: {first_response: 1h}}\n"
    "  - {name: s, clock: always, targets: {first_response: 8h}}\n"
)
_STOP = "stops_on: first_response, "


@pytest.mark.parametrize(
    ("sla", "ladder", "wrong"),
    [
        (_SLA, _ladder("after: 121m, tell: lead", more=_STOP), ["121m"]),
        (_SLA, _ladder("after: 2h, tell: lead", more=_STOP), []),
        (_SLA, _ladder("after: 30m, tell: lead", "after: 2d, tell: head", more=_STOP), []),
        # Not told of the silence: it goes on after the first answer, or begins later.
        (_SLA, _ladder("after: 4h, tell: lead"), []),
        (_SLA, _ladder("after: 4h, tell: lead", more=_STOP + "starts_on: customer_reply, "), []),
        (_BOTH, _ladder("after: 4h, tell: lead", more=_STOP), []),
        (_BOTH, _ladder("after: 4h, tell: lead", more=_STOP + "when: {plan: gold}, "), ["4h"]),
        (_BOTH, _ladder("after: 17h, tell: lead", more=_STOP), ["17h"]),
        (_SLA.replace("always", "office"), _ladder("after: 4h, tell: lead", more=_STOP), []),
        (_SLA.replace("always", "office"), _ladder("after: 4h, tell: lead", more=_STOP + "clock: office, "), ["4h"]),
        (_SLA.replace("1h}", "{at_most: 1h, pause_while: on-hold}}"), _ladder("after: 4h, tell: lead", more=_STOP), []),
        (_SLA, _ladder("at: 250%, of: first_response, tell: lead", more=_STOP), ["250%"]),
        (_SLA, _ladder("at: 200%, of: first_response, tell: lead", more=_STOP), []),
        (_SLA.replace("first_response: 1h", "next_response: 1h"), _ladder("after: 4h, tell: lead", more=_STOP), []),
    ],
)
def test_a_ladder_that_begins_long_after_the_target(sla: str, ladder: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(sla + ladder, tmp_path, "SP517") == wrong


def _circle(hold: str, wake: str) -> str:
    return (
        f"lifecycle:\n  rules:\n    - {{name: hold, starts_on: 'entered:open', {hold}}}\n"
        f"    - {{name: wake, starts_on: 'entered:on-hold', {wake}}}\n"
    )


@pytest.mark.parametrize(
    ("hold", "wake", "expected"),
    [
        ("steps: [{after: 3d, status: on-hold}]", "steps: [{after: 3d, status: open}]", 1),
        ("when: {plan: gold}, steps: [{after: 3d, status: on-hold}]", "steps: [{after: 3d, status: open}]", 1),
        (
            "when: {plan: gold}, steps: [{after: 3d, status: on-hold}]",
            "when: {plan: silver}, steps: [{after: 3d, status: open}]",
            0,
        ),
        ("when: {status: open}, steps: [{after: 3d, status: on-hold}]", "steps: [{after: 3d, status: open}]", 0),
        ("steps: [{after: 3d, status: on-hold}]", "steps: [{after: 3d, status: solved}]", 0),
        ("steps: [{after: 3d, status: on-hold}]", "steps: [{after: 3d, unless: agent_reply, status: open}]", 0),
        # It goes on, and ends the circle.
        ("steps: [{after: 3d, status: on-hold}, {after: 9d, status: solved}]", "steps: [{after: 3d, status: open}]", 0),
    ],
)
def test_timelines_that_start_one_another(hold: str, wake: str, expected: int, tmp_path: Path) -> None:
    assert _places(_circle(hold, wake), tmp_path, "SP518") == ["open"] * expected


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (["after: 1h, tell: clerk, via: phone"], ["clerk"]),
        (["after: 1h, tell: clerk, via: phone", "after: 2h, tell: clerk, via: chat"], ["clerk"]),
        (["after: 1h, tell: clerk"], []),
        # A means that is not among the contacts is another mistake.
        (["after: 1h, tell: head, via: chat"], []),
    ],
)
def test_somebody_without_any_contact(steps: list[str], wrong: list[str], tmp_path: Path) -> None:
    assert _places(_ladder(*steps), tmp_path, "SP519") == wrong


_LEVELS = "severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_LEVELS + _ladder("after: 1h, tell: lead", more="when: {severity: high}, "), 1),
        (_LEVELS + _ladder("after: 1h, tell: lead", more="when: {severity: low}, "), 0),
        (_LEVELS + _ladder("after: 1h, tell: lead", more="when: {severity: [high, low]}, "), 0),
        (_LEVELS + _ladder("after: 1h, tell: lead", more="clock: office, when: {severity: high}, "), 0),
        (
            _LEVELS + _ladder("after: 1h, tell: lead", more="when: {severity: high, opened: {during: office}}, "),
            0,
        ),
        (_LEVELS + _ladder("after: 1h, tell: lead", "after: 2h, tell: head", more="when: {severity: high}, "), 0),
        # Two with different hours may relieve one another; of the team nobody can say.
        (_LEVELS + _ladder("after: 1h, tell: [lead, porter]", more="when: {severity: high}, "), 0),
        (_LEVELS + _ladder("after: 1h, tell: [lead, team]", more="when: {severity: high}, "), 0),
        (_ladder("after: 1h, tell: lead"), 0),
        ("emergency: {when: {asks_for_human: true}, steps: [{after: 0m, tell: [lead, clerk]}]}\n", 1),
        ("emergency: {when: {asks_for_human: true}, steps: [{after: 0m, tell: lead, do: ring}]}\n", 0),
    ],
)
def test_the_gravest_tickets_wake_nobody(text: str, expected: int, tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP520") == ["lead"] * expected


_EMERGENCY = "emergency: {when: {asks_for_human: true}, severity: high}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_LEVELS + _EMERGENCY, 1),
        (_LEVELS + _EMERGENCY + _ladder("after: 1h, tell: head", more="when: {emergency: true}, "), 0),
        (_LEVELS + _EMERGENCY + _ladder("after: 1h, tell: head", more="when: {severity: high}, "), 0),
        (_LEVELS + _EMERGENCY + _ladder("after: 1h, tell: head", more="when: {plan: gold}, "), 1),
        (
            _LEVELS + _EMERGENCY + "teams: [{name: night, coverage: always}]\n"
            "routing: [{name: e, when: {emergency: true}, team: night}, {name: all, team: none}]\n",
            0,
        ),
        (_LEVELS + _EMERGENCY.replace("}, s", "}, steps: [{after: 0m, tell: head}], s"), 0),
        (_LEVELS + _EMERGENCY.replace("}, s", "}, steps: [{after: 0m, say: hello}], s"), 1),
    ],
)
def test_an_emergency_of_which_nobody_learns(text: str, expected: int, tmp_path: Path) -> None:
    assert len(_places(text, tmp_path, "SP521")) == expected


def _updates(every: str, sla: str, when: str = "{asks_for_human: true}") -> str:
    return (
        f"emergency: {{when: {when}, steps: [{{after: 0m, tell: head}}], update_customer: {{every: {every}}}}}\n{sla}"
    )


_EVERY = "sla: [{name: all, clock: always, targets: {update_every: 1h}}]\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_updates("61m", _EVERY), ["61m"]),
        (_updates("1h", _EVERY), []),
        (_updates("2h", _EVERY.replace("always", "office")), []),
        (_LEVELS + _updates("2h", "sla: [{name: h, when: {severity: high}, clock: always, targets: {update_every: 1h}}, "
         "{name: l, targets: none}]\n"), ["2h"]),
        # Another customer's promise.
        (_updates("2h", "sla: [{name: g, when: {plan: gold}, clock: always, targets: {update_every: 1h}}, "
         "{name: l, targets: none}]\n", "{plan: silver}"), []),
    ],
)  # fmt: skip
def test_an_emergency_that_is_quieter_than_other_tickets(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP522") == wrong


def _phone(serves: str, when: str = "{asks_for_human: true, channel: phone}", more: str = "") -> str:
    return (
        f"channels: {{email: {{}}, form: {{}}, phone: {{redirect: email, {serves}}}}}\n"
        f"emergency: {{when: {when}, steps: [{{after: 0m, tell: head}}]{more}}}\n"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_phone("for: {emergency: true}"), ["phone"]),
        (_phone("for: {any_of: [{emergency: true}, {plan: gold}]}"), []),
        (_phone("for: {plan: gold}"), []),
        (_phone("for: {plan: gold}", "{plan: silver, channel: phone}"), ["phone"]),
        (_phone("support: none"), ["phone"]),
        (_phone("for: {emergency: true}", "{asks_for_human: true, channel: [phone, form]}"), []),
        (_phone("for: {emergency: true}", "{any_of: [{channel: phone}, {plan: gold}]}"), []),
        (_phone("support: none", "{asks_for_human: true}", ", claimed: {channel: phone}"), ["phone"]),
    ],
)
def test_a_claim_that_nobody_can_make(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP523") == wrong


def test_a_level_with_another_way_to_it_is_within_reach(tmp_path: Path) -> None:
    levels = (
        "severities:\n  levels: [high, low]\n  rules:\n"
        "    - {level: high, when: {asks_for_human: true}, only_if: {channel: phone}, if_not: low}\n"
        "    - {level: low}\n"
        "channels: {email: {}, phone: {for: {severity: high}, redirect: email}}\n"
    )
    other = "    - {name: gold, level: high, when: {plan: gold}}\n    - {level: low}\n"
    assert _places(levels, tmp_path / "one", "SP523") == ["phone"]
    assert _places(levels.replace("    - {level: low}\n", other), tmp_path / "two", "SP523") == []


@pytest.mark.parametrize(("most", "expected"), [("top", 1), ("high", 1), ("low", 0)])
def test_a_false_claim_that_keeps_its_level(most: str, expected: int, tmp_path: Path) -> None:
    text = (
        "severities: {levels: [top, high, low], rules: [{level: low}]}\nchannels: {form: {}}\n"
        "emergency: {when: {asks_for_human: true}, claimed: {channel: form}, severity: high, "
        f"steps: [{{after: 0m, tell: head}}], if_not_one: {{at_most: {most}}}}}\n"
    )
    assert _places(text, tmp_path, "SP524") == [most] * expected


def _close(step: str, more: str = "", target: str = "resolve: 5d", clock: str = "always") -> str:
    return (
        f"sla: [{{name: g, when: {{plan: gold}}, clock: {clock}, targets: {{{target}}}}}, {{name: rest, targets: none}}]\n"
        f"lifecycle: {{rules: [{{name: tidy, {more}steps: [{{{step}}}]}}]}}\n"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_close("after: 4d, status: closed"), ["4d"]),
        (_close("after: 4d, status: solved"), ["4d"]),
        (_close("after: 4d, status: on-hold"), []),
        (_close("after: 5d, status: closed"), []),
        (_close("after: 4d, status: closed", "when: {plan: gold}, "), ["4d"]),
        (_close("after: 4d, status: closed", "when: {plan: silver}, "), []),
        (_close("after: 4d, status: closed", "when: {plan: gold, asks_for_human: true}, "), []),
        (_close("after: 4d, status: closed", "starts_on: solved, "), []),
        (_close("after: 4d, unless: agent_reply, status: closed"), []),
        (_close("after: 4d, status: closed", target="resolve: 8h", clock="office"), []),
        (_close("at: 90%, of: resolve, status: closed"), ["90%"]),
        (_close("at: 100%, of: resolve, status: closed"), []),
        (
            "metrics: {report: {starts_on: solved, met_by: 'changed:plan'}}\n"
            + _close("after: 4d, status: closed", "starts_on: solved, ", "report: 5d"),
            ["4d"],
        ),
    ],
)
def test_a_ticket_that_is_closed_before_its_promise_is_due(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP525") == wrong


def _remind(step: str, more: str = "") -> str:
    return (
        f"lifecycle: {{rules: [{{name: remind, starts_on: 'entered:waiting-on-customer', stops_on: customer_reply, {more}"
        f"steps: [{{{step}}}]}}]}}\n"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_remind("after: 12h, say: hello"), ["12h"]),
        (_remind("after: 60h, say: hello"), ["60h"]),
        (_remind("every: 30h, say: hello"), ["30h"]),
        (_remind("after: 12h, say: hello", "clock: whole-week, "), ["12h"]),
        (_remind("after: 12h, say: hello", "clock: office, "), []),
        (_remind("after: 12h, say: hello", "clock: customers, "), []),
        (_remind("after: 5h, say: hello"), []),
        (_remind("after: 48h, say: hello"), []),
        (_remind("after: 3d, say: hello"), []),
        (_remind("after: 12h, tell: head"), []),
        (_LEVELS + _remind("after: 12h, say: hello", "when: {severity: high}, "), []),
    ],
)
def test_a_reminder_in_the_night(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP526") == wrong


@pytest.mark.parametrize(
    ("within", "rule", "wrong"),
    [
        ("30d", "starts_on: solved, steps: [{after: 7d, status: closed}]", ["30d"]),
        ("30d", "starts_on: 'entered:solved', steps: [{after: 7d, status: closed}]", ["30d"]),
        ("7d", "starts_on: solved, steps: [{after: 7d, status: closed}]", []),
        ("30d", "when: {plan: gold}, starts_on: solved, steps: [{after: 7d, status: closed}]", []),
        ("30d", "starts_on: solved, clock: office, steps: [{after: 8h, status: closed}]", []),
        ("30d", "starts_on: 'entered:waiting-on-customer', steps: [{after: 7d, status: closed}]", []),
    ],
)
def test_a_ticket_closed_before_replies_stop_reopening_it(
    within: str, rule: str, wrong: list[str], tmp_path: Path
) -> None:
    text = f"lifecycle: {{rules: [{{name: close, {rule}}}], reopen: {{within: {within}}}}}\n"
    assert _places(text, tmp_path, "SP527") == wrong


def _waits(stops: str, step: str = "after: 7d, say: hello", status: str = "waiting-on-customer", more: str = "") -> str:
    return f"lifecycle: {{rules: [{{name: w, starts_on: 'entered:{status}', {more}{stops}steps: [{{{step}}}]}}]}}\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_waits(""), ["w"]),
        (_waits("stops_on: solved, "), ["solved"]),
        (_waits("stops_on: [solved, customer_reply], "), []),
        (_waits("stops_on: 'entered:open', "), []),
        (_waits("stops_on: 'changed:status', "), []),
        (_waits("", "after: 7d, unless: customer_reply, say: hello"), []),
        (_waits("", "after: 7d, tell: head"), []),
        (_waits("", "after: 7d, status: solved"), ["w"]),
        (_waits("", more="when: {status: waiting-on-customer}, "), []),
        (_waits("", status="on-hold"), []),
        ("statuses: {asked: {waiting_on: customer}}\n" + _waits("", status="asked"), ["w"]),
    ],
)
def test_a_customer_who_answered_is_reminded(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert _places(text, tmp_path, "SP528") == wrong
