"""SP80x: what can be wrong with a file of policy tests."""

from supportpolicy.diagnostics import Kind

_POLICY = """\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields:
  plan: {type: choice, values: [free, paid]}
severities:
  levels: [high, normal]
  rules:
    - {name: paying, level: high, when: {plan: paid}}
    - {name: everybody else, level: normal}
"""


def _with(tests: str) -> str:
    return f"{_POLICY}=== tests/severity.yaml\n{tests}"


_GOOD = _with(
    "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {severity: high}\n"
)

KEY = Kind(
    "SP801",
    "unknown-test-key",
    "error",
    "A key of a test file is not one that tests have.",
    "What stands under it would be left out in silence, and the test would show less than it says.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00}\n    wiht: {plan: paid}\n"
        "    expect: {severity: normal}\n"
    ),
    _GOOD,
)
FACT = Kind(
    "SP802",
    "unknown-fact-in-test",
    "error",
    "A test gives a fact that the policy does not know, or that it works out itself.",
    "No rule could look at it, so the ticket of the test would be another one than it says.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plam: paid}\n    expect: {severity: high}\n"
    ),
    _GOOD,
)
VALUE = Kind(
    "SP803",
    "unfit-test-value",
    "error",
    "A value of a test does not fit what it is given for.",
    "A ticket with such a value cannot exist, so nothing would be shown by what the policy says about it.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: payed}\n    expect: {severity: high}\n"
    ),
    _GOOD,
)
EXPECTATION = Kind(
    "SP804",
    "unknown-expectation",
    "error",
    "A test expects something that an answer does not have.",
    "It would never be compared, and the test would pass whatever the policy says.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {priority: high}\n"
    ),
    _GOOD,
)
TICKET = Kind(
    "SP805",
    "unknown-test-ticket",
    "error",
    "A test names a ticket that is nowhere under `tickets`.",
    "There is nothing to ask the policy about.",
    _with("tests:\n  - name: who pays comes first\n    ticket: paying\n    expect: {severity: high}\n"),
    _with(
        "tickets:\n  paying: {opened: 2026-06-05 14:00, plan: paid}\ntests:\n  - name: who pays comes first\n    ticket: paying\n    expect: {severity: high}\n"
    ),
)
NAME = Kind(
    "SP806",
    "unknown-name-in-test",
    "error",
    "A test names a rule, metric, timeline, message, coverage or the like that the policy does not have.",
    "It could never come true, or, where it is expected not to come, it could never fail.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {rules: {severity: payers}}\n"
    ),
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {rules: {severity: paying}}\n"
    ),
)
TWICE = Kind(
    "SP807",
    "same-test-name-twice",
    "error",
    "Two tests of a file, or two tickets that one test could mean, have the same name.",
    "Nobody could say which of them has failed, or which ticket is meant.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {severity: high}\n"
        "  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: free}\n    expect: {severity: normal}\n"
    ),
    _GOOD,
)
NOTHING = Kind(
    "SP808",
    "nothing-expected",
    "error",
    "A test expects nothing.",
    "It would pass whatever the policy says.",
    _with("tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-06-05 14:00, plan: paid}\n"),
    _GOOD,
)
INSTANT = Kind(
    "SP809",
    "unclear-instant",
    "error",
    "An instant of a test cannot be understood, or clocks never show it.",
    "Where it is not clear what moment is meant, a due time says nothing.",
    _with(
        "tests:\n  - name: who pays comes first\n    ticket: {opened: 2026-03-29 01:30, plan: paid}\n    expect: {severity: high}\n"
    ),
    _GOOD,
)
SHAPE = Kind(
    "SP810",
    "unclear-test",
    "error",
    "A part of a test is missing, or is not of the form that tests have.",
    "What cannot be read cannot be tested.",
    _with("tests:\n  - ticket: {opened: 2026-06-05 14:00, plan: paid}\n    expect: {severity: high}\n"),
    _GOOD,
)
NO_TEST = Kind(
    "SP811",
    "no-test-in-file",
    "warning",
    "A test file has a list of tests, and nothing is in it.",
    "A run of no tests looks like success.",
    _with("tests: []\n"),
    _GOOD,
)

KINDS: tuple[Kind, ...] = (KEY, FACT, VALUE, EXPECTATION, TICKET, NAME, TWICE, NOTHING, INSTANT, SHAPE, NO_TEST)
