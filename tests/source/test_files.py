"""Finding and reading the files of a policy: folders, links, the lock, and what cannot be read."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from supportpolicy.source import Sources, files, read_bytes_as_policy, read_policy
from supportpolicy.source.limits import MAX_FILE_BYTES
from tests.helpers.examples import write_example
from tests.source.marks import only

GOOD = "supportpolicy: 1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty policy folder, `policies` in the working folder."""
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "policies"
    here.mkdir()
    return here


def read_here() -> Sources:
    return read_policy(Path("policies"))


def names(sources: Sources) -> list[str]:
    return [source.name for source in sources.files]


def test_every_yaml_file_in_order_of_its_name(folder: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a.yaml", "a/b/c.yaml", "B.yaml", "Z.YAML"):
        write_example(f"=== {name}\n{GOOD}", folder)
    sources = read_here()
    assert names(sources) == ["B.yaml", "Z.YAML", "a.yaml", "a/b/c.yaml", "a/z.yml", "b.yaml"]
    assert sources.findings == ()
    assert sources.folder == "policies"
    assert [source.path for source in sources.files][:2] == ["policies/B.yaml", "policies/Z.YAML"]
    assert sources.texts["policies/a.yaml"] == GOOD


def test_what_is_no_policy_is_left_out(folder: Path) -> None:
    write_example(
        f"{GOOD}=== tests/case.yaml\na: [\n=== .hidden.yaml\na: [\n=== .git/x.yaml\na: [\n=== a/.b/c.yaml\na: [\n"
        f"=== notes.md\na: [\n=== data.json\n[\n=== yaml\na: [\n=== other.lock.yaml\na: [\n=== a/holidays.lock.yml\na: [",
        folder,
    )
    sources = read_here()
    assert (names(sources), sources.findings, sources.lock) == (["policy.yaml"], (), None)


def test_only_the_outermost_tests_folder_is_left_out(folder: Path) -> None:
    write_example(f"=== teams/tests/a.yaml\n{GOOD}=== tests.yaml\n{GOOD}", folder)
    assert names(read_here()) == ["teams/tests/a.yaml", "tests.yaml"]


@pytest.mark.parametrize("location", ["policies", "policies/policy.yaml"])
def test_the_lock_is_kept_apart(folder: Path, location: str) -> None:
    write_example(f"{GOOD}=== holidays.lock.yaml\nDE: []", folder)
    sources = read_policy(Path(location))
    assert names(sources) == ["policy.yaml"]
    assert sources.lock is not None
    assert sources.lock.name == "holidays.lock.yaml"
    assert sources.lock.root is not None
    assert sources.lock.root.plain == {"DE": []}
    assert set(sources.texts) == {"policies/policy.yaml", "policies/holidays.lock.yaml"}


def test_a_lock_alone_is_no_policy(folder: Path) -> None:
    write_example("=== holidays.lock.yaml\nDE: []", folder)
    assert only(read_here()).name == "empty-policy"


@pytest.mark.parametrize("content", ["", "=== tests/a.yaml\na: 1", "=== notes.txt\nhello"])
def test_a_folder_without_policy(folder: Path, content: str) -> None:
    if content:
        write_example(content, folder)
    finding = only(read_here())
    assert (finding.name, finding.span.path) == ("empty-policy", "policies")
    assert "no policy file (*.yaml or *.yml) in 'policies'" in finding.message


@pytest.mark.parametrize(
    "location", ["nowhere", "policies/none.yaml", "policies/policy.yaml/x", "nul\0byte", "policies/x\nb"]
)
def test_a_place_that_is_not_there(folder: Path, location: str) -> None:
    write_example(GOOD, folder)
    finding = only(read_policy(Path(location)))
    assert finding.name == "unreadable-file"
    assert "there is no file or folder" in finding.message
    assert finding.span.path.isprintable()


def test_a_name_that_no_disk_has(folder: Path) -> None:
    finding = only(read_policy(Path("x" * 5000)))
    assert (finding.name, "cannot be read" in finding.message) == ("unreadable-file", True)


def test_one_broken_file_does_not_hide_the_others(folder: Path) -> None:
    write_example(f"=== a.yaml\na: [\n=== b.yaml\n{GOOD}=== c.yaml\n\n=== d.yaml\nx: 1\nx: 2", folder)
    sources = read_here()
    assert [(f.name, f.span.path) for f in sources.findings] == [
        ("yaml-syntax", "policies/a.yaml"),
        ("empty-policy", "policies/c.yaml"),
        ("duplicate-key", "policies/d.yaml"),
    ]
    assert [(source.name, source.root is not None) for source in sources.files] == [
        ("a.yaml", False),
        ("b.yaml", True),
        ("c.yaml", False),
        ("d.yaml", True),
    ]


def test_a_folder_with_a_file_name_is_a_folder(folder: Path) -> None:
    write_example(f"=== teams.yaml/night.yaml\n{GOOD}", folder)
    sources = read_here()
    assert (names(sources), sources.findings) == (["teams.yaml/night.yaml"], ())


# Links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=== b.yaml -> policy.yaml", []),
        ("=== b.yaml -> shared/x.txt\n=== shared/x.txt\na: 1", []),
        ("=== b.yaml -> nothing.yaml", [("unreadable-file", "policies/b.yaml")]),
        ("=== b.yaml -> b.yaml", [("unreadable-file", "policies/b.yaml")]),
        ("=== b.yaml -> c.yaml\n=== c.yaml -> b.yaml", [("unreadable-file", f"policies/{x}.yaml") for x in "bc"]),
        ("=== b.yaml -> ../outside.yaml", [("link-leads-out", "policies/b.yaml")]),
        ("=== b.yaml -> shared/../../outside.yaml\n=== shared/x.txt\nx", [("link-leads-out", "policies/b.yaml")]),
        ("=== more -> ../elsewhere", [("link-leads-out", "policies/more")]),
        ("=== more -> .", []),
        ("=== more -> more", []),
        ("=== more/up -> ..", []),
        ("=== .b.yaml -> ../outside.yaml", []),
        ("=== notes.md -> ../outside.yaml", []),
        ("=== tests -> ../elsewhere", []),
    ],
)
def test_links(folder: Path, text: str, expected: list[tuple[str, str]]) -> None:
    write_example(f"=== outside.yaml\n{GOOD}=== elsewhere/x.yaml\n{GOOD}", folder.parent)
    write_example(GOOD + text, folder)
    sources = read_here()
    assert [(f.name, f.span.path) for f in sources.findings] == expected
    assert "more/x.yaml" not in names(sources)
    assert "more/policy.yaml" not in names(sources)


