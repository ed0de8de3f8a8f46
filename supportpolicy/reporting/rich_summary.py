"""The summary on a terminal. `rich` is imported here and nowhere else, and only where somebody is looking."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from supportpolicy.reporting.promises import Summary


def print_summary(summary: Summary, *, color: bool) -> None:
    """Print the summary to standard output, as wide as the terminal."""
    console = Console(no_color=not color, highlight=False)
    console.print(Text(summary.title, style="bold"), Text(summary.counts), sep=": ")
    for group in summary.promises:
        console.print()
        console.print(f"[bold]{escape(group.name)}[/bold]  [dim]{escape(group.whom)}[/dim]")
        metrics = list(dict.fromkeys(metric for line in group.lines for metric, _ in line.targets))
        if not metrics:
            console.print("  no time promised")
            continue
        table = Table(box=box.SIMPLE, pad_edge=False, header_style="dim", show_edge=False, padding=(0, 2, 0, 0))
        table.add_column("")
        for metric in metrics:
            table.add_column(metric)
        for line in group.lines:
            promised = dict(line.targets)
            cells = [promised.get(metric, "-") for metric in metrics] if promised else ["no time promised"]
            table.add_row(escape(line.row), *(escape(cell) for cell in cells))
        console.print(table)
    for heading, rows in (("Channels", summary.channels), ("Languages", summary.languages), ("Hours", summary.hours)):
        if not rows:
            continue
        console.print()
        grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column(style="bold")
        grid.add_column()
        for name, words in rows:
            grid.add_row(escape(name), escape(words))
        console.print(f"[bold]{heading}[/bold]")
        console.print(grid)
