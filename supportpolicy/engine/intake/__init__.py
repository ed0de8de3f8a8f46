"""Raw tickets, as helpdesks export them, to typed ones; every problem names ticket, field, value and what was expected."""

from supportpolicy.engine.intake.kinds import KINDS
from supportpolicy.engine.intake.mapping import OWN_FORM, EventSource, FactSource, FieldMapping
from supportpolicy.engine.intake.mapping_reading import MappingRead, read_mapping
from supportpolicy.engine.intake.problems import BadTicket, Problem
from supportpolicy.engine.intake.reading import Intake, read_ticket
from supportpolicy.engine.intake.streams import read_tickets
from supportpolicy.engine.intake.writing import to_json

__all__ = [
    "KINDS",
    "OWN_FORM",
    "BadTicket",
    "EventSource",
    "FactSource",
    "FieldMapping",
    "Intake",
    "MappingRead",
    "Problem",
    "read_mapping",
    "read_ticket",
    "read_tickets",
    "to_json",
]
