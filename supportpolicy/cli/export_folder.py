"""What becomes of one export: its folder is written or compared, and what is left to do by hand is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.write import say

if TYPE_CHECKING:
    from supportpolicy.targets.exporting import Exported


def why_blocked(exported: Exported) -> str:
    """Why nothing is written, and what can be done."""
    blocking = sorted({one.loss.kind.name for one in exported.lost if one.blocks})
    if not blocking:
        return f"nothing was written: what {exported.target.title} would do is not what the policy says; please report this"
    example = f'{blocking[0]} = "why that is all right"'
    return (
        f"nothing was written: {exported.target.title} cannot say everything above. Change the policy, or accept a "
        f"difference in the configuration, under [tool.supportpolicy.export.{exported.target.name}.allow]: {example}"
    )


def compare(exported: Exported, folder: Path, *, lines: bool) -> int:
    """Say what in a folder differs from what would be written; 1 where something does. `lines`: the lines that differ too."""
    from supportpolicy.cli.folder import read_folder
    from supportpolicy.targets.drift import drift, line_by_line
    from supportpolicy.targets.manifest import all_files

    files = all_files(exported)
    there = read_folder(folder)
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
    from supportpolicy.cli.folder import read_folder, replace_folder
    from supportpolicy.targets.drift import standing
    from supportpolicy.targets.manifest import all_files

    stands = standing(read_folder(folder))
    if stands.foreign:
        raise click.UsageError(
            f"'{folder}' has files that no export wrote ({_some(stands.foreign)}); choose a folder of its own, nothing was written"
        )
    if stands.edited and not overwrite:
        raise click.UsageError(
            f"in '{folder}' files were changed by hand since the last export ({_some(stands.edited)}); "
            "nothing was written. Put the change into the policy, or write over it with --overwrite"
        )
    files = all_files(exported)
    replace_folder(folder, files)
    say(f"wrote {len(files)} files to {folder}{_checked_words(exported)}", err=True)
    for line in _left_to_do(exported):
        say(line, err=True)


def _checked_words(exported: Exported) -> str:
    if exported.verified is None:
        return ""
    return f"; {exported.target.title} treats all {exported.verified.tickets:,} tickets that were compared as the policy does"


def _left_to_do(exported: Exported) -> list[str]:
    rendered = exported.rendered
    lines = []
    if rendered.tasks:
        lines.append(f"left to do by hand: {len(rendered.tasks)} things, see checklist.md")
    if rendered.unresolved:
        lines.append(
            f"{len(rendered.unresolved)} ids are missing: write them into a map file like ids.json, and export with --ids"
        )
    return lines


def _some(paths: tuple[str, ...]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
