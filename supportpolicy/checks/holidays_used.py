"""Which public holidays a policy uses; shared by the checks about them."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.language.countries import countries
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import CountryHolidays, WeeklyCoverage


def country_holidays(policy: Policy) -> Iterator[CountryHolidays]:
    """Every use of a country's holidays."""
    for coverage in policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage):
            yield from (days for days in coverage.holidays if isinstance(days, CountryHolidays))


def known_holidays(policy: Policy) -> Iterator[CountryHolidays]:
    """The uses whose country and part of it exist; what is said of the others is that they do not."""
    used = list(country_holidays(policy))
    every = countries() if used else {}
    for days in used:
        parts = every.get(days.country)
        if parts is not None and (days.subdivision is None or days.subdivision in parts):
            yield days
