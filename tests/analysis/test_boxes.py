"""Rules as boxes say what trying every value of every fact says, with several alternatives to a rule."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from supportpolicy.analysis.boxes import Boxes, bits_of
from supportpolicy.analysis.space import Space
from supportpolicy.analysis.uncovered import Uncovered
from supportpolicy.engine.lookups import NO_RULE
from tests.analysis.promising import engine_of

_SEEDS = range(40)
_FIELDS = {"plan": ["free", "team", "big"], "area": ["a", "b", "c"], "kind": ["x", "y"]}


def _test(chance: random.Random, name: str) -> object:
    if name == "vip":
        return chance.random() < 0.5
    if name == "seats":
        return {chance.choice(("above", "at_most")): chance.randint(1, 4)}
    values = chance.sample(_FIELDS[name], chance.randint(1, 2))
    return {"not": values} if chance.random() < 0.3 else values


def _when(chance: random.Random) -> dict[str, object]:
    names = [*_FIELDS, "vip", "seats"]
    when = {name: _test(chance, name) for name in chance.sample(names, chance.randint(1, 3))}
    if chance.random() < 0.4:
        other = chance.choice([name for name in names if name not in when])
        third = chance.choice(names)
        when["any_of"] = [{other: _test(chance, other)}, {third: _test(chance, third)}]
    return when


def policy(seed: int) -> str:
    chance = random.Random(seed)
    fields: dict[str, object] = {name: {"type": "choice", "values": values} for name, values in _FIELDS.items()}
    fields |= {"vip": {"type": "boolean"}, "seats": {"type": "number"}}
    teams = [{"name": name, "coverage": "always"} for name in ("one", "two", "three")]
    routing: list[object] = [
        {"name": f"rule {number}", "when": _when(chance), "team": chance.choice(("one", "two", "three"))}
        for number in range(chance.randint(6, 24))
    ]
    if chance.random() < 0.5:
        routing.append({"name": "rest", "team": "three"})
    data = {"fields": fields, "teams": teams, "routing": routing}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in data.items())


def _everywhere(boxes: Boxes) -> list[int]:
    """For every combination of values the alternatives that hold."""
    found: list[int] = []
    for masks in itertools.product(*(fact.masks for fact in boxes.facts)):
        holding = boxes.lookup.everything
        for mask in masks:
            holding &= mask
        found.append(holding)
    return found


def _first(boxes: Boxes, holding: int) -> int:
    return boxes.lookup.rule_of[(holding & -holding).bit_length() - 1] if holding else NO_RULE


@pytest.mark.parametrize("seed", _SEEDS)
def test_boxes_say_what_all_values_say(seed: int) -> None:
    space = Space(engine_of(policy(seed)))
    uncovered = space.uncovered("routing")
    assert uncovered is not None
    boxes = uncovered.boxes
    every = _everywhere(boxes)
    answers = [str(rule.outcome.decides) for rule in boxes.lookup.rules]
    for rule, own in enumerate(boxes.lookup.rule_bits):
        won = [holding for holding in every if _first(boxes, holding) == rule]
        place = uncovered.winning(rule)
        assert (place is not None) == bool(won)
        if place is None:
            _takes_all(uncovered, rule, [holding for holding in every if holding & own])
            continue
        assert place in won
        following = {_first(boxes, holding & ~own) for holding in won}
        others = {answers[one] if one != NO_RULE else "" for one in following} - {answers[rule]}
        assert uncovered.differs(rule, answers) == bool(others)
    space.close()


def _takes_all(uncovered: Uncovered, rule: int, meant: list[int]) -> None:
    """The rules that are named take all places of a rule, and none can be left out."""
    if not meant:
        assert not uncovered.boxes.bits[rule]
        return
    named = uncovered.covering(rule)
    bits = uncovered.boxes.lookup.rule_bits
    assert all(one < rule for one in named)
    assert all(any(holding & bits[one] for one in named) for holding in meant)
    for left in named:
        assert not all(any(holding & bits[one] for one in named if one != left) for holding in meant)


@pytest.mark.parametrize("mask", [0, 1, 0b1011, 1 << 200 | 1 << 31])
def test_bits(mask: int) -> None:
    assert sum(1 << bit for bit in bits_of(mask)) == mask
