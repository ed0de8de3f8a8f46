"""What a table cannot hold: a text longer than a cell."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.kinds import LIMIT
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.tables.dialect import MOST_CELL
from supportpolicy.targets.tables.render import sheets_of
from supportpolicy.targets.telling import unchanged


def lower(wish: Wish) -> tuple[Change, ...]:
    """Texts that a spreadsheet would cut off."""
    return lowered_by(wish, (_too_long,))


def _too_long(_: Wish, compiled: Compiled) -> Iterator[Change]:
    for sheet in sheets_of(compiled, dated=False):
        for place, row in enumerate(sheet.rows, 1):
            longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
            if longest > MOST_CELL:
                problem = f"it holds {MOST_CELL} characters in a cell of a spreadsheet, and this text has {longest}"
                fallback = "it is written whole, and a spreadsheet that saves the file cuts it off"
                at = getattr(row, "at", "")
                yield Change(Loss(LIMIT, f"row {place} of {sheet.file}", at, problem, fallback), unchanged)
