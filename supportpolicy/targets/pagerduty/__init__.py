"""PagerDuty: escalation policies, services and a router for emergencies and unanswered tickets."""

from functools import partial

from supportpolicy.targets.interface import Model, Target
from supportpolicy.targets.pagerduty.dialect import CAPABILITIES, NAME, TITLE
from supportpolicy.targets.pagerduty.gaps import ACKNOWLEDGING, WAY, lower
from supportpolicy.targets.pagerduty.render import render
from supportpolicy.targets.pagerduty.simulate import read
from supportpolicy.targets.paging.kinds import HOURS, ONLY_TELLS
from supportpolicy.targets.paging.telling import expected

TARGET = Target(
    NAME,
    TITLE,
    "Who is called about emergencies and unanswered tickets: escalation policies, services, and the rules that lead to them.",
    CAPABILITIES,
    lower,
    render,
    Model(read, partial(expected, on_duty=False)),
    kinds=(HOURS, ONLY_TELLS, ACKNOWLEDGING, WAY),
)

__all__ = ["TARGET"]
