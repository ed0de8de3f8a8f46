"""Inputs of every sort, as hypothesis strategies."""

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from tests.robustness.choosing import Chooser
from tests.robustness.mutating import PUNCTUATION, example_policies, mutated, whole_policies
from tests.robustness.trees import NAMES, WORDS, TreeMaker, dumped
from tests.robustness.whole import STDIN, Files

SORTS = ("bytes", "trees", "examples", "policies")
"""Raw bytes; trees after the schema; the small example of a code, and a whole policy, both after an accident."""
TURNS = ("trees", "examples", "bytes", "trees", "examples", "policies", "trees", "examples")
"""How often each sort is tried; whole policies take longest."""


@st.composite
def inputs(draw: st.DrawFn, sort: str) -> Files:
    """Inputs of one sort."""
    choose = Chooser(draw)
    match sort:
        case "bytes":
            return {STDIN: _bytes(choose)}
        case "trees":
            maker = TreeMaker(choose, choose.one_of((0, 0, 400, 100, 25)))
            files = {f"{index}.yaml": dumped(maker.policy(), choose) for index in range(1 + choose.rarely(4))}
            return {STDIN: files["0.yaml"]} if len(files) == 1 and choose.rarely(2) else files
        case "examples":
            return mutated(choose.one_of(example_policies(_scratch())), choose)
    return mutated(choose.one_of(whole_policies()), choose)


def _bytes(choose: Chooser) -> bytes:
    if choose.rarely(3):
        return choose.bytes(200)
    pieces = [_piece(choose) for _ in range(choose.number(0, 25))]
    encoding = choose.one_of(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1"))
    return "".join(pieces).encode(encoding, "replace")


def _piece(choose: Chooser) -> str:
    match choose.number(0, 5):
        case 0:
            return choose.one_of(PUNCTUATION)
        case 1:
            return choose.one_of(WORDS) + ": "
        case 2:
            return "\n" + " " * choose.number(0, 4)
        case 3:
            return choose.one_of(NAMES)
        case 4:
            return str(choose.odd())
    return choose.text(4)


@cache
def _scratch() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="robustness-examples-")
    _kept.append(folder)
    return Path(folder.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that last as long as the process."""
