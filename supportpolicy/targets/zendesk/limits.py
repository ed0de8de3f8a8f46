"""How many triggers Zendesk takes, and how large each may be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.targets import kinds
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import Step, with_table
from supportpolicy.targets.zendesk.carried import Words, words_of
from supportpolicy.targets.zendesk.conditions import conditions_json
from supportpolicy.targets.zendesk.dialect import MOST_BYTES, MOST_TRIGGERS
from supportpolicy.targets.zendesk.triggers import SORTING_TABLES
from supportpolicy.targets.zendesk.ways import tests_of

_ROOM = 300
"""Triggers that are kept free for what is no rule: schedules of teams, priorities, the ends of stages."""
_BESIDE = 5_000
"""Bytes of a trigger beside its conditions, at most."""


def within_limits() -> Step:
    """Rules that would make one trigger too large are left out; of the longest table, those at the end that are too many."""

    def step(wish: Wish, compiled: Compiled) -> Iterator[Change]:
        words = words_of(compiled)
        counts: dict[tuple[str, int], int] = {}
        for table in compiled.tables:
            for place, rule in enumerate(table.rules if table.name in SORTING_TABLES else ()):
                number, largest = _size(words, rule)
                if largest >= MOST_BYTES - _BESIDE:
                    yield _without(
                        compiled, table.name, rule, "one trigger is less than 65 kB, and this rule makes a larger one"
                    )
                else:
                    counts[table.name, place] = number * (2 if table.name == "adjust.raise" else 1)
        over = sum(counts.values()) + _ROOM - MOST_TRIGGERS
        longest = max(("routing", "sla"), key=lambda name: len(compiled.table(name).rules))
        rules = compiled.table(longest).rules
        last = len(rules) - 1 if rules and not rules[-1].parts else len(rules)
        for place in reversed(range(last)):
            if over <= 0:
                return
            number = counts.get((longest, place), 0)
            if number:
                over -= number
                why = f"it takes {MOST_TRIGGERS} triggers, and the policy makes more"
                yield _without(compiled, longest, rules[place], why)

    return step


def _size(words: Words, rule: Rule) -> tuple[int, int]:
    """How many triggers a rule makes, and the bytes of the conditions of the largest."""
    tests = tests_of(words, rule)
    if sum(len(part.any) for part in rule.parts) < 100:
        return len(tests), 0
    sizes = (len(json.dumps(conditions_json(test.every, test.some, {}), ensure_ascii=False).encode()) for test in tests)
    return len(tests), max(sizes, default=0)


def _without(compiled: Compiled, table: str, rule: Rule, problem: str) -> Change:
    loss = Loss(
        kinds.LIMIT,
        f"{table} {rule.name}",
        rule.at,
        problem,
        "the rule is left out; its tickets are decided by the rules below it",
    )
    return Change(
        loss,
        lambda policy: with_table(
            policy, table, lambda one: None if (one.name, one.row, one.at) == (rule.name, rule.row, rule.at) else one
        ),
    )