def test_a_link_to_the_folder_itself_is_followed(folder: Path) -> None:
    write_example(f"{GOOD}=== b.yaml -> policy.yaml", folder)
    Path("shortcut").symlink_to("policies")
    sources = read_policy(Path("shortcut"))
    assert (names(sources), sources.findings) == (["b.yaml", "policy.yaml"], ())


def test_a_link_loop_as_the_policy_itself(folder: Path) -> None:
    Path("loop").symlink_to("loop")
    assert only(read_policy(Path("loop"))).name == "unreadable-file"


# What cannot be read


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names only on POSIX")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    write_example(GOOD, folder)
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "holidays.lock.yaml")
    started = time.perf_counter()
    sources = read_here()
    assert time.perf_counter() - started < 20
    assert [(f.name, f.span.path) for f in sources.findings] == [
        ("unreadable-file", "policies/pipe.yaml"),
        ("unreadable-file", "policies/holidays.lock.yaml"),
    ]
    assert "neither a file nor a folder" in only(read_policy(folder / "pipe.yaml")).message


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bite for root, and differ on Windows"
)
def test_permissions(folder: Path) -> None:
    write_example(f"=== a.yaml\n{GOOD}=== b.yaml\n{GOOD}=== c/d.yaml\n{GOOD}", folder)
    (folder / "a.yaml").chmod(0)
    (folder / "c").chmod(0)
    try:
        sources = read_here()
    finally:
        (folder / "c").chmod(0o700)
    assert names(sources) == ["b.yaml"]
    assert {(f.name, f.span.path) for f in sources.findings} == {
        ("unreadable-file", "policies/a.yaml"),
        ("unreadable-file", "policies/c"),
    }


