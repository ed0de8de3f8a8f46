"""For each loss the ticket that shows it: treated differently just before and just after that one change.

Tickets come from a cover, those first that have to do with what the change touches; where hours differ, they are also opened
when these begin to differ. At most MOST_TRIED tickets are tried for one change, MOST_OTHERS of them without any visible
relation to it, and only for the first MOST_OF_A_KIND changes of a kind that can show at an opening. So a loss without a
witness is one of very many, one that shows later (a pause, a change of facts, a promise that starts with a later event), or
one that was not found.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from supportpolicy.analysis.showing import in_flow
from supportpolicy.analysis.witness import Witness as Shown
from supportpolicy.clock import ClockError
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.errors import EngineError
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.values import Facts, Value
from supportpolicy.targets.interface import Ask, Aspects
from supportpolicy.targets.losses import Change
from supportpolicy.targets.relevance import Relevance
from supportpolicy.targets.touched import (
    Touched,
    asked_about,
    moments_apart,
    moves_steps,
    only_promises,
    shows_at_opening,
    touched_by,
)

MOST_TRIED = 150
"""Tickets that are tried for one change."""
MOST_OTHERS = 40
"""As many of these may have nothing to do with the change, as far as can be seen."""
MOST_OF_A_KIND = 40
"""Changes of one kind for which a witness is looked for, the first ones: who has read so many needs no more."""
_MOST_OPENED, _FEW_OPENED = 6, 4
"""Tickets that are opened at other instants, where hours differ: of those that count on them, and of any others."""
_MOST_TOLD = 3
"""Differences that are told; the others follow from the same change."""
_DUE, _STEP, _TOLD = "due ", "step ", "told "
_FOR_MODELS = ("until ", "hours of ", "on duty ")
"""Aspects that go with others: what ends a call, and the hours behind one."""

Key = tuple[int, int | None]
"""A ticket's place in the cover, and the instant at which it is opened instead of its own."""
Cover = Sequence[Facts] | Callable[[Engine], Sequence[Facts]] | Relevance


class Witness(NamedTuple):
    """A ticket that is treated differently by the tool."""

    facts: Facts
    """With `opened`; without any of them nothing would be different."""
    ticket: str
    """On one line, as a policy test writes it."""
    differences: str
    """In words: `first_response due 2026-12-24 17:00 instead of 2026-12-28 10:00`; what the policy says stands last."""
    before: Aspects
    """What differs, as the policy has it before the change."""
    after: Aspects


def witnesses_of(
    compiled: Compiled,
    changes: Sequence[Change],
    expected: Callable[[Engine], Ask],
    cover: Cover,
    most: int = MOST_TRIED,
) -> tuple[Witness | None, ...]:
    """A witness for each change, in their order; None where none was found.

    `expected` is that of the target's model, or any other answer to a ticket. `cover` are tickets with `opened`, or what
    makes them of the policy as written, or these by what they have to do with. Steps of timelines are compared besides, where a change touches any.
    """
    policy = compiled
    relevance = cover if isinstance(cover, Relevance) else Relevance(prepare(compiled), cover)
    answers = _Answers(relevance.engine, expected)
    later: frozenset[str] | None = None
    found: list[Witness | None] = []
    looked: Counter[str] = Counter()
    for change in changes:
        before, policy = policy, change.apply(policy)
        code = change.loss.kind.code
        touched = touched_by(before, policy) if looked[code] < MOST_OF_A_KIND else None
        if touched is None or not (touched.names or before.severity_levels != policy.severity_levels):
            found.append(None)
            continue
        if later is None:
            later = answers.told(relevance.cover)
        if not shows_at_opening(before, policy, touched, later):
            found.append(None)
            continue
        looked[code] += 1
        if answers.engine.compiled is not before:
            answers = _Answers(prepare(before, answers.engine), expected)
        following = _Answers(prepare(policy, answers.engine), expected)
        found.append(_search(answers, following, touched, relevance, most))
        answers = following
    return tuple(found)


class _Answers:
    """A policy with its answers to tickets."""

    def __init__(self, engine: Engine, expected: Callable[[Engine], Ask]) -> None:
        self.engine = engine
        self._ask = expected(engine)
        self._outlines = Outlines(engine)
        self._timelines = {run.timeline.name: run.timeline for run in engine.runs}
        self._kept: dict[tuple[Key, bool], Aspects | None] = {}

    def told(self, cover: Sequence[Facts]) -> frozenset[str]:
        """The metrics whose due times are told of a ticket as it is opened, though some may start later."""
        for facts in cover:
            aspects = self.of(facts, steps=False)
            if aspects is not None:
                names = {name.removeprefix(_DUE).split(" ")[0] for name in aspects if name.startswith(_DUE)}
                return frozenset(names)
        return frozenset()

    def kept(self, key: Key, facts: Facts, *, steps: bool) -> Aspects | None:
        """`of` for a ticket of the cover, kept: the answers after one change are those before the next."""
        if (key, steps) not in self._kept:
            self._kept[key, steps] = self.of(facts, steps=steps)
        return self._kept[key, steps]

    def of(self, facts: Facts, *, steps: bool) -> Aspects | None:
        """All aspects; None where the ticket cannot be asked about, as beyond the dates of the policy."""
        try:
            aspects = dict(self._ask(facts))
            return {**aspects, **self._steps(facts)} if steps else aspects
        except (EngineError, ClockError):
            return None

    def _steps(self, facts: Facts) -> dict[str, int | None]:
        """When steps come, by what they do: their places change where one is left out."""
        numbers: Counter[str] = Counter()
        found: dict[str, int | None] = {}
        for name, place, at in sorted(self._outlines.of(facts).steps, key=lambda one: one[:2]):
            step = self._timelines[name].steps[place]
            does = [*(f"tell {one}" for one in step.tell), *(f"say {one}" for one in step.say), *step.do, *step.tag]
            does += [one for one in (step.assign and f"assign {step.assign}", step.status) if one]
            label = f"{_STEP}{name} ({', '.join(does)})"
            numbers[label] += 1
            found[label if numbers[label] == 1 else f"{label} {numbers[label]}"] = at
        return found


