"""`python -m benchmarks.run [PART ...]`: measure, and print the figures as a Markdown table.

Ends with 1 where a target is missed. Run it from the project's folder, on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterator

from benchmarks.answers import answers, growth
from benchmarks.child import BadExit
from benchmarks.deadlines import deadlines
from benchmarks.differing import differing
from benchmarks.exports import exports
from benchmarks.policy_tests import policy_tests
from benchmarks.proofs import proofs
from benchmarks.row import Row, table
from benchmarks.rules import rules
from benchmarks.size import size
from benchmarks.startup import peer, startup

PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "startup": startup,
    "peer": peer,
    "size": size,
    "rules": rules,
    "tests": policy_tests,
    "answers": answers,
    "growth": growth,
    "deadlines": deadlines,
    "diff": differing,
    "proofs": proofs,
    "exports": exports,
}
"""In this order: the later parts run in this process and make it larger, and the memory of a child is never less."""


def main() -> int:
    """Measure the parts that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)} [default: all]")
    chosen = parser.parse_args().parts
    if unknown := [name for name in chosen if name not in PARTS]:
        parser.error(f"no part '{unknown[0]}'; the parts are {', '.join(PARTS)}")
    rows: list[Row] = []
    try:
        for name in [name for name in PARTS if not chosen or name in chosen]:
            print(f"measuring {name} ...", file=sys.stderr)
            rows.extend(PARTS[name]())
    except BadExit as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.system()}\n")
    print(table(rows))
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
