"""`supportpolicy fmt`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from supportpolicy.cli.options import complete_path
from supportpolicy.cli.settings import settings_for_each
from supportpolicy.cli.write import say, write_files
from supportpolicy.formatting.diff import unified
from supportpolicy.formatting.form import Formed, format_text
from supportpolicy.language.key_order import heads_of_rules
from supportpolicy.source.files import display_path
from supportpolicy.source.limits import MAX_FILE_BYTES

_ENDINGS = (".yaml", ".yml")
_LOCKS = (".lock.yaml", ".lock.yml")


@click.command(
    name="fmt",
    help="Bring policy files into their usual form: folders (default: policies), files, or - for standard input. What "
    "they say and every comment stay.",
)
@click.argument("places", nargs=-1, metavar="[POLICY|FILE]...", shell_complete=complete_path)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Show what would change and write nothing; exit with 1 if a file would.")
def command(places: tuple[str, ...], only_check: bool, diff: bool) -> int:
    """Format files. A file whose form cannot be changed without risk is left alone, and that is a finding."""
    heads = heads_of_rules()
    if "-" in places:
        if len(places) > 1:
            raise click.UsageError("standard input is formatted alone; leave the other places out")
        return _standard_input(heads, only_check=only_check, diff=diff)
    changed: dict[Path, str] = {}
    left_alone = 0
    files = list(dict.fromkeys(path for place in _places(places) for path in _files(Path(place))))
    for path in files:
        text, formed = _formed(path, heads)
        if formed.why_not is not None:
            say(f"{display_path(path)}:{formed.line}: left alone: {formed.why_not}", err=True)
            left_alone += 1
        elif formed.text != text:
            changed[path] = formed.text
            if diff:
                say(unified(display_path(path), text, formed.text), nl=False)
    write = not (only_check or diff)
    if write:
        write_files({path.resolve(): text for path, text in changed.items()}, is_policy=True)
    if not diff:
        for path in changed:
            say(f"{'formatted' if write else 'would format'} {display_path(path)}")
    parts = [f"{len(changed)} {'formatted' if write else 'would be formatted'}"] if changed else []
    parts.append(f"{len(files) - len(changed) - left_alone} in form already")
    parts += [f"{left_alone} left alone"] if left_alone else []
    say(", ".join(parts), err=True)
    return int(bool(left_alone) or (bool(changed) and not write))


def _places(places: tuple[str, ...]) -> tuple[str, ...]:
    return places or tuple(settings.policy for settings in settings_for_each(()))


def _files(place: Path) -> Iterator[Path]:
    """The files under a folder that people write, tests among them, or the one file. Raises a usage error."""
    if place.is_dir():
        root = place.resolve()
        for here, folders, names in os.walk(place):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(here, name)
                inside = not path.is_symlink() or (path.exists() and path.resolve().is_relative_to(root))
                if not name.startswith(".") and _is_ours(name) and inside and path.is_file():
                    yield path
    elif place.is_file():
        if _is_ours(place.name):
            yield place
        else:
            say(f"{display_path(place)} is not written by hand in YAML, and is passed over", err=True)
    else:
        raise click.UsageError(f"there is no file or folder '{place}'; name the folder of the policy, such as policies")


def _is_ours(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and not name.lower().endswith(_LOCKS)


def _formed(path: Path, heads: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, Formed]:
    """The text of a file and its usual form."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as problem:
        return "", Formed("", (problem.strerror or "it cannot be read").lower())
    return _formed_bytes(data, heads)


def _formed_bytes(data: bytes, heads: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, Formed]:
    if len(data) > MAX_FILE_BYTES:
        return "", Formed("", f"it is larger than {MAX_FILE_BYTES // 1024**2} MiB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "", Formed("", "it is not UTF-8 text")
    return text, format_text(text, heads)


def _standard_input(heads: dict[tuple[str, ...], tuple[str, ...]], *, only_check: bool, diff: bool) -> int:
    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name the folder of the policy")
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    text, formed = _formed_bytes(data, heads)
    if formed.why_not is not None:
        say(f"stdin:{formed.line}: left alone: {formed.why_not}", err=True)
    if diff:
        say(unified("stdin", text, formed.text), nl=False)
    elif not only_check:
        say(formed.text, nl=False)
    return int(formed.why_not is not None or (formed.text != text and (only_check or diff)))
