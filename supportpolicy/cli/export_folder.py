"""What becomes of one export: its folder is written or compared, and what is left to do by hand is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.write import say
from supportpolicy.reporting.report import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from supportpolicy.targets.exporting import Exported

_MOST_FOREIGN = 1_000
"""Files that no export wrote are looked for no further than this."""
_MOST_COUNTED = 900
"""Of more such files than this it is not said how many there are."""


def why_blocked(exported: Exported) -> str:
    """Why nothing is written, and what can be done."""
    blocking = sorted({one.loss.kind.name for one in exported.lost if one.blocks})
    if not blocking:
        return f"nothing was written: what {exported.target.title} would do is not what the policy says; please report this"
    example = f'{blocking[0]} = "why that is all right"'
    table = f"export.{exported.target.name}.allow"
    return (
        f"nothing was written: {exported.target.title} cannot say everything above. Change the policy, or accept each "
        f"difference by its name, under [tool.supportpolicy.{table}] in pyproject.toml or [{table}] in supportpolicy.toml: {example}"
    )


def compare(exported: Exported, folder: Path, *, lines: bool) -> int:
    """Say what in a folder differs from what would be written; 1 where something does. `lines`: the lines that differ too."""
    from supportpolicy.targets.drift import drift, line_by_line
    from supportpolicy.targets.manifest import all_files

    files = all_files(exported)
    there = _there(folder, files)
    found = drift(there, files)
    for what, paths in (("created", found.created), ("changed", found.changed), ("removed", found.removed)):
        for path in paths:
            say(f"{what}: {path}")
            if lines and what == "changed":
                say(line_by_line(path, there[path], files[path]))
    if found.any:
        say(f"'{folder}' is not what would be written; export again with -o {folder}", err=True)
    elif found.retold:
        say(f"'{folder}' is up to date; only {' and '.join(found.retold)} would say other lines or words", err=True)
    else:
        say(f"'{folder}' is up to date", err=True)
    return int(found.any)


def write(exported: Exported, folder: Path, *, overwrite: bool) -> None:
    """Write a folder, as a whole or not at all. Raises a usage error."""
    from supportpolicy.cli.folder import others_in, replace_folder
    from supportpolicy.targets.drift import standing
    from supportpolicy.targets.manifest import all_files

    if Path.cwd().is_relative_to(folder.resolve()):
        raise click.UsageError(
            f"'{folder}' is the folder you are in, or one above it, and the folder of an export is replaced as a whole; "
            f"name another one, such as -o out/{exported.target.name}"
        )
    files = all_files(exported)
    there = _there(folder, files)
    stands = standing({**there, **dict.fromkeys(others_in(folder, there, _MOST_FOREIGN), b"")})
    if stands.target is not None and stands.target != exported.target.name:
        raise click.UsageError(
            f"'{folder}' is the export for {stands.target}; choose a folder of its own for {exported.target.name}, "
            "nothing was written"
        )
    if stands.foreign:
        raise click.UsageError(
            f"'{folder}' has files that no export wrote ({_some(stands.foreign)}); choose a folder of its own, nothing was written"
        )
    if stands.edited and not overwrite:
        raise click.UsageError(
            f"in '{folder}' files were changed by hand since the last export ({_some(stands.edited)}); "
            "nothing was written. Put the change into the policy, or write over it with --overwrite"
        )
    replace_folder(folder, files)
    say(f"wrote {len(files)} files to {folder}{_checked_words(exported)}", err=True)
    for line in _left_to_do(exported):
        say(line, err=True)


def _there(folder: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    """What a folder has of an export: of this one, and of the one that its manifest tells of."""
    from supportpolicy.cli.folder import read_files
    from supportpolicy.targets.drift import listed
    from supportpolicy.targets.manifest import MANIFEST

    former = listed(read_files(folder, (MANIFEST,)))
    return read_files(folder, sorted({*files, *former, MANIFEST}))


def _checked_words(exported: Exported) -> str:
    if exported.verified is None:
        return ""
    return f"; {exported.target.title} treats all {exported.verified.tickets:,} tickets that were compared as the policy does"


def _left_to_do(exported: Exported) -> list[str]:
    rendered = exported.rendered
    lines = []
    if rendered.tasks:
        lines.append(f"left to do by hand: {counted(len(rendered.tasks), 'thing')}, see checklist.md")
    if rendered.unresolved:
        missing = counted(len(rendered.unresolved), "id is", "ids are")
        lines.append(f"{missing} missing: write them into a map file like ids.json, and export with --ids")
    return lines


def _some(paths: tuple[str, ...]) -> str:
    more = len(paths) - 3
    return ", ".join(paths[:3]) + (f" and {'many' if more > _MOST_COUNTED else more} more" if more > 0 else "")
