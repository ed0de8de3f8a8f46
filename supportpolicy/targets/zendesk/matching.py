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


class Test(NamedTuple):
    """One condition, with references instead of ids."""

    field: str
    operator: str
    value: str


class Rule(NamedTuple):
    """The conditions of one business rule: all of the first, and one of the second if there are any."""

    every: tuple[Test, ...]
    some: tuple[Test, ...] = ()


def holds(test: Test, fields: Mapping[str, str], tags: Set[str]) -> bool:
    """Whether a ticket passes a test. Raises ValueError for one that Zendesk does not know."""
    if test.field == TAGS:
        there = not tags.isdisjoint(test.value.split())
        return there if _known(test, "includes", "not_includes") == "includes" else not there
    return _fits(test, fields.get(_SOURCE.get(test.field, test.field), ""))


def _known(test: Test, *operators: str) -> str:
    if test.operator not in operators:
        raise ValueError(f"{test.field} has no operator {test.operator}")
    return test.operator


def _fits(test: Test, value: str) -> bool:
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


def _text(test: Test, value: str) -> bool:
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


class Matcher(NamedTuple):
    """Rules made ready."""

    everything: int
    fields: Mapping[str, tuple[tuple[Test, int, int], ...]]
    """What a ticket has -> tests of it, with the rules that must pass each, and those that may."""
    layers: tuple[tuple[int, Mapping[str, int]], ...]
    """A rule's first, second … test for having a tag: the rules without one, and tag -> rules that it satisfies."""
    excluded: Mapping[str, int]
    """Tag -> rules that must not find it."""
    free: int
    """Rules that ask for no one of several."""
    some_tags: Mapping[str, int]
    """Tag -> rules that one of several tests finds satisfied by it."""
    some_excluded: tuple[tuple[frozenset[str], int], ...]
    known: dict[tuple[str, str], tuple[int, int]]
    """What was worked out: field and value -> the rules it leaves, and those it satisfies one of several of."""

    def begin(self, fields: Mapping[str, str], tags: Iterable[str]) -> State:
        """A ticket before any rule has fired."""
        return State(self, fields, tags)

    def first(self, fields: Mapping[str, str], tags: Iterable[str]) -> int | None:
        """The first rule that fits."""
        return State(self, fields, tags).next()

    def by_value(self, source: str, value: str) -> tuple[int, int]:
        """The rules that a field leaves with this value, and those it satisfies one of several of."""
        found = self.known.get((source, value))
        if found is None:
            left, some = self.everything, 0
            for test, must, may in self.fields[source]:
                if _fits(test, value):
                    some |= may
                else:
                    left &= ~must
            found = self.known[source, value] = left, some
        return found


class State:
    """One ticket among the rules: which fit now and have not fired. The one thing here that changes."""

    __slots__ = ("_excluded", "_fields", "_fired", "_layers", "_left", "_matcher", "_some", "_some_tags", "_tags", "_values")

    def __init__(self, matcher: Matcher, fields: Mapping[str, str], tags: Iterable[str]) -> None:
        self._matcher = matcher
        self._fields = fields
        self._fired = 0
        self._look()
        self.retag(tags)

    def _look(self) -> None:
        left, some = self._matcher.everything, 0
        fields = self._fields
        known = self._matcher.known
        for source in self._matcher.fields:
            value = fields.get(source, "")
            one = known.get((source, value)) or self._matcher.by_value(source, value)
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
        self._layers = [without for without, _ in matcher.layers]
        self._excluded = 0
        self._some_tags = 0
        self._tags = set(tags)
        self._add(self._tags)

    def tagged(self, tags: Iterable[str]) -> None:
        """The ticket has these tags as well."""
        new = set(tags)
        self._tags |= new
        self._add(new)

    def _add(self, tags: Iterable[str]) -> None:
        matcher = self._matcher
        layers = self._layers
        for tag in tags:
            for place, (_, satisfied) in enumerate(matcher.layers):
                rules = satisfied.get(tag)
                if rules:
                    layers[place] |= rules
            self._excluded |= matcher.excluded.get(tag, 0)
            self._some_tags |= matcher.some_tags.get(tag, 0)

    def next(self) -> int | None:
        """The first rule that fits and has not fired, which has fired now."""
        matcher = self._matcher
        some = matcher.free | self._some | self._some_tags
        for tags, rules in matcher.some_excluded:
            if tags.isdisjoint(self._tags):
                some |= rules
        left = self._left & some & ~(self._excluded | self._fired)
        for satisfied in self._layers:
            left &= satisfied
        if not left:
            return None
        lowest = left & -left
        self._fired |= lowest
        return lowest.bit_length() - 1


def matcher(rules: Sequence[Rule]) -> Matcher:
    """Rules made ready. Raises ValueError for a test that Zendesk does not know."""
    must: dict[Test, int] = {}
    may: dict[Test, int] = {}
    layers: list[tuple[int, dict[str, int]]] = []
    excluded: dict[str, int] = {}
    some_tags: dict[str, int] = {}
    some_excluded: list[tuple[frozenset[str], int]] = []
    everything, free = (1 << len(rules)) - 1, 0
    for place, rule in enumerate(rules):
        bit, depth = 1 << place, 0
        free |= 0 if rule.some else bit
        for test in rule.every:
            holds(test, {}, frozenset())
            if test.field != TAGS:
                must[test] = must.get(test, 0) | bit
            elif test.operator == "includes":
                if depth == len(layers):
                    layers.append((everything, {}))
                without, satisfied = layers[depth]
                layers[depth] = without & ~bit, satisfied
                _note(satisfied, test.value.split(), bit)
                depth += 1
            else:
                _note(excluded, test.value.split(), bit)
        for test in rule.some:
            holds(test, {}, frozenset())
            if test.field != TAGS:
                may[test] = may.get(test, 0) | bit
            elif test.operator == "includes":
                _note(some_tags, test.value.split(), bit)
            else:
                some_excluded.append((frozenset(test.value.split()), bit))
    fields: dict[str, list[tuple[Test, int, int]]] = {}
    for test in dict.fromkeys((*must, *may)):
        source = _SOURCE.get(test.field, test.field)
        fields.setdefault(source, []).append((test, must.get(test, 0), may.get(test, 0)))
    tests = {source: tuple(found) for source, found in fields.items()}
    return Matcher(everything, tests, tuple(layers), excluded, free, some_tags, tuple(some_excluded), {})


def _note(masks: dict[str, int], tags: Iterable[str], bit: int) -> None:
    for tag in tags:
        masks[tag] = masks.get(tag, 0) | bit
