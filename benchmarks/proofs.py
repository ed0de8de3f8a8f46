"""How long all proofs about a policy take: of the reference policy, and of many random rules."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.emit import document
from benchmarks.row import Row
from benchmarks.rules import SEED, many_rules
from supportpolicy.analysis import places_in, prove
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import prepare
from supportpolicy.language import load
from supportpolicy.source import Sources, read_bytes_as_policy, read_policy

RULES = 5_000
MOST_REFERENCE, MOST_RULES = 1.0, 5.0
_POLICIES = Path(__file__).resolve().parents[1] / "policies"


def proofs() -> Iterator[Row]:
    """All proofs, witnesses included, in this process; without reading and compiling."""
    yield _row("all proofs about the reference policy", read_policy(_POLICIES), MOST_REFERENCE)
    text = document(many_rules(random.Random(SEED), RULES))
    figure = f"all proofs about {RULES:,} routing rules, 4-7 tests each"
    yield _row(figure, read_bytes_as_policy(text.encode(), "policy.yaml"), MOST_RULES)


def _row(figure: str, sources: Sources, most: float) -> Row:
    engine = prepare(compile_policy(load(sources).policy))
    start = time.perf_counter()
    found = prove(engine, places_in({}))
    took = time.perf_counter() - start
    return Row(figure, f"< {most:g} s", f"{took:.2f} s, {len(found)} findings", "", took < most)
