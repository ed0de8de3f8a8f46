"""Finding and reading the files of a policy. The only place of this room that touches the disk."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.source import kinds
from supportpolicy.source.hidden import hidden_character
from supportpolicy.source.limits import MAX_FILE_BYTES, MAX_FILES, MAX_POLICY_BYTES
from supportpolicy.source.node import Node
from supportpolicy.source.parse import parse
from supportpolicy.source.suppressions import Suppression, find_suppressions

LOCK_NAME = "holidays.lock.yaml"
TESTS_FOLDER = "tests"
_SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """One file of a policy, as it was read."""

    path: str
    """For messages: relative to the working folder where that is possible."""
    name: str
    """Relative to the policy's folder: the same on every machine."""
    text: str
    root: Node | None
    """None where the file cannot be used; a finding says why."""
    suppressions: tuple[Suppression, ...]
    raw: str | None = None
    """The text with its byte order mark and its own ends of lines, where it has others than line feeds."""

    @property
    def as_written(self) -> str:
        """The text to the last character as it stands in the file."""
        return self.text if self.raw is None else self.raw


class Sources(NamedTuple):
    """All files of one policy, its lock among them but kept apart, with what was wrong with them."""

    folder: str
    """For messages; the file itself where a policy is a single file."""
    files: tuple[Source, ...]
    lock: Source | None
    findings: tuple[Diagnostic, ...]

    @property
    def texts(self) -> dict[str, str]:
        """Text by path, for excerpts."""
        every = self.files if self.lock is None else (*self.files, self.lock)
        return {source.path: source.text for source in every}


def read_policy(location: Path) -> Sources:
    """Read every policy file under a folder, or one file. Never raises for what the user gave: see `findings`.

    `tests/` and files whose name ends in `.lock.yaml` are not policy; hidden files and folders are left out.
    """
    shown = display_path(location)
    findings: list[Diagnostic] = []
    try:
        mode = location.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        findings.append(
            _unreadable(
                shown, f"there is no file or folder '{shown}'", "check the path; 'policies' is the usual folder"
            )
        )
        return Sources(shown, (), None, tuple(findings))
    except OSError as error:
        findings.append(_unreadable(shown, f"'{shown}' cannot be read: {_reason(error)}", "check its permissions"))
        return Sources(shown, (), None, tuple(findings))
    if stat.S_ISREG(mode):
        source = _read(location, location.name, findings)
        lock_path = location.parent / LOCK_NAME
        lock = _read(lock_path, LOCK_NAME, findings) if lock_path.is_file() else None
        return Sources(shown, (source,) if source else (), lock, tuple(findings))
    if not stat.S_ISDIR(mode):
        findings.append(
            _unreadable(
                shown,
                f"'{shown}' is neither a file nor a folder",
                "name a folder of YAML files, or '-' to read from another program",
            )
        )
        return Sources(shown, (), None, tuple(findings))
    return _read_folder(location, shown, findings)


def read_bytes_as_policy(data: bytes, path: str = "stdin") -> Sources:
    """A policy of one file whose bytes are already there, such as standard input."""
    findings: list[Diagnostic] = []
    source = _from_bytes(data, path, path, findings)
    return Sources(path, (source,) if source else (), None, tuple(findings))


def read_files_as_policy(files: Mapping[str, bytes], folder: str) -> Sources:
    """A policy whose files, by name within its folder, are already there: as `read_policy` reads a folder.

    `folder` is what messages call it.
    """
    findings: list[Diagnostic] = []
    names = [name for name in sorted(files) if _is_policy(name)]
    if not names:
        findings.append(_empty(folder))
    sources = [_from_bytes(files[name], f"{folder}/{name}", _printable(name), findings) for name in names]
    lock = _from_bytes(files[LOCK_NAME], f"{folder}/{LOCK_NAME}", LOCK_NAME, findings) if LOCK_NAME in files else None
    return Sources(folder, tuple(source for source in sources if source is not None), lock, tuple(findings))


def _is_policy(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts)
    ending = name.lower().endswith(_SUFFIXES) and not name.lower().endswith((".lock.yaml", ".lock.yml"))
    return ending and not hidden and not (len(parts) > 1 and parts[0] == TESTS_FOLDER)


def _empty(shown: str) -> Diagnostic:
    return kinds.EMPTY.at(
        Span(shown, 1, 1, 1, 1),
        f"no policy file (*.yaml or *.yml) in '{shown}'",
        help="a policy is every .yaml file under this folder, 'tests' left out",
    )


def with_texts(sources: Sources, changed: Mapping[str, str]) -> Sources:
    """The policy as it would be read if some of its files, by name, held these texts instead."""
    paths = {source.path for source in sources.files if source.name in changed}
    findings = [finding for finding in sources.findings if finding.span.path not in paths]
    files: list[Source] = []
    for source in sources.files:
        text = changed.get(source.name)
        again = source if text is None else _from_bytes(text.encode(), source.path, source.name, findings)
        files.append(again if again is not None else source._replace(root=None))
    return sources._replace(files=tuple(files), findings=tuple(findings))


