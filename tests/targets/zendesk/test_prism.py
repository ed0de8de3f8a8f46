"""A mock server that checks requests against the vendor's description takes every request that it describes.

Needs Prism (`npm install @stoplight/prism-cli`): its command `prism` on the PATH, or its place in SUPPORTPOLICY_PRISM.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.targets.zendesk.making import DATA, reference
from tests.targets.zendesk.test_schema import INNER, resolved

PATHS = {
    "/api/v2/groups": "group",
    "/api/v2/ticket_fields": "ticket_field",
    "/api/v2/slas/policies": "sla_policy",
    "/api/v2/automations": "automation",
}
"""Requests whose bodies the vendor's description leaves out: here the answer's component is taken for them."""
START_WITHIN = 180
"""Seconds."""


def command() -> str | None:
    """Prism, where it is installed."""
    return os.environ.get("SUPPORTPOLICY_PRISM") or shutil.which("prism")


def description() -> dict[str, Any]:
    """The vendor's description, with the bodies that it leaves out."""
    plain: dict[str, Any] = json.loads((DATA / "support-api.json").read_text(encoding="utf-8"))
    for path, kind in PATHS.items():
        inner = {"$ref": f"#/components/schemas/{INNER[kind]}"}
        schema = {"type": "object", "properties": {kind: inner}, "required": [kind]}
        body = {"required": True, "content": {"application/json": {"schema": schema}}}
        assert "requestBody" not in plain["paths"][path]["post"]
        plain["paths"][path]["post"]["requestBody"] = body
    return plain


def post(url: str, body: object) -> tuple[int, str]:
    """Status and text of the answer."""
    headers = {"content-type": "application/json", "authorization": "Basic YTpi"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the mock server listens."""
    prism = command()
    if prism is None:
        pytest.skip("Prism is not installed; see SUPPORTPOLICY_PRISM")
    folder = tmp_path_factory.mktemp("prism")
    document = folder / "support-api.json"
    document.write_text(json.dumps(description()), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as out:
        mock = subprocess.Popen(
            [prism, "mock", "--host", "127.0.0.1", "--port", str(port), str(document)], stdout=out, stderr=out
        )
    try:
        _wait(mock, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        mock.terminate()
        mock.wait(30)


def _wait(mock: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while "is listening" not in log.read_text(encoding="utf-8", errors="replace"):
        assert mock.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        assert time.monotonic() < until, "Prism has not started"
        time.sleep(0.2)


@pytest.mark.integration
def test_every_request_is_taken(server: str) -> None:
    described = description()["paths"]
    taken: dict[str, int] = {}
    for name, text in reference().rendered.files.items():
        for request in json.loads(text):
            path = request["path"]
            if request["method"] == "POST" and isinstance(path, str) and path in described:
                status, answer = post(server + path, resolved(request["body"]))
                assert status < 300, (name, request["reference"], answer)
                taken[path] = taken.get(path, 0) + 1
    assert set(taken) == set(described)


@pytest.mark.integration
def test_the_server_refuses_what_is_wrong(server: str) -> None:
    wrong = {
        "/api/v2/triggers": {"trigger": {"title": "x", "actions": [{"field": "priority", "value": 3.5}]}},
        "/api/v2/trigger_categories": {"trigger_category": {"position": "first"}},
        "/api/v2/macros": {"macro": {"title": "x"}},
        "/api/v2/slas/policies": {"sla_policy": {"title": "x"}},
        "/api/v2/groups": {"group": {}},
    }
    for path, body in wrong.items():
        status, _ = post(server + path, body)
        assert status in (400, 422), path
