"""Messages as macros, and the rules for requests, refunds and identity as internal notes for agents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.views import duration_in_words, when_in_words
from supportpolicy.targets.zendesk.requests import Request

_PLACEHOLDER = re.compile(r"\{([^{}|\n]*)(?:\|([^{}\n]*))?\}")

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "requester.name": "{{ticket.requester.name}}",
    "requester.first_name": "{{ticket.requester.first_name}}",
    "requester.email": "{{ticket.requester.email}}",
    "customer.name": "{{ticket.organization.name}}",
    "subject": "{{ticket.title}}",
    "team": "{{ticket.group.name}}",
    "severity": "{{ticket.priority}}",
}
"""Fact -> placeholder of Zendesk ("Zendesk Support placeholders reference")."""
_TABLES: Final = (("requests", "Requests"), ("refunds", "Refunds"), ("identity", "Identity checks"))


def message_macros(compiled: Compiled) -> Iterator[Request]:
    """A macro for each message and language."""
    for name, texts in compiled.messages.items():
        for language, text in texts.items():
            title = f"Policy::{name}::{language}" if language else f"Policy::{name}"
            reference = f"macro:{name} {language}".strip()
            actions = [{"field": "comment_value", "value": with_placeholders(text)}]
            yield _macro(reference, title, f"Message {name} of the policy.", actions, ())


def rule_macros(compiled: Compiled) -> Iterator[Request]:
    """An internal note for each table of decisions that agents take: its rules in order, the first that fits is the answer."""
    for table_name, title in _TABLES:
        rules = compiled.table(table_name).rules
        if not rules:
            continue
        lines = [f"{title}: the first rule that fits is the answer."]
        lines += [f"{number}. {_sentence(rule)}" for number, rule in enumerate(rules, 1)]
        actions = [
            {"field": "comment_mode_is_public", "value": "false"},
            {"field": "comment_value", "value": "\n".join(lines)},
        ]
        at = tuple(dict.fromkeys(rule.at for rule in rules if rule.at))
        about = f"What the policy says of {title.lower()}, as an internal note."
        yield _macro(f"macro:{table_name}", f"Policy::{title}", about, actions, at)


def with_placeholders(text: str) -> str:
    """A message with Zendesk's placeholders; a fact that has none stays in square brackets, for the agent to fill in."""

    def replaced(match: re.Match[str]) -> str:
        name = match[1].strip()
        known = PLACEHOLDERS.get(name)
        return known if known is not None else f"[{name}]"

    return _PLACEHOLDER.sub(replaced, text)


def unfilled(compiled: Compiled) -> tuple[str, ...]:
    """Facts that messages ask for and Zendesk has no placeholder of, sorted."""
    found = {
        match[1].strip()
        for texts in compiled.messages.values()
        for text in texts.values()
        for match in _PLACEHOLDER.finditer(text)
    }
    return tuple(sorted(found - set(PLACEHOLDERS)))


def _macro(reference: str, title: str, about: str, actions: list[dict[str, str]], at: tuple[str, ...]) -> Request:
    body = {"macro": {"title": title, "description": about, "active": True, "actions": actions, "restriction": None}}
    return Request(reference, "POST", "/api/v2/macros", body, "macro", title, at)


def _sentence(rule: Rule) -> str:
    """A rule of requests, refunds or identity in one line."""
    outcome = rule.outcome
    parts = [f"{rule.name}: {when_in_words(rule)}"]
    decision = outcome.decision
    if decision is not None:
        parts.append(f"decision: {decision.decision}")
        if decision.approver:
            parts.append(f"approved by {', '.join(decision.approver)}")
        if decision.paid_within is not None:
            parts.append(f"paid within {duration_in_words(decision.paid_within)}")
        if decision.wait is not None:
            parts.append(f"after {duration_in_words(decision.wait)}")
        if decision.team is not None:
            parts.append(f"to {decision.team}")
        if decision.proof:
            parts.append(f"with {', '.join(decision.proof)}")
    proof = outcome.proof
    if proof is not None:
        points = [f"{name} {number}" for name, number in proof.points.items()]
        wanted = [*proof.all_of, *(["any of " + ", ".join(proof.any_of)] if proof.any_of else [])]
        if points:
            wanted.append(f"{proof.at_least or 1} points of {', '.join(points)}")
        if wanted:
            parts.append(f"proof: {'; '.join(wanted)}")
    if outcome.say:
        parts.append(f"say {', '.join(outcome.say)}")
    if outcome.do:
        parts.append(f"do {', '.join(outcome.do)}")
    return "; ".join(parts) + "."
