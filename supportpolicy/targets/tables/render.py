"""Tables as files: each as CSV for spreadsheets and, where it is short enough to be read, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.rows import as_csv, as_markdown
from supportpolicy.compiled.views import RoutingRow, TargetRow, routing_rows, target_rows
from supportpolicy.targets.interface import Object, Rendered, Wish
from supportpolicy.targets.tables import dialect, rows
from supportpolicy.targets.tables.guidance import guidance_rows

UTF_8 = "\ufeff"
"""By this mark at the beginning of a file spreadsheets know its letters; without it some take 日本 for something else."""

_NOTES = (
    "A cell that a spreadsheet would run as a formula begins with an apostrophe.",
    "The tables are made for people; what is changed in them does not come back into the policy.",
)


class Sheet(NamedTuple):
    """One table."""

    file: str
    title: str
    fields: tuple[str, ...]
    rows: tuple[Any, ...]
    pages: bool = True
    """Whether there is Markdown of it too: not of tables with a row for each date."""


def sheets_of(compiled: Compiled, *, dated: bool = True) -> tuple[Sheet, ...]:
    """All tables of which the policy has any row; without `dated`, none with a row for each date."""
    hours = rows.hours_rows(compiled) if dated else ()
    found = (
        _sheet("routing", "Routing rules", RoutingRow, routing_rows(compiled)),
        _sheet("promises", "Promises", TargetRow, target_rows(compiled)),
        _sheet("sorting", "How tickets are sorted", dialect.RuleRow, rows.rule_rows(compiled)),
        _sheet("refunds", "Refunds", dialect.DecisionRow, rows.decision_rows(compiled, "refunds")),
        _sheet("requests", "Requests", dialect.DecisionRow, rows.decision_rows(compiled, "requests")),
        _sheet("identity", "Identity checks", dialect.DecisionRow, rows.decision_rows(compiled, "identity")),
        _sheet("steps", "Escalation and other steps", dialect.StepRow, rows.step_rows(compiled)),
        _sheet("people", "Teams and roles", dialect.PeopleRow, rows.people_rows(compiled)),
        _sheet("coverage", "Coverage", dialect.CoverageRow, rows.coverage_rows(compiled)),
        _sheet("hours-by-date", "Hours by date", dialect.HoursRow, hours, pages=False),
        _sheet("days", "Days off and short days", dialect.DayRow, rows.day_rows(compiled)),
        _sheet("languages", "Languages", dialect.LanguageRow, rows.language_rows(compiled)),
        _sheet("channels", "Channels", dialect.ChannelRow, rows.channel_rows(compiled)),
        _sheet("messages", "Messages", dialect.MessageRow, rows.message_rows(compiled)),
        _sheet("guidance", "Guidance", dialect.GuidanceRow, guidance_rows(compiled)),
        _sheet("facts", "Facts", dialect.FactRow, rows.fact_rows(compiled)),
    )
    return tuple(sheet for sheet in found if sheet.rows)


def render(_: Wish, compiled: Compiled) -> Rendered:
    """`NAME.csv` and `NAME.md` for each table."""
    files: dict[str, str] = {}
    objects: list[Object] = []
    for sheet in sheets_of(compiled):
        files[f"{sheet.file}.csv"] = UTF_8 + as_csv(sheet.rows, sheet.fields)
        if sheet.pages:
            files[f"{sheet.file}.md"] = as_markdown(sheet.rows, sheet.fields, f"{sheet.title}: {compiled.name}")
        objects.append(Object(f"{sheet.file}.csv", sheet.title, _places(sheet.rows), "table"))
    return Rendered(dict(sorted(files.items())), tuple(objects), notes=_NOTES)


def _sheet(file: str, title: str, kind: Any, found: Iterable[Any], *, pages: bool = True) -> Sheet:
    return Sheet(file, title, tuple(kind._fields), tuple(found), pages)


def _places(found: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.at for row in found if getattr(row, "at", "")))
