"""One mistake gives one message: what refers to a thing that could not be read is not blamed for it."""

from pathlib import Path

import pytest

from tests.checks.running import findings_in, shown
from tests.language.loading import HEAD, load_text

TEAM = "teams: [{name: front, coverage: always}]\n"
ROUTE = "routing: [{name: all, team: front}]\n"
OFFICE = "timezone: Europe/Dublin\ncoverage: {office: {open: {mon-fri: 09:00-17:00}}}\n"

# What is wrong, the policy, and the one code.
CASES = [
    ("a team with a misspelt key", f"teams: [{{name: front, coverge: always}}]\n{ROUTE}", "SP101"),
    ("a team without its name", f"teams: [{{coverage: always}}]\n{ROUTE}", "SP102"),
    ("the section of the teams misspelt", f"tems: [{{name: front, coverage: always}}]\n{ROUTE}", "SP101"),
    (
        "hours that say nothing",
        "timezone: Europe/Dublin\ncoverage: {office: {open: {mon-fri: 9-17}}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP103",
    ),
    (
        "a date that does not exist",
        "timezone: Europe/Dublin\n"
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, exceptions: [{dates: 2026-02-30, open: closed}]}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP103",
    ),
    (
        "a role that is a list",
        "roles: [lead]\nescalation: [{name: late, steps: [{after: 1h, tell: lead}]}]\n",
        "SP104",
    ),
    (
        "a field of an unknown type",
        f"fields: {{plan: {{type: string}}}}\n{TEAM}routing: [{{name: one, when: {{plan: paid}}, team: front}}]\n",
        "SP105",
    ),
    (
        "levels that are text",
        "severities: {levels: high, rules: [{level: high}]}\n"
        "sla: [{name: all, rows: severity, clock: always, targets: {high: none}}]\n",
        "SP104",
    ),
    (
        "levels missing",
        f"severities: {{rules: [{{level: high}}]}}\n{TEAM}"
        "routing: [{name: one, when: {severity: high}, team: front}]\n",
        "SP102",
    ),
    (
        "messages that are a list",
        "messages: [hello]\nchannels: {forum: {support: none, say: hello}}\n",
        "SP104",
    ),
    (
        "languages that are a list",
        f"languages: [en, de]\nmessages: {{hello: {{en: Hi}}}}\nteams: [{{name: front, languages: en}}]\n{ROUTE}"
        "channels: {forum: {support: none, say: hello}}\n",
        "SP104",
    ),
    (
        "a horizon that is not one",
        "timezone: Europe/Dublin\nhorizon: 2026\n"
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP103",
    ),
    (
        "a horizon that ends before it begins",
        "timezone: Europe/Dublin\nhorizon: 2027-01-01..2026-01-01\n"
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP103",
    ),
    (
        "a time zone that is a list",
        f"timezone: [Europe/Dublin]\ncoverage: {{office: {{open: {{mon-fri: 09:00-17:00}}}}}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP104",
    ),
    (
        "an order that cannot be read",
        f"{TEAM}order: [policy.yaml, more.yaml]\n{ROUTE}"
        "=== more.yaml\nrouting: [{name: vip, when: {customer.vip: true}, team: front}]\n",
        "SP104",
    ),
    (
        "a country that does not exist is not looked for in the lock",
        "timezone: Europe/Dublin\nhorizon: 2026-01-01..2026-12-31\n"
        "coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: UK}]}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP302",
    ),
    (
        "holidays without horizon or lock",
        "timezone: Europe/Dublin\ncoverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: IE}]}}\n"
        f"teams: [{{name: front, coverage: office}}]\n{ROUTE}",
        "SP308",
    ),
    (
        "a choice without values",
        f"fields: {{plan: {{type: choice}}}}\n{TEAM}"
        "routing: [{name: one, when: {plan: paid}, team: front}, {name: two, when: {plan: free}, team: front}]\n",
        "SP222",
    ),
    (
        "a target misspelt in every row is said once for each",
        "sla: [{name: all, clock: always, targets: {first_respons: 4h}}]\n",
        "SP216",
    ),
    (
        "rows without saying so",
        "severities: {levels: [a, b], rules: [{level: a}]}\n"
        "sla: [{name: all, clock: always, targets: {a: {first_response: 1h}, b: {first_response: 2h}}}]\n",
        "SP101",
    ),
    (
        "a severity asked for in a policy without severities",
        f"{TEAM}routing: [{{name: one, when: {{severity: high}}, team: front}}, {{name: all, team: front}}]\n",
        "SP219",
    ),
    (
        "rows of a severity in a policy without severities",
        "sla: [{name: all, rows: severity, clock: always, targets: {high: {first_response: 1h}}}]\n",
        "SP502",
    ),
    (
        "a list whose items are all written the same wrong way",
        "quality: {scorecard: [solves the cause, was friendly, was quick]}\n",
        "SP104",
    ),
    (
        "a clock that does not exist says nothing of business days",
        "sla: [{name: all, clock: ofice, targets: {first_response: 1bd}}]\n" + OFFICE,
        "SP203",
    ),
]


@pytest.mark.parametrize(("text", "code"), [(text, code) for _, text, code in CASES], ids=[case[0] for case in CASES])
def test_one_mistake_gives_one_message(text: str, code: str, tmp_path: Path) -> None:
    findings = findings_in(HEAD + text, tmp_path)
    errors = [finding for finding in findings if finding.level == "error"]
    assert [finding.code for finding in errors] == [code], shown(findings)
    # Where something could not be read, nothing is said to be unused either.
    if code.startswith("SP1"):
        assert errors == findings, shown(findings)


def test_two_mistakes_give_two_messages(tmp_path: Path) -> None:
    text = f"{HEAD}teams: [{{name: front, coverge: always}}, {{nmae: back}}]\n{OFFICE}voice: {{formality: chummy}}\n"
    assert [finding.code for finding in findings_in(text, tmp_path)] == ["SP101", "SP101", "SP105"]


def test_what_can_be_read_is_read(tmp_path: Path) -> None:
    text = f"{HEAD}teams: [{{name: front}}, {{name: back, coverge: always}}]\nvoice: {{formality: chummy}}\n{ROUTE}"
    policy, _ = load_text(text, tmp_path)
    assert list(policy.teams) == ["front"]
    assert policy.voice is None
    assert [str(route.team) for route in policy.routing] == ["front"]
    assert policy.incomplete == {"teams", "voice"}


def test_a_whole_policy_is_incomplete_where_a_file_could_not_be_read(tmp_path: Path) -> None:
    policy, _ = load_text(f"{HEAD}=== more.yaml\nteams: [\n", tmp_path)
    assert {"teams", "routing", "coverage"} <= policy.incomplete
