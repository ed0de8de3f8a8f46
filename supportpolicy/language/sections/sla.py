"""`sla`: what is promised to whom, by when, on which clock."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry, entries, some_time
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.tables import RULE_PROPERTIES, RuleHead, read_head
from supportpolicy.language.shape import Schema, choice, listed, mapping, one_or_more, ref, text
from supportpolicy.source import Node

BY_PHRASES = ("end of business day", "end of next business day")
OTHERWISE_ROW = "otherwise"
NO_PROMISE = "none"
NOT_METRICS = ("clock", "pause_while", "why")
"""Keys of a row that are not metrics."""


class Target(NamedTuple):
    """One promised metric: an amount of time or a phrase, on a clock; neither means that no time is promised."""

    metric: Name
    at_most: Amount | None
    by: str | None
    usually: Amount | None
    clock: Name | None
    pause_while: tuple[Name, ...] | None
    on_change: str
    span: Span

    @property
    def promised(self) -> bool:
        """Whether any time is promised."""
        return self.at_most is not None or self.by is not None


class Row(NamedTuple):
    """The targets for one value of the row fact; `value` is None where the rule has no rows."""

    value: Name | None
    targets: tuple[Target, ...]
    none: bool
    why: str | None
    span: Span


class Promise(NamedTuple):
    """A rule of `sla`."""

    head: RuleHead
    rows_by: Name | None
    rows: tuple[Row, ...]
    pause_while: tuple[Name, ...]
    span: Span


def read_promise(entry: Entry) -> Promise:
    """One item of `sla`. A clock set for the rule or row is filled in for each target without its own."""
    clock, pauses = entry.word("clock"), entry.names("pause_while")
    on_change = entry.text("on_change") or "keep"
    rows_by = entry.word("rows")
    node = entry.node.get("targets")
    assert node is not None
    if rows_by is not None and node.entries is not None:
        rows = tuple(_row(value, key, clock, on_change) for key, value in entries(node))
    else:
        rows = (_row(node, None, clock, on_change),)
    return Promise(read_head(entry), rows_by, rows, pauses, entry.span)


def _row(node: Node, value: Name | None, clock: Name | None, on_change: str) -> Row:
    if node.entries is None:
        return Row(value, (), True, None, node.span)
    entry = Entry(node)
    row_clock = entry.word("clock") or clock
    row_pauses = entry.names("pause_while") if entry.has("pause_while") else None
    targets = [
        _target(key, inner, row_clock, row_pauses, on_change) for key, inner in entries(node) if key not in NOT_METRICS
    ]
    return Row(value, tuple(targets), False, entry.text("why"), node.span)


def _target(metric: Name, node: Node, clock: Name | None, pauses: tuple[Name, ...] | None, on_change: str) -> Target:
    if node.entries is None:
        amount = None if node.plain == NO_PROMISE else some_time(node)
        return Target(metric, amount, None, None, clock, pauses, on_change, node.span)
    entry = Entry(node)
    return Target(
        metric,
        entry.some_time("at_most"),
        entry.text("by"),
        entry.some_time("usually"),
        entry.word("clock") or clock,
        entry.names("pause_while") if entry.has("pause_while") else pauses,
        entry.text("on_change") or on_change,
        node.span,
    )


def rows_of(promise: Promise) -> tuple[Name, ...]:
    """The values that have a row."""
    return tuple(row.value for row in promise.rows if row.value is not None)


_NONE: Schema = {"const": NO_PROMISE, "description": "No time is promised.", "x-what": "none"}
_PAUSE: Schema = one_or_more(ref("name"), "Statuses during which the clock stands still.")
_ON_CHANGE: Schema = choice(
    ("keep", "restart"),
    "What happens when another target comes to apply: it is reckoned from the original start (keep), or anew (restart).",
    default="keep",
)
_CLOCK: Schema = ref("name", "The hours that count: a name of `coverage`, `always`, or `team`.")
_TARGET: Schema = {
    "anyOf": [
        _NONE,
        ref("amount"),
        mapping(
            "A target with more to say.",
            {
                "at_most": ref("amount", "The promise."),
                "by": choice(BY_PHRASES, "The promise as a moment instead of an amount."),
                "usually": ref("amount", "What customers usually see; not promised."),
                "clock": _CLOCK,
                "pause_while": _PAUSE,
                "on_change": _ON_CHANGE,
            },
            anyOf=[{"required": ["at_most"]}, {"required": ["by"]}, {"required": ["usually"]}],
            what="keys such as at_most or by",
        ),
    ],
    "description": "An amount of time, `none`, or keys such as at_most or by.",
    "examples": ["30m", "1bd", "none", {"at_most": "4h", "usually": "1h", "clock": "dublin"}],
    "x-what": "an amount of time such as 4h or 1bd, none, or keys such as at_most",
}
_METRICS: dict[str, Schema] = {
    "first_response": {**_TARGET, "description": "Time to the first public reply."},
    "next_response": {**_TARGET, "description": "Time to the reply to a later message of the customer."},
    "update_every": {**_TARGET, "description": "Longest time between public replies until the ticket is solved."},
    "resolve": {**_TARGET, "description": "Time until the problem is solved."},
}
_ROW: Schema = {
    "anyOf": [
        _NONE,
        {
            "type": "object",
            "properties": {**_METRICS, "clock": _CLOCK, "pause_while": _PAUSE, "why": text("Why, for colleagues.")},
            "additionalProperties": {**_TARGET, "description": "A metric of the policy's own."},
            "minProperties": 1,
            "x-what": "targets by metric",
        },
    ],
    "description": "Targets by metric, or none.",
    "x-what": "targets by metric such as {first_response: 4h}, or none",
}

SLA = Section(
    "sla",
    "ordered",
    "SLA",
    listed(
        "What is promised: the first rule that applies. Every promise names its clock.",
        {
            **mapping(
                "A promise and whom it is for.",
                {
                    **RULE_PROPERTIES,
                    "rows": ref("name", "One row of targets for each value of this fact, such as severity."),
                    "targets": {
                        "description": "Targets by metric; with `rows`, a row for each value, each with targets by metric "
                        "or none. `otherwise` is the row for all other values.",
                    },
                    "clock": _CLOCK,
                    "pause_while": _PAUSE,
                    "on_change": _ON_CHANGE,
                },
                required=("name", "targets"),
                what="keys such as name, when and targets",
            ),
            "if": {"required": ["rows"]},
            "then": {
                "properties": {
                    "targets": {
                        "anyOf": [
                            _NONE,
                            {
                                "type": "object",
                                "additionalProperties": _ROW,
                                "minProperties": 1,
                                "x-what": "a row of targets for each value",
                            },
                        ],
                        "x-what": "a row of targets for each value",
                    }
                }
            },
            "else": {"properties": {"targets": _ROW}},
        },
        what="a list of promises, each beginning with '- name:'",
    ),
    read_item=read_promise,
)
