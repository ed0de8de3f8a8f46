"""Writing files so that nothing half-written stays behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a neighbour first, then moved into place. Raises a usage error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            # A device such as /dev/stdout cannot be replaced, only written to.
            if path.is_dir():
                raise click.UsageError(f"'{path}' is a folder; name a file")
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.UsageError(f"cannot write '{path}': {reason}") from None
