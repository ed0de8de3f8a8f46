"""A real Request Tracker 5 for the tests: a fresh instance of its own, with SQLite, on the loopback interface only.

Nothing is installed here, and nothing outside the given folder is read or written: RT_SITE_CONFIG and RT_SITE_CONFIG_DIR
take the place of /etc/request-tracker5, and mail goes nowhere.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = "rt-setup-database-5"
_HERE = Path(__file__).parent
_PASSWORD = "only-for-this-test"

_SITE = """\
Set($rtname, 'policy.test');
Set($Organization, 'policy.test');
Set($CorrespondAddress, 'support@policy.test');
Set($CommentAddress, 'comment@policy.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, PORT);
Set($WebPath, '');
Set($Timezone, 'Etc/UTC');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, 'FOLDER/rt.sqlite');
Set($MailCommand, 'testfile');
Set($LogToSTDERR, 'warning');
Set($LogToSyslog, undef);
Set($LogToFile, undef);
Set($InitialdataFormatHandlers, ['perl', 'RT::Initialdata::JSON']);
1;
""".replace("@", r"\@")


def missing() -> str | None:
    """Why there can be no server here; None where there can."""
    if not SERVER.exists() or shutil.which(SETUP) is None:
        return "Request Tracker 5 is not installed (.ci/install-request-tracker.sh installs it)"
    return None


class Server(NamedTuple):
    """A running instance."""

    folder: Path
    port: int
    token: str

    def create(self, ticket: Mapping[str, Any]) -> int:
        """Create a ticket over REST; its number."""
        return int(self._ask("ticket", ticket)["id"])

    def tickets(self) -> dict[int, dict[str, Any]]:
        """All tickets by their numbers, as REST shows them."""
        query = "tickets?query=id%3E0&fields=Subject,SLA,Priority,Queue,CustomFields,Created,Due&fields%5BQueue%5D=Name"
        found: dict[int, dict[str, Any]] = {}
        page = 1
        while True:
            answer = self._ask(f"{query}&per_page=100&page={page}")
            found.update({int(one["id"]): one for one in answer["items"]})
            if page >= int(answer["pages"]):
                return found
            page += 1

    def due(self, questions: Iterable[Mapping[str, Any]]) -> list[dict[str, int | None]]:
        """RT::SLA's due times for levels, instants and queues."""
        text = "".join(json.dumps(one) + "\n" for one in questions)
        answer = _run(["perl", str(_HERE / "due.pl")], self.folder, text)
        return [json.loads(line) for line in answer.splitlines()]

    def create_at(self, tickets: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Create tickets at chosen instants through RT's own API, which REST does not allow; what became of each."""
        text = "".join(json.dumps(one) + "\n" for one in tickets)
        answer = _run(["perl", str(_HERE / "create.pl")], self.folder, text)
        return [json.loads(line) for line in answer.splitlines()]

    def errors(self) -> list[str]:
        """What the server logged as errors so far."""
        return _errors((self.folder / "server.log").read_text(encoding="utf-8", errors="replace"))

    def _ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/REST/2.0/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as bad:
            raise AssertionError(f"{path}: {bad.code} {bad.read().decode(errors='replace')}") from None


@contextmanager
def running(folder: Path, files: Mapping[str, str]) -> Iterator[Server]:
    """A server with exported files loaded. Raises AssertionError for whatever RT logs as an error on the way."""
    port = _free_port()
    (folder / "conf.d").mkdir(parents=True)
    site = _SITE.replace("PORT", str(port)).replace("FOLDER", str(folder))
    (folder / "RT_SiteConfig.pm").write_text(site, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "password").write_text(_PASSWORD, encoding="ascii")
    first = ["--skip-create", "--dba", "root", "--root-password-file", str(folder / "password")]
    _run([SETUP, "--action", "init", *first], folder)
    _run([SETUP, "--action", "insert", *first[:3], "--datafile", str(folder / "initialdata.json")], folder)
    token = _run(["perl", str(_HERE / "token.pl")], folder)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(SERVER), "--host", "127.0.0.1", "--port", str(port), "--max-workers", "2"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            _wait(process, port)
            yield Server(folder, port, token)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "conf.d"),
    }


def _run(command: list[str], folder: Path, given: str = "") -> str:
    """The output of a program. RT's own tools end well even where records fail, so what they log is looked at."""
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", env=_environment(folder), check=False
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}"
    assert not _errors(done.stderr), done.stderr
    return done.stdout


def _errors(text: str) -> list[str]:
    return [line for line in text.splitlines() if any(f"[{level}]" in line for level in ("error", "critical", "alert"))]


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
