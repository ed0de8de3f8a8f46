"""Rules that people decide by, in words: for notes and canned answers of a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.views import duration_in_words, when_in_words

_PLACEHOLDER: Final = re.compile(r"\{([^{}|\n]*)(?:\|([^{}\n]*))?\}")
_TABLES: Final = (("requests", "Requests"), ("refunds", "Refunds"), ("identity", "Identity checks"))


def decision_texts(compiled: Compiled) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Title, text and lines of the policy for each table that people decide by: the first rule that fits is the answer."""
    for name, title in _TABLES:
        rules = compiled.table(name).rules
        if rules:
            lines = [f"{title}: the first rule that fits is the answer."]
            lines += [f"{number}. {_sentence(rule)}" for number, rule in enumerate(rules, 1)]
            yield title, "\n".join(lines), tuple(dict.fromkeys(rule.at for rule in rules if rule.at))


def _sentence(rule: Rule) -> str:
    return "; ".join([f"{rule.name}: {when_in_words(rule)}", *_decision(rule), *_proof(rule), *_beside(rule)]) + "."


def _decision(rule: Rule) -> Iterator[str]:
    decision = rule.outcome.decision
    if decision is None:
        return
    yield f"decision: {decision.decision}"
    if decision.approver:
        yield f"approved by {', '.join(decision.approver)}"
    if decision.paid_within is not None:
        yield f"paid within {duration_in_words(decision.paid_within)}"
    if decision.wait is not None:
        yield f"after {duration_in_words(decision.wait)}"
    if decision.team is not None:
        yield f"to {decision.team}"
    if decision.proof:
        yield f"with {', '.join(decision.proof)}"


def _proof(rule: Rule) -> Iterator[str]:
    proof = rule.outcome.proof
    if proof is None:
        return
    points = [f"{name} {number}" for name, number in proof.points.items()]
    wanted = [*proof.all_of, *(["any of " + ", ".join(proof.any_of)] if proof.any_of else [])]
    if points:
        wanted.append(f"{proof.at_least or 1} points of {', '.join(points)}")
    if wanted:
        yield f"proof: {'; '.join(wanted)}"


def _beside(rule: Rule) -> Iterator[str]:
    if rule.outcome.say:
        yield f"say {', '.join(rule.outcome.say)}"
    if rule.outcome.do:
        yield f"do {', '.join(rule.outcome.do)}"


def with_placeholders(text: str, known: Mapping[str, str]) -> str:
    """A message with a desk's placeholders; a fact that has none stays in square brackets, for the agent to fill in."""

    def replaced(match: re.Match[str]) -> str:
        name = match[1].strip()
        return known.get(name, f"[{name}]")

    return _PLACEHOLDER.sub(replaced, text)


def unfilled(compiled: Compiled, known: Mapping[str, str]) -> tuple[str, ...]:
    """Facts that messages ask for and a desk has no placeholder of, sorted."""
    texts = (text for message in compiled.messages.values() for text in message.values())
    found = {match[1].strip() for text in texts for match in _PLACEHOLDER.finditer(text)}
    return tuple(sorted(found - set(known)))
