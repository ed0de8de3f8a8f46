"""The exported files are the ones that are kept: what changes them shows in a review."""

import pytest

from tests.targets.golden import TARGETS, files, folder


@pytest.mark.parametrize("name", TARGETS)
def test_the_files_are_those_that_are_kept(name: str) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder(name).iterdir()}
    assert dict(files(name)) == kept, "python -m tests.targets.golden writes them anew"


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_policy_gives_the_same_bytes(name: str) -> None:
    assert files(name) == files(name)
