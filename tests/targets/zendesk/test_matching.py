"""Rules matched with masks are matched as one by one."""

from random import Random

from supportpolicy.targets.zendesk.matching import Query, Rule, holds, matcher

TAGS = ("a", "b", "c", "d", "e")
FIELDS = ("one", "two", "priority")
VALUES = {"one": ("x", "y", "z"), "two": ("x", "y"), "priority": ("low", "normal", "high", "urgent")}


def a_test(chance: Random) -> Query:
    if chance.random() < 0.6:
        some = chance.sample(TAGS, chance.randint(1, 2))
        return Query("current_tags", chance.choice(("includes", "not_includes")), " ".join(some))
    field = chance.choice(FIELDS)
    operators = ("is", "is_not", "less_than", "greater_than") if field == "priority" else ("is", "is_not")
    return Query(field, chance.choice(operators), chance.choice(VALUES[field]))


def a_rule(chance: Random) -> Rule:
    every = tuple(a_test(chance) for _ in range(chance.randint(0, 4)))
    some = tuple(a_test(chance) for _ in range(chance.choice((0, 0, 1, 3))))
    return Rule(every, some)


def fits(rule: Rule, fields: dict[str, str], tags: set[str]) -> bool:
    return all(holds(test, fields, tags) for test in rule.every) and (
        not rule.some or any(holds(test, fields, tags) for test in rule.some)
    )


def slowly(
    rules: list[Rule], does: list[tuple[set[str], set[str], str]], fields: dict[str, str], tags: set[str]
) -> list[int]:
    """The documented run: from the top, and anew after each change, without those that have fired."""
    fired: list[int] = []
    place = 0
    while place < len(rules):
        if place in fired or not fits(rules[place], fields, tags):
            place += 1
            continue
        fired.append(place)
        before = dict(fields), set(tags)
        added, removed, priority = does[place]
        tags |= added
        tags -= removed
        fields["priority"] = priority or fields["priority"]
        place = 0 if before != (fields, tags) else place + 1
    return fired


def quickly(
    rules: list[Rule], does: list[tuple[set[str], set[str], str]], fields: dict[str, str], tags: set[str]
) -> list[int]:
    state = matcher(rules).begin(fields, tags)
    fired: list[int] = []
    while (place := state.next()) is not None:
        fired.append(place)
        added, removed, priority = does[place]
        if priority:
            fields["priority"] = priority
            state.changed("priority")
        gone = removed & (tags | added)
        tags |= added
        tags -= removed
        if gone:
            state.retag(tags)
        else:
            state.tagged(frozenset(added))
    return fired


def test_the_same_rules_fire_in_the_same_order() -> None:
    chance = Random(20261130)
    fired = 0
    for _ in range(1_500):
        rules = [a_rule(chance) for _ in range(chance.randint(1, 12))]
        does = [
            (
                set(chance.sample(TAGS, chance.randint(0, 2))),
                set(chance.sample(TAGS, chance.choice((0, 0, 1)))),
                chance.choice(("", "", *VALUES["priority"])),
            )
            for _ in rules
        ]
        fields = {field: chance.choice((*VALUES[field], "")) for field in FIELDS}
        tags = set(chance.sample(TAGS, chance.randint(0, 3)))
        wanted = slowly(rules, does, dict(fields), set(tags))
        assert quickly(rules, does, dict(fields), set(tags)) == wanted, (rules, does, fields, tags)
        fired += len(wanted)
    assert fired > 3_000


def test_the_first_rule_is_the_lowest() -> None:
    rules = [
        Rule((Query("current_tags", "includes", "a b"), Query("current_tags", "includes", "c"))),
        Rule((), (Query("current_tags", "not_includes", "a"), Query("one", "is", "x"))),
        Rule(()),
    ]
    made = matcher(rules)
    assert made.first({}, {"b", "c"}) == 0
    assert made.first({}, {"b"}) == 1
    assert made.first({"one": "x"}, {"a"}) == 1
    assert made.first({}, {"a"}) == 2
