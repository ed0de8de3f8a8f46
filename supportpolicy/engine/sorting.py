"""Sorting a ticket at one instant: every stage up to the promise. A missing fact is absent here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.tables import Outcome
from supportpolicy.engine.lookups import NO_RULE, Classes, run
from supportpolicy.engine.prepared import NOW, SEVERITY_RULE, Engine, classify
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.values import Facts, Money, Value

_PROOF, _RAISE, _LOWER = "adjust.proof", "adjust.raise", "adjust.lower"
_NOTHING = Outcome()


class Sorted(NamedTuple):
    """What the stages decided at one instant."""

    now: int
    """Seconds since 1970."""
    facts: Facts
    """The ticket's facts with defaults and those worked out."""
    classes: Classes
    won: Mapping[str, int]
    """Table -> the rule that won, by its place; NO_RULE where none did."""
    decided: Mapping[str, str]
    caps: tuple[int, ...]
    """The rules of `adjust.lower` that hold."""
    unadjusted: Classes
    """The classes as the stages up to adjust saw them: with the severity that its own stage decided."""


def completed(engine: Engine, given: Facts, now: int) -> Facts:
    """A ticket's facts with the moment, with defaults where something is missing, and with those worked out."""
    facts: dict[str, Value | None] = {**engine.defaults, **given}
    if engine.asks_now:
        facts[NOW] = from_epoch(now)
    for fact in engine.derived:
        facts[fact.name] = worked_out(fact, facts)
    return facts


def classes_of(engine: Engine, given: Facts, facts: Facts, now: int) -> Classes:
    """The class of a ticket in each column cut from its facts."""
    classes = list(engine.empty)
    cuts, simple = engine.cuts, engine.simple
    scene: Scene | None = None
    for name, value in given.items():
        one = simple.get(name)
        if one is not None:
            place, of_words = one
            classes[place] = of_words.get(value, 1)
        elif (cut := cuts.get(name)) is not None:
            for place, words in cut.words:
                classes[place] = 0 if value is None else words.get(value, 1)
            if cut.others and value is not None:
                scene = scene or Scene(now, facts, engine.windows)
                for place, question in cut.others:
                    classes[place] = question.class_of(value, scene)
            elif cut.others:
                for place, _ in cut.others:
                    classes[place] = 0
    if not engine.more:
        return classes
    scene = scene or Scene(now, facts, engine.windows)
    for name in engine.moving:
        value = facts.get(name)
        if name not in given and value is not None:
            classify(cuts, name, value, classes, scene)
    for fact in engine.derived:
        value = facts.get(fact.name)
        if value is not None:
            classify(cuts, fact.name, value, classes, scene)
    if NOW in cuts:
        value = facts[NOW]
        assert value is not None
        classify(cuts, NOW, value, classes, scene)
    return classes


def sort_ticket(engine: Engine, given: Facts, now: int, held: str | None = None) -> Sorted:
    """Run the stages as of an instant, in seconds since 1970. `held` is the team that an assignment holds."""
    facts = completed(engine, given, now)
    return stages(engine, facts, classes_of(engine, given, facts, now), now, held)


def stages(engine: Engine, facts: Facts, classes: Classes, now: int, held: str | None = None) -> Sorted:
    """Run the stages over classes, which are filled in with what is decided."""
    won = dict(zip(engine.first_names, run(engine.first_plans, classes), strict=True))
    decided: dict[str, str] = {}
    _decided(engine, won, decided)
    caps, unadjusted = _adjust(engine, classes, won, decided) if engine.adjusts else ((), classes)
    if held is None:
        last = dict(zip(engine.last_names, run(engine.last_plans, classes), strict=True))
        _decided(engine, last, decided)
    else:
        last = _with_team(engine, classes, decided, held)
    won.update(last)
    return Sorted(now, facts, classes, won, decided, caps, unadjusted)


def _decided(engine: Engine, won: Mapping[str, int], decided: dict[str, str]) -> None:
    for name, index in won.items():
        if index != NO_RULE:
            decided.update(engine.lookups[name].rules[index].outcome.decides)


