"""SP550 to SP552: guarantees that are broken, that say nothing, or that nobody can decide."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

BROKEN = Kind(
    "SP550",
    "guarantee-broken",
    "error",
    "A guarantee does not hold: there is a ticket, at some instant of the horizon, for which it is not true.",
    "Somebody wrote down what must always be so, and another rule undoes it. The ticket that shows it is the one to think "
    "about: either the rule is wrong, or more was guaranteed than is meant.",
    """supportpolicy: 1
name: acme
severities:
  levels: [critical, normal]
  rules: [{name: down, when: {channel: phone}, level: critical}, {name: the rest, level: normal}]
channels: {phone: {}, email: {}}
teams: [{name: front, coverage: always}, {name: incidents, coverage: always}]
routing:
  - {name: money, when: {request: refund}, team: front}
  - {name: critical, when: {severity: critical}, team: incidents}
  - {name: the rest, team: front}
guarantees:
  - {name: critical goes to incidents, when: {severity: critical}, must: {hold: {team: incidents}}}
""",
    """supportpolicy: 1
name: acme
severities:
  levels: [critical, normal]
  rules: [{name: down, when: {channel: phone}, level: critical}, {name: the rest, level: normal}]
channels: {phone: {}, email: {}}
teams: [{name: front, coverage: always}, {name: incidents, coverage: always}]
routing:
  - {name: critical, when: {severity: critical}, team: incidents}
  - {name: the rest, team: front}
guarantees:
  - {name: critical goes to incidents, when: {severity: critical}, must: {hold: {team: incidents}}}
""",
)
NOTHING = Kind(
    "SP551",
    "guarantee-says-nothing",
    "warning",
    "A guarantee is about tickets that cannot be.",
    "It is true of every ticket because it speaks of none. Whoever relies on it is not protected; often a name or a level "
    "was changed elsewhere.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: free}}
tiers: [{name: gold, when: {plan: paid}}, {name: silver}]
teams: [{name: front, coverage: always}, {name: vip, coverage: always}]
routing: [{name: top, when: {tier: gold}, team: vip}, {name: rest, team: front}]
guarantees:
  - {name: gold is served by vip, when: {tier: gold, plan: free}, must: {hold: {team: vip}}}
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid], default: free}}
tiers: [{name: gold, when: {plan: paid}}, {name: silver}]
teams: [{name: front, coverage: always}, {name: vip, coverage: always}]
routing: [{name: top, when: {tier: gold}, team: vip}, {name: rest, team: front}]
guarantees:
  - {name: gold is served by vip, when: {tier: gold}, must: {hold: {team: vip}}}
""",
)
UNDECIDED = Kind(
    "SP552",
    "guarantee-not-decided",
    "warning",
    "A guarantee could be neither proved nor refuted.",
    "It may well be true, but the proof does not reach that far: such as a ladder that a step of its own may stop, or a sum "
    "that is worked out from several facts. Nothing is claimed of it.",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: phone}}
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
escalation:
  - name: unanswered
    when: {none_of: [{tags: {has: done}}]}
    starts_on: opened
    steps: [{after: 0m, tag: watched}, {after: 10m, tell: lead, via: phone}]
guarantees:
  - {name: somebody is called, when: {none_of: [{tags: {has: done}}]}, must: {reach: phone, within: 20m, at_any_hour: true}}
""",
    """supportpolicy: 1
name: acme
roles: {lead: {coverage: always, contact: phone}}
teams: [{name: front, coverage: always}]
routing: [{name: all, team: front}]
escalation:
  - name: unanswered
    when: {none_of: [{tags: {has: done}}]}
    starts_on: opened
    steps: [{after: 10m, tell: lead, via: phone}]
guarantees:
  - {name: somebody is called, when: {none_of: [{tags: {has: done}}]}, must: {reach: phone, within: 20m, at_any_hour: true}}
""",
)
GUARANTEE_KINDS: tuple[Kind, ...] = (BROKEN, NOTHING, UNDECIDED)
