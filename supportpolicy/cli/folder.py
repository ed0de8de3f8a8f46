"""A folder that is replaced as a whole: after a failure, a kill or a full disk, what was there before is still there."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

_AT_FDCWD = -100
_EXCHANGE = 2
"""Of Linux's renameat2: both names are there all the time, and change places in one step."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path in it, with forward slashes; nothing where there is no folder.

    Raises a usage error where it cannot be read.
    """
    return read_files(folder, others_in(folder))


def read_files(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Those of the files that are there; no other file is opened, and none outside the folder. Raises a usage error.

    What is neither file nor folder, such as a link that leads nowhere, has no content.
    """
    found: dict[str, bytes] = {}
    if not _is_folder(folder):
        return found
    try:
        for path in paths:
            place = folder / path
            inside = not Path(path).is_absolute() and ".." not in Path(path).parts
            if inside and (place.is_symlink() or (place.exists() and not place.is_dir())):
                found[path] = place.read_bytes() if place.is_file() else b""
    except OSError as error:
        raise click.UsageError(f"cannot read '{error.filename}': {_reason(error)}") from None
    return found


def others_in(folder: Path, known: Container[str] = (), most: int | None = None) -> tuple[str, ...]:
    """The files under a folder beside those that are known, in the order of their folders; at most so many.

    Only names are read: somebody may have named a whole disk. Links to folders are not followed. Raises a usage error.
    """
    found: list[str] = []
    if not _is_folder(folder):
        return ()
    try:
        for here, folders, files in os.walk(folder, onerror=_raise):
            folders.sort()
            links = [name for name in folders if Path(here, name).is_symlink()]
            paths = (Path(here, name).relative_to(folder).as_posix() for name in sorted([*files, *links]))
            found.extend(path for path in paths if path not in known)
            if most is not None and len(found) >= most:
                return tuple(found[:most])
    except OSError as error:
        raise click.UsageError(f"cannot read '{error.filename}': {_reason(error)}") from None
    return tuple(found)


def _is_folder(folder: Path) -> bool:
    """Whether there is a folder; a usage error for a file."""
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"'{folder}' is a file; name a folder")
    return folder.exists()


def _raise(error: OSError) -> None:
    raise error


def replace_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder that has these files and no others, in the place of what was there. Raises a usage error.

    The files are written to a neighbour first; then the two change places. Where the system cannot do that in one step, the
    former folder steps aside for a moment, and the next export puts it back if this one was killed just then.
    """
    folder = folder.resolve()
    if folder.exists() and not stat.S_IMODE(folder.stat().st_mode) & 0o222:
        raise click.UsageError(f"cannot write '{folder}': the folder is read-only")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder.parent):
            fresh, former = (folder.with_name(f".{folder.name}.supportpolicy-{word}") for word in ("new", "old"))
            _recover(folder, fresh, former)
            try:
                _write(fresh, files, 0o755 if not folder.exists() else stat.S_IMODE(folder.stat().st_mode))
                _into_place(fresh, folder, former)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
                if folder.exists():
                    shutil.rmtree(former, ignore_errors=True)
    except OSError as error:
        named = error.filename2 or error.filename or folder
        raise click.UsageError(f"cannot write '{named}': {_reason(error)}; '{folder.name}' is as it was") from None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """While nobody else exports into this folder. The system forgets the lock of a process that was killed."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.UsageError(f"another export is writing into '{folder}'; try again when it is done") from None
        yield
    finally:
        os.close(handle)


def _recover(folder: Path, fresh: Path, former: Path) -> None:
    """Clear away what a killed export left, and put back what it had moved aside."""
    shutil.rmtree(fresh, ignore_errors=True)
    if former.exists():
        if folder.exists():
            shutil.rmtree(former)
        else:
            former.rename(folder)


def _write(folder: Path, files: Mapping[str, str], mode: int) -> None:
    folder.mkdir()
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
    folder.chmod(mode)


def _into_place(fresh: Path, folder: Path, former: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchanged(fresh, folder):
        folder.rename(former)
        try:
            fresh.rename(folder)
        except OSError:
            former.rename(folder)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have changed places in one step; False where the system has no such step."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
