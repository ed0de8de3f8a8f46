"""SP82x: what can be wrong with a field mapping."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

_POLICY = """\
=== policies/policy.yaml
supportpolicy: 1
name: acme
currency: EUR
fields:
  plan: {type: choice, values: [free, enterprise]}
  order.total: {type: money}
tiers: [{name: paying, when: {plan: enterprise}}, {name: rest}]
refunds:
  - {name: small, when: {request: refund, order.total: {at_most: 20 EUR}}, decision: approve}
  - {name: rest, decision: review}
=== fields.yaml
"""

_GOOD = f"""{_POLICY}facts:
  plan: custom_fields.Plan
  order.total: {{from: order.amount, currency: EUR}}
values:
  plan: {{Enterprise Plus: enterprise}}
"""

SHAPE = Kind(
    "SP821",
    "mapping-shape",
    "error",
    "A field mapping has a key that is not known, or a value of the wrong form.",
    "What the mapping means to say would be left out, and facts would be missing from every ticket.",
    f"{_POLICY}facts:\n  plan: [custom_fields, Plan]\n",
    _GOOD,
)
NAME = Kind(
    "SP822",
    "unknown-mapped-name",
    "error",
    "A field mapping speaks of a fact, a value, an event, a status or a team that the policy does not have.",
    "The helpdesk's word would be turned into one that no rule knows.",
    f"{_POLICY}facts:\n  plann: custom_fields.Plan\n",
    _GOOD,
)
VALUE = Kind(
    "SP823",
    "unfitting-mapping",
    "error",
    "A field mapping names a time zone, a currency or a unit that does not exist or does not fit the fact.",
    "Sums and times would be taken for something else than they are.",
    f"{_POLICY}facts:\n  order.total: {{from: order.amount, currency: EUX}}\n",
    _GOOD,
)

KINDS: tuple[Kind, ...] = (SHAPE, NAME, VALUE)
