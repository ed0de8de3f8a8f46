"""What can be expected of an answer, as data: read by the reader, the published schema and the page that describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from supportpolicy.testing.vocabulary import ATTRIBUTES

Form = Literal["instant", "word", "words", "amount", "money", "number", "points", "text", "steps"]


class Part(NamedTuple):
    """One thing that is compared."""

    form: Form
    about: str
    values: tuple[str, ...] = ()
    """All that it can be."""
    names: str = ""
    """Which names of the policy it can be; see Vocabulary.names."""


TARGET_STATES = ("running", "paused", "met", "breached", "cancelled", "waiting")
TIMELINE_STATES = ("running", "stopped", "waiting")
STEP_STATES = ("done", "planned", "skipped", "dropped")
DECISIONS = ("approve", "deny", "review", "hand_over", "redirect", "undecided", "none")
NOT_ASKED = "not asked"
ASKING = ("requests", "refunds", "identity")

TARGET: Mapping[str, Part] = {
    "due": Part("instant", "When it is due; none while it waits or is paused."),
    "state": Part("word", "How it stands.", TARGET_STATES),
    "started": Part("instant", "When it began to count."),
    "met": Part("instant", "When it was met, in time or late."),
    "ended": Part("instant", "When it was breached or cancelled."),
    "clock": Part("word", "The calendar that counts.", names="clock"),
    "promise": Part("amount", "What is promised, such as 4h or 1bd."),
}
STEP: Mapping[str, Part] = {
    "at": Part("instant", "When it is done, or would be."),
    "state": Part("word", "How it stands.", STEP_STATES),
    "tell": Part("words", "Who is told, as the step names them or as the roles and teams they are."),
    "via": Part("words", "By which means."),
    "assign": Part("word", "The team that is put in charge.", names="team"),
    "status": Part("word", "The status that the ticket is given.", names="status"),
    "say": Part("words", "Messages to the customer.", names="message"),
    "do": Part("words", "Actions.", names="action"),
    "tag": Part("words", "Tags that are put on the ticket.", names="tag"),
    "reaches": Part("words", "Of those who are told: who is on duty at that moment, or nobody."),
}
TIMELINE: Mapping[str, Part] = {
    "state": Part("word", "How it stands.", TIMELINE_STATES),
    "started": Part("instant", "When it began."),
    "stopped": Part("instant", "When it was stopped."),
    "steps": Part("steps", "Steps, in their order; others may stand between them."),
}
DECISION: Mapping[str, Part] = {
    "decision": Part("word", "The decision.", DECISIONS),
    "rule": Part("word", "The rule that made it."),
    "amount": Part("money", "How much is paid, such as 20.00 EUR."),
    "to": Part("words", "Where the money goes."),
    "paid_within": Part("amount", "How soon it is paid, such as 3bd."),
    "pay_by": Part("instant", "By when it is paid."),
    "approver": Part("words", "Who approves.", names="person"),
    "confirm": Part("word", "Who has to confirm."),
    "proof": Part("words", "What has to be shown."),
    "team": Part("word", "The team that takes over.", names="team"),
    "redirect": Part("word", "Where the customer is sent."),
    "wait": Part("amount", "How long to wait before it is done, such as 72h."),
    "wait_until": Part("instant", "Until when to wait."),
    "ask": Part("words", "Of undecided: the facts to find out, all of them, in any order.", names="fact"),
    "ask_first": Part("word", "Of undecided: the fact to find out first.", names="fact"),
    "say": Part("words", "Messages to the customer.", names="message"),
    "do": Part("words", "Actions.", names="action"),
    "tag": Part("words", "Tags that are put on the ticket.", names="tag"),
    "customer_reason": Part("text", "Words that stand in the reason for the customer."),
    "all_of": Part("words", "Of identity: proofs that are all needed."),
    "any_of": Part("words", "Of identity: proofs of which one is enough."),
    "points": Part("points", "Of identity: what each proof counts."),
    "at_least": Part("number", "Of identity: how many points are needed."),
    "attempts": Part("number", "Of identity: how often may be tried."),
    "never_reveal": Part("words", "Of identity: what must not be told."),
}
HOURS: Mapping[str, Part] = {
    "is": Part("word", "Whether somebody is there.", ("open", "closed")),
    "next_opening": Part("instant", "The first open moment from then on."),
    "next_closing": Part("instant", "The first closing after it."),
}
LISTS: Mapping[str, Part] = {
    "messages": Part(
        "words", "Messages that the customer gets, or a mapping of messages to languages.", names="message"
    ),
    "no_messages": Part("words", "Messages that the customer does not get; all for any.", names="message"),
    "do": Part("words", "Actions that rules ask for; none for no action at all.", names="action"),
    "tags": Part("words", "Tags that rules put on the ticket; none for no tag at all.", names="tag"),
    "guidance": Part("words", "Words that stand in some piece of guidance that applies."),
    "no_guidance": Part("words", "Words that stand in none."),
}
KEYS: tuple[str, ...] = (*ATTRIBUTES, "rules", "targets", "timelines", *ASKING, *LISTS, "coverage")
"""What may stand under `expect`."""
