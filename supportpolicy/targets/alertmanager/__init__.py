"""Alertmanager: the routing tree that calls people about emergencies and unanswered tickets, and the hours of those people."""

from supportpolicy.targets.alertmanager.dialect import CAPABILITIES, NAME, OPTIONS, TITLE
from supportpolicy.targets.alertmanager.gaps import lower
from supportpolicy.targets.alertmanager.render import render
from supportpolicy.targets.alertmanager.simulate import read
from supportpolicy.targets.interface import Model, Target
from supportpolicy.targets.paging.kinds import HOURS, ONLY_TELLS
from supportpolicy.targets.paging.telling import expected

TARGET = Target(
    NAME,
    TITLE,
    "Who is called about emergencies and unanswered tickets: a tree of routes with delays, and the hours of the people.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    OPTIONS,
    kinds=(HOURS, ONLY_TELLS),
)

__all__ = ["TARGET"]
