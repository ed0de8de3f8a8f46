"""Zammad: groups, calendars, triggers, SLAs and text modules, as requests to its API."""

from supportpolicy.targets.zammad.target import TARGET

__all__ = ["TARGET"]
