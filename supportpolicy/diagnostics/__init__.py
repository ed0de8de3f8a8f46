"""What every part of the tool says to its user: one finding type with its place, and the metadata of its code."""

from supportpolicy.diagnostics.finding import LEVELS, Diagnostic, Fix, Level, Related, Span, at_or_above, in_order
from supportpolicy.diagnostics.kinds import Kind
from supportpolicy.diagnostics.similar import closest, did_you_mean, quoted_list

__all__ = [
    "LEVELS",
    "Diagnostic",
    "Fix",
    "Kind",
    "Level",
    "Related",
    "Span",
    "at_or_above",
    "closest",
    "did_you_mean",
    "in_order",
    "quoted_list",
]
