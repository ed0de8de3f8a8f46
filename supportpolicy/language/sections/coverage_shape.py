"""The schema fragment of `coverage`, beside its types and reader in `coverage.py`."""

from __future__ import annotations

from supportpolicy.language.hours import DAYS_PATTERN
from supportpolicy.language.shape import Schema, choice, flag, listed, mapping, named, number, one_or_more, ref, text

_CLOSED: Schema = {"enum": ["closed", []], "description": "No hours.", "x-what": "closed"}
_DAY_HOURS: Schema = {
    "anyOf": [
        _CLOSED,
        ref("hours"),
        {"type": "array", "items": ref("hours"), "minItems": 1, "x-what": "a list of spans"},
    ],
    "description": "Hours of these days: a span, a list of spans, or closed.",
    "examples": ["09:00-17:30", ["09:00-12:30", "13:30-16:00"], "closed"],
    "x-what": "a span of hours such as 09:00-17:30, a list of them, or closed",
}
_DAYS: Schema = {
    "type": "string",
    "pattern": DAYS_PATTERN,
    "description": "Weekdays: mon, mon-fri, or mon, wed.",
    "x-syntax": "days",
    "x-what": "weekdays such as mon-fri",
}
_PEOPLE: Schema = mapping(
    "How many people must be there.",
    {
        "at_least": {
            "anyOf": [number("So many people.", minimum=0, whole=True), ref("percent", "This share of the usual.")],
            "description": "So many people, or a share of those who usually are there.",
            "x-what": "a number of people, or a share such as 15%",
        }
    },
    required=("at_least",),
    what="keys such as at_least",
    examples=[{"at_least": "15%"}, {"at_least": 2}],
)
_OPEN: Schema = {
    "anyOf": [
        {
            "type": "object",
            "additionalProperties": _DAY_HOURS,
            "propertyNames": _DAYS,
            "minProperties": 1,
            "description": "Hours by weekday; days that are not named are closed.",
            "examples": [{"mon-thu": "09:00-17:30", "fri": ["09:00-12:30", "13:30-16:00"]}],
            "x-what": "hours by weekday",
        },
        ref("week-span"),
        {"type": "array", "items": ref("week-span"), "minItems": 1, "x-what": "a list of spans over days"},
    ],
    "description": "Hours by weekday, or a span over days.",
    "x-what": "hours by weekday, such as {mon-fri: 09:00-17:00}",
}
_HOLIDAY: Schema = {
    "anyOf": [
        mapping(
            "Public holidays of a country. The dates come from holidays.lock.yaml, written by `supportpolicy lock`.",
            {
                "country": ref("name", "ISO 3166 code of the country, such as IE.", examples=["IE", "US", "JP"]),
                "subdivision": ref("name", "Part of the country, such as BY for Bavaria.", examples=["BY", "CA"]),
                "only": one_or_more(ref("name"), "Only these holidays, by name."),
                "except": one_or_more(ref("name"), "All but these, by name."),
                "observed": flag("Whether a moved day off belongs to the holiday too.", default=True),
            },
            required=("country",),
            what="keys such as country",
        ),
        mapping(
            "Days off of the company's own, every year.",
            {
                "every_year": one_or_more(ref("yearly"), "Month and day, such as 12-24."),
                "name": text("What the day is."),
            },
            required=("every_year",),
            what="keys such as every_year",
        ),
    ],
    "description": "Days off: of a country, or of the company's own.",
    "examples": [{"country": "IE"}, {"country": "US", "only": ["Christmas Day"]}, {"every_year": ["12-24", "12-31"]}],
    "x-what": "keys such as country or every_year",
}
_EXCEPTION: Schema = mapping(
    "Other hours on some dates. They replace all hours of those dates and win over holidays.",
    {
        "dates": one_or_more(ref("dates"), "The dates."),
        "holiday": one_or_more(ref("name"), "The dates of these holidays of the coverage's countries, by name."),
        "open": {**_DAY_HOURS, "description": "The hours of these dates: a span, several, or closed."},
        "cover": choice(("full", "skeleton"), "skeleton: fewer people than usual.", default="full"),
        "people": _PEOPLE,
        "why": text("Why, for colleagues and customers."),
    },
    required=("open",),
    anyOf=[{"required": ["dates"]}, {"required": ["holiday"]}],
    what="keys such as dates and open",
    examples=[{"dates": "2026-12-24", "open": "09:00-13:00"}],
)
_BUSINESS_DAYS: Schema = one_or_more(
    _DAYS, "Which weekdays count as business days, open or not; without it, open days do."
)
_BUSINESS_DAY: Schema = {
    "anyOf": [{"enum": ["same-time", "close"]}, ref("open-time", "So many open hours.")],
    "description": "What 1bd means: the same time on the next business day, its close, or so many open hours.",
    "default": "same-time",
    "examples": ["same-time", "close", "8h"],
    "x-what": "same-time, close, or open hours such as 8h",
}
_ZONE: Schema = {
    "anyOf": [
        ref("zone"),
        mapping(
            "Hours in the customer's own time zone.",
            {
                "field": ref("name", "The fact that names the zone, such as customer.timezone."),
                "among": listed("The zones that customers may be in.", ref("zone")),
                "otherwise": ref("zone", "The zone where the fact is missing or names another."),
            },
            required=("field", "among", "otherwise"),
            what="keys such as field, among and otherwise",
        ),
    ],
    "description": "The time zone of the hours; without it the policy's.",
    "x-what": "a time zone such as Europe/Dublin",
}

COVERAGE_SCHEMA: Schema = named(
    "When somebody is there. `always` (day and night, every day) is built in.",
    {
        "anyOf": [
            mapping(
                "Hours by weekday, or a span over days.",
                {
                    "timezone": _ZONE,
                    "open": _OPEN,
                    "holidays": listed("Days off.", _HOLIDAY, what="a list of days off"),
                    "exceptions": listed("Other hours on some dates.", _EXCEPTION, what="a list of exceptions"),
                    "business_days": _BUSINESS_DAYS,
                    "business_day": _BUSINESS_DAY,
                    "people": _PEOPLE,
                    "about": text("What this coverage is."),
                },
                required=("open",),
                what="keys such as open",
            ),
            mapping(
                "Open when any of some others is.",
                {
                    "union": listed("The others.", ref("name"), what="a list of coverages"),
                    "timezone": ref("zone", "The zone whose dates count as business days."),
                    "business_days": _BUSINESS_DAYS,
                    "business_day": _BUSINESS_DAY,
                    "about": text("What this coverage is."),
                },
                required=("union",),
                what="keys such as union",
            ),
            mapping(
                "One of some others, by a fact: each further key is a value of the fact.",
                {
                    "choose_by": ref("name", "The fact that chooses."),
                    "otherwise": ref("name", "The coverage where the fact is missing or has another value."),
                },
                required=("choose_by",),
                others=ref("name", "The coverage for this value of the fact."),
                what="keys such as choose_by",
            ),
        ],
        "description": "Hours (open), a union of others, or a choice by a fact (choose_by).",
        "examples": [
            {"timezone": "Europe/Dublin", "open": {"mon-fri": "09:00-17:30"}, "holidays": [{"country": "IE"}]}
        ],
        "x-what": "keys such as open, union or choose_by",
    },
    what="coverages",
)
