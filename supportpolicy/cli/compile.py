"""`supportpolicy compile`."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.compiling import compile_quietly
from supportpolicy.cli.options import policy_argument
from supportpolicy.cli.tables import routing_text, sla_text
from supportpolicy.cli.write import write_text
from supportpolicy.compiled import write_compiled


@click.command(
    name="compile",
    help="Compile a policy into one JSON document, on standard output or into a FILE. "
    "A table's form follows the ending of its file: .json, .csv or .md.",
)
@policy_argument
@click.option("-o", "--out", "file", metavar="FILE", help="Where the document goes; - is standard output. [default: -]")
@click.option("--routing", metavar="FILE", help="The routing rules as a table of their own.")
@click.option("--sla", metavar="FILE", help="The SLA targets as a table of their own.")
def command(policy: str | None, file: str | None, routing: str | None, sla: str | None) -> int:
    """Compile a policy."""
    compiled = compile_quietly(policy)
    # Everything is rendered before anything is written, so that a wrong file name leaves nothing half done.
    tables = [(routing, routing_text(compiled, routing))] if routing else []
    tables += [(sla, sla_text(compiled, sla))] if sla else []
    document = write_compiled(compiled)
    for name, text in tables:
        _put(name, text)
    if file is not None and file != "-":
        write_text(Path(file), document)
    elif file == "-" or not tables:
        click.echo(document, nl=False)
    return 0


def _put(name: str, text: str) -> None:
    if name == "-":
        click.echo(text, nl=False)
    else:
        write_text(Path(name), text)
