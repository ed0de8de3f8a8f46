"""Where the checks over promises begin to speak, and the near misses at which they say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.running import findings_in

_HEAD = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields:
  plan: {type: choice, values: [gold, silver, none]}
  customer.region: {type: choice, values: [emea, apac]}
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  long: {open: {mon-sat: 08:00-20:00}}
  whole-week: {open: {mon-sun: 00:00-24:00}}
  by-tier: {choose_by: tier, gold: long, otherwise: office}
  by-region: {choose_by: customer.region, emea: office, otherwise: long}
  both: {union: [office, long]}
"""
_TIERS = "tiers: [{name: gold, when: {plan: gold}}, {name: silver, when: {plan: silver}}, {name: rest}]\n"
_LEVELS = "severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}\n"


def _found(text: str, folder: Path, *codes: str) -> list[tuple[str, int, str]]:
    """Findings of these codes: code, line and the characters they point at."""
    whole = _HEAD + text
    lines = whole.split("\n")
    return [
        (f.code, f.span.line - _HEAD.count("\n"), lines[f.span.line - 1][f.span.col - 1 : f.span.end_col - 1])
        for f in findings_in(whole, folder)
        if f.code in codes
    ]


def _sla(gold: str, silver: str, clock: str = "always", more: str = "") -> str:
    return (
        f"{_TIERS}sla:\n  - {{name: g, when: {{tier: gold{more}}}, targets: {{first_response: {gold}, clock: {clock}}}}}\n"
        f"  - {{name: s, when: {{tier: silver}}, targets: {{first_response: {silver}, clock: {clock}}}}}\n"
        "  - {name: r, targets: none}\n"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_sla("8h", "4h"), ["8h"]),
        (_sla("4h", "4h"), []),
        (_sla("2d", "47h"), ["2d"]),
        (_sla("2d", "48h"), []),
        (_sla("2bd", "1bd", "office"), ["2bd"]),
        (_sla("2bd", "8h", "office"), []),
        (_sla("8h", "4h", "by-region"), ["8h"]),
        # Each tier has its own hours.
        (_sla("8h", "4h", "by-tier"), []),
        # Eight hours of the office last at least as long as four hours of any day; nobody knows the other way round.
        (_sla("8h", "{at_most: 4h, clock: always}", "office"), ["8h"]),
        (_sla("{at_most: 8h, clock: always}", "4h", "office"), []),
        (_sla("{by: end of next business day}", "{by: end of business day}", "office"), ["{by: end of next business day}"]),
        # For other tickets than the promise below it.
        (_sla("8h", "4h", more=", asks_for_human: true"), []),
        # A clock that stands still only for the lesser tier.
        (_sla("8h", "{at_most: 4h, pause_while: waiting-on-customer}"), []),
        (_sla("{at_most: 8h, pause_while: waiting-on-customer}", "4h"), ["{at_most: 8h, pause_while: waiting-on-customer}"]),
        # In force for a time only.
        (_sla("8h", "4h").replace("tier: gold}", "tier: gold}, effective: {from: 2026-07-01}"), []),
        # Nothing promised is not slower.
        (_sla("8h", "4h").replace("targets: {first_response: 8h, clock: always}", "targets: none"), []),
    ],
)  # fmt: skip
def test_a_better_tier_that_waits_longer(text: str, wrong: list[str], tmp_path: Path) -> None:
    found = [place for _, _, place in _found(text, tmp_path, "SP505")]
    assert found == [place.removeprefix("{at_most: ").split(",")[0] if "pause" in place else place for place in wrong]


def test_a_tier_with_rules_on_both_sides_of_another_has_no_rank(tmp_path: Path) -> None:
    text = _sla("8h", "4h").replace(
        "{name: rest}", "{name: more, tier: gold, when: {asks_for_human: true}}, {name: rest}"
    )
    assert _found(text, tmp_path, "SP505") == []


def test_rules_above_that_take_from_both_sides_leave_nothing_to_compare(tmp_path: Path) -> None:
    taken = (
        "  - {name: a, when: {tier: gold, customer.region: emea}, targets: none}\n"
        "  - {name: b, when: {tier: silver, customer.region: apac}, targets: none}\n"
    )
    assert _found(_sla("8h", "4h").replace("sla:\n", "sla:\n" + taken), tmp_path / "both", "SP505") == []
    one = taken.split("\n", maxsplit=1)[0] + "\n"
    assert len(_found(_sla("8h", "4h").replace("sla:\n", "sla:\n" + one), tmp_path / "one", "SP505")) == 1


def test_tiers_are_compared_level_by_level(tmp_path: Path) -> None:
    rows = "{high: {first_response: %s}, low: {first_response: %s}}"
    text = (
        _TIERS + _LEVELS + "sla:\n"
        "  - {name: g, when: {tier: gold}, rows: severity, clock: always, targets: " + rows % ("2h", "9h") + "}\n"
        "  - {name: s, when: {tier: silver}, rows: severity, clock: always, targets: " + rows % ("4h", "8h") + "}\n"
        "  - {name: r, targets: none}\n"
    )
    assert _found(text, tmp_path, "SP505", "SP506") == [("SP505", 4, "9h")]


