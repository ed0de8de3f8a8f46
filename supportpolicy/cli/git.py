"""What changed since a revision, asked of git."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import click

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)")
_OPTION = "--changed-since"


class Changes(NamedTuple):
    """What differs between a revision and the working folder."""

    top: Path
    """The folder of the repository."""
    base: str
    """The commit where the work began: the newest that the revision and HEAD have in common."""
    below: str
    """Where the policy is, relative to `top`."""
    lines: Mapping[str, tuple[tuple[int, int], ...]]
    """Changed lines, first and last, by file relative to `top`. Where lines were taken out, the two around the gap."""
    whole: frozenset[str]
    """Files that git does not know yet."""

    def touches(self, file: str, first: int, last: int) -> bool:
        """Whether any of these lines of a file was changed."""
        if file in self.whole:
            return True
        return any(first <= end and begin <= last for begin, end in self.lines.get(file, ()))


def changes_since(revision: str, place: Path) -> Changes:
    """What changed at or below a place of a repository since its work left `revision`. Raises a usage error.

    Counted is the working folder as it is, committed or not.
    """
    top = top_of(place)
    below = place.resolve().relative_to(top).as_posix()
    base = commit_of(top, revision, merged=True)
    diff = _asked(top, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-renames", "--no-textconv",
                  "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", base, "--", below)  # fmt: skip
    others = _asked(top, "ls-files", "--others", "--exclude-standard", "-z", "--", below)
    whole = frozenset(_text(name) for name in others.split(b"\0") if name)
    return Changes(top, base, below, _changed_lines(diff), whole)


def top_of(place: Path, wanted: str = _OPTION) -> Path:
    """The folder of the repository that a place is in; `wanted` is what needs it. Raises a usage error."""
    folder = place if place.is_dir() else place.parent
    ran = _git(folder, "rev-parse", "--show-toplevel", wanted=wanted)
    if ran.returncode:
        reason = _complaint(ran.stderr)
        if "not a git repository" in reason:
            raise click.UsageError(f"{wanted} needs a git repository, and '{folder}' is in none")
        raise click.UsageError(f"git cannot read the repository of '{folder}': {reason}")
    return Path(ran.stdout.decode("utf-8", "surrogateescape").rstrip("\n")).resolve()


def commit_of(top: Path, revision: str, *, merged: bool, or_place: bool = False) -> str:
    """The commit of a revision; `merged`: the newest that it and HEAD have in common. Raises a usage error.

    `or_place`: a file or folder could have been meant as well, and there is none of that name.
    """
    known = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known.returncode:
        raise _unknown(revision, top, f"there is no file or folder '{revision}', and " if or_place else "")
    if not merged:
        return known.stdout.decode().strip()
    found = _git(top, "merge-base", known.stdout.decode().strip(), "HEAD")
    if found.returncode:
        raise _no_common(revision, top)
    return found.stdout.decode().strip()


def files_then(changes: Changes, folder: Path) -> None:
    """Write the YAML files of the policy, as they were at the base, into a folder of our own."""
    for name, data in yaml_files_at(changes.top, changes.base, changes.below).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def yaml_files_at(top: Path, commit: str, below: str) -> dict[str, bytes]:
    """The YAML files at or below a path of the repository as they were in a commit, by their paths in it."""
    if _git(top, "cat-file", "-e", f"{commit}:{'' if below == '.' else below}").returncode:
        return {}  # nothing was there yet
    archive = _asked(top, "archive", "--format=tar", commit, "--", below)
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            taken = tar.extractfile(member) if member.isreg() else None
            if taken is not None and member.name.lower().endswith((".yaml", ".yml")):
                found[member.name] = taken.read()
    return found


def _git(folder: Path, *words: str, wanted: str = _OPTION) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "--literal-pathspecs", "-C", str(folder), "-c", "core.quotePath=false", *words]
    environment = os.environ | {"LC_ALL": "C"}  # its messages are read
    try:
        return subprocess.run(command, capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise click.UsageError(f"{wanted} needs git, and there is no git here") from None


def _asked(folder: Path, *words: str) -> bytes:
    ran = _git(folder, *words)
    if ran.returncode:
        raise click.UsageError(f"git {words[0]} failed: {_complaint(ran.stderr)}")
    return ran.stdout


def _complaint(said: bytes) -> str:
    """What git complains about, without its advice."""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("fatal: ")), lines[-1] if lines else "it says nothing")


def _is_shallow(top: Path) -> bool:
    return _git(top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _unknown(revision: str, top: Path, before: str) -> click.UsageError:
    if _is_shallow(top):
        return click.UsageError(
            f"{before}this clone is shallow and does not hold '{revision}'; fetch the history first: 'git fetch --unshallow', "
            "or in CI fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)"
        )
    from supportpolicy.diagnostics import did_you_mean

    names = _git(top, "for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").split()
    return click.UsageError(
        f"{before}git knows no revision '{revision}': {did_you_mean(revision, names, what='there are', most=5)}"
    )


def _no_common(revision: str, top: Path) -> click.UsageError:
    if _is_shallow(top):
        return click.UsageError(
            f"this clone is shallow: where '{revision}' and HEAD parted is not in it; fetch the history first: "
            "'git fetch --unshallow', or in CI fetch-depth: 0 (GitHub), GIT_DEPTH: 0 (GitLab)"
        )
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return click.UsageError("this repository has no commit yet")
    return click.UsageError(f"'{revision}' and HEAD have no commit in common")


def _changed_lines(diff: bytes) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    file = ""
    left = 0
    for line in diff.split(b"\n"):
        if left and line[:1] == b"+":
            left -= 1  # a line of the file, whatever it looks like
        elif line.startswith(b"+++ "):
            file = _diff_name(line[4:])
        elif (hunk := _HUNK.match(line)) is not None and file:
            first, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(file, []).append((first, first + count - 1) if count else (first, first + 1))
            left = count
    return {name: tuple(ranges) for name, ranges in found.items()}


def _diff_name(name: bytes) -> str:
    """The path behind `+++ b/`; empty for a file that was taken away. Odd characters are quoted as in C."""
    if name.startswith(b'"'):
        name = _ESCAPED.sub(_unescaped, name.rstrip(b"\t")[1:-1])
    name = name.removesuffix(b"\t")
    return _text(name.removeprefix(b"b/")) if name.startswith(b"b/") else ""


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPES.get(code, code)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
