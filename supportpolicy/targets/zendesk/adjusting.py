"""Severity after its own stage: proof, raising, caps, and the priority that comes of it.

The level a ticket has stands in a tag, `policy_severity_LEVEL`, which these triggers take away and replace. Each of the
three parts is closed before the next, so that a cap cannot make a raise fire that had nothing to do before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportpolicy.compiled.tables import Rule, Table
from supportpolicy.targets.zendesk.carried import Words
from supportpolicy.targets.zendesk.conditions import CREATED, Action, Condition, tags_exclude, tags_include
from supportpolicy.targets.zendesk.dialect import FALLBACK_PRIORITY, decided_tag, done_tag, priorities_of
from supportpolicy.targets.zendesk.triggers import Trigger, about, closing, words_actions
from supportpolicy.targets.zendesk.ways import tests_of


def _level(level: str) -> str:
    return decided_tag("severity", level)


def _becomes(level: str, levels: Sequence[str], *more: str) -> tuple[Action, ...]:
    """The level instead of any other."""
    others = [_level(one) for one in levels if one != level]
    remove = (Action("remove_tags", " ".join(others)),) if others else ()
    return (*remove, Action("current_tags", " ".join([*more, _level(level)])))


def proof_triggers(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Trigger]:
    """A severity that was to be proved and was not: the first rule that holds says which level it is instead."""
    done = done_tag("proof")
    for rule in table.rules:
        level = rule.outcome.decides["severity"]
        for test in tests_of(words, rule, graded=True):
            every = (CREATED, tags_exclude([done]), *test.every)
            yield _trigger("proof", rule, every, test.some, (*_becomes(level, levels, done), *words_actions(rule)))
    yield closing("proof")


def raise_triggers(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Trigger]:
    """The first rule that holds raises to its level; a ticket that has it already, or a higher one, is left as it is."""
    done = done_tag("raise")
    for rule in table.rules:
        level = rule.outcome.decides["severity"]
        at_least = [_level(one) for one in levels[: levels.index(level) + 1]]
        for test in tests_of(words, rule, graded=True):
            open_still = (CREATED, tags_exclude([done]), *test.every)
            raised = (*_becomes(level, levels, done), *words_actions(rule))
            yield _trigger("raise", rule, (*open_still, tags_exclude(at_least)), test.some, raised)
            kept = (Action("current_tags", done), *words_actions(rule))
            yield _trigger("raise", rule, open_still, test.some, kept)
    yield closing("raise")


def lower_triggers(words: Words, table: Table, levels: Sequence[str]) -> Iterator[Trigger]:
    """Caps: every one that holds lowers what is above it."""
    done = done_tag("lower")
    for rule in table.rules:
        level = rule.outcome.decides.get("severity")
        above = [_level(one) for one in levels[: levels.index(level)]] if level is not None else []
        says = words_actions(rule)
        for test in tests_of(words, rule, graded=True):
            open_still = (CREATED, tags_exclude([done]), *test.every)
            if level is not None and above:
                yield _trigger("lower", rule, (*open_still, tags_include(above)), test.some, _becomes(level, levels))
            if says:
                yield _trigger("lower", rule, open_still, test.some, says)
    yield closing("lower")


def priority_triggers(levels: Sequence[str], always: bool) -> Iterator[Trigger]:
    """The priority of each level. `always`: every ticket has a level; else the rest get a priority too."""
    done = done_tag("priority")
    for level, priority in priorities_of(levels).items():
        yield Trigger(
            "priority",
            f"Severity {level} is priority {priority}.",
            (CREATED, tags_exclude([done]), tags_include([_level(level)])),
            (),
            (Action("priority", priority), Action("current_tags", done)),
        )
    if not always:
        yield Trigger(
            "priority",
            f"No severity was decided: priority {FALLBACK_PRIORITY}, since without one Zendesk promises nothing.",
            (CREATED, tags_exclude([done])),
            (),
            (Action("priority", FALLBACK_PRIORITY), Action("current_tags", done)),
        )


def _trigger(
    stage: str, rule: Rule, every: tuple[Condition, ...], some: tuple[Condition, ...], actions: tuple[Action, ...]
) -> Trigger:
    return Trigger(stage, about(rule), every, some, actions, (rule.at,) if rule.at else ())
