"""What a person must do at any desk: have facts tagged that rules cannot test, fill in defaults, fill in messages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.partition import Column
from supportpolicy.targets.desks.asking import Test, Words, home_of, name_of_classes
from supportpolicy.targets.desks.wording import unfilled
from supportpolicy.targets.interface import Task


def classes_to_say(words: Words, tests: Collection[Test], how: Callable[[str, str], str], once: str) -> Iterator[Task]:
    """Facts that rules cannot test: what to write on a ticket when. `how` says it of a name and a class in words."""
    used = {(test.name, word) for test in tests if test.home == "class" for word in test.words}
    for column in words.compiled.columns:
        name = name_of_classes(column)
        wanted = [number for number in range(1, column.size) if (name, column.label(number)) in used]
        fact = words.facts.get(column.fact)
        if wanted and home_of(words.desk, column, fact) not in ("decided", "severity"):
            steps = (f"{how(name, column.label(number))} where {_meaning(column, number)}." for number in wanted)
            yield Task(
                f"Have it written on each new ticket: {name}",
                (*steps, once),
                (fact.at,) if fact is not None and fact.at else (),
                "No rule there can test this. Whatever makes the ticket (form, app, API) must say it as it makes it.",
            )


def _meaning(column: Column, number: int) -> str:
    label = column.label(number)
    if column.kind != "flag":
        return f"{column.fact} is {label}"
    return f"“{column.id}” holds" if label == "yes" else f"“{column.id}” does not hold, though {column.fact} is known"


def defaults_to_fill(compiled: Compiled, tests: Collection[Test]) -> Iterator[Task]:
    """Facts with a default that some rule asks for in a field."""
    asked = {test.name for test in tests}
    for fact in compiled.facts:
        if fact.default is not None and fact.name in asked:
            yield Task(
                f"Fill in {fact.name}",
                (f"Make {fact.default} the value of {fact.name} for every ticket that brings none.",),
                (fact.at,) if fact.at else (),
                "The policy counts a missing value as this one; to a rule an empty field is empty.",
            )


def messages_to_fill(compiled: Compiled, known: Mapping[str, str]) -> Iterator[Task]:
    """Facts in messages that have no placeholder."""
    missing = unfilled(compiled, known)
    if missing:
        yield Task(
            "Fill in messages",
            (f"There is no placeholder for {', '.join(missing)}: agents fill in what stands in square brackets.",),
        )
