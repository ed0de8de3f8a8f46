"""SP409: a rule without which every ticket would be treated the same."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.space import TableForm
from supportpolicy.analysis.tables_in_use import FIRST_MATCH, is_cell, is_written
from supportpolicy.compiled.tables import Outcome
from supportpolicy.diagnostics import Kind

KIND = Kind(
    "SP409",
    "rule-changes-nothing",
    "info",
    "Without this rule, every ticket would get the same answer from a rule below.",
    "A rule that makes no difference is read, translated and kept up for nothing, and somebody will change it and wonder.",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
routing:
  - {name: money, when: {request: refund}, team: billing}
  - {name: phone, when: {channel: phone}, team: front}
  - {name: the rest, team: front}
channels: {phone: {}, email: {}}
""",
    """supportpolicy: 1
name: acme
teams: [{name: front, coverage: always}, {name: billing, coverage: always}]
routing:
  - {name: money, when: {request: refund}, team: billing}
  - {name: the rest, team: front}
channels: {phone: {}, email: {}}
""",
)
MOST_RULES = 400
"""Of a longer table the question is not put: it grows with rules times answers."""


def redundant(proving: Proving) -> Iterator[Proved]:
    """Written rules of first-match tables that change no answer."""
    for name in FIRST_MATCH:
        form = proving.space.table(name)
        if len(form.table.rules) > MOST_RULES:
            continue
        answers = [_answer(rule.outcome) for rule in form.table.rules]
        for answer in dict.fromkeys(answers):
            others = _others(proving, form, answers, answer)
            for index, own in enumerate(answers):
                if own != answer or answer not in answers[index + 1 :] or not is_written(form.table, index):
                    continue
                rule = form.table.rules[index]
                if not rule.parts or name in _NAMED or is_cell(rule):
                    continue
                wins = form.wins[index]
                if not proving.space.possible([wins, others[index + 1]]) and proving.space.possible([wins]):
                    message = f"without the rule '{rule.name}' every ticket would be treated the same"
                    advice = "take it out, or change what it decides"
                    yield Proved(KIND.at(proving.place(rule.at), message, help=advice))


_NAMED = ("tier", "sla")
"""Tables whose rules are answers by their names."""


def _answer(outcome: Outcome) -> str:
    return repr(outcome)


def _others(proving: Proving, form: TableForm, answers: list[str], answer: str) -> list[int]:
    """For each place, whether the first rule from there on that holds gives another answer, none included."""
    solver = proving.space.solver
    differs = [solver.true]
    for index in range(len(answers) - 1, -1, -1):
        below = differs[-1]
        if answers[index] == answer:
            differs.append(solver.all_of([-form.holds[index], below]))
        else:
            differs.append(solver.any_of([form.holds[index], below]))
    return list(reversed(differs))
