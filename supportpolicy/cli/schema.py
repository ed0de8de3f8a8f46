"""`supportpolicy schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from supportpolicy.cli.options import DEFAULT_POLICY
from supportpolicy.cli.write import say, write_text
from supportpolicy.diagnostics import did_you_mean
from supportpolicy.reporting.schemas import schema_named, schema_names


@click.command(
    name="schema",
    help="Print the JSON Schema of a policy file, of one SECTION, or of compiled, ticket, answer, tests or test-report.",
)
@click.argument("section", required=False, default="policy")
@click.option("-o", "file", default=None, metavar="FILE", help="Write it to a file.")
@click.option(
    "--policy", default=DEFAULT_POLICY, show_default=True, help="For ticket and answer: the policy they are under."
)
def command(section: str, file: str | None, policy: str) -> int:
    """Print a schema."""
    if section in ("ticket", "answer"):
        from supportpolicy.cli.compiling import compile_quietly

        schema = schema_named(section, compile_quietly(policy))
    elif section in schema_names():
        schema = schema_named(section, None)
    else:
        advice = did_you_mean(section, schema_names(), what="the schemas are")
        raise click.UsageError(f"there is no schema '{section}': {advice}")
    text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    if file is None:
        say(text, nl=False)
    else:
        write_text(Path(file), text)
    return 0
