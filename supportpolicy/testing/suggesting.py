"""Tests for the rules that no test reaches, as YAML for a person to confirm."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from supportpolicy.compiled import Compiled
from supportpolicy.engine import Answer, Engine
from supportpolicy.engine.answer import DecisionAnswer
from supportpolicy.engine.values import Money
from supportpolicy.source.scalars import resolve
from supportpolicy.testing.coverage import HOURS, STEPS, Item, coverage_of
from supportpolicy.testing.moments import show_instant
from supportpolicy.testing.running import Result
from supportpolicy.testing.search import Found, Searcher
from supportpolicy.testing.vocabulary import ATTRIBUTES, FLAGS

_HEAD = """\
# Written by `supportpolicy test --suggest`: one test for each rule that no test reaches yet, with what the policy answers
# today. Read each one aloud. Where it is what you mean, remove its line "to confirm"; where it is not, mend the policy.
"""
_PLAIN = re.compile(r"[^\W_](?:[\w ./()+-]|,(?= )|:(?=\S))*\Z")
_ASKED = ("requests", "refunds", "identity")


def suggest_tests(compiled: Compiled, engine: Engine, results: Iterable[Result]) -> str:
    """The text of a test file. Rules for which no ticket was found are listed in comments at its end."""
    missing = [item for item in coverage_of(compiled, results).missing if item.group not in (STEPS, HOURS)]
    searcher = Searcher(compiled, engine)
    tests: list[str] = []
    failed: list[Item] = []
    for item in missing:
        found = searcher.ticket_for(item.group, item.name)
        if found is None:
            failed.append(item)
        else:
            tests.append("\n".join(_test(compiled, item, found)))
    parts = [_HEAD]
    if tests:
        parts.append("tests:\n" + "\n\n".join(tests) + "\n")
    elif not failed:
        parts.append("# Every rule is reached.\n")
    if failed:
        rows = "\n".join(f"#   {item.at}  {item.group}: {_line(item.name)}" for item in failed)
        parts.append(f"# No ticket found that reaches these; perhaps an earlier rule always wins:\n{rows}\n")
    return "\n".join(parts)


def _test(compiled: Compiled, item: Item, found: Found) -> Iterator[str]:
    zone = compiled.timezone
    ticket: dict[str, Any] = {name: _fact(value, zone) for name, value in found.ticket.facts.items()}
    test: dict[str, Any] = {"name": f"{item.group}: {item.name}", "ticket": ticket}
    if found.at != found.ticket.facts.get("opened"):
        test["at"] = found.at
    test["expect"] = _expect(compiled, item, found.answer)
    lines = list(_yaml(test, zone, "    "))
    yield f"  # to confirm ({item.at})"
    yield f"  - {lines[0].lstrip()}"
    yield from lines[1:]


def _expect(compiled: Compiled, item: Item, answer: Answer) -> dict[str, Any]:
    """What the policy answers where the rule has a say."""
    expect: dict[str, Any] = {"rules": {item.group: item.name}}
    rule = next(rule for rule in compiled.table(item.group).rules if rule.name == item.name)
    for attribute in ATTRIBUTES:
        if attribute in rule.outcome.decides:
            value = answer.stages.get(attribute)
            expect[attribute] = value if attribute in FLAGS or value is not None else "none"
    if item.group == "sla":
        expect["targets"] = {
            target.metric: target.due if target.due is not None else target.state for target in answer.targets
        } or {metric.name: "none" for metric in compiled.metrics[:1]}
    if item.group in _ASKED:
        decision: DecisionAnswer | None = getattr(answer, item.group)
        expect[item.group] = _decision(decision) if decision is not None else "not asked"
    if item.group == "timelines":
        run = next((run for run in answer.timelines if run.name == item.name), None)
        expect["timelines"] = {item.name: run.state if run is not None else "none"}
    if rule.outcome.say:
        sent = [name for name in rule.outcome.say if any(message.name == name for message in answer.messages)]
        expect |= {"messages": sent} if sent else {}
    return expect


def _decision(decision: DecisionAnswer) -> dict[str, Any]:
    found: dict[str, Any] = {"decision": decision.decision}
    for part in ("amount", "approver", "proof", "team", "pay_by", "wait_until"):
        value = getattr(decision, part)
        if value:
            found[part] = value
    if decision.ask:
        found["ask"] = tuple(question.fact for question in decision.ask)
    return found


def _fact(value: object, zone: str | None) -> object:
    if isinstance(value, dt.timedelta):
        return f"{value // dt.timedelta(minutes=1)}m"
    return sorted(value) if isinstance(value, frozenset) else value


def _yaml(value: Mapping[str, Any], zone: str | None, indent: str) -> Iterator[str]:
    for key, part in value.items():
        name = _word(key)
        if isinstance(part, Mapping):
            yield f"{indent}{name}:"
            yield from _yaml(part, zone, f"{indent}  ")
        elif isinstance(part, (list, tuple)) and not isinstance(part, Money):
            yield f"{indent}{name}: [{', '.join(_scalar(each, zone) for each in part)}]"
        else:
            yield f"{indent}{name}: {_scalar(part, zone)}"


def _scalar(value: object, zone: str | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return show_instant(value, zone)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return _word(str(value))


def _word(text: str) -> str:
    """A text as YAML: plain where that is safe, else in double quotes."""
    if _PLAIN.match(text) and text == text.strip() and isinstance(resolve(text), str):
        return text
    import json

    return json.dumps(text, ensure_ascii=False)


def _line(text: str) -> str:
    return " ".join(text.split())
