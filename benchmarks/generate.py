"""A made-up policy of as many files as asked for: the same bytes for the same seed, and nothing wrong in it.

`python -m benchmarks.generate 1000 FOLDER` writes one, to look at or to profile.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.area import FILES_OF_AREA, LANGUAGES, REQUESTS, TOPICS, File, area_files
from benchmarks.child import run, script
from benchmarks.emit import document

SEED = 20261122
_BASE_FILES = 4


def write_policy(folder: Path, files: int, seed: int = SEED) -> int:
    """Write a policy of this many files, its lock beside them. Gives the bytes written."""
    size = 0
    for file in policy_files(files, seed):
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(file.text.encode("utf-8"))
    run((script("supportpolicy"), "lock", str(folder)))
    return size


def policy_files(files: int, seed: int = SEED) -> Iterator[File]:
    """The files one after another, so that a large policy need not be held in memory."""
    areas, left = divmod(files - _BASE_FILES, FILES_OF_AREA)
    if areas < 1:
        raise ValueError(f"a policy has at least {_BASE_FILES + FILES_OF_AREA} files")
    yield _head()
    yield _known(areas)
    yield _served()
    yield _rest()
    for number in range(areas):
        yield from area_files(number, seed, left if number == 0 else 0)


def _head() -> File:
    ordered = {section: ["areas/*", "rest.yaml"] for section in ("routing", "sla", "refunds", "requests")}
    data: dict[str, Any] = {
        "supportpolicy": 1,
        "name": "a large policy",
        "timezone": "Europe/Dublin",
        "currency": "EUR",
        "horizon": "2026-01-01..2028-12-31",
        "business_day_calendar": "office",
        "order": ordered,
    }
    return File("policy.yaml", document(data, "A policy made up to measure the tool."))


def _known(areas: int) -> File:
    fields: dict[str, Any] = {
        "product": {"type": "choice", "values": [f"area-{number:03}" for number in range(areas)]},
        "plan": {"type": "choice", "values": ["free", "team", "enterprise"], "default": "free"},
        "topic": {"type": "choice", "values": list(TOPICS)},
        "impact": {"type": "choice", "values": ["down", "degraded", "question"]},
        "request": {"type": "choice", "values": ["refund", *REQUESTS]},
        "order.total": {"type": "money", "ask": "What did it cost?"},
        "order.shipping": {"type": "money", "ask": "How much was the postage?"},
        "order.delivered_at": {"type": "time", "ask": "When did it arrive?"},
    }
    return File("known.yaml", document({"fields": fields}))


def _served() -> File:
    data: dict[str, Any] = {
        "tiers": [
            {"name": "enterprise", "when": {"plan": "enterprise"}},
            {"name": "standard", "when": {"plan": "team"}},
            {"name": "community"},
        ],
        "severities": {
            "levels": ["critical", "high", "normal", "low"],
            "rules": [
                {"level": "critical", "when": {"impact": "down"}},
                {"level": "high", "when": {"impact": "degraded"}},
                {"level": "low", "when": {"impact": "question"}},
                {"level": "normal"},
            ],
        },
        "languages": {language: {"level": "full", "coverage": "office"} for language in LANGUAGES},
        "channels": {"email": {}, "phone": {"coverage": "office", "redirect": "email"}},
    }
    return File("served.yaml", document(data))


def _rest() -> File:
    data: dict[str, Any] = {
        "coverage": {
            "office": {"timezone": "Europe/Dublin", "open": {"mon-fri": "09:00-17:30"}, "holidays": [{"country": "IE"}]}
        },
        "teams": [{"name": "frontline", "coverage": "office", "languages": list(LANGUAGES)}],
        "routing": [{"name": "everyone else", "team": "frontline"}],
        "sla": [{"name": "nobody else", "targets": "none"}],
        "refunds": [{"name": "declined", "decision": "deny"}],
        "requests": [{"name": "a person", "decision": "hand_over", "team": "frontline"}],
    }
    return File("rest.yaml", document(data))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int)
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    print(f"{write_policy(chosen.folder, chosen.files):,} bytes in {chosen.files:,} files")
