"""The real Alertmanager, started with an exported file whose minutes are made seconds, calls whom the model says and when."""

import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from supportpolicy.targets.alertmanager import TARGET
from supportpolicy.targets.alertmanager.dialect import CONFIG, NEVER_AGAIN, NOBODY, seconds_of
from supportpolicy.targets.alertmanager.simulate import Route, tool_of
from tests.targets.alertmanager.amtool import needs_alertmanager
from tests.targets.paging_exports import compiled, exported

pytestmark = needs_alertmanager

POLICY = """
supportpolicy: 1
name: quick
timezone: Etc/UTC
horizon: 2026-01-01..2027-12-31
fields: {plan: {type: choice, values: [free, paid]}}
roles:
  lead: {coverage: always, contact: [phone, page]}
  boss: {coverage: always, contact: [phone, page]}
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
escalation:
  - name: waiting
    when: {plan: paid}
    starts_on: opened
    stops_on: solved
    steps:
      - {after: 0m, tell: lead, via: page}
      - {after: 3m, tell: lead, via: page}
      - {after: 5m, tell: boss, via: phone}
      - {after: 6m, unless: acknowledged, tell: boss, via: page}
      - {every: 4m, tell: lead, via: phone}
"""
WATCHED = 13
"""Seconds: until the third time of what comes every four."""
NEAR = 1.5


class Called(NamedTuple):
    """A call as the receiver got it."""

    receiver: str
    after: float
    """Seconds since the alert was sent."""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def _receiving(port: int, calls: list[tuple[str, float]]) -> Iterator[None]:
    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            calls.append((body["receiver"], time.monotonic()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _running(config: Path, port: int) -> Iterator[str]:
    words = [f"--config.file={config}", f"--storage.path={config.parent / 'data'}", "--cluster.listen-address="]
    with subprocess.Popen(
        ["prometheus-alertmanager", *words, f"--web.listen-address=127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"{address}/-/ready", timeout=1).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


def _send(address: str, labels: list[dict[str, str]], *, ended: bool = False) -> None:
    more = {"endsAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))} if ended else {}
    body = json.dumps([{"labels": {"alertname": "SupportTicket", "ticket": "1", **one}, **more} for one in labels])
    request = urllib.request.Request(
        f"{address}/api/v2/alerts", body.encode(), {"content-type": "application/json"}, method="POST"
    )
    urllib.request.urlopen(request, timeout=5).close()


def _quick(plain: Any, port: int) -> Any:
    """The configuration with minutes as seconds, and an address for every receiver."""
    if isinstance(plain, list):
        return [_quick(one, port) for one in plain]
    if not isinstance(plain, dict):
        return plain
    found = {key: _quick(value, port) for key, value in plain.items()}
    for key in ("group_wait", "group_interval", "repeat_interval"):
        if key in found and found[key] != NEVER_AGAIN:
            found[key] = f"{seconds_of(found[key]) * 1000 // 60}ms"
    if "name" in found and found["name"] != NOBODY:
        found["webhook_configs"] = [{"url": f"http://127.0.0.1:{port}/", "send_resolved": False}]
    return found


def test_it_calls_at_the_moments_of_the_model(tmp_path: Path) -> None:
    done = exported(TARGET, compiled(POLICY))
    tool = tool_of(done.rendered.files, done.engine)
    ports = _free_port(), _free_port()
    config = tmp_path / CONFIG
    config.write_text(yaml.safe_dump(_quick(yaml.safe_load(done.rendered.files[CONFIG]), ports[0])), encoding="utf-8")
    alerts = [{"signal": signal.name, "plan": "paid"} for signal in tool.signals]
    acknowledged = [one for one in alerts if "acknowledged" in one["signal"]]
    assert len(alerts) == 2
    calls: list[tuple[str, float]] = []
    with _receiving(ports[0], calls), _running(config, ports[1]) as address:
        _send(address, alerts)
        start = time.monotonic()
        time.sleep(3)
        _send(address, acknowledged, ended=True)
        time.sleep(start + WATCHED - time.monotonic())
    found = sorted(Called(receiver, at - start) for receiver, at in calls)
    # What was acknowledged after three minutes is not told after six.
    routes = [route for one in alerts if one not in acknowledged for route in tool.root.matching(one)]
    wanted = sorted(one for route in routes for one in _of(route))
    assert [one.receiver for one in found] == [one.receiver for one in wanted]
    assert all(abs(one.after - other.after) < NEAR for one, other in zip(found, wanted, strict=True)), (found, wanted)


def _of(route: Route) -> Iterator[Called]:
    """The calls of a route while it is watched, by the model, a minute being a second."""
    at = route.wait // 60
    while at < WATCHED - 0.5:
        yield Called(route.receiver, at)
        if route.again is None:
            return
        at += route.again // 60


def test_routes_that_agree_in_matchers_and_receiver_are_taken_for_one(tmp_path: Path) -> None:
    """Why each route asks for a step of its own: without it the second call to the same person never comes."""
    port, listening = _free_port(), _free_port()
    routes = [{"receiver": "x", "group_wait": wait, "continue": True} for wait in ("1s", "3s")]
    plain = {
        "route": {"receiver": NOBODY, "group_by": ["ticket"], "group_interval": "1s", "routes": routes},
        "receivers": [{"name": NOBODY}, {"name": "x"}],
    }
    config = tmp_path / CONFIG
    config.write_text(yaml.safe_dump(_quick(plain, port).copy() | {"route": plain["route"]}), encoding="utf-8")
    calls: list[tuple[str, float]] = []
    with _receiving(port, calls), _running(config, listening) as address:
        _send(address, [{}])
        time.sleep(5)
    assert [receiver for receiver, _ in calls] == ["x"]
