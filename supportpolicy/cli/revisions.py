"""Policies to compare: a folder, a compiled document, or a folder as it was in a revision of git."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from supportpolicy.cli.git import commit_of, top_of, yaml_files_at
from supportpolicy.cli.policies import compiled_policy
from supportpolicy.cli.settings import settings_for
from supportpolicy.compiled import Compiled

_WANTED = "compared"


class Named(NamedTuple):
    """A policy with what it was asked for as."""

    words: str
    """For people: `policies`, `main (1f3c9aa)`."""
    compiled: Compiled


def pair(old: str, new: str | None, policy: str | None) -> tuple[Named, Named]:
    """The two policies of `diff OLD [NEW]`.

    Each is a folder, a file, or a revision; `OLD..NEW` is two revisions. A single revision is compared with the working
    folder, from the newest commit on that it and HEAD have in common. `policy` is the folder of the policy. Raises usage
    errors; what is wrong in a policy is shown, and ends the command with 1.
    """
    if new is None and not _is_there(old) and ".." in old:
        first, second = (part.strip(".") for part in old.split("..", 1))
        if not first or not second:
            raise click.UsageError(f"'{old}' names one revision only; write OLD..NEW, or the one without the dots")
        return _at(first, policy), _at(second, policy)
    if new is not None:
        return _named(old, policy), _named(new, policy)
    location = settings_for(policy).policy
    first_of = _named(old, policy) if _is_there(old) else _at(old, policy, merged=True)
    return first_of, Named(location, compiled_policy(location, _WANTED))


def _named(place: str, policy: str | None) -> Named:
    return Named(place, compiled_policy(place, _WANTED)) if _is_there(place) else _at(place, policy)


def _is_there(place: str) -> bool:
    try:
        return Path(place).exists()
    except (OSError, ValueError):
        return False


def _at(revision: str, policy: str | None, *, merged: bool = False) -> Named:
    """The policy's folder as it was in a revision, read without touching the working folder."""
    from supportpolicy.cli.compiling import compile_sources
    from supportpolicy.source.files import read_files_as_policy

    location = Path(settings_for(policy).policy)
    here = next((one for one in (location, *location.absolute().parents) if one.is_dir()), Path())
    top = top_of(here, f"there is no file or folder '{revision}', and a revision of that name")
    commit = commit_of(top, revision, merged=merged, or_place=True)
    try:
        below = location.resolve().relative_to(top).as_posix()
    except ValueError:
        raise click.UsageError(f"'{location}' is not in the repository of '{top.name}'") from None
    files = yaml_files_at(top, commit, below)
    if not files:
        raise click.UsageError(f"'{revision}' has no policy in '{below}'; name its folder with --policy")
    within = {_within(name, below): data for name, data in files.items()}
    sources = read_files_as_policy(within, f"{revision}:{below}")
    return Named(f"{revision} ({commit[:7]})", compile_sources(sources, _WANTED))


def _within(name: str, below: str) -> str:
    if below == "." or name == below:
        return name.rpartition("/")[2] if name == below else name
    return name.removeprefix(f"{below}/")
