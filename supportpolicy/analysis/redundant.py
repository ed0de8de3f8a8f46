"""SP409: a rule without which every ticket would be treated the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.analysis.proof import Proved, Proving
from supportpolicy.analysis.space import TableForm
from supportpolicy.analysis.tables_in_use import FIRST_MATCH, is_cell, is_written
from supportpolicy.analysis.uncovered import Uncovered
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
"""Of a longer table that asks about more than single facts the question is not put: it grows with rules times answers."""


def redundant(proving: Proving) -> Iterator[Proved]:
    """Written rules of first-match tables that change no answer."""
    for name in FIRST_MATCH:
        table = proving.space.engine.compiled.table(name)
        uncovered = proving.space.uncovered(name)
        if name in _NAMED or (uncovered is None and len(table.rules) > MOST_RULES):
            continue
        answers = [_answer(rule.outcome) for rule in table.rules]
        last = {answer: index for index, answer in enumerate(answers)}
        by_answer: dict[str, list[int]] = {}
        for index, (answer, rule) in enumerate(zip(answers, table.rules, strict=True)):
            if index < last[answer] and rule.parts and is_written(table, index) and not is_cell(rule):
                by_answer.setdefault(answer, []).append(index)
        for answer in [one for one in dict.fromkeys(answers) if one in by_answer]:
            changes = (
                _by_boxes(uncovered, answers) if uncovered is not None else _by_form(proving, name, answers, answer)
            )
            for index in by_answer[answer]:
                if not changes(index):
                    rule = table.rules[index]
                    message = f"without the rule '{rule.name}' every ticket would be treated the same"
                    advice = "take it out, or change what it decides"
                    yield Proved(KIND.at(proving.place(rule.at), message, help=advice))


def _by_boxes(uncovered: Uncovered, answers: list[str]) -> Callable[[int], bool]:
    """Whether a rule changes an answer, or never wins, of a table that asks about single facts only."""
    return lambda index: uncovered.winning(index) is None or uncovered.differs(index, answers)


def _by_form(proving: Proving, name: str, answers: list[str], answer: str) -> Callable[[int], bool]:
    """The same for rules with one answer of any table, by the propositions of the whole policy."""
    space, form = proving.space, proving.space.table(name)
    others = _others(proving, form, answers, answer)
    return lambda index: space.possible([form.wins[index], others[index + 1]]) or not space.possible([form.wins[index]])


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
