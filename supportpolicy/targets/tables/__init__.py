"""Everything of a policy that people like to see in a spreadsheet, as CSV and Markdown."""

from supportpolicy.targets.interface import Target
from supportpolicy.targets.tables.dialect import CAPABILITIES
from supportpolicy.targets.tables.gaps import lower
from supportpolicy.targets.tables.render import render

TARGET = Target(
    "tables",
    "Tables",
    "Rules, promises, people, hours by date, steps and messages as CSV and Markdown.",
    CAPABILITIES,
    lower,
    render,
)
