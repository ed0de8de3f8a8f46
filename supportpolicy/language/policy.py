"""A whole policy as it was written: every section typed, every value knowing its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.language.sections.communication import Communication, Guarantee, SelfService
from supportpolicy.language.sections.contact import Channel, Language
from supportpolicy.language.sections.coverage import Coverage
from supportpolicy.language.sections.decisions import Decision, IdentityRule
from supportpolicy.language.sections.facts import Derived, Field, NamedCondition
from supportpolicy.language.sections.guidance import Quality, Style, Voice
from supportpolicy.language.sections.messages import Message
from supportpolicy.language.sections.payment import NamedPrice
from supportpolicy.language.sections.people import Role, Team
from supportpolicy.language.sections.sla import Promise
from supportpolicy.language.sections.sorting import Route, Severities, Tier
from supportpolicy.language.sections.timelines import Emergency, Ladder, Lifecycle
from supportpolicy.language.sections.vocabulary import Action, Event, Metric, Status
from supportpolicy.source import Source


class Header(NamedTuple):
    """What a policy says of itself."""

    name: Name | None = None
    description: str | None = None
    timezone: Name | None = None
    currency: Name | None = None
    horizon: tuple[dt.date, dt.date] | None = None
    horizon_span: Span | None = None
    business_day_calendar: Name | None = None


class Policy(NamedTuple):
    """Everything that was written, in the order in which it counts. Absent sections are empty or None."""

    folder: str
    header: Header
    lock: Source | None
    files: tuple[Source, ...]
    incomplete: frozenset[str]
    """Sections of which something could not be read; what refers to them is not blamed."""

    fields: Mapping[str, Field]
    facts: Mapping[str, Derived]
    conditions: Mapping[str, NamedCondition]
    roles: Mapping[str, Role]
    teams: Mapping[str, Team]
    messages: Mapping[str, Message]
    tiers: tuple[Tier, ...]
    severities: Severities | None
    coverage: Mapping[str, Coverage]
    languages: Mapping[str, Language]
    channels: Mapping[str, Channel]
    routing: tuple[Route, ...]
    sla: tuple[Promise, ...]
    escalation: tuple[Ladder, ...]
    emergency: Emergency | None
    lifecycle: Lifecycle | None
    communication: Communication | None
    requests: tuple[Decision, ...]
    refunds: tuple[Decision, ...]
    identity: tuple[IdentityRule, ...]
    prices: Mapping[str, NamedPrice]
    self_service: SelfService | None
    voice: Voice | None
    style: Style | None
    quality: Quality | None
    guarantees: tuple[Guarantee, ...]
    metrics: Mapping[str, Metric]
    events: Mapping[str, Event]
    statuses: Mapping[str, Status]
    actions: Mapping[str, Action]

    @property
    def start(self) -> Span:
        """The place that stands for the policy as a whole."""
        if self.header.name is not None:
            return self.header.name.span
        if self.files and self.files[0].root is not None:
            return self.files[0].root.span
        return Span(self.folder, 1, 1, 1, 1)
