"""The best-known parts of a compiled policy as flat rows: routing rules and SLA targets, for files and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.compiled.document import Compiled
from supportpolicy.compiled.tables import Duration, Rule, Target


class RoutingRow(NamedTuple):
    """One routing rule; they are asked in this order and the first that applies wins."""

    order: int
    name: str
    when: str
    team: str
    queue: str
    tags: tuple[str, ...]
    say: tuple[str, ...]
    start: str
    until: str
    at: str


class TargetRow(NamedTuple):
    """One promised metric for one rule and row of `sla`."""

    order: int
    promise: str
    when: str
    row: str
    metric: str
    target: str
    """Such as 4h, 1bd, `end of next business day`, or none."""
    usually: str
    clock: str
    pause_while: tuple[str, ...]
    start: str
    until: str
    at: str


def routing_rows(compiled: Compiled) -> tuple[RoutingRow, ...]:
    """Every routing rule."""
    return tuple(
        RoutingRow(
            number,
            rule.name,
            when_in_words(rule),
            rule.outcome.decides.get("team", ""),
            rule.outcome.decides.get("queue", ""),
            rule.outcome.tag,
            rule.outcome.say,
            rule.start or "",
            rule.until or "",
            rule.at,
        )
        for number, rule in enumerate(compiled.table("routing").rules, 1)
    )


def target_rows(compiled: Compiled) -> tuple[TargetRow, ...]:
    """Every target of every promise; a row without targets says that no time is promised."""
    rows: list[TargetRow] = []
    for number, rule in enumerate(compiled.table("sla").rules, 1):
        targets = rule.outcome.targets or (Target("", at=rule.at),)
        rows.extend(
            TargetRow(
                number,
                rule.outcome.decides.get("sla", rule.name),
                when_in_words(rule, without_row=True),
                rule.row or "",
                target.metric,
                promise_in_words(target),
                duration_in_words(target.usually),
                (target.clock or "") if target.at_most or target.by or target.usually else "",
                target.pause_while,
                rule.start or "",
                rule.until or "",
                target.at or rule.at,
            )
            for target in targets
        )
    return tuple(rows)


def when_in_words(rule: Rule, *, without_row: bool = False) -> str:
    """A rule's condition as a sentence; the row of a promise and its dates can be left out, where they have columns."""
    texts = [part.text for part in rule.parts if not part.text.startswith("in force ")]
    if without_row and rule.row is not None and rule.row != "otherwise":
        texts = texts[1:]
    return " and ".join(f"({text})" if " or " in text and len(texts) > 1 else text for text in texts) or "always"


def promise_in_words(target: Target) -> str:
    """What is promised: an amount, a phrase, or none."""
    if target.by is not None:
        return f"by {target.by}"
    return duration_in_words(target.at_most) or "none"


def duration_in_words(amount: Duration | None) -> str:
    """An amount as it would be written: 1h30m, 7d, 2bd; nothing for none."""
    if amount is None:
        return ""
    if amount.business_days is not None:
        return f"{amount.business_days}bd"
    if amount.days is not None:
        return f"{amount.days}d"
    hours, minutes = divmod(amount.minutes or 0, 60)
    return f"{f'{hours}h' if hours else ''}{f'{minutes}m' if minutes or not hours else ''}"


def as_plain(row: NamedTuple) -> Mapping[str, object]:
    """A row as a mapping; empty cells left out."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in row._asdict().items()
        if value not in ("", ())
    }
