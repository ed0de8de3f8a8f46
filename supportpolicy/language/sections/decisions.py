"""`requests`, `refunds` and `identity`: what a customer asks for, and what the answer is."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount
from supportpolicy.language.name import Name
from supportpolicy.language.reading import Entry, entries
from supportpolicy.language.sections.payment import PAYMENT, Payment, read_payment
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.tables import RULE_PROPERTIES, RuleHead, read_head
from supportpolicy.language.shape import Schema, choice, listed, mapping, named, number, one_or_more, ref, text

DECISIONS = ("approve", "deny", "review", "hand_over", "redirect")


class Decision(NamedTuple):
    """A rule of `requests` or `refunds`."""

    head: RuleHead
    decision: str
    amount: Payment | None
    to: tuple[Name, ...]
    paid_within: Amount | None
    approver: tuple[Name, ...]
    confirm: Name | None
    proof: tuple[Name, ...]
    team: Name | None
    redirect: Name | None
    wait: Amount | None
    customer_reason: str | None
    span: Span


class Points(NamedTuple):
    """Proofs that add up: each is worth so many points, and so many are needed."""

    worth: tuple[tuple[Name, int], ...]
    at_least: int
    span: Span


class Proof(NamedTuple):
    """How an identity is proved: all of these, any of these, or points."""

    all_of: tuple[Name, ...]
    any_of: tuple[Name, ...]
    points: Points | None
    span: Span


class IdentityRule(NamedTuple):
    """A rule of `identity`: what proof a request needs."""

    head: RuleHead
    verify: Proof | None
    decision: str
    approver: tuple[Name, ...]
    wait: Amount | None
    attempts: int | None
    never_reveal: tuple[str, ...]
    span: Span


def read_decision(entry: Entry) -> Decision:
    """One item of `requests` or `refunds`."""
    return Decision(
        read_head(entry),
        entry.text("decision") or "",
        read_payment(entry.node.get("amount")),
        entry.names("to"),
        entry.amount("paid_within"),
        entry.names("approver"),
        entry.word("confirm"),
        entry.names("proof"),
        entry.word("team"),
        entry.word("redirect"),
        entry.amount("wait"),
        entry.text("customer_reason"),
        entry.span,
    )


def read_identity(entry: Entry) -> IdentityRule:
    """One item of `identity`."""
    return IdentityRule(
        read_head(entry),
        _proof(entry),
        entry.text("decision") or "approve",
        entry.names("approver"),
        entry.amount("wait"),
        entry.whole("attempts"),
        entry.texts("never_reveal"),
        entry.span,
    )


def _proof(entry: Entry) -> Proof | None:
    node = entry.node.get("verify")
    if node is None:
        return None
    if node.entries is None:
        names = entry.names("verify")
        return Proof(() if node.plain == "none" else names, (), None, node.span)
    inner = Entry(node)
    points = node.get("points")
    worth = tuple((name, Entry(points).whole(name) or 0) for name, _ in entries(points)) if points is not None else ()
    return Proof(
        inner.names("all_of"),
        inner.names("any_of"),
        Points(worth, inner.whole("at_least") or 0, node.span) if points is not None else None,
        node.span,
    )


_WAIT: Schema = ref("amount", "How long to wait before acting, for example so that the owner can object.")
_APPROVER: Schema = one_or_more(
    ref("name"), "Who must agree: roles, teams, team-lead, or second-person (any other colleague)."
)
_DECISION_PROPERTIES: dict[str, Schema] = {
    **RULE_PROPERTIES,
    "decision": choice(
        DECISIONS,
        "approve, deny, review (a person decides), hand_over (to a person), or redirect (to another place).",
    ),
    "approver": _APPROVER,
    "confirm": choice(("customer",), "Who must say yes before it is done."),
    "proof": one_or_more(ref("name"), "What the customer must show, such as a receipt."),
    "team": ref("name", "The team that carries it out."),
    "redirect": ref("name", "Where the customer is sent: a channel."),
    "wait": _WAIT,
    "customer_reason": text("Why, in words that a customer may read."),
}

REFUNDS = Section(
    "refunds",
    "ordered",
    "Refunds",
    listed(
        "Asked where `request` is refund: the first rule that applies decides. Missing facts are never guessed.",
        mapping(
            "A refund rule.",
            {
                **_DECISION_PROPERTIES,
                "amount": PAYMENT,
                "to": one_or_more(ref("name"), "Where the money goes, such as original-payment or store-credit."),
                "paid_within": ref("amount", "By when it is paid."),
            },
            required=("name", "decision"),
            what="keys such as name, when and decision",
        ),
        what="a list of rules, each beginning with '- name:'",
    ),
    read_item=read_decision,
)

REQUESTS = Section(
    "requests",
    "ordered",
    "Requests",
    listed(
        "Anything else a customer may ask for: the first rule that applies decides.",
        mapping(
            "A rule about a request.",
            {**_DECISION_PROPERTIES, "amount": {**PAYMENT, "description": "What it costs or pays."}},
            required=("name", "decision"),
            what="keys such as name, when and decision",
        ),
        what="a list of rules, each beginning with '- name:'",
    ),
    read_item=read_decision,
)

IDENTITY = Section(
    "identity",
    "ordered",
    "Identity",
    listed(
        "What proof a request needs before it is carried out: the first rule that applies.",
        mapping(
            "An identity rule.",
            {
                **RULE_PROPERTIES,
                "decision": choice(
                    ("approve", "deny", "review", "hand_over"), "What follows a pass.", default="approve"
                ),
                "verify": {
                    "anyOf": [
                        ref("names", "One proof, or a list: every one of them; `none` where none is needed."),
                        mapping(
                            "Proofs: all of some, any of some, or points.",
                            {
                                "all_of": one_or_more(ref("name"), "Every one of these."),
                                "any_of": one_or_more(ref("name"), "One of these is enough."),
                                "points": named(
                                    "What each proof is worth.",
                                    number("Points.", minimum=0, whole=True),
                                    what="points by proof",
                                    minProperties=1,
                                ),
                                "at_least": number("The points that are needed.", minimum=1, whole=True),
                            },
                            dependentRequired={"points": ["at_least"], "at_least": ["points"]},
                            minProperties=1,
                            what="keys such as all_of, any_of or points",
                        ),
                    ],
                    "description": "The proof that is needed.",
                    "examples": ["email-code", {"points": {"email-code": 2, "invoice": 1}, "at_least": 3}],
                    "x-what": "a proof, a list of proofs, or keys such as points",
                },
                "approver": _APPROVER,
                "wait": _WAIT,
                "attempts": number("How often the customer may try.", minimum=1, whole=True),
                "never_reveal": one_or_more(text("What is not said."), "What must not be said to the customer."),
            },
            required=("name",),
            what="keys such as name, when and verify",
        ),
        what="a list of rules, each beginning with '- name:'",
    ),
    read_item=read_identity,
)
