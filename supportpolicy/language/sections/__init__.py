"""The sections of the language, each with its types, its reader and its schema fragment, in the order of the pages."""

from supportpolicy.language.sections.communication import COMMUNICATION, GUARANTEES, SELF_SERVICE
from supportpolicy.language.sections.contact import CHANNELS, LANGUAGES
from supportpolicy.language.sections.coverage import COVERAGE
from supportpolicy.language.sections.decisions import IDENTITY, REFUNDS, REQUESTS
from supportpolicy.language.sections.facts import CONDITIONS, FACTS, FIELDS
from supportpolicy.language.sections.guidance import QUALITY, STYLE, VOICE
from supportpolicy.language.sections.messages import MESSAGES
from supportpolicy.language.sections.payment import PRICES
from supportpolicy.language.sections.people import ROLES, TEAMS
from supportpolicy.language.sections.section import Section
from supportpolicy.language.sections.sla import SLA
from supportpolicy.language.sections.sorting import ROUTING, SEVERITIES, TIERS
from supportpolicy.language.sections.timelines import EMERGENCY, ESCALATION, LIFECYCLE
from supportpolicy.language.sections.vocabulary import ACTIONS, EVENTS, METRICS, STATUSES

SECTIONS: tuple[Section, ...] = (
    FIELDS,
    FACTS,
    CONDITIONS,
    ROLES,
    TEAMS,
    MESSAGES,
    TIERS,
    SEVERITIES,
    COVERAGE,
    LANGUAGES,
    CHANNELS,
    ROUTING,
    SLA,
    ESCALATION,
    EMERGENCY,
    LIFECYCLE,
    COMMUNICATION,
    REQUESTS,
    REFUNDS,
    IDENTITY,
    PRICES,
    SELF_SERVICE,
    VOICE,
    STYLE,
    QUALITY,
    GUARANTEES,
    METRICS,
    EVENTS,
    STATUSES,
    ACTIONS,
)

__all__ = ["SECTIONS", "Section"]