def test_an_error_of_the_disk_is_a_finding(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_example(f"=== a.yaml\n{GOOD}=== b.yaml\n{GOOD}", folder)
    opened = Path.open

    def fails(self: Path, mode: str) -> object:
        if self.name == "a.yaml":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", fails)
    finding = only(sources := read_here())
    assert names(sources) == ["b.yaml"]
    assert finding.message == "this file cannot be read: permission denied"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
def test_a_file_name_that_cannot_be_printed(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\x1b[31m.yaml")).write_text("a: [\n", encoding="utf-8")
    finding = only(sources := read_here())
    assert finding.span.path == "policies/\ufffd\ufffd[31m.yaml"
    assert names(sources) == ["\ufffd\ufffd[31m.yaml"]


def test_paths_are_shown_as_a_reader_would_type_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_example(GOOD, folder)
    assert read_policy(folder).files[0].path == "policies/policy.yaml"
    assert read_policy(Path("./policies/")).files[0].path == "policies/policy.yaml"
    assert read_policy(Path("policies/policy.yaml")).files[0].name == "policy.yaml"
    monkeypatch.chdir(folder)
    assert read_policy(Path()).files[0].path == "policy.yaml"
    assert read_policy(Path("../policies")).files[0].path == "policy.yaml"
    (folder / "deep").mkdir()
    monkeypatch.chdir(folder / "deep")
    assert read_policy(Path("..")).files[0].path == "../policy.yaml"
    assert read_policy(folder).files[0].path == (folder / "policy.yaml").as_posix()


# Size


def test_a_file_that_is_too_large(folder: Path) -> None:
    write_example(f"=== a.yaml\n{GOOD}", folder)
    (folder / "b.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    finding = only(sources := read_here())
    assert (finding.name, finding.message) == ("too-large", "the file is larger than 4 MiB")
    assert names(sources) == ["a.yaml"]


def test_the_largest_file_is_read() -> None:
    start = b"a: 1\n#"
    assert read_bytes_as_policy(start + b"x" * (MAX_FILE_BYTES - len(start))).findings == ()


def test_a_policy_that_is_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_POLICY_BYTES", 2 * len(GOOD))
    for name in "abcd":
        write_example(f"=== {name}.yaml\n{GOOD}", folder)
    finding = only(sources := read_here())
    assert (finding.name, finding.span.path, names(sources)) == ("too-large", "policies/c.yaml", ["a.yaml", "b.yaml"])


def test_too_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 2)
    for name in "abcd":
        write_example(f"=== {name}.yaml\n{GOOD}", folder)
    finding = only(sources := read_here())
    assert (finding.name, finding.message) == ("too-large", "the policy has more than 2 files")
    assert names(sources) == ["a.yaml", "b.yaml"]


# Bytes


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a: caf\xe9\n", (1, 7), "the byte 0xe9 is not UTF-8 text"),
        (b"a: 1\r\nb: \xc3\xa9\xff\n", (2, 5), "the byte 0xff is not UTF-8 text"),
        (b"\xef\xbb\xbfab\xff", (1, 3), "the byte 0xff is not UTF-8 text"),
        (b"a: 1\rb: \xc0\x80", (2, 4), "the byte 0xc0 is not UTF-8 text"),
        (b"a: \xed\xa0\x80", (1, 4), "the byte 0xed is not UTF-8 text"),
        (b"a: \xf4\x90\x80\x80", (1, 4), "the byte 0xf4 is not UTF-8 text"),
        (b"a: \xe2\x82", (1, 4), "the byte 0xe2 is not UTF-8 text"),
        ("a: 1\n".encode("utf-16"), (1, 1), "this file is saved as UTF-16, not as UTF-8"),
        ("a: 1\n".encode("utf-16-le"), (1, 2), "this looks like a binary file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", (1, 1), "this looks like a binary file"),
        (b"PK\x03\x04", (1, 3), "a control character (U+0003) is hidden here"),
        (b"\0\0\0", (1, 1), "this looks like a binary file"),
        (b"a: 1\r\nb: \x1b[31m", (2, 4), "a control character (U+001B) is hidden here"),
        (b"a: 1\xef\xbb\xbf", (1, 5), "a control character (U+FEFF) is hidden here"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa: 1", (1, 1), "a control character (U+FEFF) is hidden here"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, place: tuple[int, int], message: str) -> None:
    finding = only(sources := read_bytes_as_policy(data))
    assert (finding.name, (finding.span.line, finding.span.col), finding.message) == ("not-utf8-text", place, message)
    assert sources.files == ()


def test_standard_input() -> None:
    sources = read_bytes_as_policy(b"name: acme\nname: x\n")
    assert (sources.folder, sources.lock, names(sources)) == ("stdin", None, ["stdin"])
    assert only(sources).span.place == "stdin:2:1"
    assert sources.texts == {"stdin": "name: acme\nname: x\n"}


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_nothing_on_standard_input(data: bytes) -> None:
    assert only(read_bytes_as_policy(data)).name == "empty-policy"