def _with_team(engine: Engine, classes: Classes, decided: dict[str, str], held: str) -> dict[str, int]:
    """Routing and the promise for a ticket whose team an assignment holds."""
    won: dict[str, int] = {}
    for name, plan in zip(engine.last_names, engine.last_plans, strict=True):
        found = {name: run((plan,), classes)[0]}
        _decided(engine, found, decided)
        won.update(found)
        if name == "routing":
            _hold(engine, classes, decided, held)
    if "routing" not in won:
        _hold(engine, classes, decided, held)
        if "sla" in won:
            won["sla"] = run((engine.lookups["sla"].plan,), classes)[0]
    return won


def _hold(engine: Engine, classes: Classes, decided: dict[str, str], held: str) -> None:
    if decided.get("team") != held:
        decided.pop("queue", None)
    decided["team"] = held
    put(engine, classes, "team", held)


def put(engine: Engine, classes: Classes, attribute: str, value: str) -> None:
    """Put the class of a decided attribute in its places."""
    for place, words in engine.attributes.get(attribute, ()):
        classes[place] = words.get(value, 1)


def outcome_of(engine: Engine, sorted_: Sorted, table: str) -> Outcome:
    """What the winning rule of a table decides; an empty outcome where none won."""
    index = sorted_.won.get(table, NO_RULE)
    return _NOTHING if index == NO_RULE else engine.lookups[table].rules[index].outcome


def _adjust(
    engine: Engine, classes: Classes, won: dict[str, int], decided: dict[str, str]
) -> tuple[tuple[int, ...], Classes]:
    """Proof, then raising, then caps; all read severity as its own stage decided it."""
    severity = decided.get("severity")
    level = severity
    ranks = engine.levels
    proof, raised, lowered = (engine.lookups.get(name) for name in (_PROOF, _RAISE, _LOWER))
    if proof is not None and won.get("severity", NO_RULE) != NO_RULE:
        put(engine, classes, SEVERITY_RULE, engine.lookups["severity"].rules[won["severity"]].name)
        index = won[_PROOF] = proof.first(classes)
        if index != NO_RULE:
            level = proof.rules[index].outcome.decides["severity"]
    if raised is not None:
        index = won[_RAISE] = raised.first(classes)
        if index != NO_RULE:
            wanted = raised.rules[index].outcome.decides["severity"]
            if level is None or ranks[wanted] < ranks[level]:
                level = wanted
    caps: tuple[int, ...] = ()
    if lowered is not None:
        caps = lowered.holding(classes)
        for index in caps:
            cap = lowered.rules[index].outcome.decides.get("severity")
            if cap is not None and level is not None and ranks[cap] > ranks[level]:
                level = cap
    if level is None or level == severity:
        return caps, classes
    unadjusted = list(classes)
    decided["severity"] = level
    put(engine, classes, "severity", level)
    return caps, unadjusted


def worked_out(fact: Fact, facts: Facts) -> Value | None:
    """A fact made of others: the latest or earliest of times that are there, or a sum if all parts are."""
    parts = [facts.get(name) for name in fact.of]
    if fact.derived == "sum_of":
        return _sum([part for part in parts if part is not None]) if None not in parts else None
    times = [part for part in parts if isinstance(part, dt.datetime)]
    if not times:
        return None
    return max(times) if fact.derived == "latest_of" else min(times)


def _sum(parts: list[Value]) -> Value | None:
    """The sum of parts of one kind; of money only in one currency."""
    if not parts:
        return None
    first = parts[0]
    if isinstance(first, Money):
        sums = [part for part in parts if isinstance(part, Money)]
        if any(part.currency != first.currency for part in sums):
            return None
        return Money(sum((part.amount for part in sums), Decimal(0)), first.currency)
    if isinstance(first, dt.timedelta):
        return sum((part for part in parts if isinstance(part, dt.timedelta)), dt.timedelta(0))
    return sum((part for part in parts if isinstance(part, Decimal)), Decimal(0))
