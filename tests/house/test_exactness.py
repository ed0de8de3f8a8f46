"""No answer depends on the machine's clock, on a float near money, or on a datetime without a zone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.exactness import clock_readings, handles_money, inexact_numbers, naive_datetimes

PACKAGE = Path(__file__).resolve().parents[2] / "supportpolicy"

MONEY_MODULES = (
    "engine/money.py",
    "engine/measures.py",
    "engine/values.py",
    "language/amounts.py",
    "language/currencies.py",
    "language/sections/payment.py",
    "compiler/amounts.py",
)
"""Modules that handle money whatever they import; everything in engine/intake does too."""

_ADVICE = "in words of advice to the author; the sum itself stays text"
INEXACT: dict[str, str] = {
    "language/amounts.py: float(text)": _ADVICE,
    "language/amounts.py: float(number)": _ADVICE,
    "compiler/amounts.py: float(digits)": "the cut of a condition on a number with an exponent; never a sum",
    "engine/questions.py: Decimal(value // dt.timedelta(microseconds=1)) / 60000000": "minutes of a duration, in Decimal",
    "testing/candidates.py: (above + cut) / 2": "a number between two cuts, in Decimal",
    "testing/search.py: (last - first) / 2": "half of a timedelta",
}
"""What looks inexact and is not, each with its reason."""

NAIVE: dict[str, str] = {
    "clock/vectors.py: dt.datetime.fromisoformat(value)": "refused in the next line where it has no offset",
    "testing/moments.py: dt.datetime.fromisoformat(f\"{match['date']}T{match['time'] or '00:00'}\")": "a wall time; its zone follows",
    "testing/moments.py: dt.datetime.fromisoformat(f'{wall.isoformat()}{offset}')": "the offset is in the text",
    "testing/moments.py: instant.astimezone(info).replace(tzinfo=None, fold=0)": "compared with a wall time",
}
"""What looks naive and is not, or is a wall time on its way to an instant, each with its reason."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _money_modules() -> list[tuple[str, ast.Module]]:
    return [
        (name, tree)
        for name, tree in _modules()
        if name in MONEY_MODULES or name.startswith("engine/intake/") or handles_money(tree)
    ]


def test_nothing_asks_what_time_it_is_but_the_edge() -> None:
    """`now` and `today` are parameters; their defaults are read in one place of the commands."""
    found = {f"{name}: {read}" for name, tree in _modules() for read in clock_readings(tree)}
    assert found == {"cli/settings.py: dt.datetime.now"}


def test_money_meets_no_float() -> None:
    found = {f"{name}: {number}" for name, tree in _money_modules() for number in inexact_numbers(tree)}
    assert found == set(INEXACT)


def test_no_datetime_is_without_a_zone() -> None:
    found = {f"{name}: {made}" for name, tree in _modules() for made in naive_datetimes(tree)}
    assert found == set(NAIVE)


def test_the_modules_of_money_are_there() -> None:
    names = {name for name, _ in _money_modules()}
    assert names >= set(MONEY_MODULES)
    assert sum(name.startswith("engine/intake/") for name in names) > 10