def display_path(path: Path) -> str:
    """The path as a reader here would type it, with forward slashes; what cannot be printed is replaced."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):  # another drive on Windows; a working folder that is gone
        return _printable(path.as_posix())
    if relative.startswith(".." + os.sep) and path.is_absolute():
        return _printable(path.as_posix())
    return _printable(Path(relative).as_posix())


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _read_folder(folder: Path, shown: str, findings: list[Diagnostic]) -> Sources:
    names, lock_name = _policy_names(folder, findings)
    if not names and not findings:
        findings.append(_empty(shown))
    sources: list[Source] = []
    total = 0
    for name in names:
        source = _read(folder / name, name, findings)
        if source is None:
            continue
        total += len(source.text)
        if total > MAX_POLICY_BYTES:
            findings.append(_too_large(source.path, f"the policy is larger than {MAX_POLICY_BYTES // 1024**2} MiB"))
            break
        sources.append(source)
    lock = _read(folder / lock_name, lock_name, findings) if lock_name else None
    return Sources(shown, tuple(sources), lock, tuple(findings))


def _policy_names(folder: Path, findings: list[Diagnostic]) -> tuple[list[str], str | None]:
    real_root = folder.resolve()
    names: list[str] = []
    lock: str | None = None

    def unreadable(error: OSError) -> None:
        shown = display_path(Path(error.filename or folder))
        findings.append(_unreadable(shown, f"this folder cannot be read: {_reason(error)}", "check its permissions"))

    for here, folders, files in os.walk(folder, onerror=unreadable):
        base = Path(here)
        top = base == folder
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not (top and name == TESTS_FOLDER))
        for name in list(folders):
            if (base / name).is_symlink():
                _check_link(base / name, real_root, findings, is_folder=True)
        for name in sorted(files):
            if name.startswith(".") or not name.lower().endswith(_SUFFIXES):
                continue
            path = base / name
            relative = path.relative_to(folder).as_posix()
            if path.is_symlink() and not _check_link(path, real_root, findings):
                continue
            if name.lower().endswith((".lock.yaml", ".lock.yml")):
                if relative == LOCK_NAME:
                    lock = relative
                continue
            names.append(relative)
            if len(names) > MAX_FILES:
                findings.append(_too_large(display_path(folder), f"the policy has more than {MAX_FILES:,} files"))
                return sorted(names[:MAX_FILES]), lock
    return sorted(names), lock


def _check_link(path: Path, real_root: Path, findings: list[Diagnostic], *, is_folder: bool = False) -> bool:
    shown = display_path(path)
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        findings.append(
            _unreadable(shown, "this link leads nowhere", "remove it, or make it point to a file of this folder")
        )
        return False
    if is_folder:
        if not target.is_relative_to(real_root):
            findings.append(_link_out(shown))
        return False
    if not target.is_relative_to(real_root):
        findings.append(_link_out(shown))
        return False
    return True


def _read(path: Path, name: str, findings: list[Diagnostic]) -> Source | None:
    shown = display_path(path)
    try:
        # Asked before it is opened: opening a pipe would wait for a writer that may never come.
        if not stat.S_ISREG(path.stat().st_mode):
            findings.append(_unreadable(shown, "this is not an ordinary file", "remove it; a policy is plain text"))
            return None
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        findings.append(_unreadable(shown, f"this file cannot be read: {_reason(error)}", "check its permissions"))
        return None
    return _from_bytes(data, shown, _printable(name), findings)


def _from_bytes(data: bytes, path: str, name: str, findings: list[Diagnostic]) -> Source | None:
    if len(data) > MAX_FILE_BYTES:
        findings.append(_too_large(path, f"the file is larger than {MAX_FILE_BYTES // 1024**2} MiB"))
        return None
    text = _decode(data, path, findings)
    if text is None:
        return None
    root = parse(text, path, findings.append)
    if root is None and hidden_character(text, path) is not None:
        return None  # not even to be quoted: it could move the cursor of a terminal
    # In a file that cannot be used there is nothing to switch off, least of all the reason why it cannot be used.
    suppressions = find_suppressions(text, path, root, findings.append) if root is not None else ()
    raw = data.decode("utf-8") if b"\r" in data or data.startswith(codecs.BOM_UTF8) else None
    return Source(path, name, text, root, suppressions, raw)


def _decode(data: bytes, path: str, findings: list[Diagnostic]) -> str | None:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        findings.append(_not_utf8(data, error.start, path))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(data: bytes, position: int, path: str) -> Diagnostic:
    before = data[:position].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    line, col = before.count("\n") + 1, len(before) - before.rfind("\n")
    what = f"the byte 0x{data[position]:02x} is not UTF-8 text"
    advice = "save the file as UTF-8 in your editor ('Save as', then 'Encoding')"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        what = "this file is saved as UTF-16, not as UTF-8"
    elif b"\0" in data:
        what, advice = "this looks like a binary file", "a policy is plain text; check what was saved under this name"
    return kinds.NOT_TEXT.at(Span(path, line, col, line, col + 1), what, help=advice)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _unreadable(path: str, message: str, help_text: str) -> Diagnostic:
    return kinds.UNREADABLE.at(Span(path, 1, 1, 1, 1), message, help=help_text)


def _too_large(path: str, message: str) -> Diagnostic:
    return kinds.TOO_LARGE.at(Span(path, 1, 1, 1, 1), message, help="split it, or remove what was generated by mistake")


def _link_out(path: str) -> Diagnostic:
    return kinds.LINK_OUT.at(
        Span(path, 1, 1, 1, 1),
        "this link leads out of the policy's folder",
        help="copy the file into the folder instead",
    )
