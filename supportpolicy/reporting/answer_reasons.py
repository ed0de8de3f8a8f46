"""Why a policy answered as it did, for colleagues: the rule that won, and what failed in the rules above it."""

from __future__ import annotations

from collections.abc import Iterable

from supportpolicy.engine.answer import Failed, Reason
from supportpolicy.language.sections.sla import OTHERWISE_ROW
from supportpolicy.reporting.answer_look import DIM, MOST, Look, line, placed, plain_name, rows, words
from supportpolicy.reporting.answer_schema import HELD
from supportpolicy.reporting.wrapping import width_of

_INNER = " " * 6
_WIDEST = 110
"""Columns that rules may take side by side; places in files are short, tests may be long."""


def reasons_text(reasons: Iterable[Reason], look: Look) -> list[str]:
    """For each table the rule that won, and for each rule above it the first test that failed."""
    lines: list[str] = []
    for reason in reasons:
        if look.verbose or not _is_aside(reason):
            lines += _reason(reason, look)
    return lines


def _is_aside(reason: Reason) -> bool:
    """Whether only those want it who look closer: pieces of guidance, and timelines that every ticket has."""
    return reason.table == "guidance" or (reason.table == "timelines" and not reason.holds)


def _reason(reason: Reason, look: Look) -> list[str]:
    if reason.table == HELD:
        return line(reason.why or HELD, first="  ", indent="    ")
    before = _written(reason, look)
    won = "no rule holds" if reason.before else "undecided, as facts are missing"
    if reason.table == "channel" and reason.before and not before:
        won = "the ticket names none of the policy's channels"
    if reason.rule is not None:
        won = placed(reason.rule, reason.at)
    lines = line(f"{plain_name(reason.table)}: {won}", first="  ", indent="    ")
    if reason.holds:
        lines += line(f"because {words(reason.holds)}", indent="    ")
    elif reason.rule is not None:
        lines.append("    no condition, and no rule above it holds" if reason.before else "    no condition")
    if reason.why:
        lines += line(f"the policy says why: {reason.why}", indent="    ")
    return lines + _above(before, look)


def _written(reason: Reason, look: Look) -> tuple[Failed, ...]:
    """The failed rules that tell something: without other channels than the ticket's, and rows that nobody wrote.

    A channel becomes a rule for each answer it can give, and a promise by rows gets a last row `otherwise`.
    """
    if reason.table == "channel":
        rules = look.compiled.table("channel").rules
        other = {(rule.name, rule.parts[0].text) for rule in rules if rule.parts}
        return tuple(failed for failed in reason.before if (failed.rule, failed.test) not in other)
    if reason.table == "sla":
        rows_made = {
            rule.name
            for rule in look.compiled.table("sla").rules
            if rule.row == OTHERWISE_ROW and not rule.outcome.targets
        }
        return tuple(failed for failed in reason.before if failed.rule not in rows_made)
    return reason.before


def _above(before: tuple[Failed, ...], look: Look) -> list[str]:
    """Rules above the one that won, each with the test that failed: side by side where that is not too wide."""
    shown = before if look.verbose or len(before) <= MOST + 1 else before[:MOST]
    tests = [failed.test or "it does not apply" for failed in shown]
    lines = rows(
        ((f"not {failed.rule}:", test, failed.at) for failed, test in zip(shown, tests, strict=True)), indent=_INNER
    )
    if max(map(width_of, lines), default=0) > _WIDEST:
        lines = []
        for failed, test in zip(shown, tests, strict=True):
            lines += line(placed(f"not {failed.rule}: {test}", failed.at), first=_INNER, indent=f"{_INNER}  ")
    if len(shown) < len(before):
        lines.append(f"{_INNER}and {len(before) - len(shown)} more rules that do not hold (--verbose shows them)")
    return [look.paint(DIM, row) for row in lines]
