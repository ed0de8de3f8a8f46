"""Zendesk Support: groups, schedules, triggers, SLA policies, automations and macros, as requests to its API."""

from supportpolicy.targets.zendesk.target import TARGET

__all__ = ["TARGET"]
