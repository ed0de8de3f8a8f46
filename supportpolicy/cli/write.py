"""Writing files and standard output so that nothing half-written stays behind and nothing is lost unseen."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

_POLICY_ENDINGS = (".yaml", ".yml")


def write_text(path: Path, text: str, *, is_policy: bool = False, make_folders: bool = False) -> None:
    """Write one file whole or not at all. Raises a usage error."""
    write_files({path: text}, is_policy=is_policy, make_folders=make_folders)


def write_files(files: Mapping[Path, str], *, is_policy: bool = False, make_folders: bool = False) -> None:
    """Write files whole or not at all: each to a neighbour first, then all of them moved into place.

    Raises a usage error, and then none is written. A file that could be part of a policy is refused: what people wrote
    is never overwritten by what a program made of it, but for the lock (`is_policy`). So is one in a folder that is not
    there, which may be a mistyped one, but where folders are what was asked for (`make_folders`).
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            if path.suffix.lower() in _POLICY_ENDINGS and not is_policy:
                raise click.UsageError(
                    f"'{path}' could be part of a policy and is not overwritten; choose another ending"
                )
            if path.is_dir():
                raise click.UsageError(f"'{path}' is a folder; name a file")
            temporary = _prepared(path, text, make_folders=make_folders)
            if temporary is not None:
                ready.append((temporary, path))
        for temporary, path in ready:
            temporary.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.UsageError(f"cannot write '{error.filename2 or error.filename or path}': {reason}") from None
    finally:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)


def say(text: str, *, nl: bool = True, err: bool = False, color: bool | None = None) -> None:
    """Print to standard output (or standard error). A reader who has gone away changes no exit code.

    Raises a usage error where standard output cannot take the text, because it is closed or its disk is full.
    """
    if sys.stdout is None and not err:
        raise click.UsageError("standard output is closed; nothing was written")
    try:
        click.echo(text, nl=nl, err=err, color=color)
    except BrokenPipeError:
        _quiet()
    except OSError as error:
        _quiet()
        raise click.UsageError(f"cannot write to standard output: {(error.strerror or str(error)).lower()}") from None


def _quiet() -> None:
    """Nobody reads any more; without this the interpreter complains while it shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepared(path: Path, text: str, *, make_folders: bool) -> Path | None:
    """A neighbour of the file with its text; None where it could be written only in place, such as a device."""
    for parent in path.parents:
        if parent.exists() and not parent.is_dir():
            raise click.UsageError(f"'{parent}' is a file, and a folder is wanted there")
    if make_folders:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.parent.exists():
        raise click.UsageError(f"there is no folder '{path.parent}' for '{path.name}'; make it first, or mend the path")
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")
        return None
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
