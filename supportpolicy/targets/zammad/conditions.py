"""Tests of a ticket as conditions of triggers and SLAs, in the nested form of the expert mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supportpolicy.targets.desks.asking import Test, Way
from supportpolicy.targets.desks.tags import class_tag, decided_tag
from supportpolicy.targets.ids import reference
from supportpolicy.targets.zammad.dialect import ARTICLE_TYPES, OBJECT_OF, SEVERITY_ATTRIBUTE, attribute_name

Json = dict[str, object]


def joined(operator: str, conditions: Sequence[Json]) -> Json:
    """Conditions joined by AND or OR; a single one by itself."""
    return conditions[0] if len(conditions) == 1 else {"operator": operator, "conditions": list(conditions)}


def expert(conditions: Sequence[Json]) -> Json:
    """A whole condition: all of these."""
    return {"operator": "AND", "conditions": list(conditions)}


def ways_json(ways: Sequence[Way], ids: Mapping[str, str]) -> list[Json]:
    """What must hold beside other conditions, so that one of the ways does: nothing where one asks nothing."""
    if not all(ways):
        return []
    shared = [test for test in ways[0] if all(test in way for way in ways)]
    rests = [[test for test in way if test not in shared] for way in ways]
    found = [condition_of(test, ids) for test in shared]
    if all(rests):
        found.append(joined("OR", [joined("AND", [condition_of(test, ids) for test in rest]) for rest in rests]))
    return found


def tags_json(tags: Sequence[str], *, holds: bool = True) -> Json:
    """A ticket has one of these tags, or none of them."""
    return condition_of(Test("tags", "", tuple(tags), holds), {})


def condition_of(test: Test, ids: Mapping[str, str]) -> Json:
    """One test."""
    match test.home:
        case "tags" | "decided" | "class":
            tags = ", ".join(tags_of(test))
            return _one("ticket.tags", "contains one" if test.holds else "contains one not", tags)
        case "subject" | "body":
            name = "ticket.title" if test.home == "subject" else "article.body"
            return _one(name, "contains" if test.holds else "contains not", test.words[0])
        case "hours":
            operator = "is in working time" if test.holds else "is not in working time"
            return _one("execution_time.calendar_id", operator, reference(ids, f"calendar:{test.words[0]}"))
        case "channel":
            types = [one for word in test.words for one in ARTICLE_TYPES[word]]
            values: object = [reference(ids, f"article_type:{one}") for one in types]
            return _one("ticket.create_article_type_id", _is(test), values)
        case "severity":
            return _one(f"ticket.{SEVERITY_ATTRIBUTE}", _is(test), list(test.words))
        case _:
            name = f"{OBJECT_OF[test.home][1]}.{attribute_name(test.name)}"
            return _one(name, _is(test), list(test.words))


def tags_of(test: Test) -> tuple[str, ...]:
    """The tags that stand for the words of a test."""
    match test.home:
        case "decided":
            return tuple(decided_tag(test.name, word) for word in test.words)
        case "class":
            return tuple(class_tag(test.name, word) for word in test.words)
        case _:
            return test.words


def _is(test: Test) -> str:
    return "is" if test.holds else "is not"


def _one(name: str, operator: str, value: object) -> Json:
    return {"name": name, "operator": operator, "value": value}
