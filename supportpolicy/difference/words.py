"""Messages and guidance: words for customers and colleagues, compared as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.difference.change import Change, Label
from supportpolicy.difference.joint import Joint, Side

_LABELS: Mapping[str, Label] = {"quality": "internal", "self_service": "routing", "lifecycle": "routing"}
"""Of guidance; everything else is wording."""


def message_changes(joint: Joint) -> Iterator[Change]:
    """Messages of both policies that something says and whose texts changed."""
    old, new = joint.old.own.compiled, joint.new.own.compiled
    said = spoken(old) & spoken(new)
    for name, texts in new.messages.items():
        if name not in old.messages or name not in said:
            continue
        before = old.messages[name]
        for language in dict.fromkeys((*before, *texts)):
            if before.get(language) != texts.get(language):
                what = f"{name} ({language})"
                yield Change("messages", what, "wording", before.get(language, ""), texts.get(language, ""))


def spoken(policy: Compiled) -> set[str]:
    """The messages that rules, steps, channels or languages say, or that guidance names."""
    found = {name for table in policy.tables for rule in table.rules for name in rule.outcome.say}
    found.update(name for timeline in policy.timelines for step in timeline.steps for name in step.say)
    found.update(name for language in policy.languages for name in language.say)
    found.update(str(text) for _, text in _leaves(policy.guidance, ""))
    return found


def guidance_changes(joint: Joint) -> Iterator[Change]:
    """Pieces of guidance that came, went or read otherwise, each with the tickets that it is for."""
    old, new = (dict(_pieces(one.own.compiled.guidance, "")) for one in (joint.old, joint.new))
    paths = dict.fromkeys((*old, *new))
    for path in paths:
        gone, come = list(old.get(path, ())), list(new.get(path, ()))
        for piece in list(come):  # the same words for the same tickets, wherever they stand in a list
            match = next((one for one in gone if _text(one) == _text(piece) and _alike(joint, one, piece)), None)
            if match is not None:
                gone.remove(match)
                come.remove(piece)
        for piece in list(come):  # the same words for other tickets
            match = next((one for one in gone if _text(one) == _text(piece)), None)
            if match is not None:
                gone.remove(match)
                come.remove(piece)
                yield _change(path, _for(match), _for(piece), (_text(piece),))
        for number in range(max(len(gone), len(come))):
            before = gone[number] if number < len(gone) else None
            after = come[number] if number < len(come) else None
            yield _change(path, _said(before), _said(after), ())


def _change(path: str, old: str, new: str, details: tuple[str, ...]) -> Change:
    section = path.partition(".")[0]
    return Change("guidance", path, _LABELS.get(section, "wording"), old, new, details=details)


def _said(piece: Mapping[str, Any] | None) -> str:
    if piece is None:
        return ""
    return f"{_text(piece)} ({_for(piece)})" if "rule" in piece else _text(piece)


def _for(piece: Mapping[str, Any]) -> str:
    return f"where {piece['when']}" if piece.get("when") else "always"


def _text(piece: Mapping[str, Any]) -> str:
    rest = {key: part for key, part in piece.items() if key not in ("rule", "when")}
    if set(rest) == {""}:
        return str(rest[""])
    if len(rest) == 1:
        (only,) = rest.values()
        return only if isinstance(only, str) else json.dumps(only, ensure_ascii=False, sort_keys=True)
    return ", ".join(f"{key} {_plain(part)}" for key, part in rest.items())


def _plain(part: Any) -> str:
    if isinstance(part, list):
        return " / ".join(map(_plain, part))
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False, sort_keys=True)


def _alike(joint: Joint, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pieces are for the same tickets."""
    if one.get("when") == other.get("when") and _parts(joint.old, one) == _parts(joint.new, other):
        return True  # what is decided before it may have changed; that is told there
    left, right = _holds(joint, one, old=True), _holds(joint, other, old=False)
    return left == right or not (joint.possible([left, -right]) or joint.possible([-left, right]))


def _holds(joint: Joint, piece: Mapping[str, Any], *, old: bool) -> int:
    side = joint.old if old else joint.new
    if "rule" not in piece:
        return joint.solver.true
    form = side.table("guidance")
    found = (literal for rule, literal in zip(form.table.rules, form.holds, strict=True) if rule.name == piece["rule"])
    return next(found, -joint.solver.true)


def _parts(side: Side, piece: Mapping[str, Any]) -> list[tuple[str, Any]]:
    rules = side.table("guidance").table.rules
    return [(part.text, part.any) for rule in rules if rule.name == piece.get("rule") for part in rule.parts]


def _pieces(value: Any, path: str) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Every place of guidance with what stands there: a text, or the entries of a list."""
    if isinstance(value, Mapping) and "rule" not in value:
        for key, part in value.items():
            yield from _pieces(part, f"{path}.{key}" if path else key)
        return
    if isinstance(value, list | tuple):
        yield path, [one if isinstance(one, Mapping) else {"": one} for one in value]
        return
    yield path, [value if isinstance(value, Mapping) else {"": value}]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _leaves(part, path)
    else:
        yield path, value
