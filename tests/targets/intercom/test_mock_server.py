"""Every request is accepted by a server that is made of Intercom's own description and refuses what does not fit it.

Needs Prism (npm: @stoplight/prism-cli), found by SUPPORTPOLICY_PRISM or on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from supportpolicy.targets.intercom import TARGET
from supportpolicy.targets.intercom.dialect import VERSION
from tests.targets.exporting import exported, reference
from tests.targets.intercom.requests_sent import Sent, requests_of

PRISM = os.environ.get("SUPPORTPOLICY_PRISM") or shutil.which("prism")
API = Path(__file__).parent / "data" / "office-hours-2.16.json"
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        PRISM is None, reason="Prism is not installed: npm install @stoplight/prism-cli, SUPPORTPOLICY_PRISM=..."
    ),
]


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPConnection]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PRISM), "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(API)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(240):
            try:
                connection.connect()
                break
            except OSError:
                assert process.poll() is None, "Prism has ended"
                time.sleep(0.25)
        yield connection
        connection.close()
    finally:
        process.terminate()
        process.wait(30)


def _answer(server: HTTPConnection, sent: Sent) -> tuple[int, str]:
    headers: Mapping[str, str] = {
        "Content-Type": "application/json",
        "Authorization": "Bearer none",
        "Intercom-Version": VERSION,
    }
    server.request(sent.method, sent.path, json.dumps(sent.body), dict(headers))
    response = server.getresponse()
    return response.status, response.read().decode()


def test_every_request_is_accepted(server: HTTPConnection) -> None:
    sent = list(requests_of(exported(TARGET, reference())[0].files))
    ids = {f"schedule:{name}": "7" for name in ("dublin", "tokyo")}
    sent += list(requests_of(exported(TARGET, reference(), ids=ids)[0].files))
    assert len(sent) > 500
    refused = [(one, answer) for one in sent if (answer := _answer(server, one))[0] not in (200, 201)]
    assert refused == []


@pytest.mark.parametrize(
    "change",
    [{"time_zone_name": 3}, {"time_intervals": [{"start_minute": "540", "end_minute": 600}]}, {"time_intervals": None}],
)
def test_the_server_refuses_what_does_not_fit(server: HTTPConnection, change: dict[str, Any]) -> None:
    schedule = next(requests_of(exported(TARGET, reference())[0].files))
    status, _ = _answer(server, schedule._replace(body={**schedule.body, **change}))
    assert status == 422
