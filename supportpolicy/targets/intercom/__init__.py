"""Intercom: office hours with their days off through its API, and a checklist for what can only be set by hand."""

from supportpolicy.targets.intercom.dialect import CAPABILITIES
from supportpolicy.targets.intercom.gaps import lower
from supportpolicy.targets.intercom.render import render
from supportpolicy.targets.intercom.simulate import expected, read
from supportpolicy.targets.interface import Model, Target

TARGET = Target(
    "intercom",
    "Intercom",
    "Office hours and days off through the API; teams, workflows, service levels and macros as a checklist.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
)
