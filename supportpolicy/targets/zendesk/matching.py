"""Which of many business rules fit a ticket, all at once: a bit for each rule.

The same as going through the rules one by one, and tested against that. For every value of a field the rules that it admits
are worked out once. Tags only come and go one at a time: a rule fits where, for each of its tests on tags, one tag is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, NamedTuple

from supportpolicy.targets.zendesk.dialect import PRIORITIES

TAGS: Final = "current_tags"
_SOURCE: Final[Mapping[str, str]] = {
    "subject_includes_word": "subject",
    "comment_includes_word": "comment",
    "within_schedule": "within",
}
"""Field of a condition -> what of a ticket it looks at, where that has another name."""
_RANKS: Final[Mapping[str, tuple[str, ...]]] = {
    "priority": tuple(reversed(PRIORITIES)),
    "status": ("new", "open", "pending", "hold", "solved", "closed"),
}


class Query(NamedTuple):
    """One condition, with references instead of ids."""

    field: str
    operator: str
    value: str


class Rule(NamedTuple):
    """The conditions of one business rule: all of the first, and one of the second if there are any."""

    every: tuple[Query, ...]
    some: tuple[Query, ...] = ()


def holds(test: Query, fields: Mapping[str, str], tags: Set[str]) -> bool:
    """Whether a ticket passes a test. Raises ValueError for one that Zendesk does not know."""
    if test.field == TAGS:
        there = not tags.isdisjoint(test.value.split())
        return there if _known(test, "includes", "not_includes") == "includes" else not there
    return _fits(test, fields.get(_SOURCE.get(test.field, test.field), ""))


def _known(test: Query, *operators: str) -> str:
    if test.operator not in operators:
        raise ValueError(f"{test.field} has no operator {test.operator}")
    return test.operator


def _fits(test: Query, value: str) -> bool:
    """Whether a field passes a test by its value; nothing is the empty string."""
    source = _SOURCE.get(test.field, test.field)
    if source in ("subject", "comment"):
        return _text(test, value.casefold())
    if source == "within":
        _known(test, "is")
        return test.value in value.split("\n")
    if source in _RANKS and test.operator in ("less_than", "greater_than"):
        ranks = _RANKS[source]
        if value not in ranks or test.value not in ranks:
            return False
        less = ranks.index(value) < ranks.index(test.value)
        return less if test.operator == "less_than" else not less and value != test.value
    return (value == test.value) == (_known(test, "is", "is_not") == "is")


def _text(test: Query, value: str) -> bool:
    """Tests of a text: `is` is having the whole string in it, `includes` is having one of the words."""
    match _known(test, "is", "is_not", "includes", "not_includes"):
        case "is":
            return test.value.casefold() in value
        case "is_not":
            return test.value.casefold() not in value
        case "includes":
            return any(word in value for word in test.value.casefold().split())
        case _:
            return not any(word in value for word in test.value.casefold().split())


class Effect(NamedTuple):
    """What having some tags does to all rules."""

    satisfied: tuple[tuple[int, int], ...]
    """Layer, and the rules whose test of that layer is passed."""
    excluded: int
    """Rules that must not find one of them."""
    some: int
    """Rules of which one of several tests is passed."""


class Matcher(NamedTuple):
    """Rules made ready."""

    everything: int
    fields: Mapping[str, tuple[tuple[Query, int, int], ...]]
    """What a ticket has -> tests of it, with the rules that must pass each, and those that may."""
    without: tuple[int, ...]
    """A layer is a rule's first, second … test for having a tag; for each, the rules that have none."""
    tags: Mapping[str, Effect]
    free: int
    """Rules that ask for no one of several."""
    some_excluded: tuple[tuple[frozenset[str], int], ...]
    """Tags, and the rules of which one of several tests is passed where none of them is there."""
    values: dict[tuple[str, str], tuple[int, int]]
    """Worked out so far: field and value -> the rules it leaves, and those it satisfies one of several of."""
    effects: dict[frozenset[str], Effect]
    """Worked out so far: tags that come together."""

    def begin(self, fields: Mapping[str, str], tags: Iterable[str]) -> State:
        """A ticket before any rule has fired."""
        return State(self, fields, tags)

    def first(self, fields: Mapping[str, str], tags: Iterable[str]) -> int | None:
        """The first rule that fits."""
        return State(self, fields, tags).next()

    def by_value(self, source: str, value: str) -> tuple[int, int]:
        """The rules that a field leaves with this value, and those it satisfies one of several of."""
        left, some = self.everything, 0
        for test, must, may in self.fields[source]:
            if _fits(test, value):
                some |= may
            else:
                left &= ~must
        found = self.values[source, value] = left, some
        return found

    def effect(self, tags: frozenset[str]) -> Effect:
        """What tags that come together do."""
        found = self.effects.get(tags)
        if found is None:
            layers: dict[int, int] = {}
            excluded = some = 0
            for tag in tags:
                one = self.tags.get(tag)
                if one is not None:
                    excluded |= one.excluded
                    some |= one.some
                    for place, rules in one.satisfied:
                        layers[place] = layers.get(place, 0) | rules
            found = self.effects[tags] = Effect(tuple(layers.items()), excluded, some)
        return found