def _rows(high: str, low: str, clock: str = "always") -> str:
    return f"{_LEVELS}sla: [{{name: all, rows: severity, clock: {clock}, targets: {{high: {{{high}}}, low: {{{low}}}}}}}]\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (_rows("first_response: 8h", "first_response: 1h"), ["8h"]),
        (_rows("first_response: 1h", "first_response: 1h"), []),
        (_rows("first_response: 1h, resolve: 9h", "first_response: 2h, resolve: 8h"), ["9h"]),
        # A metric that only one of them has, or one of the policy's own, whose meaning nobody knows.
        (_rows("first_response: 8h", "next_response: 1h"), []),
        ("metrics: {report: {starts_on: solved, met_by: customer_reply}}\n" + _rows("report: 8h", "report: 1h"), []),
        # With the clock of the team, a level may have a team of its own.
        (
            "teams: [{name: a, coverage: office}, {name: b, coverage: long}]\n"
            "routing: [{name: grave, when: {severity: high}, team: a}, {name: all, team: b}]\n"
            + _rows("first_response: 8h", "first_response: 1h", "team"),
            [],
        ),
        (
            "teams: [{name: a, coverage: office}]\nrouting: [{name: all, team: a}]\n"
            + _rows("first_response: 8h", "first_response: 1h", "team"),
            ["8h"],
        ),
        (
            _LEVELS + "sla:\n"
            "  - {name: h, when: {severity: high}, targets: {resolve: 8h, clock: always}}\n"
            "  - {name: l, when: {severity: {not: high}}, targets: {resolve: 1h, clock: always}}\n",
            ["8h"],
        ),
    ],
)
def test_a_graver_level_that_waits_longer(text: str, wrong: list[str], tmp_path: Path) -> None:
    assert [place for _, _, place in _found(text, tmp_path, "SP506")] == wrong


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ("first_response: 8h, resolve: 8h", []),
        ("first_response: 9h, resolve: 8h", ["SP507"]),
        ("next_response: 9h, resolve: 8h", ["SP508"]),
        ("update_every: 9h, resolve: 8h", ["SP509"]),
        ("update_every: 8h, resolve: 8h", []),
        # Where everything comes after it, resolve is the mistake: it is said once.
        ("first_response: 9h, next_response: 9h, update_every: 9h, resolve: 8h", ["SP507"]),
        ("first_response: 9h, resolve: {at_most: 8h, clock: office}", []),
        ("first_response: {at_most: 9h, clock: office}, resolve: 8h", ["SP507"]),
        ("first_response: 9h, resolve: {at_most: 8h, pause_while: on-hold}", []),
        ("first_response: 2bd, resolve: 8h", []),
    ],
)
def test_an_answer_after_the_solution(targets: str, expected: list[str], tmp_path: Path) -> None:
    text = f"sla: [{{name: all, clock: always, targets: {{{targets}}}}}]\n"
    assert [code for code, _, _ in _found(text, tmp_path, "SP507", "SP508", "SP509")] == expected


def test_a_metric_of_the_policys_own_may_begin_elsewhere(tmp_path: Path) -> None:
    text = (
        "metrics: {resolve: {starts_on: agent_reply, met_by: solved}}\n"
        "sla: [{name: all, clock: always, targets: {first_response: 9h, resolve: 8h}}]\n"
    )
    assert _found(text, tmp_path, "SP507") == []


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("{at_most: 4h, usually: 8h}", ["8h"]),
        ("{at_most: 4h, usually: 4h}", []),
        ("{at_most: 1bd, usually: 8h}", []),
        ("{at_most: 1bd, usually: 2bd}", ["2bd"]),
        ("{by: end of business day, usually: 2bd}", []),
    ],
)
def test_usually_longer_than_at_most(target: str, wrong: list[str], tmp_path: Path) -> None:
    text = f"sla: [{{name: all, clock: office, targets: {{first_response: {target}}}}}]\n"
    assert [place for _, _, place in _found(text, tmp_path, "SP510")] == wrong


_CASES = "{name: p%d, when: %s, targets: {first_response: 1h, clock: always}}"


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        (["{tier: [gold, silver]}"], ["rest"]),
        (["{tier: [gold, silver]}", "{plan: none}"], []),
        (["{tier: {not: rest}}"], ["rest"]),
        (["{severity: high}"], ["low"]),
        (["{tier: gold}", "{tier: [silver, rest], severity: high}"], ["silver", "rest"]),
        # Perhaps for nobody of the tier, perhaps for all: nobody can say.
        (["{tier: [gold, silver]}", "{tier: rest, asks_for_human: true}"], []),
        (["{any_of: [{tier: gold}, {asks_for_human: true}]}"], []),
    ],
)
def test_tiers_and_levels_that_no_promise_speaks_of(rules: list[str], wrong: list[str], tmp_path: Path) -> None:
    text = _TIERS + _LEVELS + "sla: [" + ", ".join(_CASES % case for case in enumerate(rules)) + "]\n"
    assert [place for _, _, place in _found(text, tmp_path, "SP511")] == wrong


