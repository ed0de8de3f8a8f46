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

KINDS = (COMMENT,)
