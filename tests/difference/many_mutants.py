"""`python -m tests.difference.many_mutants [COUNT [FIRST [TICKETS]]]`: single changes of the reference policy, many of them."""

from __future__ import annotations

import sys
from collections import Counter

from tests.difference.test_mutations import check


def main(count: int, first: int, asked: int) -> int:
    """Try mutants; 1 where one is told wrongly."""
    wrong = 0
    kinds: Counter[tuple[str, bool]] = Counter()
    for seed in range(first, first + count):
        try:
            found, changes = check(seed, asked)
            kinds[found.kind, bool(changes)] += 1
        except Exception as problem:
            wrong += 1
            print(f"{seed}: {type(problem).__name__}: {str(problem)[:900]}", flush=True)
    for (kind, differs), number in sorted(kinds.items()):
        print(f"{kind}: {number} {'told' if differs else 'change nothing'}")
    print(f"{count} mutants, {wrong} told wrongly")
    return int(wrong > 0)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [300, 0, 300][len(numbers) :])))
