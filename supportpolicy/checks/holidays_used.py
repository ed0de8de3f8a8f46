"""Which public holidays a policy uses; shared by the checks about them."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import CountryHolidays, WeeklyCoverage


def country_holidays(policy: Policy) -> Iterator[CountryHolidays]:
    """Every use of a country's holidays."""
    for coverage in policy.coverage.values():
        if isinstance(coverage, WeeklyCoverage):
            yield from (days for days in coverage.holidays if isinstance(days, CountryHolidays))
