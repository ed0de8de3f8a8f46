"""SP225: a grid with a missing cell, or a row or column for a value that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean, quoted_list
from supportpolicy.language.name import Name
from supportpolicy.language.scope import Fact
from supportpolicy.language.sections.tables import Grid

KIND = Kind(
    "SP225",
    "grid-cells",
    "error",
    "A grid lacks a cell, or has a row or column for a value that its fact never has.",
    "Tickets that fall into the missing cell would get no answer.",
    """supportpolicy: 1
name: acme
fields: {impact: {type: choice, values: [big, small]}, urgency: {type: choice, values: [now, later]}}
severities: {levels: [high, low], grid: {down: impact, across: urgency, cells: {big: {now: high, later: low}, small: {now: low}}}}
""",
    """supportpolicy: 1
name: acme
fields: {impact: {type: choice, values: [big, small]}, urgency: {type: choice, values: [now, later]}}
severities: {levels: [high, low], grid: {down: impact, across: urgency, cells: {big: {now: high, later: low}, small: {now: low, later: low}}}}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Cells that are missing or in the wrong place."""
    for grid in grids_of(context):
        yield from _grid(grid, context)


def grids_of(context: Context) -> Iterator[Grid]:
    """Every grid of the policy."""
    policy = context.policy
    heads = [tier.head for tier in policy.tiers]
    heads += [route.head for route in policy.routing]
    if policy.severities is not None:
        heads += [rule.head for rule in policy.severities.rules]
        if policy.severities.grid is not None:
            yield policy.severities.grid
    yield from (head.grid for head in heads if head.grid is not None)


def _grid(grid: Grid, context: Context) -> Iterator[Diagnostic]:
    down, across = context.facts.get(grid.down), context.facts.get(grid.across)
    if down is None or across is None or not context.complete("fields", "tiers", "severities"):
        return
    for fact, name in ((down, grid.down), (across, grid.across)):
        if fact.type not in ("choice", "boolean"):
            message = f"a grid needs facts with a few known values, and {fact.name} is of type {fact.type}"
            yield KIND.at(
                name.span, message, help="name a field of type choice or boolean, or write rules instead of a grid"
            )
            return
    rows_known, columns_known = _values(down), _values(across)
    rows: dict[str, dict[str, Name]] = {}
    for cell in grid.cells:
        rows.setdefault(str(cell.down), {})[str(cell.across)] = cell.outcome
    for cell in {str(cell.down): cell for cell in grid.cells}.values():
        if rows_known and cell.down not in rows_known:
            advice = did_you_mean(cell.down, rows_known, what=f"{down.name} is")
            yield KIND.at(cell.down.span, f"{down.name} is never '{cell.down}'", help=advice)
        for column in rows[str(cell.down)]:
            if columns_known and column not in columns_known:
                place = next(c.across for c in grid.cells if c.down == cell.down and c.across == column)
                advice = did_you_mean(column, columns_known, what=f"{across.name} is")
                yield KIND.at(place.span, f"{across.name} is never '{column}'", help=advice)
    columns = columns_known or tuple(dict.fromkeys(str(cell.across) for cell in grid.cells))
    for row in rows_known or tuple(rows):
        missing = [column for column in columns if column not in rows.get(row, {})]
        if missing:
            where = next((c.down.span for c in grid.cells if c.down == row), grid.span)
            cells = quoted_list([repr(column) for column in missing], last="and")
            message = f"the row '{row}' has no cell for {cells}"
            yield KIND.at(where, message, help="add it: every row needs a cell for every column")


def _values(fact: Fact) -> tuple[str, ...]:
    """All that a fact can be, as far as it is known."""
    return ("true", "false") if fact.type == "boolean" else fact.values


CHECK = Check(KIND, check)
