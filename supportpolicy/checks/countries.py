"""SP302: a country or part of a country whose holidays nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.holidays_used import country_holidays
from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean, meant
from supportpolicy.language.countries import countries

KIND = Kind(
    "SP302",
    "unknown-country",
    "error",
    "Public holidays of a country, or of a part of one, that the holiday data does not have.",
    "The coverage would be open on days when nobody comes to work.",
    """supportpolicy: 1
name: acme
timezone: Europe/London
horizon: 2026-01-01..2026-12-31
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: UK}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/London
horizon: 2026-12-24..2026-12-26
coverage: {office: {open: {mon-fri: 09:00-17:00}, holidays: [{country: GB}]}}
teams: [{name: front, coverage: office}]
routing: [{name: all, team: front}]
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {GB: {2026-12-25: Christmas Day}}
""",
)

_OFTEN_MEANT = {
    "AUSTRALIA": "AU",
    "AUSTRIA": "AT",
    "BELGIUM": "BE",
    "BRAZIL": "BR",
    "CANADA": "CA",
    "CHINA": "CN",
    "DENMARK": "DK",
    "DEU": "DE",
    "DEUTSCHLAND": "DE",
    "EL": "GR",
    "EN": "GB",
    "ENGLAND": "GB",
    "FINLAND": "FI",
    "FRANCE": "FR",
    "GBR": "GB",
    "GER": "DE",
    "GERMANY": "DE",
    "GREAT BRITAIN": "GB",
    "INDIA": "IN",
    "IRELAND": "IE",
    "ITALY": "IT",
    "JAPAN": "JP",
    "JPN": "JP",
    "MEXICO": "MX",
    "NETHERLANDS": "NL",
    "NEW ZEALAND": "NZ",
    "NORWAY": "NO",
    "PHILIPPINES": "PH",
    "POLAND": "PL",
    "PORTUGAL": "PT",
    "SINGAPORE": "SG",
    "SOUTH AFRICA": "ZA",
    "SPAIN": "ES",
    "SWEDEN": "SE",
    "SWITZERLAND": "CH",
    "UK": "GB",
    "UNITED KINGDOM": "GB",
    "UNITED STATES": "US",
    "USA": "US",
}


def check(context: Context) -> Iterator[Diagnostic]:
    """Countries and subdivisions without data."""
    used = list(country_holidays(context.policy))
    if not used:
        return
    every = countries()
    for days in used:
        known = every.get(str(days.country))
        if known is None:
            upper = days.country.upper()
            code = _OFTEN_MEANT.get(upper) or (upper if upper in every else None)
            other = "write the country's code of two letters, such as IE, US or JP"
            advice = meant(days.country, code) if code else other
            yield KIND.at(
                days.country.span, f"no country with known holidays has the code '{days.country}'", help=advice
            )
        elif days.subdivision is not None and days.subdivision not in known:
            advice = (
                did_you_mean(days.subdivision, known, what=f"parts of {days.country} are")
                if known
                else f"{days.country} has the same holidays everywhere; leave the subdivision out"
            )
            message = f"{days.country} has no part '{days.subdivision}' with holidays of its own"
            yield KIND.at(days.subdivision.span, message, help=advice)


CHECK = Check(KIND, check)
