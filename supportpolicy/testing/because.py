"""Why an answer is not what a test expects: which rule won, and which test of the expected rule failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.engine.answer import Answer, Reason
from supportpolicy.testing.cases import Expected
from supportpolicy.testing.vocabulary import TABLE_OF

ALL_THAT_HOLD = ("adjust.lower", "timelines", "guidance")
"""Tables in which every rule that holds counts."""


class Deciders(NamedTuple):
    """Which rules decide what, for looking up the rule that a test must have had in mind."""

    by_value: Mapping[tuple[str, str], tuple[str, ...]]
    """(attribute, value) -> names of rules."""
    promising: Mapping[str, tuple[str, ...]]
    """Metric -> rules of `sla` that promise it."""


def deciders_of(compiled: Compiled) -> Deciders:
    """Which rules decide what in one policy."""
    by_value: dict[tuple[str, str], tuple[str, ...]] = {}
    for attribute, table in TABLE_OF.items():
        for rule in compiled.table(table).rules:
            value = rule.outcome.decides.get(attribute)
            if value is not None:
                by_value[attribute, value] = (*by_value.get((attribute, value), ()), rule.name)
    promising: dict[str, tuple[str, ...]] = {}
    for rule in compiled.table("sla").rules:
        for target in rule.outcome.targets:
            promising[target.metric] = (*promising.get(target.metric, ()), rule.name)
    return Deciders(by_value, promising)


def because(expected: Expected, answer: Answer, deciders: Deciders) -> str:
    """A sentence or two for colleagues; empty where nothing helps."""
    table, wanted = _table_and_rules(expected, deciders)
    if not table:
        return ""
    reasons = [reason for reason in answer.reasons if reason.table == table]
    if not reasons:
        return ""
    decision = getattr(answer, table) if table in ("requests", "refunds", "identity") else None
    if decision is not None and decision.ask:
        return f"{table}: undecided while nobody knows {', '.join(question.fact for question in decision.ask)}"
    words = [_won(table, reasons)]
    failed = [fail for reason in reasons for fail in reason.before if fail.rule in wanted]
    won = {reason.rule for reason in reasons}
    if not won & set(wanted):
        words += [
            f"'{fail.rule}' does not hold: {fail.test} ({fail.at})" if fail.test else f"'{fail.rule}' does not hold"
            for fail in failed[:2]
        ]
        if not failed and len(wanted) == 1 and None not in won and table not in ALL_THAT_HOLD:
            words.append(f"'{wanted[0]}' stands below it")
    if expected.key == "severity":
        changed = [reason for reason in answer.reasons if reason.table.startswith("adjust.") and reason.rule]
        words += [f"{reason.table} '{reason.rule}' changed it ({reason.at})" for reason in changed]
    return "; ".join(words)


def _won(table: str, reasons: list[Reason]) -> str:
    if table in ALL_THAT_HOLD:
        return f"{table}: these hold: {', '.join(str(reason.rule) for reason in reasons)}"
    names = [f"'{reason.rule}' ({reason.at})" if reason.at else f"'{reason.rule}'" for reason in reasons if reason.rule]
    return f"{table}: {', '.join(names)} won" if names else f"{table}: no rule holds"


def _table_and_rules(expected: Expected, deciders: Deciders) -> tuple[str, tuple[str, ...]]:
    if expected.key in TABLE_OF:
        value = ("true" if expected.want else "false") if isinstance(expected.want, bool) else expected.want
        wanted = deciders.by_value.get((expected.key, value), ()) if isinstance(value, str) else ()
        return TABLE_OF[expected.key], wanted
    match expected.key:
        case "rules":
            return expected.name, (expected.want,) if isinstance(expected.want, str) else ()
        case "targets":
            return "sla", deciders.promising.get(expected.name, ()) if expected.want is not None else ()
        case "requests" | "refunds" | "identity":
            return expected.key, (expected.want,) if expected.part == "rule" and isinstance(expected.want, str) else ()
    return "", ()
