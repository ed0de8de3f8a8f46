"""Data that is shipped agrees with the libraries it stands for: countries, currencies, languages, zones."""

import zoneinfo

import holidays
import pytest
from babel import Locale
from babel.numbers import get_currency_precision, list_currencies

from supportpolicy.checks import countries as countries_check
from supportpolicy.checks import language_codes, time_zones
from supportpolicy.language.countries import countries
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.language.zones import tzdata_version, zone_names


def test_countries_are_those_of_the_holidays_package() -> None:
    supported = holidays.list_supported_countries(include_aliases=False)
    assert countries() == {country: frozenset(parts) for country, parts in supported.items()}


def test_countries_are_written_in_order() -> None:
    assert list(countries()) == sorted(countries())


def test_advice_about_countries_names_countries() -> None:
    assert set(countries_check._OFTEN_MEANT.values()) <= set(countries())
    assert not set(countries_check._OFTEN_MEANT) & set(countries())


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("EUR", 2),
        ("USD", 2),
        ("GBP", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("CLP", 0),
        ("VND", 0),
        ("KWD", 3),
        ("TND", 3),
        ("CHF", 2),
    ],
)
def test_minor_units(code: str, places: int) -> None:
    assert MINOR_UNITS[code] == places


# Sums of these are rounded in shops (CLDR), but ISO 4217 has two places for them (or three, for the dinars).
_ROUNDED_IN_SHOPS = frozenset(
    "AFN ALL AMD COP CRC HUF IDR IQD IRR KPW LAK LBP MGA MMK MRU PKR RSD SLE SOS SYP TZS UZS YER".split()
)


def test_minor_units_agree_with_cldr() -> None:
    different = {
        code
        for code, places in MINOR_UNITS.items()
        if code in list_currencies() and get_currency_precision(code) != places
    }
    assert different <= _ROUNDED_IN_SHOPS, different - _ROUNDED_IN_SHOPS


def test_every_currency_is_known_to_cldr() -> None:
    # Babel may be older than a currency: the Caribbean guilder (2025) and Zimbabwe Gold (2024) are the youngest.
    assert set(MINOR_UNITS) - list_currencies() <= {"XCG", "ZWG"}


def test_currencies_of_large_countries_are_there() -> None:
    assert set("EUR USD GBP JPY CNY INR BRL CAD AUD MXN CHF SEK NOK DKK PLN CZK ZAR SGD HKD KRW TRY".split()) <= set(
        MINOR_UNITS
    )


def test_language_codes_of_two_letters_are_those_of_iso_639_1() -> None:
    known = {code for code in Locale("en").languages if len(code) == 2}
    ours = {code for code in language_codes._CODES if len(code) == 2}
    # CLDR has no names for a few old codes of ISO 639-1, and names for "sh", which ISO withdrew in 2000.
    assert ours - known <= {"ho", "ng", "hz", "kj", "kr", "ii", "mo"}, ours - known
    assert known - ours <= {"sh", "tw", "mo"}, known - ours


def test_language_codes_of_three_letters_are_known() -> None:
    assert {code for code in language_codes._CODES if len(code) == 3} <= {*Locale("en").languages, "cnr"}


def test_every_language_that_cldr_speaks_can_be_offered() -> None:
    spoken = {
        locale.language
        for tag in ("en", "de", "ja", "pt_BR", "zh_Hant_TW", "uk", "el")
        for locale in [Locale.parse(tag)]
    }
    assert spoken <= language_codes._CODES


def test_advice_about_languages_names_languages() -> None:
    for meant in language_codes._OFTEN_MEANT.values():
        match = language_codes._SHAPE.match(meant)
        assert match is not None
        assert match[1] in language_codes._CODES
    wrong = {word for word in language_codes._OFTEN_MEANT if word in language_codes._CODES}
    assert wrong == set(), "advice that is never given"


def test_zones_are_those_of_tzdata() -> None:
    assert {"Europe/Dublin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC"} <= zone_names()
    for name in zone_names():
        zoneinfo.ZoneInfo(name)


def test_the_edition_of_tzdata_is_told() -> None:
    assert tzdata_version()[:2] == "20"


def test_advice_about_zones_names_zones() -> None:
    cities = set(time_zones._CITIES.values())
    assert cities <= zone_names()
    assert all("/" in city for city in cities)
    assert set(time_zones._WORDS.values()) <= set(time_zones._CITIES)
