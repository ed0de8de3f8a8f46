"""A witness as YAML that can be pasted into a policy test."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable

from supportpolicy.analysis.proof import Proved
from supportpolicy.analysis.witness import Witness
from supportpolicy.clock.instants import from_epoch, to_epoch
from supportpolicy.diagnostics import Diagnostic
from supportpolicy.engine import Engine
from supportpolicy.engine.messages import shown
from supportpolicy.engine.values import Value

_PLAIN = re.compile(r"[A-Za-z0-9_.+@/€-][A-Za-z0-9_.+@/€ -]*\Z")
_OTHERWISE_READ = re.compile(r"(true|false|null|~|[-+.\d].*|\s.*|.*\s)\Z", re.IGNORECASE)
OPAQUE = "it rests on free text or on a comparison of two facts, of which every answer was thought possible"


def in_flow(engine: Engine, witness: Witness) -> str:
    """The ticket on one line: `{plan: enterprise, opened: 2026-06-05 14:00}`."""
    facts = {**witness.facts, "opened": witness.opened}
    return "{" + ", ".join(f"{_word(name)}: {value_in_yaml(engine, value)}" for name, value in facts.items()) + "}"


def with_example(engine: Engine, proved: Proved) -> Diagnostic:
    """The finding, with the ticket that shows it and what it rests on in its help."""
    finding, witness = proved.finding, proved.witness
    more: list[str] = []
    if witness is not None:
        later = "" if witness.at == witness.opened else f", asked at {_wall(engine, witness.at)}"
        more.append(f"the smallest such ticket: {in_flow(engine, witness)}{later}")
    if proved.opaque:
        more.append(OPAQUE)
    return finding._replace(help="; ".join([*([finding.help] if finding.help else []), *more]) or None)


def as_tests(engine: Engine, found: Iterable[Proved]) -> str:
    """Every witness as a case of a file of policy tests, for a person to say what is expected."""
    cases = [one for one in found if one.witness is not None]
    lines = [
        "# Tickets that proofs found. Say under `expect` what should happen to each; then it is a policy test.",
        "",
    ]
    lines.append("tests:" if cases else "tests: []")
    for number, one in enumerate(cases, 1):
        assert one.witness is not None
        lines.append(f"  # {one.finding.span.place}: {one.finding.code} {one.finding.message}")
        lines.append(f"  - name: {_word(f'{one.finding.code} {number}')}")
        lines.append(f"    ticket: {in_flow(engine, one.witness)}")
        if one.witness.at != one.witness.opened:
            lines.append(f"    at: {_wall(engine, one.witness.at)}")
        lines.append("    expect: {team: none}")
    return "\n".join(lines) + "\n"


def value_in_yaml(engine: Engine, value: Value | None) -> str:
    """A fact's value as a policy test writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "[" + ", ".join(_word(word) for word in sorted(value)) + "]"
    if isinstance(value, dt.datetime):
        return _wall(engine, value)
    text = shown(engine, value)
    return _word(text) if isinstance(value, str) else text


def _wall(engine: Engine, instant: dt.datetime) -> str:
    """Wall time of the policy's zone; with its offset where clocks show it twice, and as UTC where there is no zone."""
    local = from_epoch(to_epoch(instant)).astimezone(engine.windows.zone.info)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return local.isoformat()
    zone = "" if engine.compiled.timezone is not None else " UTC"
    return f"{local:%Y-%m-%d %H:%M}{zone}" if local.second == 0 else f"{local:%Y-%m-%d %H:%M:%S}{zone}"


def _word(text: str) -> str:
    """A word that YAML reads back as itself."""
    plain = _PLAIN.match(text) and not _OTHERWISE_READ.match(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
