"""How large a condition is with all that it names written out, and where it grows too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.checks.condition_size import MOST_IN_ALL, MOST_LEVELS, MOST_TESTS
from supportpolicy.checks.links import bottom_up, in_circles
from tests.checks.running import findings_in, shown
from tests.compiler.building import compiled

_HEAD = "supportpolicy: 1\nname: acme\nfields: {p: {type: boolean}, n: {type: number}}\n"
_LINE = 5
"""The line of the first condition."""


def _policy(conditions: list[str], *rules: str) -> str:
    named = "".join(f"  c{number}: {says}\n" for number, says in enumerate(conditions))
    listed = "".join(f"  - {{name: r{number}, when: {says}}}\n" for number, says in enumerate(rules or ("{is: c0}",)))
    return f"{_HEAD}conditions:\n{named}tiers:\n{listed}  - {{name: rest}}\n"


def _found(text: str, folder: Path) -> list[tuple[int, int, str]]:
    findings = [finding for finding in findings_in(text, folder) if finding.level == "error"]
    assert {finding.code for finding in findings} <= {"SP402"}, shown(findings)
    return [(finding.span.line, finding.span.col, finding.message) for finding in findings]


def _chain(links: int) -> list[str]:
    return [f"{{is: c{number + 1}}}" for number in range(links)] + ["{p: true}"]


def _tests(count: int) -> str:
    return "{any_of: [" + ", ".join(f"{{n: {{above: {number}}}}}" for number in range(count)) + "]}"


def test_a_chain_may_have_forty_links(tmp_path: Path) -> None:
    # The rule's own use is a link too.
    assert _found(_policy(_chain(MOST_LEVELS - 1)), tmp_path) == []


def test_one_link_more_is_an_error_at_the_name_with_which_it_is_too_long(tmp_path: Path) -> None:
    text = _policy(_chain(MOST_LEVELS))
    ((line, col, message),) = _found(text, tmp_path)
    assert text.split("\n")[line - 1][col - 1 :].startswith("c0}")
    assert message == "with 'c0' written out, this condition has more than 40 levels of groups and names"


def test_of_a_long_chain_one_link_is_blamed(tmp_path: Path) -> None:
    ((line, _, message),) = _found(_policy(_chain(200)), tmp_path)
    assert line == _LINE + 200 - MOST_LEVELS - 1
    assert "c160" in message


def test_groups_between_names_count(tmp_path: Path) -> None:
    conditions = [f"{{any_of: [{{is: c{number + 1}}}]}}" for number in range(20)] + ["{p: true}"]
    text = _policy(conditions)
    ((line, _, message),) = _found(text, tmp_path)
    # Twenty links and twenty groups are within the limit; the rule's own use is one more.
    assert text.split("\n")[line - 1].startswith("  - {name: r0")
    assert "'c0'" in message


@pytest.mark.parametrize(("uses", "wrong"), [(MOST_TESTS // 100, 0), (MOST_TESTS // 100 + 1, 1)])
def test_tests_are_counted_at_every_use(uses: int, wrong: int, tmp_path: Path) -> None:
    conditions = ["{any_of: [" + ", ".join(["{is: c1}"] * uses) + "]}", _tests(100)]
    found = _found(_policy(conditions), tmp_path)
    assert len(found) == wrong
    for line, col, message in found:
        # The last use is the one too many.
        assert (line, col) == (_LINE, len("  c0: ") + len(conditions[0]) - len("1}]}"))
        assert message == "with 'c1' written out, this condition has more than 2,000 tests"


def test_words_are_one_test_and_values_of_other_operators_one_each(tmp_path: Path) -> None:
    words = "{topic: [" + ", ".join(f"w{number}" for number in range(500)) + "]}"
    phrases = "{subject: {mentions: [" + ", ".join(f"w{number}" for number in range(500)) + "]}}"
    five = "{all_of: [" + ", ".join(["{is: c1}"] * 5) + "]}"
    fields = "fields: {topic: {type: choice, values: [" + ", ".join(f"w{number}" for number in range(500)) + "]}, "
    assert _found(_policy([five, words]).replace("fields: {", fields), tmp_path / "words") == []
    assert len(_found(_policy([five, phrases]), tmp_path / "phrases")) == 1


def test_a_rule_that_names_too_much_is_blamed_itself(tmp_path: Path) -> None:
    rule = "{any_of: [" + ", ".join(["{is: c0}"] * 21) + "]}"
    text = _policy([_tests(100)], rule)
    ((line, _, _),) = _found(text, tmp_path)
    assert text.split("\n")[line - 1].startswith("  - {name: r0")


def test_what_names_nothing_may_be_as_long_as_it_is_written(tmp_path: Path) -> None:
    assert _found(_policy(["{p: true}"], _tests(MOST_TESTS + 1)), tmp_path) == []


def test_all_uses_of_a_policy_are_counted_and_said_once(tmp_path: Path) -> None:
    rules = ["{is: c0}"] * (MOST_IN_ALL // 1000 + 5)
    text = _policy([_tests(1000)], *rules)
    ((line, _, message),) = _found(text, tmp_path)
    assert f"name: r{MOST_IN_ALL // 1000}," in text.split("\n")[line - 1]
    assert message == "with 'c0' written out, the conditions of this policy have more than 50,000 tests in all"


def test_of_a_circle_only_the_circle_is_said(tmp_path: Path) -> None:
    conditions = ["{any_of: [{is: c1}, {is: c1}]}", "{any_of: [{is: c0}, {is: c2}]}", *_chain(3)]
    codes = {finding.code for finding in findings_in(_policy(conditions), tmp_path) if finding.level == "error"}
    assert codes == {"SP221"}


def test_what_is_not_too_large_can_be_compiled() -> None:
    """The deepest and the largest that the check lets through."""
    deep = "".join(f"  c{number}: {says}\n" for number, says in enumerate(_chain(MOST_LEVELS - 1)))
    wide = (
        "  wide: {none_of: [" + ", ".join(["{is: hundred}"] * (MOST_TESTS // 100)) + f"]}}\n  hundred: {_tests(100)}\n"
    )
    policy = compiled(
        f"fields: {{p: {{type: boolean}}, n: {{type: number}}}}\nconditions:\n{deep}{wide}"
        "tiers: [{name: deep, when: {is: c0}}, {name: wide, when: {is: wide}}, {name: rest}]\n"
    )
    rules = policy.table("tier").rules
    assert [[part.any for part in rule.parts] for rule in rules[:2]] == [[({"p": ((2, 2),)},)], [({"n": ((0, 1),)},)]]


_LINKS = st.integers(1, 8).flatmap(
    lambda size: st.fixed_dictionaries(
        {str(name): st.lists(st.integers(0, size).map(str), max_size=4) for name in range(size)}
    )
)


def _reached(start: str, links: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(links[start])
    while todo:
        name = todo.pop()
        if name in links and name not in seen:
            seen.add(name)
            todo.extend(links[name])
    return seen


@given(_LINKS)
def test_circles_and_the_order_are_those_of_the_plain_search(links: dict[str, list[str]]) -> None:
    reached = {name: _reached(name, links) for name in links}
    assert in_circles(links) == {name for name in links if name in reached[name]}
    done: set[str] = set()
    for together in bottom_up(links):
        for name in together:
            assert reached[name] <= done | set(together)
            assert set(together) == {name} | {other for other in reached[name] if name in reached[other]}
        assert done.isdisjoint(together)
        done.update(together)
    assert done == set(links)