def test_levels_that_depend_on_the_tier_are_not_asked_for_each_tier(tmp_path: Path) -> None:
    text = (
        _TIERS + _LEVELS.replace("]}\n", "], at_most: [{level: low, when: {tier: rest}}]}\n") + "sla:\n"
        "  - {name: a, when: {tier: [gold, silver]}, targets: {first_response: 1h, clock: always}}\n"
        "  - {name: b, when: {tier: rest, severity: low}, targets: none}\n"
    )
    assert _found(text, tmp_path, "SP511") == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("when: {plan: gold, asks_for_human: true}", "when: {asks_for_human: true, plan: gold}", 1),
        ("when: {plan: [gold, silver]}", "when: {any_of: [{plan: [silver, gold]}]}", 1),
        ("when: {plan: gold}", "when: {plan: gold, asks_for_human: true}", 0),
        ("when: {plan: gold}, effective: {until: 2026-07-01}", "when: {plan: gold}", 0),
        ("when: {plan: gold}", "when: {plan: gold}, effective: {until: 2026-07-01}", 1),
    ],
)
def test_two_promises_for_the_same_tickets(first: str, second: str, expected: int, tmp_path: Path) -> None:
    text = "sla:\n" + "".join(
        f"  - {{name: {name}, {rule}, targets: none}}\n" for name, rule in (("a", first), ("b", second))
    )
    assert [place for _, _, place in _found(text, tmp_path, "SP512")] == ["b"] * expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("{open: {mon-thu: 09:00-17:00, fri: 09:00-17:00}}", True),
        ("{open: {mon-fri: 09:00-17:00, sat-sun: closed}, timezone: Europe/Dublin}", True),
        ("{open: {mon-fri: 09:00-17:00}, timezone: Europe/Paris}", False),
        ("{open: {mon-fri: 09:00-17:30}}", False),
        ("{open: {mon-fri: [09:00-12:00, 13:00-17:00]}}", False),
        ("{open: {mon-fri: 09:00-17:00}, timezone: {field: customer.timezone, among: [UTC], otherwise: UTC}}", False),
    ],
)
def test_the_same_week_twice(second: str, expected: bool, tmp_path: Path) -> None:
    text = "supportpolicy: 1\nname: acme\ntimezone: Europe/Dublin\ncoverage:\n"
    text += f"  office: {{open: {{mon-fri: 09:00-17:00}}}}\n  desk: {second}\n"
    assert ("SP513" in {f.code for f in findings_in(text, tmp_path)}) == expected


def _desk(coverage: str, when: str = "{}", time: str = "1h", more: str = "") -> str:
    condition = "" if when == "{}" else f"when: {when}, "
    return (
        f"teams: [{{name: desk, coverage: {coverage}}}, {{name: night, coverage: always}}]\n"
        "roles: {lead: {coverage: always, contact: phone}, clerk: {coverage: office, contact: phone}}\n"
        f"routing: [{{name: grave, when: {{plan: gold}}, team: night}}, {{name: all, team: desk}}]\n"
        f"sla: [{{name: p, {condition}targets: {{first_response: {time}, clock: always}}}}, {{name: q, when: {{plan: none}}, targets: none}}]\n"
        f"{more}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_desk("office", "{plan: silver}"), 1),
        # Some of the tickets go to people who are always there.
        (_desk("office"), 0),
        (_desk("whole-week", "{plan: silver}"), 0),
        (_desk("always", "{plan: silver}"), 0),
        (_desk("both", "{plan: silver}"), 1),
        (_desk("by-region", "{plan: silver}"), 1),
        # From Friday evening to Monday morning the office is closed for 64 hours, and the long week for 36.
        (_desk("office", "{plan: silver}", "63h"), 1),
        (_desk("office", "{plan: silver}", "64h"), 0),
        (_desk("long", "{plan: silver}", "35h"), 1),
        (_desk("long", "{plan: silver}", "36h"), 0),
        (_desk("by-region", "{plan: silver}", "36h"), 0),
        (_desk("office", "{plan: silver}", "1bd"), 0),
        (_desk("office", "{plan: silver}", "{at_most: 1h, clock: office}"), 0),
        # Somebody is woken.
        (_desk("office", "{plan: silver}", more="escalation: [{name: e, steps: [{after: 30m, tell: lead}]}]\n"), 0),
        (_desk("office", "{plan: silver}", more="escalation: [{name: e, steps: [{after: 30m, tell: clerk}]}]\n"), 1),
        (
            _desk(
                "office",
                "{plan: silver}",
                more="escalation: [{name: e, when: {plan: gold}, steps: [{after: 30m, tell: lead}]}]\n",
            ),
            1,
        ),
    ],
)
def test_a_promise_that_runs_while_the_team_is_away(text: str, expected: int, tmp_path: Path) -> None:
    assert [place for _, _, place in _found(text, tmp_path, "SP514")] == ["always"] * expected
