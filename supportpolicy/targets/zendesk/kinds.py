"""Losses that only Zendesk gives rise to."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

_HEAD = """# export: zendesk
supportpolicy: 1
name: shop
teams:
  - {name: front}
  - {name: lawyers}
routing:
"""

COMMENT = Kind(
    "SP970",
    "comment-with-subject",
    "error",
    "Zendesk looks for a phrase of the message in the subject as well.",
    "A ticket with the phrase in its subject alone is treated as if it stood in the message.",
    _HEAD
    + """  - {name: legal, when: {body: {mentions: my lawyer}}, team: lawyers}
  - {name: everyone else, team: front}
""",
    _HEAD
    + """  - name: legal
    when:
      any_of:
        - body: {mentions: my lawyer}
        - subject: {mentions: my lawyer}
    team: lawyers
  - {name: everyone else, team: front}
""",
)

_PROMISE = """# export: zendesk
supportpolicy: 1
name: shop
fields:
  looked-at: {type: time}
  rank: {type: choice, values: [a]}
events:
  triaged: {at: looked-at}
metrics:
  first_response: {starts_on: START, met_by: agent_reply}
teams:
  - {name: front}
routing:
  - {name: all, team: front}
sla:
  - {name: all, targets: {first_response: 4h, clock: always}}
"""

FROM_OPENING = Kind(
    "SP971",
    "metric-from-opening",
    "error",
    "Zendesk counts this metric from a ticket's opening, and the policy from something later.",
    "Tickets are due earlier than the policy says, those too that the policy does not count yet.",
    _PROMISE.replace("START", "triaged"),
    _PROMISE.replace("START", "opened"),
)

KINDS = (COMMENT, FROM_OPENING)
