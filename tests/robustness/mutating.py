"""Real policies after an accident: in the text, or in what it says."""

from functools import cache
from pathlib import Path
from typing import Any

from supportpolicy.reporting.catalogue import all_kinds
from supportpolicy.source.parse import parse
from tests.helpers.examples import write_example
from tests.robustness.choosing import Chooser
from tests.robustness.trees import WORDS, dumped
from tests.robustness.whole import Files

_ROOT = Path(__file__).parents[2]
PUNCTUATION = (
    ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "#", " #", "&a ", "*a", "!", "!!str ", "|", ">-", "'", '"', "%", "@", "`",
    "\t", "---\n", "...\n", "<<: ", "\\", "\n", "  ", "\ufeff", "\r", "\u2028", "\x85", "\x00", "\x1b", "\ud7ff", "é",
    "# supportpolicy: ignore[SP201] why\n", "# supportpolicy: ignore-file[",
)  # fmt: skip
_Path = tuple[str | int, ...]


@cache
def whole_policies() -> tuple[Files, ...]:
    """The reference policy, small and large examples: every file by name."""
    folders = (_ROOT / "policies", *sorted(path for path in (_ROOT / "examples").iterdir() if path.is_dir()))
    return tuple(_read(folder) for folder in folders)


@cache
def example_policies(scratch: Path) -> tuple[Files, ...]:
    """The two examples of every code."""
    found: list[Files] = []
    for kind in all_kinds():
        for which, text in (("bad", kind.bad), ("good", kind.good)):
            folder = scratch / f"{kind.code}-{which}"
            write_example(text, folder)
            found.append(_read(folder))
    return tuple(files for files in found if files)


def _read(folder: Path) -> Files:
    names = sorted(path for path in folder.rglob("*.yaml") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}


def mutated(files: Files, choose: Chooser) -> Files:
    """A policy with one or two of its files changed."""
    changed = dict(files)
    for _ in range(1 + choose.rarely(3)):
        name = choose.one_of(tuple(changed))
        text = changed[name].decode("utf-8", "replace")
        tree = _plain(text) if choose.number(0, 1) else None
        if tree is not None:
            changed[name] = dumped(mutated_tree(tree, choose), choose)
        else:
            changed[name] = mutated_text(text, choose).encode("utf-8", "replace")
    if choose.rarely(12):
        del changed[choose.one_of(tuple(changed))]
    return changed


def mutated_text(text: str, choose: Chooser) -> str:
    """Lines and characters lost, doubled, moved and mistyped."""
    for _ in range(choose.number(1, 5)):
        lines = text.split("\n")
        at = choose.number(0, len(lines) - 1)
        match choose.number(0, 9):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                other = choose.number(0, len(lines) - 1)
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * choose.number(0, 8) + lines[at].lstrip(" ")
            case 4:
                lines[at] = lines[at].partition(":")[0]
            case 5:
                col = choose.number(0, len(lines[at]))
                lines[at] = lines[at][:col] + choose.one_of(PUNCTUATION) + lines[at][col:]
            case 6:
                col = choose.number(0, len(lines[at]))
                lines[at] = lines[at][:col] + (choose.text(2) or "x") + lines[at][col + 1 :]
            case 7:
                other = choose.number(0, len(lines) - 1)
                del lines[min(at, other) : max(at, other)]
            case 8:
                words = lines[at].split(" ")
                words[choose.number(0, len(words) - 1)] = choose.one_of(WORDS)
                lines[at] = " ".join(words)
            case 9:
                key, colon, _ = lines[at].partition(":")
                odd = choose.odd()
                lines[at] = f"{key}{colon} {odd}"
        text = "\n".join(lines)
    return text


def mutated_tree(tree: Any, choose: Chooser) -> Any:
    """Keys dropped and renamed, names that lead elsewhere, values of other places and of wrong kinds."""
    tree = _copied(tree)
    for _ in range(choose.number(1, 4)):
        places = [path for path in _paths(tree, ()) if path]
        if not places:
            return choose.odd()
        path = choose.one_of(places)
        parent, last = _at(tree, path[:-1]), path[-1]
        match choose.number(0, 6):
            case 0:
                del parent[last]
            case 1 if isinstance(parent, dict):
                parent[choose.one_of(WORDS)] = parent.pop(last)
            case 2:
                parent[last] = _copied(_at(tree, choose.one_of(places)))
            case 3:
                names = [key for place in places for key in place if isinstance(key, str)]
                parent[last] = choose.one_of(names or WORDS)
            case 4:
                parent[last] = choose.odd()
            case 5:
                parent[last] = [_copied(parent[last]) for _ in range(choose.number(0, 3))]
            case _:
                other = choose.one_of(places)
                there, key = _at(tree, other[:-1]), other[-1]
                if path[: len(other)] != other and other[: len(path)] != path:
                    parent[last], there[key] = there[key], parent[last]
    return tree


def _copied(value: Any) -> Any:
    """A copy in which nothing is there twice, as it is where an alias was used: a later change must not close a circle."""
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _plain(text: str) -> Any:
    root = parse(text, "x", lambda _: None)
    return root.plain if root is not None and root.size > 1 else None


def _paths(value: Any, path: _Path) -> list[_Path]:
    found = [path]
    if isinstance(value, dict):
        for key, part in value.items():
            found += _paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += _paths(part, (*path, index))
    return found


def _at(tree: Any, path: _Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree
