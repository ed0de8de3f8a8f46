"""Two hashes: `document` of everything, `behaviour` of what changes answers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Hashes
from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from tests.compiled.policies import ROOT
from tests.compiler.building import HEAD, compiled

POLICY = """\
business_day_calendar: desk
coverage:
  desk: {open: {mon-fri: 09:00-17:00}, holidays: [{every_year: 12-25, name: Christmas}]}
fields:
  plan: {type: choice, values: [free, paid], ask: Which plan?, about: The plan.}
  source: {type: choice, values: [web, app], from: Origin}
  note: {type: text}
  order.total: {type: money}
roles: {lead: {coverage: always, contact: [phone], about: Leads.}}
teams: [{name: a, coverage: desk, about: First.}, {name: b}]
messages: {hello: Hello., news: News.}
actions: {room: {does: Opens a room.}}
languages: {en: {level: full}, de: {level: full}, otherwise: {reply_in: en, say: hello}}
channels: {email: {about: Mail.}, chat: {for: {plan: paid}, redirect: email}}
severities: {levels: [high, low], describe: {high: Much.}, rules: [{level: high, when: {plan: paid}}, {level: low}]}
routing:
  - {name: web, when: {source: web}, team: a, why: Because., source: A page., owner: Ann}
  - {name: noted, when: {note: {mentions: help}}, team: b}
  - {name: rest, team: b}
sla:
  - {name: all, rows: severity, clock: desk, targets: {high: {first_response: 1h}, low: {first_response: {at_most: 2bd, usually: 4h}}}}
refunds:
  - {name: r, when: {order.total: {at_most: 200 EUR}}, decision: approve, amount: order.total, customer_reason: Gladly.}
identity:
  - {name: i, when: {request: reset}, verify: {points: {source: 1, note: 2}, at_least: 2}}
escalation:
  - {name: slow, steps: [{after: 20m, tell: lead, via: phone, note: Look., do: room}]}
