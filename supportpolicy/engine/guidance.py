"""The guidance that applies to one ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportpolicy.engine.prepared import Engine
from supportpolicy.engine.sorting import Sorted

_TABLE = "guidance"
_YES_OR_NO = ("may_answer", "hand_over")
"""Pieces that are a condition and nothing else: the answer is whether it holds."""


def guidance_for(engine: Engine, sorted_: Sorted) -> dict[str, Any]:
    """Every piece that always applies or whose condition holds; of style the ticket's channel, of descriptions its own."""
    whole = engine.compiled.guidance
    holding = _holding(engine, sorted_)
    found: dict[str, Any] = {}
    for section, piece in whole.items():
        chosen = _chosen(section, piece, sorted_)
        kept = _kept(chosen, holding)
        if kept not in (None, {}, []):
            found[section] = kept
    return found


def _holding(engine: Engine, sorted_: Sorted) -> frozenset[str]:
    table = engine.lookups.get(_TABLE)
    if table is None:
        return frozenset()
    return frozenset(table.rules[index].name for index in table.holding(sorted_.classes))


def _chosen(section: str, piece: Any, sorted_: Sorted) -> Any:
    decided = sorted_.decided
    if section == "style":
        channel = sorted_.facts.get("channel")
        own = piece.get("channels", {}).get(channel, {}) if isinstance(channel, str) else {}
        return {**{key: part for key, part in piece.items() if key != "channels"}, **own}
    if section == "severities":
        return _one(piece, decided.get("severity"))
    if section == "tiers":
        return _one(piece, decided.get("tier"))
    if section == "voice" and "languages" in piece:
        language = decided.get("reply_language") or sorted_.facts.get("language")
        return {**piece, "languages": _one(piece["languages"], language if isinstance(language, str) else None)}
    return piece


def _one(pieces: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    return {name: pieces[name]} if name is not None and name in pieces else {}


def _kept(piece: Any, holding: frozenset[str]) -> Any:
    """A piece without what does not hold; None where nothing is left of it."""
    if isinstance(piece, Mapping):
        if "rule" in piece and piece["rule"] not in holding:
            return None
        found: dict[str, Any] = {}
        for key, part in piece.items():
            if key in ("rule", "when") and "rule" in piece:
                continue
            if key in _YES_OR_NO and isinstance(part, Mapping):
                found[key] = "rule" not in part or part["rule"] in holding
                continue
            kept = _kept(part, holding)
            if kept not in (None, {}, []):
                found[key] = kept
        return found
    if isinstance(piece, list | tuple):
        return [kept for part in piece if (kept := _kept(part, holding)) is not None]
    return piece
