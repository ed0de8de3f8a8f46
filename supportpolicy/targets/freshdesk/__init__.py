"""Freshdesk: groups, rules on ticket creation, SLA policies and canned responses, as requests to its API."""

from supportpolicy.targets.freshdesk.target import TARGET

__all__ = ["TARGET"]
