"""`python -m tests.robustness.fuzz --count 20000 --seed 1`: many odd inputs through the whole tool.

Prints how many inputs of which sort there were, what became of them, the slowest, and every mistake found. The input of
each mistake is made smaller and saved; `--again FOLDER` runs a saved one. Ends with 1 where there was a mistake.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.robustness.inputs import TURNS, inputs
from tests.robustness.minimise import minimised
from tests.robustness.whole import STDIN, Failed, Files, run

_BATCH = 250
"""Inputs for which one seed is good; after it hypothesis begins anew, so that its memory stays small."""


class Tally:
    """What became of the inputs so far."""

    def __init__(self) -> None:
        self.sorts: Counter[str] = Counter()
        self.compiled: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.slowest: list[tuple[float, str, int]] = []
        self.failures: dict[str, tuple[Failed, Files]] = {}
        self.failed: Counter[str] = Counter()

    def take(self, sort: str, files: Files) -> None:
        """Run an input and note what came of it."""
        self.sorts[sort] += 1
        result = run(files)
        if isinstance(result, Failed):
            self.failed[result.where] += 1
            self.failures.setdefault(result.where, (result, files))
            return
        self.compiled[sort] += result.compiled
        self.codes.update(result.codes)
        self.slowest = sorted([*self.slowest, (result.seconds, sort, self.sorts[sort])], reverse=True)[:5]


def fuzz(count: int, first_seed: int) -> Tally:
    """Run so many inputs, the sorts in turns. The same seed gives the same inputs."""
    tally = Tally()
    for number, begin in enumerate(range(0, count, _BATCH)):
        batch(TURNS[number % len(TURNS)], first_seed * 1_000_003 + number, min(_BATCH, count - begin), tally)
        if number % 10 == 9:
            done = sum(tally.sorts.values())
            print(f"{done:,} inputs, {sum(tally.failed.values())} failed", file=sys.stderr, flush=True)
    return tally


def batch(sort: str, number: int, count: int, tally: Tally) -> None:
    """Run so many inputs of one sort; the number is their seed."""
    done = 0

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(sort))
    def each(files: Files) -> None:
        nonlocal done
        if done < count:
            done += 1
            tally.take(sort, files)

    each()


def _show(tally: Tally, seconds: float, folder: Path) -> None:
    print(f"{sum(tally.sorts.values()):,} inputs in {seconds:.0f} s, {sum(tally.failed.values())} failed")
    print("sort       inputs  compiled")
    for sort, number in tally.sorts.items():
        print(f"{sort:10} {number:6,} {tally.compiled[sort]:9,}")
    print(f"{len(tally.codes)} codes found: " + ", ".join(f"{code} {n}" for code, n in sorted(tally.codes.items())))
    print("slowest: " + ", ".join(f"{took:.2f} s ({sort} {number})" for took, sort, number in tally.slowest))
    for index, (where, (failure, files)) in enumerate(sorted(tally.failures.items())):
        small = minimised(files, where)
        place = folder / f"failure-{index}"
        for name, data in small.items():
            path = place / ("stdin.bin" if name == STDIN else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"\n{where}: {tally.failed[where]} times; input in {place}\n{failure.report}")


def _again(folder: Path) -> int:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run({STDIN: found["stdin.bin"]} if "stdin.bin" in found else found)
    print(result.report if isinstance(result, Failed) else "passed")
    return int(isinstance(result, Failed))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.robustness.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, default=Path("out/fuzz"), metavar="FOLDER")
    parser.add_argument("--again", type=Path, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if chosen.again is not None:
        return _again(chosen.again)
    begin = time.monotonic()
    tally = fuzz(chosen.count, chosen.seed)
    _show(tally, time.monotonic() - begin, chosen.save)
    return int(bool(tally.failures))


if __name__ == "__main__":
    sys.exit(main())
