"""Policies near a place that holds none: what a person meant who named the wrong folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from supportpolicy.diagnostics import quoted_list
from supportpolicy.source.files import TESTS_FOLDER, display_path

_DEPTH = 3
"""How many folders deep is looked."""
_MOST_FOLDERS = 400
"""A home folder has hundreds of thousands; a hint must not take seconds."""
_BEGINNING = 4_000
_HEAD = re.compile(rb"^supportpolicy:", re.MULTILINE)
_PASSED_OVER = ("node_modules", "__pycache__", "venv", TESTS_FOLDER)


def no_such_policy(location: str) -> click.UsageError:
    """The error for a location where there is nothing, with the policies that are near."""
    shown = location if len(location) <= 80 else location[:77] + "..."
    advice = where_else() or "name the folder of the policy, such as policies, or begin one with 'supportpolicy init'"
    return click.UsageError(f"there is no file or folder '{shown}'; {advice}")


def where_else() -> str:
    """`there is a policy in 'support/policies'`, for the working folder; empty where none is found."""
    found = policies_near(Path())
    if not found:
        return ""
    if found == ["."]:
        return "this folder itself holds a policy: name it '.'"
    places = [f"'{place}'" for place in found]
    return f"there is a policy in {quoted_list(places, most=5, last='and in')}"


def policies_near(base: Path) -> list[str]:
    """Folders at or below `base` with a file that has the head of a policy; never one inside another."""
    found: list[str] = []
    todo = [(base, 0)]
    looked = 0
    while todo and looked < _MOST_FOLDERS:
        folder, depth = todo.pop(0)
        looked += 1
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        if any(_is_head(entry) for entry in entries):
            found.append(display_path(folder))
            continue
        if depth < _DEPTH:
            todo += [(Path(entry.path), depth + 1) for entry in entries if _is_open(entry)]
    return found


def _is_open(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(".") or entry.name in _PASSED_OVER:
        return False
    return entry.is_dir(follow_symlinks=False)


def _is_head(entry: os.DirEntry[str]) -> bool:
    if not entry.name.lower().endswith((".yaml", ".yml")) or not entry.is_file(follow_symlinks=False):
        return False
    try:
        with Path(entry.path).open("rb") as file:
            return _HEAD.search(file.read(_BEGINNING)) is not None
    except OSError:
        return False
