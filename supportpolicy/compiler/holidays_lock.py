"""The lock of holidays, written from the `holidays` package. Only the command `lock` comes here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib.metadata import version

from supportpolicy.language.lock import LOCK_VERSION, region_key
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.coverage import CountryHolidays, WeeklyCoverage

_HEAD = """\
# Dates of public holidays, written by `supportpolicy lock` from the holidays package. Do not edit:
# leave days out by `except`, add days by `exceptions` or `every_year` in the coverage, and review
# changes of this file like any other change of the policy.
"""


def regions_of(policy: Policy) -> list[tuple[str, str | None]]:
    """Countries and parts of countries whose holidays the policy uses, sorted."""
    found = {
        (str(days.country), None if days.subdivision is None else str(days.subdivision))
        for coverage in policy.coverage.values()
        if isinstance(coverage, WeeklyCoverage)
        for days in coverage.holidays
        if isinstance(days, CountryHolidays)
    }
    return sorted(found, key=lambda region: (region[0], region[1] or ""))


def lock_text(regions: Iterable[tuple[str, str | None]], first: dt.date, last: dt.date) -> str:
    """The lock file for some regions and dates. Raises KeyError for a region without data."""
    lines = [
        _HEAD.rstrip(),
        f"lock: {LOCK_VERSION}",
        f'holidays: "{version("holidays")}"',
        f"horizon: {first}..{last}",
        "dates:",
    ]
    body: list[str] = []
    for country, subdivision in regions:
        body.append(f"  {region_key(country, subdivision)}:")
        for day, name in _holidays(country, subdivision, first, last):
            body.append(f"    {day}: {_quoted(name)}")
    if not body:
        lines[-1] = "dates: {}"
    return "\n".join([*lines, *body]) + "\n"


def _holidays(country: str, subdivision: str | None, first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    import holidays

    # A year more on each side: a day in lieu may fall into the year before or after its holiday.
    years = range(first.year - 1, last.year + 2)
    try:
        known = holidays.country_holidays(country, subdiv=subdivision, years=years, language=_language(country))
    except NotImplementedError:
        raise KeyError(region_key(country, subdivision)) from None
    return [(day, str(name)) for day, name in sorted(known.items()) if first <= day <= last]


def _language(country: str) -> str | None:
    """English names where the package has them, so that a team of several countries can read all of them."""
    import holidays

    languages = holidays.list_localized_countries().get(country, [])
    return "en_US" if "en_US" in languages else None


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
