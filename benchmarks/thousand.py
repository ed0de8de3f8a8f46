"""A made-up policy of 1,000 rules and 20 calendars, as a large company exports one: the same for the same seed.

`python -m benchmarks.thousand FILE` writes it as one policy file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from pathlib import Path
from typing import Any

from benchmarks.emit import document

SEED = 20261123
RULES, CALENDARS = 1_000, 20
_TIERS, _SEVERITIES, _PROMISES = 20, 60, 50
_ZONES = (
    "Europe/Dublin",
    "Europe/Berlin",
    "America/New_York",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
    "Pacific/Auckland",
)
_HOURS = ("08:00-16:00", "09:00-17:00", "09:00-17:30", "08:30-18:00", "07:00-19:00", "10:00-18:30")
_LEVELS = ("critical", "high", "normal", "low")
_TOPICS = tuple(f"topic-{number:02}" for number in range(40))
_PRODUCTS = tuple(f"product-{number:02}" for number in range(25))
_PLANS = tuple(f"plan-{number:02}" for number in range(_TIERS))
_REGIONS = ("americas", "europe", "asia", "oceania")
_YEARS = (2026, 2027, 2028)


def thousand_rules(seed: int = SEED) -> dict[str, Any]:
    """The policy as data. Rules of tiers, severities, routing and promises (one for each row) together are RULES."""
    chance = random.Random(seed)
    coverage = {f"hours-{number:02}": _hours(chance, number) for number in range(CALENDARS)}
    teams = [{"name": f"team-{number:02}", "coverage": name} for number, name in enumerate(coverage)]
    promises = [_promise(chance, number, list(coverage)) for number in range(_PROMISES)]
    promises.append({"name": "nothing promised", "targets": "none"})
    others = _TIERS + _SEVERITIES + (len(_LEVELS) + 1) * _PROMISES + 1
    routing = _routes(chance, RULES - others - 1, list(coverage))
    routing.append({"name": "everyone else", "team": "team-00"})
    return {
        "supportpolicy": 1,
        "name": "a thousand rules",
        "timezone": "Europe/Dublin",
        "horizon": f"{_YEARS[0]}-01-01..{_YEARS[-1]}-12-31",
        "fields": {
            "plan": {"type": "choice", "values": list(_PLANS), "default": _PLANS[-1]},
            "topic": {"type": "choice", "values": list(_TOPICS)},
            "product": {"type": "choice", "values": list(_PRODUCTS)},
            "region": {"type": "choice", "values": list(_REGIONS)},
            "seats": {"type": "number"},
            "down": {"type": "boolean"},
            "renewal": {"type": "boolean"},
        },
        "coverage": coverage,
        "teams": teams,
        "tiers": [{"name": f"tier-{plan[5:]}", "when": {"plan": plan}} for plan in _PLANS],
        "severities": {"levels": list(_LEVELS), "rules": _severities(chance)},
        "routing": routing,
        "sla": promises,
    }


def _hours(chance: random.Random, number: int) -> dict[str, Any]:
    days = ("mon-fri", "mon-fri", "mon-sat", "mon-thu")[number % 4]
    dates: set[dt.date] = set()
    for year in _YEARS:
        dates.update(dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange(365)) for _ in range(11))
    return {
        "timezone": _ZONES[number % len(_ZONES)],
        "open": {days: chance.choice(_HOURS)},
        "exceptions": [{"dates": day.isoformat(), "open": "closed"} for day in sorted(dates)],
    }


def _severities(chance: random.Random) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in range(_SEVERITIES - 1):
        when = _when(chance, ("topic", "product", "down", "seats", "region"), 3)
        found.append({"name": f"severity {number}", "level": _LEVELS[number % 4], "when": when})
    return [*found, {"name": "severity else", "level": "normal"}]


def _routes(chance: random.Random, count: int, calendars: list[str]) -> list[dict[str, Any]]:
    """Rules of two to five tests, those with the most first, so that hardly any hides another."""
    found = []
    for number in range(count):
        others = chance.sample(("region", "seats", "renewal", "severity", "tier"), chance.choice((0, 1, 1, 2, 3)))
        when = _when(chance, ("topic", "product", *others), 5)
        if number % 25 == 0:
            when["opened"] = {chance.choice(("during", "outside")): calendars[number // 25 % 8]}
        found.append({"name": f"route {number}", "when": when, "team": f"team-{chance.randrange(CALENDARS):02}"})
    return sorted(found, key=lambda one: -len(one["when"]))


def _promise(chance: random.Random, number: int, calendars: list[str]) -> dict[str, Any]:
    when: dict[str, Any] = {"tier": f"tier-{number % _TIERS:02}"}
    if number < _PROMISES - _TIERS:
        when |= _when(chance, ("product", "region", "renewal"), 1)
    clock = calendars[number % CALENDARS]
    rows = {
        level: {
            "first_response": f"{chance.randint(1, 8) * step}m",
            "resolve": f"{chance.randint(9, 40) * step}m",
            "clock": clock,
        }
        for level, step in zip(_LEVELS, (15, 30, 60, 120), strict=True)
    }
    return {"name": f"promise {number}", "when": when, "rows": "severity", "targets": rows}


def _when(chance: random.Random, names: tuple[str, ...], count: int) -> dict[str, Any]:
    return {name: _test(chance, name) for name in chance.sample(names, min(count, len(names)))}


def _test(chance: random.Random, name: str) -> Any:
    words = {
        "topic": _TOPICS,
        "product": _PRODUCTS,
        "region": _REGIONS,
        "severity": _LEVELS,
        "tier": [f"tier-{plan[5:]}" for plan in _PLANS],
    }
    if name in ("down", "renewal"):
        return chance.random() < 0.5
    if name == "seats":
        return {chance.choice(("at_least", "below")): chance.randrange(10, 1_000, 10)}
    chosen = chance.sample(list(words[name]), chance.choice((1, 1, 2, 3)))
    return {"not": chosen} if chance.random() < 0.1 else chosen


def main() -> None:
    """Write the policy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.parse_args().file.write_text(document(thousand_rules()), encoding="utf-8")


if __name__ == "__main__":
    main()
