"""How long exports take: the reference policy to every target, and a policy of 1,000 rules and 20 calendars to Zendesk."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.emit import document
from benchmarks.row import Row
from benchmarks.thousand import thousand_rules
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy, read_policy
from supportpolicy.targets.exporting import export
from supportpolicy.targets.interface import Target, Wish
from supportpolicy.targets.registry import built_in

MOST_TOGETHER, MOST_THOUSAND = 10.0, 20.0
_DAY = dt.date(2026, 11, 30)
_POLICIES = Path(__file__).resolve().parents[1] / "policies"


def exports() -> Iterator[Row]:
    """Lowered, rendered, verified and shown by tickets, in seconds of the processor; without reading and compiling."""
    gc.disable()  # as the command does
    reference = compile_policy(load(read_policy(_POLICIES)).policy)
    together = 0.0
    for target in built_in():
        took, tickets = _took(target, reference)
        together += took
        yield Row(f"the reference policy to {target.name}", "", f"{took:.2f} s, {tickets:,} tickets", "")
    yield Row("all of these", f"< {MOST_TOGETHER:g} s", f"{together:.1f} s", "", together < MOST_TOGETHER)
    text = document(thousand_rules())
    large = compile_policy(load(read_bytes_as_policy(text.encode(), "policy.yaml")).policy)
    zendesk = next(target for target in built_in() if target.name == "zendesk")
    took, tickets = _took(zendesk, large)
    gc.enable()
    measured = f"{took:.1f} s, {tickets:,} tickets"
    yield Row("1,000 rules and 20 calendars to zendesk", f"< {MOST_THOUSAND:g} s", measured, "", took < MOST_THOUSAND)


def _took(target: Target, policy: Compiled) -> tuple[float, int]:
    start = time.process_time()
    done = export(target, Wish(policy, today=_DAY), {})
    took = time.process_time() - start
    assert done.verified is None or done.verified.agrees
    return took, done.verified.tickets if done.verified is not None else 0
