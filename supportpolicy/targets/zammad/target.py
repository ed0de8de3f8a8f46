"""What the target zammad is."""

from __future__ import annotations

from supportpolicy.targets.interface import Model, Target
from supportpolicy.targets.zammad.capabilities import CAPABILITIES
from supportpolicy.targets.zammad.gaps import lower
from supportpolicy.targets.zammad.kinds import KINDS
from supportpolicy.targets.zammad.render import render
from supportpolicy.targets.zammad.simulate import expected, read

TARGET = Target(
    "zammad",
    "Zammad",
    "Groups, calendars, triggers, SLAs and text modules, as requests to the API.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    kinds=KINDS,
)
