"""Names that are no answers: where the new policy has the same thing under another name, the old one is read with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.compiled.tables import Outcome, Payment, Sum, Target


class Names:
    """The new policy's name for what the old one called otherwise."""

    calendars: Mapping[str, str]
    messages: Mapping[str, str]
    prices: Mapping[str, str]
    facts: Mapping[str, str]
    timelines: Mapping[str, str]

    def __init__(self, old: Compiled, new: Compiled, calendars: Mapping[str, str]) -> None:
        self.calendars = calendars
        self.messages = _paired(
            {name: tuple(sorted(texts.items())) for name, texts in old.messages.items()},
            {name: tuple(sorted(texts.items())) for name, texts in new.messages.items()},
        )
        self.prices = _paired(
            {one.name: one.prices for one in old.prices}, {one.name: one.prices for one in new.prices}
        )
        self.facts = _paired(
            {one.name: (one.type, one.derived, one.of) for one in old.facts if one.derived},
            {one.name: (one.type, one.derived, one.of) for one in new.facts if one.derived},
        )
        here, there = ({one.name: one for one in policy.timelines} for policy in (old, new))
        self.timelines = _paired(
            {name: (self.timeline(one)._replace(name="", at=""), _condition(old, name)) for name, one in here.items()},
            {
                name: (NOTHING.timeline(one)._replace(name="", at=""), _condition(new, name))
                for name, one in there.items()
            },
        )

    def clock(self, name: str | None) -> str | None:
        """A calendar by the new policy's name."""
        return None if name is None else self.calendars.get(name, name)

    def say(self, names: Iterable[str]) -> tuple[str, ...]:
        """Messages by the new policy's names."""
        return tuple(self.messages.get(name, name) for name in names)

    def target(self, target: Target) -> Target:
        """A promised metric without its place; pauses in one order."""
        pauses = tuple(sorted(target.pause_while))
        return target._replace(clock=self.clock(target.clock), pause_while=pauses, at="")

    def timeline(self, timeline: Timeline) -> Timeline:
        """A timeline by the new policy's names, its steps without their places."""
        starts, stops = (tuple(sorted(events)) for events in (timeline.starts_on, timeline.stops_on))
        steps = tuple(self.step(step) for step in timeline.steps)
        clock = self.clock(timeline.clock) or timeline.clock
        return timeline._replace(starts_on=starts, stops_on=stops, steps=steps, clock=clock)

    def step(self, step: Step) -> Step:
        """A step without its place."""
        return step._replace(say=self.say(step.say), unless=tuple(sorted(step.unless)), at="")

    def outcome(self, outcome: Outcome) -> Hashable:
        """What a rule of requests, refunds or identity says, as something to compare: names of rules apart."""
        decision, proof = outcome.decision, outcome.proof
        if decision is not None:
            decision = decision._replace(amount=self._payment(decision.amount))
        shown = None if proof is None else tuple(_frozen(part) for part in proof)
        return decision, shown, self.say(outcome.say), outcome.do, outcome.tag

    def _payment(self, payment: Payment | None) -> Payment | None:
        if payment is None or not (self.prices or self.facts):
            return payment
        found: Payment = self._renamed(payment)
        return found

    def _renamed(self, value: Any) -> Any:
        """Names of prices and worked-out facts in the parts of a payment."""
        if isinstance(value, Sum):
            name = value.name
            return value if name is None else value._replace(name=self.prices.get(name, self.facts.get(name, name)))
        if not isinstance(value, tuple):
            return value
        parts = [self._renamed(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)


def _frozen(part: object) -> Hashable:
    return tuple(sorted(part.items())) if isinstance(part, dict) else part


def _condition(policy: Compiled, name: str) -> Hashable:
    rule = next((one for one in policy.table("timelines").rules if one.name == name), None)
    return None if rule is None else tuple(sorted(part.text for part in rule.parts))


def _paired(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> dict[str, str]:
    """Old name -> new name, of things that only one policy knows by their name and that are otherwise the same."""
    free = {name: value for name, value in new.items() if name not in old}
    found: dict[str, str] = {}
    for name, value in old.items():
        if name in new:
            continue
        match = next((other for other, its in free.items() if its == value), None)
        if match is not None:
            del free[match]
            found[name] = match
    return found


NOTHING = Names.__new__(Names)
"""The new policy's own names."""
NOTHING.calendars, NOTHING.messages, NOTHING.prices, NOTHING.facts, NOTHING.timelines = {}, {}, {}, {}, {}
