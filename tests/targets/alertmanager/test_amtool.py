"""The real amtool takes what is exported, refuses what is broken, and finds the receivers that model and engine find."""

import random
import re
from pathlib import Path

import pytest

from supportpolicy.compiled import Compiled
from supportpolicy.targets.alertmanager import TARGET, simulate
from supportpolicy.targets.alertmanager.dialect import CONFIG, NOBODY
from supportpolicy.targets.interface import Aspects
from supportpolicy.targets.paging.contract import SIGNAL, TEAM, Signal
from supportpolicy.targets.paging.telling import TOLD
from supportpolicy.targets.paging.words import alerts_of
from tests.targets.alertmanager.amtool import checked, needs_alertmanager, receivers, written
from tests.targets.paging_exports import compiled, exported, reference
from tests.targets.paging_policies import ODD
from tests.targets.random_tickets import tickets

pytestmark = needs_alertmanager
MOST = 4_000


def _policies() -> dict[str, Compiled]:
    return {"reference": reference(), "odd": compiled(ODD)}


@pytest.mark.parametrize("name", ["reference", "odd"])
@pytest.mark.parametrize("options", [{}, {"only-on-duty": "yes"}], ids=["always", "on-duty"])
def test_it_takes_every_export(name: str, options: dict[str, str], tmp_path: Path) -> None:
    done = exported(TARGET, _policies()[name], options=options)
    code, words = checked(written(done.rendered.files, tmp_path))
    assert code == 0, words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("receiver: nobody", "receiver: somebody"),
        ("location: Europe/Dublin", "location: Europe/Doublin"),
        ('severity="critical"', 'severity=="critical"'),
        ("group_wait: 15m", "group_wait: 15 minutes"),
        ("'08:00'", "'8:00'"),
    ],
)
def test_it_refuses_what_the_model_refuses(before: str, after: str, tmp_path: Path) -> None:
    done = exported(TARGET, reference())
    text = done.rendered.files[CONFIG]
    assert before in text
    files = {**done.rendered.files, CONFIG: text.replace(before, after, 1)}
    assert checked(written(files, tmp_path))[0] == 1
    with pytest.raises(ValueError):
        simulate.read(files, done.engine)


@pytest.mark.parametrize("name", ["reference", "odd"])
def test_every_route_is_found_by_some_alert_and_by_amtool_too(name: str, tmp_path: Path) -> None:
    """Signals that begin later than the ticket are tried as well, and every team. For each way through the tree one alert."""
    done = exported(TARGET, _policies()[name])
    path = written(done.rendered.files, tmp_path)
    tool = simulate.tool_of(done.rendered.files, done.engine)
    rng = random.Random(1)
    teams = ["", *(team.name for team in done.lowered.teams)]
    taken: dict[tuple[object, ...], dict[str, str]] = {}
    for facts in tickets(done.engine, MOST):
        words = alerts_of(done.engine, tool.labels, (Signal("any", ("opened",), (), ()),), facts)[0].labels
        for signal in tool.signals:
            labels = {**words, SIGNAL: signal.name, TEAM: rng.choice(teams)}
            labels = {key: word for key, word in labels.items() if word}
            taken.setdefault(tuple(id(route) for route in tool.root.matching(labels)), labels)
    assert {id(route) for route in _telling(tool.root)} <= {route for way in taken for route in way}
    for labels in taken.values():
        assert receivers(path, labels) == ",".join(route.receiver for route in tool.root.matching(labels))


@pytest.mark.parametrize("name", ["reference", "odd"])
def test_amtool_names_whom_the_engine_tells(name: str, tmp_path: Path) -> None:
    done = exported(TARGET, _policies()[name])
    path = written(done.rendered.files, tmp_path)
    tool = simulate.tool_of(done.rendered.files, done.engine)
    assert TARGET.model is not None
    expected = TARGET.model.expected(done.engine)
    shown: dict[tuple[str, ...], tuple[str, ...]] = {}
    for facts in tickets(done.engine, MOST):
        wanted = _who(expected(facts))
        if wanted in shown:
            continue
        alerts = alerts_of(done.engine, tool.labels, tool.signals, facts)
        found = (who for alert in alerts for who in receivers(path, alert.labels).split(",") if who != NOBODY)
        shown[wanted] = tuple(sorted(found))
    assert len(shown) > 3
    assert all(wanted == found for wanted, found in shown.items())


def _telling(route: simulate.Route) -> list[simulate.Route]:
    own = [route] if route.receiver != NOBODY else []
    return [*own, *(one for child in route.routes for one in _telling(child))]


def _who(aspects: Aspects) -> tuple[str, ...]:
    """The receivers that the engine names, each as often as it is told."""
    names = (name.removeprefix(TOLD) for name in aspects if name.startswith(TOLD))
    return tuple(sorted(re.sub(r" \(\d+\)$", "", name) for name in names))
