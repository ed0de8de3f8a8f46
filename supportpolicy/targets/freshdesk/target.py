"""What the target freshdesk is."""

from __future__ import annotations

from supportpolicy.targets.freshdesk.capabilities import CAPABILITIES
from supportpolicy.targets.freshdesk.gaps import lower
from supportpolicy.targets.freshdesk.kinds import KINDS
from supportpolicy.targets.freshdesk.render import render
from supportpolicy.targets.freshdesk.simulate import expected, read
from supportpolicy.targets.interface import Model, Target

TARGET = Target(
    "freshdesk",
    "Freshdesk",
    "Groups, rules on ticket creation, SLA policies and canned responses, as requests to the API; hours by hand.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    kinds=KINDS,
)
