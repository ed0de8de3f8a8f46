"""What is said to differ, against the engine's answers to every ticket that small policies can tell apart."""

from __future__ import annotations

from random import Random

import pytest

from supportpolicy.difference import compare
from tests.difference.small import changed, compiled, enumerated, policy

IN_CI = 24


@pytest.mark.parametrize("seed", range(IN_CI))
def test_every_difference_is_found_and_no_other(seed: int) -> None:
    check(seed)


def check(seed: int) -> None:
    """One pair of policies; `python -m tests.difference.many` does it for thousands."""
    random = Random(seed)
    old = policy(random)
    new = changed(random, old)
    expected = enumerated(old, new)
    found = compare(compiled(old), compiled(new))
    assert not found.unfinished, found.unfinished
    told: dict[str, set[tuple[str, str]]] = {}
    for change in found.tickets:
        told.setdefault(change.what, set()).add((change.old, change.new))
    assert told.keys() == expected.keys(), (old, new, expected, found.tickets)
    for name in ("tier", "severity", "team"):
        assert told.get(name, set()) == expected.get(name, set()), (name, old, new)
    assert len(told.get("promise", ())) == len(expected.get("promise", ())), (old, new)
