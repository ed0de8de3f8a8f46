"""The policy that tickets are asked under: a folder that is compiled in memory, or a compiled document."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.settings import settings_for
from supportpolicy.compiled import Compiled, Unreadable, read_compiled

_BEGINNING = 200


def compiled_policy(location: str | None, wanted: str = "decided") -> Compiled:
    """The compiled policy at a location; without one, that of the configuration.

    A JSON file is read as a compiled policy; anything else is checked and compiled, and errors are shown on standard
    error and end the command with exit code 1; `wanted` says what is not done then. Raises a usage error for what is neither.
    """
    location = settings_for(location).policy
    path = Path(location)
    if is_document(path):
        return _document(path)
    if location == "-":
        raise click.UsageError("standard input is for tickets; name the folder of the policy")
    from supportpolicy.cli.compiling import compile_quietly

    return compile_quietly(location, wanted)


def is_document(path: Path) -> bool:
    """Whether a file is JSON: by its ending, or because it begins as JSON does and no policy file would."""
    try:
        if not path.is_file():
            return False
        if path.suffix.lower() in (".yaml", ".yml"):
            return False
        with path.open("rb") as file:
            return path.suffix.lower() == ".json" or file.read(_BEGINNING).lstrip().startswith(b"{")
    except (OSError, ValueError):
        return False


def _document(path: Path) -> Compiled:
    try:
        return read_compiled(path.read_text(encoding="utf-8"))
    except Unreadable as problem:
        raise click.UsageError(f"'{path}': {problem}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"'{path}': this is not UTF-8 text") from None
    except OSError as problem:
        raise click.UsageError(f"'{path}': {(problem.strerror or 'cannot be read').lower()}") from None
