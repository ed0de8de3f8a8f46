"""A folder is replaced as a whole or not at all: kills, full disks, read-only folders, other people's files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from supportpolicy.cli import folder as folders
from supportpolicy.cli.folder import others_in, read_files, read_folder, replace_folder

OLD = {"a.json": "old a\n", "deep/b.json": "old b\n", "gone.txt": "old\n"}
NEW = {"a.json": "new a\n", "deep/b.json": "new b\n", "fresh/c.txt": "new\n"}

WRITER = """
import sys
from pathlib import Path
from supportpolicy.cli.folder import replace_folder
generation = 0
while True:
    generation += 1
    replace_folder(Path(sys.argv[1]), {f"{n}.txt": f"{generation} {n}\\n" * 200 for n in range(12)})
    print(generation, flush=True)
"""


def _bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def _neighbours(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


def test_a_new_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "er" / "out"
    replace_folder(target, NEW)
    assert read_folder(target) == _bytes(NEW)
    assert _neighbours(target) == []


def test_a_former_folder_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    replace_folder(target, OLD)
    target.chmod(0o750)
    replace_folder(target, NEW)
    assert read_folder(target) == _bytes(NEW)
    assert target.stat().st_mode & 0o777 == 0o750
    assert _neighbours(target) == []


@pytest.mark.parametrize("exchange", [True, False])
def test_where_the_system_has_no_exchange_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(folders, "_exchanged", lambda one, other: False)
    target = tmp_path / "out"
    replace_folder(target, OLD)
    replace_folder(target, NEW)
    assert read_folder(target) == _bytes(NEW)
    assert _neighbours(target) == []


def test_a_kill_between_two_renames_is_mended_by_the_next_export(tmp_path: Path) -> None:
    target = tmp_path / "out"
    replace_folder(tmp_path / ".out.supportpolicy-old", OLD)  # as a killed export leaves it
    (tmp_path / ".out.supportpolicy-new").mkdir()
    replace_folder(target, NEW)
    assert read_folder(target) == _bytes(NEW)
    assert _neighbours(target) == []


def test_after_any_kill_the_folder_is_one_whole_export(tmp_path: Path) -> None:
    target = tmp_path / "out"
    replace_folder(target, {f"{n}.txt": f"0 {n}\n" * 200 for n in range(12)})
    for round_ in range(12):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()  # the first one is written; now kill it somewhere in a later one
        time.sleep(0.003 * round_)
        process.send_signal(signal.SIGKILL)
        process.wait()
        there = read_folder(target)
        assert sorted(there) == sorted(f"{n}.txt" for n in range(12))
        generations = {content.split(b" ", 1)[0] for content in there.values()}
        assert len(generations) == 1
        assert all(content.count(b"\n") == 200 for content in there.values())
    replace_folder(target, NEW)
    assert read_folder(target) == _bytes(NEW)
    assert _neighbours(target) == []


def test_a_full_disk_leaves_the_former_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    replace_folder(target, OLD)
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\nimport click\n"
        "from supportpolicy.cli.folder import replace_folder\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    replace_folder(Path(sys.argv[1]), {'a.json': 'x', 'big.json': 'y' * 5000})\n"
        "except click.UsageError as problem:\n    print(problem.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(target)], capture_output=True, text=True, check=True)
    assert "cannot write" in done.stdout
    assert "'out' is as it was" in done.stdout
    assert done.stderr == ""
    assert read_folder(target) == _bytes(OLD)
    assert _neighbours(target) == []


def test_a_read_only_folder_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    replace_folder(target, OLD)
    target.chmod(0o555)
    try:
        with pytest.raises(click.UsageError, match="the folder is read-only"):
            replace_folder(target, NEW)
        assert read_folder(target) == _bytes(OLD)
    finally:
        target.chmod(0o755)


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(click.UsageError, match="is a file"):
        read_folder(tmp_path / "out")
    with pytest.raises(click.UsageError, match="cannot write"):
        replace_folder(tmp_path / "out" / "deeper", NEW)
    assert (tmp_path / "out").read_text() == "mine"


def test_two_exports_at_once_do_not_mix(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(click.UsageError, match="another export is writing"):
            replace_folder(tmp_path / "out", NEW)
    finally:
        os.close(handle)
    assert not (tmp_path / "out").exists()


def test_only_files_that_are_asked_for_are_opened(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/a.txt").write_text("a")
    os.mkfifo(tmp_path / "pipe")  # to open it would wait for ever
    (tmp_path.parent / "outside.txt").write_text("not ours")
    assert read_files(tmp_path, ("deep/a.txt", "deep", "gone", "../outside.txt", str(tmp_path / "deep/a.txt"))) == {
        "deep/a.txt": b"a"
    }
    assert others_in(tmp_path, ("deep/a.txt",)) == ("pipe",)


def test_others_are_looked_for_no_further_than_wanted(tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert others_in(tmp_path) == ("link", "a/file", "b/file", "c/file")
    assert others_in(tmp_path, most=2) == ("link", "a/file")
    assert others_in(tmp_path / "nowhere") == ()
