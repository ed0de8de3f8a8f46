"""`supportpolicy compile`."""

from __future__ import annotations

from pathlib import Path, PurePath

import click

from supportpolicy.cli.compiling import compile_quietly
from supportpolicy.cli.options import policy_argument
from supportpolicy.cli.tables import routing_text, sla_text
from supportpolicy.cli.write import say, write_files
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
    named = [name for name in (file, routing, sla) if name is not None]
    if len(set(named)) < len(named):
        raise click.UsageError("two outputs go to one file; give each a file of its own")
    if file is not None and PurePath(file).suffix.lower() in (".csv", ".md", ".markdown"):
        raise click.UsageError(f"'{file}': the document is JSON; tables are written by --routing and --sla")
    compiled = compile_quietly(policy)
    # Everything is rendered before anything is written, so that a wrong file name leaves nothing half done.
    tables = [(routing, routing_text(compiled, routing))] if routing else []
    tables += [(sla, sla_text(compiled, sla))] if sla else []
    if file is not None:
        tables.append((file, write_compiled(compiled)))
    elif not tables:
        tables.append(("-", write_compiled(compiled)))
    write_files({Path(name): text for name, text in tables if name != "-"})
    for name, text in tables:
        if name == "-":
            say(text, nl=False)
    return 0
