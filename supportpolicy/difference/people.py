"""Everything that is looked up by name: teams, roles, languages, channels, prices, facts, metrics, and the head of a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.difference.answer_words import amount_in_words
from supportpolicy.difference.change import Change, Label
from supportpolicy.difference.joint import Joint
from supportpolicy.engine.calendars import ALWAYS_OPEN

_Labels = Mapping[str, Label]

_SECTIONS: tuple[tuple[str, str, str, _Labels], ...] = (
    ("teams", "people", "team", {"coverage": "routing", "languages": "routing", "channels": "routing"}),
    ("roles", "people", "role", {}),
    ("languages", "people", "language", {"about": "wording"}),
    ("channels", "people", "channel", {"needs": "routing", "languages": "routing", "about": "wording"}),
    ("metrics", "policy", "metric", {"starts_on": "contractual", "met_by": "contractual", "again": "contractual"}),
    ("events", "policy", "event", {"fact": "internal"}),
    ("statuses", "policy", "status", {"waiting_on": "contractual"}),
    ("actions", "policy", "action", {"does": "wording"}),
)
"""Of the compiled policy: its list, the section and the word for one of it, and fields that are not internal."""
_LEFT_OUT = frozenset({"name", "at", "built_in", "level", "reply_in", "say", "support", "for_whom", "redirect"})
"""Fields that tickets show, or that are places."""
_HEAD: tuple[tuple[str, Label], ...] = (
    ("timezone", "contractual"),
    ("currency", "money"),
    ("horizon", "contractual"),
    ("main_language", "wording"),
    ("business_day_calendar", "contractual"),
)


def named_changes(joint: Joint) -> Iterator[Change]:
    """What changed of teams, roles, languages, channels, metrics, events, statuses and actions."""
    old, new = joint.old.own.compiled, joint.new.own.compiled
    for field, section, word, labels in _SECTIONS:
        before = {one.name: one for one in getattr(old, field)}
        after = {one.name: one for one in getattr(new, field)}
        for name in dict.fromkeys((*before, *after)):
            one, other = before.get(name), after.get(name)
            if one is None or other is None:
                if field in ("teams", "roles"):
                    yield _come_or_gone(section, word, name, one, other)
                continue
            for part in one._fields:
                label = labels.get(part, "internal")
                yield from _field(joint, section, f"{word} {name}", part, label, one, other)


def _come_or_gone(section: str, word: str, name: str, one: Any, other: Any) -> Change:
    old, new = "" if one is None else "there", "" if other is None else "there"
    before, after = str(getattr(one, "at", "")), str(getattr(other, "at", ""))
    return Change(section, f"{word} {name}", "internal", old, new, who=(name,), old_at=before, new_at=after)


def _field(joint: Joint, section: str, what: str, part: str, label: Label, one: Any, other: Any) -> Iterator[Change]:
    before, after = getattr(one, part), getattr(other, part)
    if part in _LEFT_OUT or before == after:
        return
    if part in ("languages", "channels", "needs", "starts_on", "met_by") and set(before) == set(after):
        return
    if part == "coverage":
        # A coverage of another name with the same hours changes nothing; changed hours under one name are told there.
        if joint.names.clock(before) == after or joint.hours.same_days(before or ALWAYS_OPEN, after or ALWAYS_OPEN):
            return
        if label == "routing" and _on_team_clock(joint.new.own.compiled):
            label = "contractual"
    name = what.partition(" ")[2]
    who = (name,) if what.startswith(("team ", "role ")) else ()
    yield Change(
        section, f"{what}: {part.replace('_', ' ')}", label, _plain(before), _plain(after), who=who,
        old_at=one.at, new_at=other.at,
    )  # fmt: skip


def _on_team_clock(policy: Compiled) -> bool:
    return any(target.clock == "team" for rule in policy.table("sla").rules for target in rule.outcome.targets)


def price_changes(joint: Joint) -> Iterator[Change]:
    """Prices of both policies that something is worked out from."""
    after = {one.name: one for one in joint.new.own.compiled.prices}
    for one in joint.old.own.compiled.prices:
        other = after.get(joint.names.prices.get(one.name, one.name))
        if other is not None and one.prices != other.prices:
            yield Change(
                "prices", other.name, "money", _prices(one.prices), _prices(other.prices), since=_since(one, other),
                old_at=one.at, new_at=other.at,
            )  # fmt: skip


def _prices(prices: tuple[Any, ...]) -> str:
    return ", ".join(
        f"{price.price.amount} {price.price.currency}" + (f" from {price.start}" if price.start else "")
        for price in prices
    )


def _since(one: Any, other: Any) -> str | None:
    starts = [price.start for price in other.prices if price not in one.prices]
    return starts[0] if len(starts) == 1 else None


def fact_changes(joint: Joint) -> Iterator[Change]:
    """Facts that the policy asks about whose type, values, default or way of being worked out changed."""
    after = {fact.name: fact for fact in joint.new.own.compiled.facts}
    before = {fact.name: fact for fact in joint.old.own.compiled.facts}
    used = _used(joint.old.own.compiled) | _used(joint.new.own.compiled)
    plans: tuple[tuple[str, Label, Callable[[Any], str]], ...] = (
        ("type", "routing", str),
        ("default", "routing", _plain),
        ("derived", "routing", _plain),
        ("of", "routing", _plain),
        ("ask", "wording", _plain),
    )
    for name, fact in before.items():
        other = after.get(name)
        if other is None or name not in used:
            continue
        for part, label, words in plans:
            one, two = getattr(fact, part), getattr(other, part)
            if one != two:
                yield Change("facts", f"{name}: {part}", label, words(one), words(two), old_at=fact.at, new_at=other.at)
        gone, come = set(fact.values) - set(other.values), set(other.values) - set(fact.values)
        if fact.values and other.values and (gone or come):
            yield Change(
                "facts", f"{name}: values", "internal", ", ".join(sorted(gone)), ", ".join(sorted(come)),
                old_at=fact.at, new_at=other.at,
            )  # fmt: skip


def _used(policy: Compiled) -> set[str]:
    tested = {
        column
        for table in policy.tables
        for rule in table.rules
        for part in rule.parts
        for one in part.any
        for column in one
    }
    return {column.fact for column in policy.columns if column.id in tested}


def head_changes(joint: Joint) -> Iterator[Change]:
    """What changed in the head of the policy, and the levels of severity."""
    old, new = joint.old.own.compiled, joint.new.own.compiled
    for name, label in _HEAD:
        before, after = getattr(old, name), getattr(new, name)
        if name == "business_day_calendar" and before is not None and after is not None:
            before = joint.names.clock(before)
            if before is not None and joint.hours.same_days(old.business_day_calendar or "", after):
                continue
        if before != after:
            yield Change("policy", name.replace("_", " "), label, _plain(before), _plain(after))
    if old.severity_levels != new.severity_levels and set(old.severity_levels) == set(new.severity_levels):
        levels = " > ".join(old.severity_levels), " > ".join(new.severity_levels)
        yield Change("policy", "severity levels", "routing", *levels)


def _plain(value: Any) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return amount_in_words(value) if hasattr(value, "_fields") else ", ".join(map(_plain, value))  # type: ignore[arg-type]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