lifecycle: {reopen: {within: 7d}}
voice: {guidelines: [Be kind.]}
"""
WORDS = {
    "why": ("why: Because.", "why: Because it is so."),
    "source of a rule": ("source: A page.", "source: Another."),
    "owner": ("owner: Ann", "owner: Bob"),
    "about a field": ("about: The plan.", "about: What they pay for."),
    "about a team": ("about: First.", "about: Second."),
    "about a role": ("about: Leads.", "about: Leads well."),
    "about a channel": ("about: Mail.", "about: Post."),
    "ask": ("ask: Which plan?", "ask: What plan?"),
    "message": ("hello: Hello.", "hello: Good day."),
    "action in words": ("does: Opens a room.", "does: Opens the room."),
    "note of a step": ("note: Look.", "note: Look again."),
    "customer_reason": ("customer_reason: Gladly.", "customer_reason: Of course."),
    "describe": ("high: Much.", "high: Very much."),
    "guidance": ("guidelines: [Be kind.]", "guidelines: [Be brief.]"),
    "name of a holiday": ("name: Christmas", "name: Xmas"),
}
BEHAVIOUR = {
    "a rule": ("when: {source: web}", "when: {source: app}"),
    "a rule more": (
        "  - {name: rest, team: b}\n",
        "  - {name: app, when: {source: app}, team: a}\n  - {name: rest, team: b}\n",
    ),
    "words asked for": ("mentions: help", "mentions: halp"),
    "the order of rules": (
        "rules: [{level: high, when: {plan: paid}}, {level: low}]",
        "rules: [{level: low, when: {plan: free}}, {level: high}]",
    ),
    "an hour": ("09:00-17:00", "09:00-17:30"),
    "a day off": ("every_year: 12-25", "every_year: 12-26"),
    "a target": ("first_response: 1h", "first_response: 2h"),
    "what is usual": ("usually: 4h", "usually: 5h"),
    "a clock": ("clock: desk", "clock: team"),
    "a threshold": ("at_most: 200 EUR", "at_most: 201 EUR"),
    "a payment": ("amount: order.total", "amount: {of: order.total, share: 50%}"),
    "a team": ("note: {mentions: help}}, team: b", "note: {mentions: help}}, team: a"),
    "coverage of a team": ("coverage: desk, about", "coverage: always, about"),
    "a value of a field": ("values: [free, paid]", "values: [free, paid, gold]"),
    "where a field comes from": ("from: Origin", "from: Source"),
    "a proof": ("points: {source: 1, note: 2}", "points: {source: 1, note: 3}"),
    "a proof with a common name": ("points: {source: 1, note: 2}", "points: {source: 2, note: 2}"),
    "a step": ("after: 20m", "after: 30m"),
    "what a step does": (", do: room", ""),
    "how somebody is told": ("contact: [phone]", "contact: [phone, chat]"),
    "what is said": ("say: hello", "say: news"),
    "who is served": ("for: {plan: paid}", "for: {plan: free}"),
    "reopening": ("within: 7d", "within: 8d"),
    "a level": ("levels: [high, low]", "levels: [high, low, none]"),
    "the zone": ("timezone: Europe/Dublin", "timezone: Europe/London"),
    "the horizon": ("2028-12-31", "2029-12-31"),
}


ORIGINAL = compiled(POLICY).hashes


def changed(change: tuple[str, str]) -> Hashes:
    text = HEAD + POLICY
    assert text.count(change[0]) == 1, change
    return compile_policy(load(read_bytes_as_policy(text.replace(*change).encode(), "policy.yaml")).policy).hashes


@pytest.mark.parametrize("what", sorted(WORDS))
def test_words_change_the_document_alone(what: str) -> None:
    now = changed(WORDS[what])
    assert now.document != ORIGINAL.document
    assert now.behaviour == ORIGINAL.behaviour


@pytest.mark.parametrize("what", sorted(BEHAVIOUR))
def test_what_changes_answers_changes_both(what: str) -> None:
    now = changed(BEHAVIOUR[what])
    assert now.document != ORIGINAL.document
    assert now.behaviour != ORIGINAL.behaviour


@pytest.mark.parametrize("way", ["comment", "blank lines", "block style"])
def test_moving_lines_changes_no_behaviour(way: str) -> None:
    text = {
        "comment": "# A comment.\n" + POLICY,
        "blank lines": POLICY.replace("\nrouting:", "\n\n\nrouting:"),
        "block style": POLICY.replace("roles: {lead: {", "roles:\n  lead: {").replace(
            "about: Leads.}}", "about: Leads.}"
        ),
    }[way]
    now = compiled(text).hashes
    assert now.behaviour == ORIGINAL.behaviour
    assert now.document != ORIGINAL.document  # it says at which line everything stands


def test_a_lock_written_anew_with_the_same_dates_changes_no_behaviour() -> None:
    lock = 'lock: 1\nholidays: "0.1"\nhorizon: 2026-01-01..2028-12-31\ndates: {IE: {2026-12-25: "Christmas Day"}}\n'
    text = "coverage: {desk: {open: {mon: 09:00-10:00}, holidays: [{country: IE}]}}\n"
    first = compiled(text, lock).hashes
    second = compiled(text, lock.replace("0.1", "0.2")).hashes
    third = compiled(text, lock.replace("2026-12-25", "2026-12-26")).hashes
    assert first.behaviour == second.behaviour != third.behaviour
    assert first.document != second.document


def of_folder(folder: Path) -> Compiled:
    return compile_policy(load(read_policy(folder)).policy)


SPLIT = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)


def test_splitting_files_changes_no_behaviour(tmp_path: Path) -> None:
    """Every section in a file of its own, in another order; sections keyed by name entry by entry."""
    (tmp_path / "policy.yaml").write_text(HEAD, encoding="utf-8")
    for number, section in enumerate(reversed([part for part in SPLIT.split(POLICY) if part])):
        (tmp_path / f"{number:02}.yaml").write_text(section, encoding="utf-8")
    (tmp_path / "zz").mkdir()
    for path in tmp_path.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if text.startswith("channels:"):
            path.write_text("channels: {chat: {for: {plan: paid}, redirect: email}}\n", encoding="utf-8")
            (tmp_path / "zz" / "channels.yaml").write_text("channels: {email: {about: Mail.}}\n", encoding="utf-8")
        if text.startswith("teams:"):
            path.write_text("teams: [{name: b}]\n", encoding="utf-8")
            (tmp_path / "zz" / "teams.yaml").write_text(
                "teams: [{name: a, coverage: desk, about: First.}]\n", encoding="utf-8"
            )
        if text.startswith("languages:"):
            path.write_text("languages: {de: {level: full}, otherwise: {reply_in: en, say: hello}}\n", encoding="utf-8")
            (tmp_path / "zz" / "languages.yaml").write_text("languages: {en: {level: full}}\n", encoding="utf-8")
    split = of_folder(tmp_path)
    assert split.hashes.behaviour == ORIGINAL.behaviour
    assert [team.name for team in split.teams] == ["b", "a"]


def test_renaming_the_files_of_the_reference_policy_changes_no_behaviour(tmp_path: Path) -> None:
    original = of_folder(ROOT / "policies")
    moved = tmp_path / "moved"
    shutil.copytree(ROOT / "policies", moved)
    # The routing files stay: the header names them in their order.
    for number, path in enumerate(sorted(moved.rglob("*.yaml"), reverse=True)):
        if path.parent.name != "routing" and not path.name.endswith(".lock.yaml"):
            path.rename(moved / f"{number:02}-{path.name}")
    now = of_folder(moved)
    assert now.hashes.behaviour == original.hashes.behaviour
    assert now.hashes.document != original.hashes.document
