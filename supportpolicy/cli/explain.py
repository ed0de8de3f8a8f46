"""`supportpolicy explain`."""

from __future__ import annotations

import click

from supportpolicy.cli.write import say
from supportpolicy.diagnostics import did_you_mean
from supportpolicy.reporting.catalogue import all_kinds, find_kind
from supportpolicy.reporting.explain import explain_text


@click.command(
    name="explain", help="Explain a code such as SP201, or a name such as unknown-team. Without one: list all."
)
@click.argument("code", required=False)
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
