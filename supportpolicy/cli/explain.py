"""`supportpolicy explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from supportpolicy.cli.write import say
from supportpolicy.diagnostics import did_you_mean
from supportpolicy.reporting.catalogue import all_kinds, find_kind
from supportpolicy.reporting.explain import explain_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    begun = [kind for kind in all_kinds() if kind.code.lower().startswith(incomplete.lower())]
    named = [kind for kind in all_kinds() if incomplete and kind.name.startswith(incomplete)]
    return [
        *(CompletionItem(kind.code, help=kind.name) for kind in begun),
        *(CompletionItem(kind.name, help=kind.code) for kind in named),
    ]


@click.command(
    name="explain", help="Explain a code such as SP201, or a name such as unknown-team. Without one: list all."
)
@click.argument("code", required=False, shell_complete=_codes)
def command(code: str | None) -> int:
    """Explain a code."""
    if code is None:
        for kind in all_kinds():
            say(f"{kind.code}  {kind.level:7}  {kind.name:24}  {kind.what}")
        return 0
    found = find_kind(code)
    if found is None:
        known = [kind.code for kind in all_kinds()] + [kind.name for kind in all_kinds()]
        raise click.UsageError(
            f"there is no code '{code}': {did_you_mean(code, known, what='for a list: supportpolicy explain; such as')}"
        )
    say(explain_text(found), nl=False)
    return 0
