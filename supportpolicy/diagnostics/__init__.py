"""What every part of the tool says to its user: one finding type with its place, and the metadata of its code."""

from supportpolicy.diagnostics.finding import (
    LEVELS,
    Diagnostic,
    Fix,
    Level,
    Related,
    Remedy,
    Span,
    at_or_above,
    in_order,
)
from supportpolicy.diagnostics.kinds import Kind
from supportpolicy.diagnostics.similar import Meant, closest, did_you_mean, meant, quoted_list, remedied, slips, write

__all__ = [
    "LEVELS",
    "Diagnostic",
    "Fix",
    "Kind",
    "Level",
    "Meant",
    "Related",
    "Remedy",
    "Span",
    "at_or_above",
    "closest",
    "did_you_mean",
    "in_order",
    "meant",
    "quoted_list",
    "remedied",
    "slips",
    "write",
]
