"""Reads the hand-written pages: their blocks in order, the files they show, the commands they run."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from markdown_it import MarkdownIt

from supportpolicy.cli import main

ROOT = Path(__file__).resolve().parents[2]


class Block(NamedTuple):
    """A fenced block: the words behind the fence, its text, the heading it stands under."""

    info: str
    text: str
    heading: str


class Run(NamedTuple):
    """A command of a console block, and what it prints."""

    command: str
    output: str


def blocks(page: Path) -> Iterator[Block]:
    heading = ""
    in_heading = False
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type in ("heading_open", "heading_close"):
            in_heading = token.type == "heading_open"
        elif token.type == "inline" and in_heading:
            heading = token.content
        elif token.type == "fence":
            yield Block(token.info.strip(), token.content, heading)


def runs(block: Block) -> list[Run]:
    """`$ command` and the lines below it, up to the next `$`."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)[1:]
    return [Run(command, output) for command, output in zip(parts[::2], parts[1::2], strict=True)]


def write_file(block: Block, folder: Path) -> Path:
    """The file of a YAML block whose first line is a comment with its path."""
    name = block.text.split("\n", 1)[0].removeprefix("# ")
    path = folder / name
    assert path.suffix == ".yaml", f"the first line says no file: {name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")
    return path


def output_of(command: str, folder: Path) -> str:
    """What a `supportpolicy` command prints, messages included; as CI-free as a reader's terminal."""
    words = command.split()
    assert words[0] == "supportpolicy", command
    return ran(words[1:], folder)[1]


def ran(arguments: Sequence[str], folder: Path) -> tuple[int, str]:
    """The exit code of a command and what it prints. In this process: a page may show dozens of them."""
    hidden = ("GITHUB_ACTIONS", "FORCE_COLOR", "NO_COLOR")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    printed = io.StringIO()
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        try:
            main(list(arguments))
        except SystemExit as stop:
            return int(stop.code or 0), printed.getvalue()
    raise AssertionError("a command ends with an exit code")


def shown(output: str, expected: str) -> bool:
    """Whether a page shows the output; a line `...` stands for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, output) is not None
