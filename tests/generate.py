"""Writes what is made from the language: `schemas/`, the pages of the checks, the reference and the built-in names.

`python -m tests.generate` writes; with `--check` it writes nothing and exits with 1 where a file is stale. It never
removes a file: those that are no longer made are named.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from supportpolicy.compiler import compile_policy
from supportpolicy.language import load
from supportpolicy.language.sections import SECTIONS
from supportpolicy.reporting.catalogue import all_kinds
from supportpolicy.reporting.explain import explain_markdown, index_markdown
from supportpolicy.reporting.reference import built_in_markdown, language_markdown
from supportpolicy.reporting.schemas import published
from supportpolicy.reporting.target_page import target_page
from supportpolicy.reporting.targets import targets_index
from supportpolicy.source import Node, Source, read_policy
from supportpolicy.targets.exporting import export
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.registry import built_in

ROOT = Path(__file__).resolve().parents[1]
WHOLLY_MADE = ("docs/checks", "schemas")
"""Folders in which every file is made here."""
EXPORT_DAY = dt.date(2026, 11, 30)
"""The day for which the pages of targets are made: some tools take only dates near it."""
MOST_LINES = 16
"""Of a sample; its first entry may be longer."""


def generated() -> dict[str, str]:
    """Every file by its path in the project, with its text."""
    files = {
        f"schemas/{name}": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in published().items()
    }
    files |= {f"docs/checks/{kind.code}.md": explain_markdown(kind) for kind in all_kinds()}
    files["docs/checks/README.md"] = index_markdown(all_kinds())
    files["docs/language.md"] = language_markdown(samples())
    files["docs/built-in.md"] = built_in_markdown()
    return files | target_pages()


@cache
def target_pages() -> dict[str, str]:
    """The pages of docs/targets: what each built-in target takes, and what the reference policy loses on the way."""
    files = {"docs/targets/README.md": targets_index(built_in())}
    policy = compile_policy(load(read_policy(ROOT / "policies")).policy)
    for target in built_in():
        exported = export(target, Wish(policy, today=EXPORT_DAY), {}, verifying=False, showing=False)
        notes = ROOT / f"docs/targets/{target.name}.notes.md"
        files[f"docs/targets/{target.name}.md"] = target_page(exported, notes.read_text(encoding="utf-8"))
    return files


def stale(files: Mapping[str, str], root: Path) -> list[str]:
    """What differs from the files on disk, a line each."""
    found: list[str] = []
    for name, text in sorted(files.items()):
        path = root / name
        if not path.is_file():
            found.append(f"{name}: missing")
        elif path.read_bytes() != text.encode():
            found.append(f"{name}: stale")
    return found + left_over(files, root)


def left_over(files: Mapping[str, str], root: Path) -> list[str]:
    """Files that are no longer made, such as the page of a retired code."""
    there = sorted(path for folder in WHOLLY_MADE for path in (root / folder).rglob("*") if path.is_file())
    names = (path.relative_to(root).as_posix() for path in there)
    return [f"{name}: no longer made" for name in names if name not in files and not name.endswith("/.gitkeep")]


def samples() -> dict[str, str]:
    """A piece of the reference policy for each section whose schema brings no example of its own."""
    sources = read_policy(ROOT / "policies").files
    found: dict[str, str] = {}
    for section in SECTIONS:
        if '"examples": [{' in json.dumps(section.schema) and section.form != "single":
            continue
        for source in sources:
            node = source.root.get(section.name) if source.root is not None else None
            if node is not None:
                found[section.name] = "\n".join([f"{section.name}:", *_first_entries(source, node)])
                break
    return found


def _first_entries(source: Source, section: Node) -> list[str]:
    """The lines of the first entries of a section: as many as fit, and one at least."""
    lines = source.text.split("\n")
    entries = [_without_end(lines[start - 1 : end]) for start, end in _places(section)]
    if section.items is not None and len(entries) > 1 and len(entries[1]) > len(entries[0]):
        del entries[0]  # the second shows more
    taken: list[str] = []
    for entry in entries:
        if taken and len(taken) + len(entry) > MOST_LINES:
            break
        taken += entry
    return taken


def _places(section: Node) -> list[tuple[int, int]]:
    starts = [span.line for span in (section.keys or {}).values()] or [item.span.line for item in section.items or ()]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), section.span.end_line], strict=True))


def _without_end(lines: list[str]) -> list[str]:
    """Without comments and blank lines at the end: they belong to what follows."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    return kept


def main(arguments: list[str]) -> int:
    """Write, or check. Returns the exit code."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m tests.generate [--check]", file=sys.stderr)
        return 2
    files = generated()
    if arguments:
        found = stale(files, ROOT)
        print("\n".join(found) if found else f"{len(files)} files are up to date")
        return int(bool(found))
    changed = 0
    for name, text in files.items():
        path = ROOT / name
        if not path.is_file() or path.read_bytes() != text.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            changed += 1
    print(f"{changed} of {len(files)} files written")
    for line in left_over(files, ROOT):
        print(f"{line}; remove it by hand, if nothing refers to it", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
