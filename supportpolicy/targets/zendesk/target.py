"""What the target zendesk is."""

from __future__ import annotations

from supportpolicy.targets.interface import Model, Target
from supportpolicy.targets.zendesk.capabilities import CAPABILITIES
from supportpolicy.targets.zendesk.comparing import expected
from supportpolicy.targets.zendesk.gaps import lower
from supportpolicy.targets.zendesk.kinds import KINDS
from supportpolicy.targets.zendesk.render import render
from supportpolicy.targets.zendesk.simulate import read

TARGET = Target(
    "zendesk",
    "Zendesk Support",
    "Groups, schedules, triggers, SLA policies, automations and macros, as requests to the API.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    kinds=KINDS,
)
