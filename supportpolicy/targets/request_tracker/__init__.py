"""Request Tracker 5: configuration, initial data, and a scrip that sorts new tickets."""

from __future__ import annotations

from supportpolicy.targets.interface import Model, Target
from supportpolicy.targets.request_tracker.dialect import CAPABILITIES, NAME, OPTIONS
from supportpolicy.targets.request_tracker.expected import expected
from supportpolicy.targets.request_tracker.gaps import lower
from supportpolicy.targets.request_tracker.own_kinds import KINDS
from supportpolicy.targets.request_tracker.render import render
from supportpolicy.targets.request_tracker.simulate import read

TARGET = Target(
    NAME,
    "Request Tracker 5",
    "Queues, groups, service levels with their hours, and a scrip that sorts new tickets by the policy's tables.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    OPTIONS,
    KINDS,
)
