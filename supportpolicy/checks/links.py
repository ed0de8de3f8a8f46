"""Which names lead to which: circles, and an order in which everything comes after what it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Links = Mapping[str, Sequence[str]]
"""Each name with those it refers to; names that are no key lead nowhere."""


def bottom_up(links: Links) -> Iterator[tuple[str, ...]]:
    """All names, each after those it refers to; names that refer to one another in circles come together.

    Tarjan's strongly connected components, without recursion: a policy may chain thousands of names.
    """
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    given: set[str] = set()
    for start in links:
        todo = [] if start in number else [(start, iter(links[start]))]
        while todo:
            name, rest = todo[-1]
            if name not in number:
                number[name] = lowest[name] = len(number)
                waiting.append(name)
            for other in rest:
                if other not in links or other in given:
                    continue
                if other not in number:
                    todo.append((other, iter(links[other])))
                    break
                lowest[name] = min(lowest[name], number[other])
            else:
                todo.pop()
                if todo:
                    before = todo[-1][0]
                    lowest[before] = min(lowest[before], lowest[name])
                if lowest[name] == number[name]:
                    together = _taken(waiting, name)
                    given.update(together)
                    yield together


def in_circles(links: Links) -> frozenset[str]:
    """The names from which one comes back to them."""
    return frozenset(name for together in bottom_up(links) if is_circle(together, links) for name in together)


def is_circle(together: tuple[str, ...], links: Links) -> bool:
    """Whether names that come together do so because of a circle: several do, one alone may refer to itself."""
    return len(together) > 1 or together[0] in links[together[0]]


def _taken(waiting: list[str], name: str) -> tuple[str, ...]:
    """Take the end of the list off, from a name on."""
    found: list[str] = []
    while not found or found[-1] != name:
        found.append(waiting.pop())
    return tuple(reversed(found))
