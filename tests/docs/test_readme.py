"""The README is current: its output is real, its commands and formats exist, it is short."""

from __future__ import annotations

import re
from pathlib import Path

import click

from supportpolicy.cli import COMMANDS, cli
from supportpolicy.cli.config import _KEYS
from supportpolicy.reporting.formats import FORMATS
from tests.docs.pages import ROOT, blocks
from tests.docs.test_guide import GUIDE, README, follow

TEXT = README.read_text(encoding="utf-8")


def test_what_it_shows_is_what_is_printed(tmp_path: Path) -> None:
    assert follow(README, tmp_path) == []


def test_it_begins_as_the_guide_does() -> None:
    assert next(blocks(README)).text == next(blocks(GUIDE)).text


def test_it_is_short() -> None:
    assert len(TEXT.splitlines()) < 170


def test_every_command_has_a_row_and_every_option_exists() -> None:
    rows = re.findall(r"^\| `supportpolicy (\w+)", TEXT, re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)
    context = click.Context(cli)
    for command, rest in re.findall(r"supportpolicy (\w+)([^\n`|]*)", TEXT):
        found = cli.get_command(context, command)
        if found is None:
            continue
        known = {option for parameter in found.params for option in parameter.opts}
        assert set(re.findall(r"(?<!\w)--?[a-z][\w-]*", rest)) <= known, f"{command}{rest}"


def test_every_format_and_key_is_named() -> None:
    assert all(f"`{name}`" in TEXT for name in (*FORMATS, *_KEYS))


def test_make_has_the_commands_it_names() -> None:
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    pages = TEXT + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"^make (?:PYTHON=\S+ )?(\w+)", pages, re.MULTILINE)):
        assert re.search(rf"^(?:\w+ )*{target}\b.*:", targets, re.MULTILINE), target
