"""What the engine says of a ticket, in the aspects that Request Tracker has, and the one quirk of its clock beyond policies."""

from __future__ import annotations

import datetime as dt

from supportpolicy.clock import Horizon, weekly_calendar
from supportpolicy.clock.instants import DAY, day_number, to_epoch
from supportpolicy.clock.intervals import OpenIntervals, open_intervals
from supportpolicy.clock.pieces import joined, without
from supportpolicy.clock.walls import Piece
from supportpolicy.clock.week import calendar_intervals
from supportpolicy.compiled.calendars import Calendar
from supportpolicy.engine import Engine
from supportpolicy.engine.due import counting_on
from supportpolicy.engine.lookups import NO_RULE
from supportpolicy.engine.outline import Outlines
from supportpolicy.engine.prepared import OPENED
from supportpolicy.engine.sorting import sort_ticket
from supportpolicy.engine.values import Facts
from supportpolicy.targets.interface import Ask, Aspects
from supportpolicy.targets.request_tracker.configuration import holidays_of
from supportpolicy.targets.request_tracker.dialect import INTAKE, priorities, queue_names
from supportpolicy.targets.request_tracker.tables import ANSWERS, TABLES

METRICS = ("first_response", "resolve")
"""Those that start with the ticket."""
