"""`supportpolicy diff`."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy import __version__
from supportpolicy.cli.options import Output, OutputFormat, complete_path
from supportpolicy.cli.revisions import Named, pair
from supportpolicy.cli.write import say, write_text

_FORMATS = ("text", "json", "markdown", "digest")
_LABELS = ("contractual", "routing", "money", "wording", "internal")


@click.command(
    name="diff",
    help="Say what is treated differently under two policies: which tickets, hours, steps, promises and words. OLD and NEW "
    "are folders, compiled files or git revisions; one revision alone is compared with the working folder, from where the "
    "two parted. Needs python-sat.",
)
@click.argument("old", metavar="OLD", shell_complete=complete_path)
@click.argument("new", metavar="[NEW]", required=False, shell_complete=complete_path)
@click.option("--policy", metavar="FOLDER", help="The policy's folder, where OLD or NEW is a revision.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=OutputFormat(_FORMATS),
    help="text, json, markdown (a comment on a pull request) or digest (for the teams), each with :FILE if it goes to a "
    "file. May be given several times.",
)
@click.option("--digest", is_flag=True, help="What changed for whom, and from when; as --output digest.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(_LABELS),
    help="Exit with 1 where there is a change of this kind. May be given several times.",
)
def command(
    old: str, new: str | None, policy: str | None, outputs: tuple[Output, ...], digest: bool, fail_on: tuple[str, ...]
) -> int:
    """Compare two policies."""
    first, second = pair(old, new, policy)
    from supportpolicy.analysis import NoSolver
    from supportpolicy.clock import ClockError
    from supportpolicy.difference import NothingInCommon, compare

    try:
        found = compare(first.compiled, second.compiled)
    except NoSolver as problem:
        raise click.UsageError(str(problem)) from None
    except NothingInCommon:
        raise click.UsageError(
            "the two policies have no day in common: their horizons do not meet, so no ticket is treated by both"
        ) from None
    except ClockError as problem:
        raise click.UsageError(str(problem)) from None
    chosen = [*outputs, *([Output("digest", None)] if digest else [])] or [Output("text", None)]
    files = [output.file for output in chosen if output.file is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two outputs go to one file; give each a file of its own")
    for output in chosen:
        rendered = _rendered(output.format, found, first, second)
        if output.file is None:
            say(rendered, nl=False)
        else:
            write_text(Path(output.file), rendered)
    return int(any(found.count(label) for label in fail_on))  # type: ignore[arg-type]


def _rendered(format_: str, found: object, first: Named, second: Named) -> str:
    from supportpolicy.difference import Difference
    from supportpolicy.reporting.difference_json import as_json
    from supportpolicy.reporting.difference_markdown import as_digest, as_markdown
    from supportpolicy.reporting.difference_text import as_text

    assert isinstance(found, Difference)
    old, new = first.words, second.words
    match format_:
        case "json":
            return as_json(found, old, new, __version__)
        case "markdown":
            return as_markdown(found, old, new)
        case "digest":
            return as_digest(found, old, new)
        case _:
            return as_text(found, old, new)
