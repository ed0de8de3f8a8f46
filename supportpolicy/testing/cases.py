"""What is tested: one ticket at one moment, and what is expected of the answer, each expectation with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.engine.values import Money, Ticket
from supportpolicy.testing.moments import Moment


class WantedStep(NamedTuple):
    """One step of a timeline, of which some parts are compared."""

    parts: tuple[Expected, ...]
    span: Span


Want: TypeAlias = (
    "bool | Decimal | str | Money | Moment | tuple[str, ...] | tuple[WantedStep, ...] | Mapping[str, Decimal] | None"
)
"""What is expected; None is `none`: nothing of the kind."""


class Expected(NamedTuple):
    """One part of an answer that is compared."""

    key: str
    """What stands under `expect`: severity, rules, targets …"""
    want: Want
    span: Span
    """Of the expected value."""
    text: str
    """As it is written."""
    name: str = ""
    """A table, metric, timeline, message or coverage."""
    part: str = ""
    """Of a mapping: due, state, amount …"""
    run: int | None = None
    """Of a metric or timeline that runs several times: which run, from 1; None: the last."""

    @property
    def label(self) -> str:
        """What is compared: `targets.first_response.due`."""
        return ".".join(word for word in (self.key, self.name, self.part) if word)


class Case(NamedTuple):
    """One question to the policy."""

    name: str
    span: Span
    """Of the test's name, or of the case or row."""
    ticket: Ticket | None
    """None: only hours are asked about."""
    at: dt.datetime | None
    """None: the moment of the last event, or the opening."""
    expects: tuple[Expected, ...]
    clauses: tuple[str, ...] = ()


class Suite(NamedTuple):
    """All tests of a folder that can be run, and what is wrong with the files."""

    cases: tuple[Case, ...]
    findings: tuple[Diagnostic, ...] = ()
    files: int = 0
    texts: Mapping[str, str] = {}
    """Text by path, for excerpts."""
    left_out: int = 0
    """Tests that are not run, for their file or the file of their ticket has mistakes."""
