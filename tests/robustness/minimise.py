"""A smaller input that meets the same mistake: files, lines and pieces of lines left out as long as it stays."""

import time
from collections.abc import Callable, Sequence

from tests.robustness.whole import Failed, Files, run

_MOST_SECONDS = 30.0


def minimised(files: Files, where: str) -> Files:
    """The input without what the mistake does not need."""
    end = time.monotonic() + _MOST_SECONDS

    def same(smaller: Files) -> bool:
        result = run(smaller) if time.monotonic() < end else None
        return isinstance(result, Failed) and result.where == where

    kept = dict(files)
    for name in list(kept):
        fewer = {other: data for other, data in kept.items() if other != name}
        if fewer and same(fewer):
            kept = fewer
    for name in list(kept):
        for separator in (b"\n", b" "):
            pieces = kept[name].split(separator)
            joined = _fewer(pieces, lambda some: same({**kept, name: separator.join(some)}))  # noqa: B023
            kept[name] = separator.join(joined)
    return kept


def _fewer(pieces: Sequence[bytes], same: Callable[[Sequence[bytes]], bool]) -> list[bytes]:
    found, size = list(pieces), max(1, len(pieces) // 2)
    while size >= 1:
        at = 0
        while at < len(found):
            without = found[:at] + found[at + size :]
            if same(without):
                found = without
            else:
                at += size
        size //= 2
    return found
