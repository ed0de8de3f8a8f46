"""What a large policy costs to check, and whether the cost grows with the policy and no faster."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.child import interleaved, megabytes, script, seconds
from benchmarks.generate import write_policy
from benchmarks.row import Row

SIZES = (250, 1_000, 4_000)
JUDGED = 1_000
RUNS = 3
MOST_SECONDS, MOST_MEGABYTES = 3.0, 300.0
MOST_GROWTH = 1.25
"""Cost per file at the largest size over that at the judged one; more is growth faster than the policy's."""


def size() -> Iterator[Row]:
    """`check` with and without the summary, in time and in memory."""
    tool = script("supportpolicy")
    with tempfile.TemporaryDirectory(prefix="benchmark-policies-") as folder:
        commands: dict[str, tuple[str, ...]] = {}
        written: dict[int, int] = {}
        for files in SIZES:
            policy = Path(folder) / str(files)
            written[files] = write_policy(policy, files)
            commands[f"{files} with"] = (tool, "check", str(policy))
            commands[f"{files} without"] = (tool, "check", "--no-summary", str(policy))
        costs = interleaved(commands, RUNS)
    for way, words in (("without", "`check --no-summary`"), ("with", "`check`")):
        judged = seconds(costs[f"{JUDGED} {way}"])
        for files in SIZES:
            took, peak = seconds(costs[f"{files} {way}"]), megabytes(costs[f"{files} {way}"])
            figure = f"{words}, {files:,} files ({written[files] / 1e6:.1f} MB)"
            ratio = (took / files) / (judged / JUDGED)
            measured = f"{took:.2f} s, {peak:.0f} MB"
            if files == JUDGED:
                met = took < MOST_SECONDS and peak < MOST_MEGABYTES
                yield Row(figure, f"< {MOST_SECONDS:g} s, < {MOST_MEGABYTES:.0f} MB", measured, "1.00 a file", met)
            elif files > JUDGED:
                yield Row(figure, f"<= {MOST_GROWTH} a file", measured, f"{ratio:.2f} a file", ratio <= MOST_GROWTH)
            else:
                yield Row(figure, "", measured, f"{ratio:.2f} a file")
