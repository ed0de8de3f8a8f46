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

RULES = (1_000, 2_000, 5_000)
"""How many rules; the target is for the last."""
MOST_REFERENCE, MOST_RULES = 1.0, 5.0
_POLICIES = Path(__file__).resolve().parents[1] / "policies"


def proofs() -> Iterator[Row]:
    """All proofs, witnesses included, in this process and in its time; without reading and compiling."""
    yield _row("all proofs about the reference policy", read_policy(_POLICIES), MOST_REFERENCE)
    for count in RULES:
        text = document(many_rules(random.Random(SEED), count))
        figure = f"all proofs about {count:,} routing rules, 4-7 tests each"
        most = MOST_RULES if count == RULES[-1] else None
        yield _row(figure, read_bytes_as_policy(text.encode(), "policy.yaml"), most)


def _row(figure: str, sources: Sources, most: float | None) -> Row:
    engine = prepare(compile_policy(load(sources).policy))
    start = time.process_time()
    found = prove(engine, places_in({}))
    took = time.process_time() - start
    target = "" if most is None else f"< {most:g} s"
    return Row(figure, target, f"{took:.2f} s, {len(found)} findings", "", None if most is None else took < most)
