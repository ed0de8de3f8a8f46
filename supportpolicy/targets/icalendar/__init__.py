"""Opening hours, days off and short days as calendars (RFC 5545) that any calendar program can subscribe to."""

from supportpolicy.targets.icalendar.dialect import CAPABILITIES
from supportpolicy.targets.icalendar.gaps import KINDS, lower
from supportpolicy.targets.icalendar.render import render
from supportpolicy.targets.icalendar.simulate import expected, read
from supportpolicy.targets.interface import Model, Target

TARGET = Target(
    "icalendar",
    "iCalendar",
    "Opening hours, days off and days with fewer people, for calendar programs.",
    CAPABILITIES,
    lower,
    render,
    Model(read, expected),
    kinds=KINDS,
)
