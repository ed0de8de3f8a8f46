"""`supportpolicy targets`."""

from __future__ import annotations

import click

from supportpolicy.cli.write import say
from supportpolicy.diagnostics import did_you_mean


@click.command(
    name="targets",
    help="Say to which tools a policy can be exported, and what each of them takes of it; with a NAME, everything about one.",
)
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--output", type=click.Choice(["text", "json", "markdown"]), default="text", help="[default: text]")
def command(name: str | None, output: str) -> int:
    """Print the table of targets."""
    from supportpolicy.reporting.targets import target_text, targets_json, targets_markdown, targets_text
    from supportpolicy.targets.registry import Broken, installed

    registry = installed()
    if name is None:
        targets, broken = registry.load_all()
    else:
        try:
            found = registry.load(name)
        except KeyError:
            advice = did_you_mean(name, registry.names, what="the targets are")
            raise click.UsageError(f"there is no target '{name}': {advice}") from None
        if isinstance(found, Broken):
            raise click.UsageError(f"the target '{name}' cannot be used: {found.reason}")
        targets, broken = (found,), ()
    match output:
        case "json":
            say(targets_json(targets, broken), nl=False)
        case "markdown":
            say(targets_markdown(targets), nl=False)
        case _:
            say(target_text(targets[0]) if name is not None else targets_text(targets, broken), nl=False)
    return 0
