"""What is proved of calls, closed teams, hand-overs and joined hours is what a walk through every minute finds.

A part runs here; PROMISE_WALKS=50 runs all 50.
"""

from __future__ import annotations

import os

import pytest

from supportpolicy.analysis.promise_findings import promise_findings
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.analysis.promising import proving_of
from tests.analysis.team_walk import Walk, pair, policy, wall

WALKS = int(os.environ.get("PROMISE_WALKS", "6"))
_PROMISES = {"SP530": "nobody", "SP531": "nobody", "SP532": "closed"}


def _messages(text: str) -> list[tuple[str, str]]:
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    assert not loaded.findings, loaded.findings
    found = promise_findings(proving_of(prepare(compile_policy(loaded.policy))))
    return [(one.finding.code, one.finding.message) for one in found]


@pytest.mark.parametrize("seed", range(WALKS))
def test_proofs_find_what_a_walk_finds(seed: int) -> None:
    one = pair(seed)
    text = policy(one)
    walk, messages = Walk(one), _messages(text)
    promised = [_PROMISES[code] for code, said in messages if code in _PROMISES and "nobody of 'front'" in said]
    expected = walk.promise()
    assert promised == ([] if expected is None else [expected]), (text, messages)
    assert any(code == "SP534" for code, _ in messages) == walk.unheard(), (text, messages)
    _handover(walk, [said for code, said in messages if code == "SP536"], text)
    _hole(walk, [said for code, said in messages if code == "SP537"], text)


def _handover(walk: Walk, said: list[str], text: str) -> None:
    gaps, count = walk.leaving()
    assert len(said) == bool(gaps), (said, gaps[:3], text)
    if gaps:
        worst, _ = max(gaps, key=lambda one: (one[1], -one[0]))
        often = "never" if len(gaps) == count else f"on {len(gaps)} of {count} days not"
        assert f"'back' is {often} there when 'front' goes home" in said[0], text
        assert f"'front' closes {wall(worst)} " in said[0], text


def _hole(walk: Walk, said: list[str], text: str) -> None:
    holes = walk.holes()
    assert len(said) == bool(holes), (said, holes[:3], text)
    if holes:
        start, end = max(holes, key=lambda one: (one[1] - one[0], -one[0]))
        assert f"from {wall(start)} to {wall(end)} nobody is there" in said[0], text


def test_the_pairs_show_every_kind() -> None:
    walks = [Walk(pair(seed)) for seed in (2, 3, 4)]
    assert {walk.promise() for walk in walks} == {"nobody", "closed", None}
    assert any(walk.unheard() for walk in walks)
    assert len({bool(walk.leaving()[0]) for walk in walks}) == 2
    assert len({bool(walk.holes()) for walk in walks}) == 2