class State:
    """One ticket among the rules: which fit now and have not fired. The one thing here that changes."""

    __slots__ = ("_excluded", "_fields", "_fired", "_layers", "_left", "_matcher", "_some", "_some_tags", "_tags")

    def __init__(self, matcher: Matcher, fields: Mapping[str, str], tags: Iterable[str]) -> None:
        self._matcher = matcher
        self._fields = fields
        self._fired = 0
        self._look()
        self.retag(tags)

    def _look(self) -> None:
        matcher, fields = self._matcher, self._fields
        left, some, values = matcher.everything, 0, matcher.values
        for source in matcher.fields:
            value = fields.get(source, "")
            one = values.get((source, value)) or matcher.by_value(source, value)
            left &= one[0]
            some |= one[1]
        self._left, self._some = left, some

    def changed(self, field: str) -> None:
        """A field has another value now."""
        if field in self._matcher.fields:
            self._look()

    def retag(self, tags: Iterable[str]) -> None:
        """The ticket has these tags and no others."""
        matcher = self._matcher
        self._layers = list(matcher.without)
        self._excluded = self._some_tags = 0
        self._tags = set(tags)
        for tag in self._tags:
            one = matcher.tags.get(tag)
            if one is not None:
                self._add(one)

    def tagged(self, tags: frozenset[str]) -> None:
        """The ticket has these tags as well, whether or not it had them before."""
        self._tags |= tags
        self._add(self._matcher.effects.get(tags) or self._matcher.effect(tags))

    def _add(self, effect: Effect) -> None:
        layers = self._layers
        for place, rules in effect.satisfied:
            layers[place] |= rules
        self._excluded |= effect.excluded
        self._some_tags |= effect.some

    def next(self) -> int | None:
        """The first rule that fits and has not fired, which has fired now."""
        matcher = self._matcher
        left = self._left & ~(self._excluded | self._fired)
        for satisfied in self._layers:
            left &= satisfied
        some = matcher.free | self._some | self._some_tags
        for tags, rules in matcher.some_excluded:
            if tags.isdisjoint(self._tags):
                some |= rules
        left &= some
        if not left:
            return None
        lowest = left & -left
        self._fired |= lowest
        return lowest.bit_length() - 1


def matcher(rules: Sequence[Rule]) -> Matcher:
    """Rules made ready. Raises ValueError for a test that Zendesk does not know."""
    made = _Making((1 << len(rules)) - 1)
    for place, rule in enumerate(rules):
        made.add(rule, 1 << place)
    return made.made()


class _Making:
    """Gathers rules, one after the other."""

    def __init__(self, everything: int) -> None:
        self._everything = everything
        self._must: dict[Query, int] = {}
        self._may: dict[Query, int] = {}
        self._layers: list[tuple[int, dict[str, int]]] = []
        self._excluded: dict[str, int] = {}
        self._some: dict[str, int] = {}
        self._some_excluded: dict[frozenset[str], int] = {}
        self._free = 0

    def add(self, rule: Rule, bit: int) -> None:
        """One more rule."""
        for test in (*rule.every, *rule.some):
            holds(test, {}, frozenset())  # raises where Zendesk does not know it
        self._free |= 0 if rule.some else bit
        depth = 0
        for test in rule.every:
            if test.field != TAGS:
                self._must[test] = self._must.get(test, 0) | bit
            elif test.operator == "includes":
                if depth == len(self._layers):
                    self._layers.append((self._everything, {}))
                without, satisfied = self._layers[depth]
                self._layers[depth] = without & ~bit, satisfied
                _note(satisfied, test.value.split(), bit)
                depth += 1
            else:
                _note(self._excluded, test.value.split(), bit)
        for test in rule.some:
            if test.field != TAGS:
                self._may[test] = self._may.get(test, 0) | bit
            elif test.operator == "includes":
                _note(self._some, test.value.split(), bit)
            else:
                tags = frozenset(test.value.split())
                self._some_excluded[tags] = self._some_excluded.get(tags, 0) | bit

    def made(self) -> Matcher:
        """All of them, ready."""
        fields: dict[str, list[tuple[Query, int, int]]] = {}
        for test in dict.fromkeys((*self._must, *self._may)):
            source = _SOURCE.get(test.field, test.field)
            fields.setdefault(source, []).append((test, self._must.get(test, 0), self._may.get(test, 0)))
        tags = dict.fromkeys(tag for masks in (*self._tag_masks(), self._excluded, self._some) for tag in masks)
        effects = {
            tag: Effect(
                tuple((place, masks[tag]) for place, masks in enumerate(self._tag_masks()) if tag in masks),
                self._excluded.get(tag, 0),
                self._some.get(tag, 0),
            )
            for tag in tags
        }
        tests = {source: tuple(found) for source, found in fields.items()}
        without = tuple(mask for mask, _ in self._layers)
        some_excluded = tuple(self._some_excluded.items())
        return Matcher(self._everything, tests, without, effects, self._free, some_excluded, {}, {})

    def _tag_masks(self) -> list[dict[str, int]]:
        return [satisfied for _, satisfied in self._layers]


def _note(masks: dict[str, int], tags: Iterable[str], bit: int) -> None:
    for tag in tags:
        masks[tag] = masks.get(tag, 0) | bit
