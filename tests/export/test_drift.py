"""What differs between a folder and an export, and what in a folder would be lost."""

from __future__ import annotations

import json

from supportpolicy.targets.drift import Drift, Standing, drift, line_by_line, standing
from supportpolicy.targets.manifest import FORMAT, MANIFEST, digest_of

FILES = {"a.json": "a\n", "b.json": "b\n"}


def _there(files: dict[str, str], listed: dict[str, str] | None = None) -> dict[str, bytes]:
    listed = files if listed is None else listed
    sums = {path: digest_of(text.encode()) for path, text in listed.items()}
    manifest = json.dumps({"format": FORMAT, "target": "desk", "files": sums})
    return {**{path: text.encode() for path, text in files.items()}, MANIFEST: manifest.encode()}


def _would_be(files: dict[str, str]) -> dict[str, str]:
    return {path: content.decode() for path, content in _there(files).items()}


def test_nothing_differs() -> None:
    assert drift(_there(FILES), _would_be(FILES)) == Drift()
    assert not drift(_there(FILES), _would_be(FILES)).any


def test_everything_is_created_where_nothing_is() -> None:
    assert drift({}, _would_be(FILES)) == Drift(created=("a.json", "b.json"), retold=(MANIFEST,))


def test_created_changed_and_removed() -> None:
    found = drift(_there(FILES), _would_be({"b.json": "other\n", "c.json": "c\n"}))
    assert found == Drift(("c.json",), ("b.json",), ("a.json",), (MANIFEST,))
    assert found.any


def test_a_manifest_alone_is_no_drift() -> None:
    there = {**_there(FILES), MANIFEST: b'{"format": 1, "files": {}}'}
    assert drift(there, _would_be(FILES)) == Drift(retold=(MANIFEST,))


def test_what_would_be_lost() -> None:
    assert standing({}) == Standing()
    assert standing(_there(FILES)) == Standing(target="desk")
    edited = {**_there(FILES), "a.json": b"by hand\n"}
    assert standing(edited) == Standing(edited=("a.json",), target="desk")
    assert standing({**_there(FILES), "notes.txt": b"mine"}) == Standing(foreign=("notes.txt",), target="desk")


def test_a_manifest_of_something_else_is_foreign() -> None:
    for text in (b"{}", b"no json", b'{"format": 99, "files": {}}', b'{"format": 1, "files": 3}', b"[1]"):
        assert standing({MANIFEST: text, "x": b"y"}) == Standing(foreign=(MANIFEST, "x"))


def test_lines_of_a_change_are_shown() -> None:
    shown = line_by_line("a.json", b"one\ntwo\n", "one\nthree\n")
    assert "-two" in shown.splitlines()
    assert "+three" in shown.splitlines()
