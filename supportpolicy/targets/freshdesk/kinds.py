"""Losses that only Freshdesk gives rise to."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind

_HEAD = """# export: freshdesk
supportpolicy: 1
name: shop
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
"""
_HOURS = "coverage:\n  office: {open: {mon-fri: 09:00-17:00}}\n"
_SHOP = "  shop: {open: {mon-sat: 08:00-18:00}}\n"
_TEAM = """teams:
  - {name: front, coverage: COVERAGE}
routing:
  - {name: all, team: front}
sla:
"""
_BOTH = "first_response: 4h, resolve: 16h"

GROUP_HOURS = Kind(
    "SP992",
    "hours-of-the-group",
    "error",
    "Freshdesk counts a promise in the business hours of the ticket's group.",
    "A promise on other hours counts so many minutes of the group's that it is never due later, or day and night.",
    _HEAD
    + _HOURS
    + _SHOP
    + _TEAM.replace("COVERAGE", "shop")
    + f"  - {{name: all, targets: {{{_BOTH}, clock: office}}}}\n",
    _HEAD + _HOURS + _TEAM.replace("COVERAGE", "office") + f"  - {{name: all, targets: {{{_BOTH}, clock: office}}}}\n",
)

BOTH_TIMES = Kind(
    "SP993",
    "both-times",
    "error",
    "An SLA policy of Freshdesk has a time for the first response and one to resolve.",
    "What the policy does not promise gets a time: a response until it is resolved, ninety days to resolve.",
    _HEAD
    + _HOURS
    + _TEAM.replace("COVERAGE", "office")
    + "  - {name: all, targets: {first_response: 4h, clock: office}}\n",
    _HEAD + _HOURS + _TEAM.replace("COVERAGE", "office") + f"  - {{name: all, targets: {{{_BOTH}, clock: office}}}}\n",
)

_PLANS = "fields:\n  plan: {type: choice, values: [free, paid]}\n"
DEFAULT_POLICY = Kind(
    "SP994",
    "default-sla-policy",
    "warning",
    "Freshdesk counts every ticket: where nothing is promised, by its default SLA policy.",
    "Its times are set by hand, as long as Freshdesk takes them. What it shows of these tickets is no promise.",
    _HEAD
    + _PLANS
    + _HOURS
    + _TEAM.replace("COVERAGE", "office")
    + f"  - {{name: paid, when: {{plan: paid}}, targets: {{{_BOTH}, clock: office}}}}\n  - {{name: free, targets: none}}\n",
    _HEAD + _HOURS + _TEAM.replace("COVERAGE", "office") + f"  - {{name: all, targets: {{{_BOTH}, clock: office}}}}\n",
)

KINDS = (GROUP_HOURS, BOTH_TIMES, DEFAULT_POLICY)
