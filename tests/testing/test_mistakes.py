"""Every mistake of a test file is one finding, at the characters, with advice."""

from __future__ import annotations

import pytest

from tests.testing.support import suite_of

HEAD = "tests:\n  - name: it\n"


def _found(text: str) -> list[str]:
    suite = suite_of(text)
    for finding in suite.findings:
        assert finding.help, finding.message
        assert finding.level == "error"
    return [f"{f.code} {f.span.line}:{f.span.col}-{f.span.end_col} {f.message}" for f in suite.findings]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("tickets: {}\ntest: []\n", "SP801 2:1-5 unknown key 'test'"),
        (
            HEAD + "    tiket: {}\n    expect: {severity: high}\n    ticket: {opened: 2026-06-05}\n",
            "SP801 3:5-10 unknown key 'tiket'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05, plam: paid}\n    expect: {severity: high}\n",
            "SP802 3:34-38 unknown fact 'plam'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05, severity: high}\n    expect: {severity: high}\n",
            "SP802 3:34-42 'severity' is decided by the policy, and no fact that a ticket brings along",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05, refund-start: 2026-06-01}\n    expect: {severity: high}\n",
            "SP802 3:34-46 'refund-start' is worked out by the policy from other facts",
        ),
        (
            HEAD + "    ticket: {now: 2026-06-05}\n    expect: {severity: high}\n",
            "SP802 3:14-17 'now' is no fact of a ticket",
        ),
        (
            HEAD + "    ticket: {plan: payed}\n    expect: {severity: high}\n",
            "SP803 3:20-25 'payed' is no value of 'plan'",
        ),
        (
            HEAD + "    ticket: {vip: 'true'}\n    expect: {severity: high}\n",
            "SP803 3:19-25 'vip' is true or false, not 'true'",
        ),
        (
            HEAD + "    ticket: {seats: many}\n    expect: {severity: high}\n",
            "SP803 3:21-25 'seats' is a number, not 'many'",
        ),
        (
            HEAD + "    ticket: {order.total: 20}\n    expect: {severity: high}\n",
            "SP803 3:27-29 '20' is not a sum of money",
        ),
        (
            HEAD + "    ticket: {trip.length: 3bd}\n    expect: {severity: high}\n",
            "SP803 3:27-30 '3bd' counts business days; here only elapsed time can be given",
        ),
        (HEAD + "    ticket: {plan: [free]}\n    expect: {severity: high}\n", "SP810 3:20-26 'plan' must be a text"),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {priority: high}\n",
            "SP804 4:14-22 unknown key 'priority'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {targets: {resolve: {dew: 2026-06-05}}}\n",
            "SP804 4:34-37 unknown key 'dew'",
        ),
        (HEAD + "    ticket: outage\n    expect: {severity: high}\n", "SP805 3:13-19 unknown ticket 'outage'"),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {severity: hihg}\n",
            "SP806 4:24-28 unknown severity 'hihg'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {rules: {routing: urgnt}}\n",
            "SP806 4:31-36 unknown rule 'urgnt'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {rules: {rooting: urgent}}\n",
            "SP806 4:22-29 unknown table 'rooting'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {targets: {respond: none}}\n",
            "SP806 4:24-31 unknown metric 'respond'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {timelines: {unansered: none}}\n",
            "SP806 4:26-35 unknown timeline 'unansered'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {messages: [helo]}\n",
            "SP806 4:25-29 unknown message 'helo'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {no_messages: helo}\n",
            "SP806 4:27-31 unknown message 'helo'",
        ),
        (HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {tags: [cold]}\n", "SP806 4:21-25 unknown tag 'cold'"),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {requests: approve}\n",
            "SP806 4:24-31 the policy has no 'requests'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {refunds: {rule: intime}}\n",
            "SP806 4:30-36 unknown rule 'intime'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {refunds: {ask: [order.totl]}}\n",
            "SP806 4:30-40 unknown fact 'order.totl'",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {refunds: aprove}\n",
            "SP803 4:23-29 'aprove' is none of what this can be",
        ),
        (
            HEAD + "    at: 2026-06-05\n    expect: {coverage: {offic: open}}\n",
            "SP806 4:25-30 unknown coverage 'offic'",
        ),
        (
            HEAD + "    at: 2026-06-05\n    expect: {coverage: {office: shut}}\n",
            "SP803 4:33-37 'shut' is none of what this can be",
        ),
        (
            HEAD + "    at: 2026-06-05\n    expect: {coverage: {at-customer: open}}\n",
            "SP806 4:38-42 the hours of 'at-customer' depend on the ticket's 'plan'",
        ),
        (
            HEAD + "    at: 2026-06-05\n    expect: {severity: high}\n",
            "SP810 4:24-28 without a ticket, nothing can be expected of 'severity'",
        ),
        (HEAD + "    expect: {coverage: {office: open}}\n", "SP810 2:11-13 this test does not say when"),
        (HEAD + "    ticket: {opened: 2026-06-05}\n", "SP808 2:11-13 nothing is expected"),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    expect: {targets: {resolve: {run: 1}}}\n",
            "SP808 4:33-41 nothing is expected here",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05T10:00}\n    expect: {severity: high}\n",
            "SP809 3:22-38 '2026-06-05T10:00' has no offset",
        ),
        (
            HEAD + "    ticket: {plan: free}\n    expect: {targets: {resolve: {after: 1h}}}\n",
            "SP809 4:33-44 this counts from the ticket's opening, and the ticket does not say when that was",
        ),
        (
            HEAD
            + "    ticket: {opened: {after: 1h, of: order.sent_at}, order.sent_at: {after: 1h}}\n    expect: {severity: high}\n",
            "SP809 3:22-52 this counts from 'order.sent_at', and that counts from this",
        ),
        (HEAD + "    ticket: {opened: {in: 1h}}\n    expect: {severity: high}\n", "SP801 3:23-25 unknown key 'in'"),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: agent_repply}]\n    expect: {severity: high}\n",
            "SP806 4:33-45 unknown event 'agent_repply'",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: 'entered:with-engineers'}]\n    expect: {severity: high}\n",
            "SP806 4:33-57 unknown status 'with-engineers'",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: parcel-back}]\n    expect: {severity: high}\n",
            "SP806 4:33-44 'parcel-back' is told by the time fact 'order.sent_at'",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: changed:plan}]\n    expect: {severity: high}\n",
            "SP810 4:14-46 this does not say what 'plan' changed to",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: changed:plan, value: gold}]\n    expect: {severity: high}\n",
            "SP803 4:54-58 'gold' is no value of 'plan'",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{event: agent_reply}]\n    expect: {severity: high}\n",
            "SP809 4:14-34 this does not say when it happened",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{at: 2026-06-01, event: agent_reply}]\n    expect: {severity: high}\n",
            "SP809 4:19-29 this is before the ticket was opened",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    without: [plan]\n    expect: {severity: high}\n",
            "SP802 4:15-19 the ticket has no 'plan' that could be taken out",
        ),
        (
            "tests:\n  - ticket: {opened: 2026-06-05}\n    expect: {severity: high}\n",
            "SP810 2:5-29 a test without a name",
        ),
        (
            HEAD + "    ticket: {opened: 2026-06-05}\n    table: {given: [plan], expect: [severity], rows: [[free]]}\n",
            "SP810 4:55-61 this row has 1 cells, and the table has 2 columns",
        ),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    table: {given: [plan], expect: [targets.respond], rows: [[free, none]]}\n",
            "SP806 4:37-52 unknown name 'respond'",
        ),
        ("tests:\n  - 1\n", "SP810 2:5-6 a test must be a mapping, with lines such as 'key: value'"),
        ("tickets: {a: {plan: free}}\ntests: 3\n", "SP810 2:8-9 'tests' must be a list, with a dash before each entry"),
        ("{}\n", "SP810 1:1-3 there is no test in this file"),
        ("", "SP810 1:1-1 the file is empty"),
        ("# later\n", "SP810 1:1-1 there is nothing but comments in this file"),
        (
            HEAD
            + "    ticket: {opened: 2026-06-05}\n    events: [{after: 1h, event: changed:opened, value: 2026-06-06}]\n"
            "    expect: {severity: high}\n",
            "SP806 4:41-47 when a ticket was opened does not change",
        ),
    ],
)
def test_a_mistake_is_one_finding(text: str, finding: str) -> None:
    assert _found(text) == [finding]


