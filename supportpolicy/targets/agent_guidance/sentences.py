"""Rules as sentences that can be followed: what has to hold, what is decided, what is said and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from supportpolicy.compiled.tables import Decision, Duration, Outcome, Proof, Rule, Target
from supportpolicy.compiled.views import when_in_words
from supportpolicy.compiled.wording import payment_in_words
from supportpolicy.targets.agent_guidance.blocks import sentences_of

_DECISIONS = {
    "approve": "approve it",
    "deny": "deny it",
    "review": "promise nothing; a person reviews it",
    "hand_over": "hand it over to a person",
    "redirect": "send the customer elsewhere",
}


def spelled(amount: Duration | None) -> str:
    """An amount of time in full: `3 business days`, `1 hour 30 minutes`."""
    if amount is None:
        return ""
    if amount.business_days is not None:
        return _many(amount.business_days, "business day")
    if amount.days is not None:
        return _many(amount.days, "day")
    hours, minutes = divmod(amount.minutes or 0, 60)
    parts = [_many(hours, "hour")] if hours else []
    parts += [_many(minutes, "minute")] if minutes or not hours else []
    return " ".join(parts)


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    found = list(words)
    if len(found) < 2:
        return found[0] if found else ""
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def rule_sentences(number: int, rule: Rule, decides: str) -> tuple[str, ...]:
    """A rule of an ordered table, by its place; `decides` says what it decides."""
    when = when_in_words(rule)
    head = f"Rule {number}, “{rule.name}”: "
    head += f"if {when}: {decides}." if when != "always" else f"in every other case: {decides}."
    return (head, *_more(rule))


def _more(rule: Rule) -> Iterator[str]:
    if rule.start is not None or rule.until is not None:
        since = f" from {rule.start}" if rule.start is not None else ""
        until = f" until the day before {rule.until}" if rule.until is not None else ""
        yield f"This rule is in force{since}{until}."
    yield from outcome_sentences(rule.outcome)
    if rule.why:
        yield from sentences_of(f"Why, for you and not for the customer: {_closed(rule.why)}")


def outcome_sentences(outcome: Outcome) -> Iterator[str]:
    """What else a rule brings with it: sums, people, proof, words and deeds."""
    if outcome.decision is not None:
        yield from _decision(outcome.decision)
    if outcome.proof is not None:
        yield from _proof(outcome.proof)
    if outcome.say:
        yield f"Say {_messages(outcome.say)}."
    if outcome.do:
        yield f"To be done: {listed(outcome.do)}."
    if outcome.tag:
        yield f"Tag it {listed(outcome.tag)}."


def decided(outcome: Outcome) -> str:
    """What a rule of requests, refunds or identity decides."""
    return _DECISIONS.get(outcome.decision.decision, outcome.decision.decision) if outcome.decision else "go on"


def attributes_decided(outcome: Outcome) -> str:
    """What a sorting rule decides: `severity is high`."""
    return listed(f"{name.replace('_', ' ')} is {value}" for name, value in outcome.decides.items()) or "nothing"


def _decision(decision: Decision) -> Iterator[str]:
    if decision.amount is not None:
        yield f"The sum: {payment_in_words(decision.amount)}."
    if decision.to:
        yield f"It goes to {listed(decision.to, 'or')}."
    if decision.paid_within is not None:
        yield f"It is paid within {spelled(decision.paid_within)}."
    if decision.proof:
        yield f"Ask for {listed(decision.proof)} first."
    if decision.approver:
        yield f"Nothing is done before {listed(decision.approver)} agreed."
    if decision.confirm is not None:
        yield f"The {decision.confirm} has to confirm it."
    if decision.wait is not None:
        yield f"It is carried out after a wait of {spelled(decision.wait)}."
    if decision.team is not None:
        yield f"It belongs to the team {decision.team}."
    if decision.redirect is not None:
        yield f"Send the customer to {decision.redirect}."
    if decision.customer_reason:
        yield f"Reason to give the customer: “{' '.join(decision.customer_reason.split())}”"


def _proof(proof: Proof) -> Iterator[str]:
    if proof == Proof():
        return
    if proof.all_of:
        yield f"Ask for all of these: {listed(proof.all_of)}."
    if proof.any_of:
        yield f"{'And ask' if proof.all_of else 'Ask'} for one of these: {listed(proof.any_of, 'or')}."
    if proof.points:
        points = listed(f"{name} {count}" for name, count in proof.points.items())
        yield f"Proofs have points: {points}."
        yield f"At least {proof.at_least} are needed."
    if proof.attempts is not None:
        yield f"There are {_many(proof.attempts, 'attempt')} and no more."
    if proof.never_reveal:
        yield "Never reveal: " + "; ".join(text.rstrip(".") for text in proof.never_reveal) + "."


def promise_sentence(target: Target) -> str:
    """A promised metric: `first response: within 4 hours, counted on dublin; usually within 1 hour.`"""
    name = target.metric.replace("_", " ")
    if target.at_most is None and target.by is None:
        return f"{name}: no time is promised."
    promised = f"by the {target.by}" if target.by is not None else f"within {spelled(target.at_most)}"
    clock = f", counted on {target.clock}" if target.clock else ""
    usually = f"; usually within {spelled(target.usually)}" if target.usually is not None else ""
    return f"{name}: {promised}{clock}{usually}."


def when_piece(piece: dict[str, Any]) -> str:
    """For a piece of guidance with a condition: how its sentence begins."""
    return f"If {piece['when']}: " if piece.get("when") else ""


def closed(text: str) -> str:
    """A text with a stop at its end, on one line."""
    return _closed(text)


def _messages(names: Iterable[str]) -> str:
    return listed(f"the message “{name}”" for name in names)


def _closed(text: str) -> str:
    plain = " ".join(text.split())
    return plain if plain.endswith((".", "!", "?", "。", "！", "？", "”", '"')) else f"{plain}."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
