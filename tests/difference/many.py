"""`python -m tests.difference.many [COUNT [FIRST]]`: random pairs of small policies against enumeration, as many as wanted."""

from __future__ import annotations

import sys

from tests.difference.test_against_enumeration import check


def main(count: int, first: int) -> int:
    """Try pairs; 1 where one is answered wrongly."""
    wrong = 0
    for seed in range(first, first + count):
        try:
            check(seed)
        except Exception as problem:
            wrong += 1
            print(f"{seed}: {type(problem).__name__}: {str(problem)[:1500]}", flush=True)
        if (seed - first) % 100 == 99:
            print(f"{seed - first + 1} pairs, {wrong} answered wrongly so far", file=sys.stderr, flush=True)
    print(f"{count} pairs, {wrong} answered wrongly")
    return int(wrong > 0)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [2_000, 0][len(numbers) :])))
