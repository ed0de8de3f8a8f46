"""Codes that `prove` looks for and `check` does not: so that `check` calls no comment unused that switches one off.

Written out here, for `check` must not load what proofs need; a test compares them.
"""

from __future__ import annotations

PROVED: frozenset[str] = frozenset(
    {
        "SP403",
        "rule-never-wins",
        "SP404",
        "rule-wins-only-without-facts",
        "SP405",
        "tickets-without-an-answer",
        "SP406",
        "test-without-a-choice",
        "SP407",
        "ladders-contradict",
        "SP408",
        "channel-for-nobody",
        "SP409",
        "rule-changes-nothing",
        "SP410",
        "same-condition-twice",
        "SP411",
        "undecided-for-ever",
        "SP530",
        "promise-without-people",
        "SP531",
        "promise-on-a-day-off",
        "SP532",
        "routed-to-closed-team",
        "SP533",
        "step-reaches-nobody",
        "SP534",
        "emergency-call-unheard",
        "SP535",
        "update-without-cover",
        "SP536",
        "handover-to-nobody",
        "SP537",
        "hole-in-joined-hours",
        "SP550",
        "guarantee-broken",
        "SP551",
        "guarantee-says-nothing",
        "SP552",
        "guarantee-not-decided",
    }
)
"""Codes and names."""
