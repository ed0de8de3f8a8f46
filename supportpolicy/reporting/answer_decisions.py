"""Requests, refunds and identity in an answer, as text: the decision, what goes with it, and what to ask first."""

from __future__ import annotations

import re

from supportpolicy.engine.answer import DecisionAnswer, Verify
from supportpolicy.reporting.answer_look import GREEN, RED, YELLOW, Look, labelled, line, placed, words

_DECISIONS = {
    "approve": "approved",
    "deny": "denied",
    "review": "a person must look at it",
    "hand_over": "handed over",
    "redirect": "sent elsewhere",
    "undecided": "undecided",
    "none": "no rule of the policy answers this",
}
_ABSENT = re.compile(r"the ticket has no (.+), which the sum is worked out from\Z")
_TONES = {"approve": GREEN, "deny": RED, "undecided": YELLOW, "review": YELLOW}


def decision_text(title: str, answer: DecisionAnswer, look: Look, *, unproved: bool = False) -> list[str]:
    """One decision: what is decided, then what goes with it, then words that are fit for the customer.

    `unproved` says that the identity of whoever asks is still to be proved, without which nothing may be approved.
    """
    decision = _DECISIONS.get(answer.decision, answer.decision)
    if title == "Identity" and answer.decision == "approve":
        decision = "to be proved" if answer.verify is not None and _asks(answer.verify) else "nothing to prove"
    amount = f", {answer.amount}" if answer.amount is not None else ""
    if answer.decision == "approve" and answer.amount is not None and not answer.amount.amount:
        amount = ", nothing is left to pay"
    if unproved and answer.decision == "approve":
        amount += ", only after identity is proved"
    lines = [f"{look.heading(title)}: {look.paint(_TONES.get(answer.decision, ''), decision + amount)}"]
    if answer.ask:
        lines += _questions(answer)
    elif answer.decision == "undecided" and not answer.problem:
        lines.append("  what is missing cannot be asked for; a person must decide")
    if answer.problem:
        lines += line(f"no sum can be worked out: {answer.problem}", first="  ", indent="    ")
        if _rests_on_money(answer.problem, look):
            lines.append("    write a sum of zero, such as 0 EUR, if nothing was paid for it")
    lines += labelled(_details(answer, look))
    if answer.customer_reason:
        lines += line(f"may be told to the customer: {answer.customer_reason}", first="  ", indent="    ")
    return lines


def to_be_proved(identity: DecisionAnswer | None) -> bool:
    """Whether something is still to be found out about who asks: proofs are wanted, or identity is not decided well."""
    if identity is None or identity.decision == "none":
        return False
    return identity.decision != "approve" or (identity.verify is not None and _asks(identity.verify))


def _rests_on_money(problem: str, look: Look) -> bool:
    """Whether a sum cannot be worked out for a sum that the ticket says it has not."""
    absent = _ABSENT.match(problem)
    return absent is not None and any(fact.name == absent[1] and fact.type == "money" for fact in look.compiled.facts)


def _asks(verify: Verify) -> bool:
    return bool(verify.all_of or verify.any_of or verify.points)


def _questions(answer: DecisionAnswer) -> list[str]:
    lines = ["  ask first:"]
    for number, question in enumerate(answer.ask, 1):
        asked = f': "{question.ask}"' if question.ask else ""
        lead = f"    {number}. "
        lines += line(f"{question.fact}{asked}", first=lead, indent=" " * len(lead))
    return lines


def _details(answer: DecisionAnswer, look: Look) -> list[tuple[str, str]]:
    def by(amount: str | None, instant: str) -> str:
        return f"{amount or ''}{', ' if amount and instant else ''}{instant and f'by {instant}'}"

    pay_by = look.times.say(answer.pay_by) if answer.pay_by is not None else ""
    until = look.times.say(answer.wait_until) if answer.wait_until is not None else ""
    return [
        ("goes to", words(answer.to, "or")),
        ("paid within", by(answer.paid_within, pay_by)),
        *(_proofs(answer.verify) if answer.verify is not None else []),
        ("evidence", words(answer.proof)),
        ("approved by", words(answer.approver, "or")),
        ("confirmed by", answer.confirm or ""),
        ("wait", f"{answer.wait or ''}{', ' if answer.wait and until else ''}{until and f'until {until}'}"),
        ("team", answer.team or ""),
        ("send to", answer.redirect or ""),
        ("message", words(answer.say)),
        ("do", words(answer.do)),
        ("tag", words(answer.tag)),
        ("rule", placed(answer.rule or "", answer.at) if answer.rule else ""),
    ]


def _proofs(verify: Verify) -> list[tuple[str, str]]:
    points = ", ".join(f"{name} {number}" for name, number in verify.points.items())
    enough = f"{verify.at_least} points of {points}" if verify.at_least is not None else points
    return [
        ("all of", words(verify.all_of)),
        ("any of", words(verify.any_of, "or")),
        ("at least", enough if verify.points else ""),
        ("attempts", "" if verify.attempts is None else str(verify.attempts)),
        ("never reveal", " ".join(verify.never_reveal)),
    ]