def _search(before: _Answers, after: _Answers, touched: Touched, relevance: Relevance, most: int) -> Witness | None:
    steps = moves_steps(before.engine.compiled, touched)
    for key, facts in islice(_tickets(before.engine, after.engine, touched, relevance), most):
        old, new = before.kept(key, facts, steps=steps), after.kept(key, facts, steps=steps)
        apart = _differing(old, new)
        if apart:
            return _smallest(before, after, facts, apart, steps=steps)
    return None


def _tickets(before: Engine, after: Engine, touched: Touched, relevance: Relevance) -> Iterator[tuple[Key, Facts]]:
    """Tickets in the order of relevance. Where hours differ, some are first opened when these begin to differ."""
    policy = before.compiled
    places, cover = relevance.places(touched), relevance.cover
    others: list[int] = []
    if not only_promises(policy, after.compiled, touched):
        near = set(places)
        others = list(islice((place for place in range(len(cover)) if place not in near), MOST_OTHERS))
    if touched.calendars and not (touched.rules or touched.timelines):
        counting = relevance.counting_on(policy, touched.calendars)
        if touched.calendars.isdisjoint(asked_about(policy)) and not moves_steps(policy, touched):
            places, others = counting, []
        else:
            places = list(dict.fromkeys((*counting[:_MOST_OPENED], *places)))
    if touched.calendars:
        moments = [at for name in sorted(touched.calendars) for at in moments_apart(before, after, name)]
        for place in (*places[: 2 * _MOST_OPENED], *others[:_FEW_OPENED]) if moments else ():
            yield from (((place, at), {**cover[place], OPENED: from_epoch(at)}) for at in moments)
    yield from (((place, None), cover[place]) for place in (*places[: MOST_TRIED - MOST_OTHERS], *others))


def _apart(before: _Answers, after: _Answers, facts: Facts, *, steps: bool) -> tuple[str, ...]:
    """The aspects that differ, in the order of the answer before."""
    return _differing(before.of(facts, steps=steps), after.of(facts, steps=steps))


def _differing(old: Aspects | None, new: Aspects | None) -> tuple[str, ...]:
    """Nothing differs where either cannot be asked."""
    if old is None or new is None:
        return ()
    return tuple(name for name in {**old, **new} if old.get(name) != new.get(name))


def _smallest(before: _Answers, after: _Answers, facts: Facts, apart: tuple[str, ...], *, steps: bool) -> Witness:
    """Without any fact that is not needed for the first difference, opened at a rounder time if that shows it too."""
    first = apart[0]
    kept: dict[str, Value | None] = dict(facts)
    for name in facts:
        if name != OPENED:
            less = {other: value for other, value in kept.items() if other != name}
            if first in _apart(before, after, less, steps=steps):
                kept = less
    for rounder in _rounder(kept[OPENED]):
        if first in _apart(before, after, {**kept, OPENED: rounder}, steps=steps):
            kept[OPENED] = rounder
            break
    old, new = before.of(kept, steps=steps) or {}, after.of(kept, steps=steps) or {}
    names = _apart(before, after, kept, steps=steps)
    engine = before.engine
    opened = kept[OPENED]
    assert isinstance(opened, dt.datetime)
    others = {name: value for name, value in kept.items() if name != OPENED}
    telling = _worth_telling(names)[:_MOST_TOLD]
    told = "; ".join(_in_words(engine, name, old.get(name), new.get(name)) for name in telling)
    return Witness(
        kept,
        in_flow(engine, Shown(others, opened, opened)),
        told,
        {name: old.get(name) for name in names},
        {name: new.get(name) for name in names},
    )


def _worth_telling(names: tuple[str, ...]) -> tuple[str, ...]:
    """Aspects for people: when somebody is told before what goes with it, and a step but once, by whom it tells."""
    plain = tuple(name for name in names if not name.startswith(_FOR_MODELS)) or names
    if any(name.startswith(_TOLD) for name in plain):
        plain = tuple(name for name in plain if not (name.startswith(_STEP) and "(tell " in name))
    return plain


def _rounder(opened: Value | None) -> Iterator[dt.datetime]:
    """Whole hours and minutes just before an instant."""
    if isinstance(opened, dt.datetime):
        at = to_epoch(opened)
        yield from (from_epoch(at - at % size) for size in (3600, 900, 60) if at % size)


def _in_words(engine: Engine, name: str, old: str | int | None, new: str | int | None) -> str:
    nothing = "never" if name.startswith(_TOLD) else "none"
    was, now = (nothing if value is None else _value(engine, value) for value in (old, new))
    if name.startswith(_DUE):
        metric = name.removeprefix(_DUE)
        if new is None:
            return f"{metric} has no due time instead of {was}"
        return f"{metric} due {now} instead of {was}"
    if name.startswith(_STEP):
        step = name.removeprefix(_STEP)
        return f"{step} at {now} instead of {was}" if new is not None else f"{step} never instead of {was}"
    return f"{name} {now} instead of {was}"


def _value(engine: Engine, value: str | int) -> str:
    if isinstance(value, str):
        return value
    local = from_epoch(value).astimezone(engine.windows.zone.info)
    return f"{local:%Y-%m-%d %H:%M}" if local.second == 0 else f"{local:%Y-%m-%d %H:%M:%S}"
