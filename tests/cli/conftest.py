"""Running the command inside the test process, as a shell would see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from supportpolicy.cli import main

GOOD = """\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
teams:
  - {name: front, coverage: office}
routing:
  - {name: all, team: front}
sla:
  - {name: everybody, clock: office, targets: {first_response: 4h, resolve: 2bd}}
"""
WRONG_TEAM = GOOD.replace("team: front}", "team: fornt}")
UNUSED = GOOD + "roles:\n  lead: {coverage: always, contact: chat}\n"


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Runner = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """A function that runs `supportpolicy ARGS` in an empty folder outside any repository."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def runner(*args: str, stdin: str | bytes = "") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        seen = capsys.readouterr()
        return Ran(int(stop.value.code or 0), seen.out, seen.err)

    return runner


@pytest.fixture
def policy(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes a one-file policy and gives its folder."""

    def write(text: str, name: str = "policies") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(text, encoding="utf-8")
        return folder

    return write