PLANTED: list[tuple[Callable[[ast.Module], Iterator[str]], str, list[str]]] = [
    (clock_readings, "x = dt.datetime.now(dt.UTC)", ["dt.datetime.now"]),
    (clock_readings, "x = date.today", ["date.today"]),
    (clock_readings, "import datetime\nx = datetime.datetime.utcnow()", ["datetime.datetime.utcnow"]),
    (clock_readings, "from datetime import datetime as When\nx = When.now()", ["When.now"]),
    (clock_readings, "import time\nx = time.time()", ["time.time"]),
    (clock_readings, "import time as t\nx = t.gmtime()", ["t.gmtime"]),
    (clock_readings, "from time import perf_counter as clock\nx = clock()", ["clock"]),
    (clock_readings, "x = instant.astimezone()", ["instant.astimezone()"]),
    (clock_readings, "x = instant.astimezone(zone)", []),
    (clock_readings, "import time\nx = time.tzname", ["time.tzname"]),
    (clock_readings, "x = scene.now + settings.today + time.time", []),
    (inexact_numbers, "x = amount * 0.5", ["0.5"]),
    (inexact_numbers, "x = 1e3", ["1000.0"]),
    (inexact_numbers, "x = float(text)", ["float(text)"]),
    (inexact_numbers, "x = round(amount, 2)", ["round(amount, 2)"]),
    (inexact_numbers, "x = cents / 100", ["cents / 100"]),
    (inexact_numbers, "x /= 100", ["x /= 100"]),
    (inexact_numbers, "x = cents // 100 + Decimal('0.5')", []),
    (inexact_numbers, "def f(x: float) -> bool:\n    return isinstance(x, float)", []),
    (naive_datetimes, "x = dt.datetime(2026, 6, 5)", ["dt.datetime(2026, 6, 5)"]),
    (naive_datetimes, "x = datetime(2026, 6, 5, tzinfo=None)", ["datetime(2026, 6, 5, tzinfo=None)"]),
    (naive_datetimes, "x = dt.datetime(2026, 6, 5, tzinfo=dt.UTC)", []),
    (naive_datetimes, "x = dt.datetime(2026, 6, 5, 0, 0, 0, 0, zone)", []),
    (naive_datetimes, "x = dt.datetime.fromisoformat(text)", ["dt.datetime.fromisoformat(text)"]),
    (naive_datetimes, "x = dt.datetime.fromisoformat(text).replace(tzinfo=zone)", []),
    (naive_datetimes, "x = dt.datetime.fromisoformat(text).replace(hour=1)", ["dt.datetime.fromisoformat(text)"]),
    (naive_datetimes, "x = dt.date.fromisoformat(text)", []),
    (naive_datetimes, "x = dt.datetime.strptime(a, b)", ["dt.datetime.strptime(a, b)"]),
    (naive_datetimes, "x = dt.datetime.utcfromtimestamp(0)", ["dt.datetime.utcfromtimestamp(0)"]),
    (naive_datetimes, "x = dt.datetime.fromtimestamp(0)", ["dt.datetime.fromtimestamp(0)"]),
    (naive_datetimes, "x = dt.datetime.fromtimestamp(0, dt.UTC)", []),
    (naive_datetimes, "x = dt.datetime.combine(day, hour)", ["dt.datetime.combine(day, hour)"]),
    (naive_datetimes, "x = dt.datetime.combine(day, hour, tzinfo=zone)", []),
    (naive_datetimes, "x = instant.replace(tzinfo=None)", ["instant.replace(tzinfo=None)"]),
    (naive_datetimes, "x = dt.datetime.max", ["dt.datetime.max"]),
    (naive_datetimes, "x = dt.datetime.max.replace(tzinfo=dt.UTC)", []),
    (naive_datetimes, "x = dt.datetime.now()", ["dt.datetime.now()"]),
]
_IMPORTS = "import datetime as dt\nfrom datetime import date, datetime\n"


@pytest.mark.parametrize(("find", "source", "found"), PLANTED, ids=[source for _, source, _ in PLANTED])
def test_what_is_planted_is_found(find: Callable[[ast.Module], Iterator[str]], source: str, found: list[str]) -> None:
    assert list(find(ast.parse(source if source.startswith(("import", "from")) else _IMPORTS + source))) == found


@pytest.mark.parametrize(
    ("source", "handles"),
    [
        ("from supportpolicy.engine.values import Money, Value", True),
        ("from supportpolicy.language.currencies import MINOR_UNITS", True),
        ("class Money:\n    pass", True),
        ("from supportpolicy.engine.values import Value", False),
    ],
)
def test_who_handles_money_is_known(source: str, handles: bool) -> None:
    assert handles_money(ast.parse(source)) is handles