def test_a_list_without_tests_is_a_warning() -> None:
    suite = suite_of("tests: []\n", "tests:\n  - {name: a, ticket: {opened: 2026-06-05}, expect: {severity: normal}}\n")
    assert [(found.code, found.level, found.span.path) for found in suite.findings] == [("SP811", "warning", "1.yaml")]
    assert len(suite.cases) == 1


def test_two_tests_of_one_name_and_two_tickets() -> None:
    text = "tests:\n  - {name: a, ticket: {opened: 2026-06-05}, expect: {severity: normal}}\n"
    twice = suite_of(text + text.split("\n", 1)[1])
    assert [(f.code, f.span.line, f.related[0].span.line) for f in twice.findings] == [("SP807", 3, 2)]
    assert suite_of(text, text).findings == ()  # names are a file's own
    lent = suite_of("tickets: {a: {plan: free}}\n", "tickets: {a: {plan: paid}}\n" + text)
    assert [(f.code, f.span.path, f.related[0].span.path) for f in lent.findings] == [("SP807", "2.yaml", "1.yaml")]


def test_all_mistakes_are_found_in_one_run_and_nothing_of_the_file_is_run() -> None:
    text = """\
    tests:
      - {name: a, ticket: {opened: 2026-06-05, plan: gold}, expect: {severity: hihg, tim: 1}}
      - {name: b, ticket: {opened: 2026-06-05}, expect: {}}
      - {name: c, ticket: {opened: 2026-06-05}, expect: {severity: normal}}
    """
    suite = suite_of(text, "tests:\n  - {name: d, ticket: {opened: 2026-06-05}, expect: {severity: normal}}\n")
    assert [finding.code for finding in suite.findings] == ["SP803", "SP806", "SP804", "SP808"]
    assert [case.name for case in suite.cases] == ["d"]
    assert suite.left_out == 1


def test_a_test_with_a_lent_ticket_that_has_a_mistake_is_not_run() -> None:
    suite = suite_of(
        "tickets: {a: {plan: gold}}\n",
        "tests:\n  - {name: x, ticket: a, at: 2026-06-05, expect: {severity: normal}}\n"
        "  - {name: y, ticket: {opened: 2026-06-05}, expect: {severity: normal}}\n",
    )
    assert [case.name for case in suite.cases] == ["y"]
    assert suite.left_out == 1


@pytest.mark.parametrize(
    "help_text",
    [
        ("ticket: {plam: paid}", "did you mean 'plan'?"),
        ("ticket: {severity: high}", "under 'expect'"),
        ("ticket: {refund-start: 2026-06-01}", "order.delivered_at, order.sent_at"),
        ("ticket: {plan: payed}", "did you mean 'paid'?"),
        ("ticket: {}\n    expect: {rules: {routing: urgnt}}", "did you mean 'urgent'?"),
    ],
)
def test_the_advice_says_what_to_write(help_text: tuple[str, str]) -> None:
    suite = suite_of(f"{HEAD}    {help_text[0]}\n")
    assert help_text[1] in (suite.findings[0].help or "")
