"""The small policies by which the kinds of losses explain themselves.

The first line says what such an example is exported to: a target by name. `demo` and `small-demo` are targets of the tests.
"""

from __future__ import annotations

from typing import NamedTuple

DEMO, SMALL_DEMO = "demo", "small-demo"

_HOURS = "  office: {open: {mon-fri: 09:00-17:00}}\n"
_SLA = "  - {name: all, targets: {first_response: 4h, clock: office}}\n"
_ROUTING = "  - {name: all, team: front}\n"


class Example(NamedTuple):
    """The parts of an example in which they differ; the rest is the same for all."""

    hours: str = _HOURS
    sla: str = _SLA
    routing: str = _ROUTING
    more: str = ""
    """Further sections."""
    target: str = DEMO
    remark: str = ""
    """Further lines of the comment at the top."""
    last_year: int = 2027


def policy(example: Example) -> str:
    """A whole policy: one team, its hours, its promise."""
    return (
        f"# export: {example.target}\n{example.remark}supportpolicy: 1\nname: acme\ntimezone: Europe/Dublin\n"
        f"horizon: 2026-01-01..{example.last_year}-12-31\n{example.more}coverage:\n{example.hours}"
        f"teams:\n  - {{name: front, coverage: office}}\nrouting:\n{example.routing}sla:\n{example.sla}"
    )


def promise(targets: str, hours: str = _HOURS) -> str:
    """A policy in which these are the targets of the one promise."""
    return policy(Example(hours, f"  - {{name: all, targets: {{{targets}}}}}\n"))


def office(coverage: str, target: str = DEMO) -> str:
    """A policy in which the office has these hours."""
    return policy(Example(f"  office: {coverage}\n", target=target))


PLAIN = policy(Example())
"""A policy that every target can say."""
