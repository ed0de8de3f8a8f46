"""The small parsers: what they take, what they say of what they do not take, and that their advice is sound."""

import datetime as dt
import re
from pathlib import Path

import pytest

from supportpolicy.diagnostics import Span
from supportpolicy.language import amounts, hours
from supportpolicy.language.malformed import Malformed
from supportpolicy.language.schema import HEADER
from supportpolicy.language.shape import EXPLAINERS, WORDS

_AT = Span("policy.yaml", 1, 1, 1, 1)
_TABLE = Path(__file__).parent / "data" / "bad-values.tsv"
_BAD = [tuple(line.split("\t")) for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]]
"""Parser, value, what is said of it, what is advised, and the characters that are underlined."""
_PATTERNS = {word["x-syntax"]: re.compile(word["pattern"]) for word in WORDS.values() if "x-syntax" in word}
_PATTERNS["amount"] = re.compile(WORDS["amount"]["pattern"])
_PATTERNS["days"] = re.compile(hours.DAYS_PATTERN)
_PATTERNS["currency"] = re.compile(HEADER["currency"]["pattern"])

GOOD_AMOUNTS = [
    ("0m", 0, "minutes"),
    ("30m", 30, "minutes"),
    ("4h", 240, "minutes"),
    ("1h30m", 90, "minutes"),
    ("90m", 90, "minutes"),
    ("1d", 1, "days"),
    ("30d", 30, "days"),
    ("1bd", 1, "business_days"),
    ("10bd", 10, "business_days"),
]


@pytest.mark.parametrize(("text", "number", "unit"), GOOD_AMOUNTS)
def test_amounts(text: str, number: int, unit: str) -> None:
    assert amounts.parse_amount(text, _AT) == amounts.Amount(number, unit, text, _AT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("200 EUR", "200", "EUR"),
        ("19.90 USD", "19.90", "USD"),
        ("0 JPY", "0", "JPY"),
        ("0.5 KWD", "0.5", "KWD"),
        ("0.125 KWD", "0.125", "KWD"),
    ],
)
def test_money(text: str, number: str, currency: str) -> None:
    assert amounts.parse_money(text, _AT) == amounts.Money(number, currency, text, _AT)


@pytest.mark.parametrize(("text", "number"), [("15%", "15"), ("99.5%", "99.5"), ("0%", "0"), ("150%", "150")])
def test_percent(text: str, number: str) -> None:
    assert amounts.parse_percent(text, _AT) == amounts.Percent(number, text, _AT)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("09:00-17:30", 540, 1050),
        ("9:00-17:30", 540, 1050),
        ("09:00 - 17:30", 540, 1050),
        ("00:00-24:00", 0, 1440),
        ("22:00-06:00", 1320, 1800),
        ("23:59-00:00", 1439, 1440),
        ("18:00-00:00", 1080, 1440),
    ],
)
def test_hours(text: str, start: int, end: int) -> None:
    assert hours.parse_span(text, _AT) == hours.DaySpan(start, end, text, _AT)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat-mon", (5, 6, 0)),
        ("mon, wed, fri", (0, 2, 4)),
        ("mon,wed", (0, 2)),
        ("mon-wed, sat", (0, 1, 2, 5)),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days(text: str, days: tuple[int, ...]) -> None:
    assert hours.parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-24", dt.date(2026, 12, 24), dt.date(2026, 12, 24)),
        ("2026-12-24..2026-12-26", dt.date(2026, 12, 24), dt.date(2026, 12, 26)),
        ("2028-02-29", dt.date(2028, 2, 29), dt.date(2028, 2, 29)),
        ("2026-12-31..2027-01-01", dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
    ],
)
def test_dates(text: str, first: dt.date, last: dt.date) -> None:
    assert hours.parse_dates(text, _AT) == hours.Dates(first, last, text, _AT)


@pytest.mark.parametrize(("text", "day"), [("12-24", (12, 24)), ("02-29", (2, 29)), ("01-01", (1, 1))])
def test_days_of_every_year(text: str, day: tuple[int, int]) -> None:
    assert hours.parse_yearly(text) == day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("sun 14:00 - fri 17:00", hours.WeekEnd(6, 840, None), hours.WeekEnd(4, 1020, None)),
        (
            "sun 14:00 America/Los_Angeles - fri 24:00 Asia/Tokyo",
            hours.WeekEnd(6, 840, "America/Los_Angeles"),
            hours.WeekEnd(4, 1440, "Asia/Tokyo"),
        ),
    ],
)
def test_spans_over_days(text: str, start: hours.WeekEnd, end: hours.WeekEnd) -> None:
    assert hours.parse_week_span(text, _AT) == hours.WeekSpan(start, end, text, _AT)


@pytest.mark.parametrize(("kind", "text", "message", "advice", "part"), _BAD)
def test_what_is_said_of_a_bad_value(kind: str, text: str, message: str, advice: str, part: str) -> None:
    with pytest.raises(Malformed) as caught:
        EXPLAINERS[kind](text)
    error = caught.value
    assert (error.message, error.help) == (message, advice)
    assert (text[error.start : error.start + error.length] if error.length else text) == part


def _followed() -> list[tuple[str, str]]:
    """Advice that is a value as a whole, such as `write 4h`; `write the earlier date first` is not."""
    value = re.compile(
        r"write ((?:\d|(?:mon|tue|wed|thu|fri|sat|sun)\b)[^;{\[]*?|[A-Z]{3})(?: for .*|,? or .*| and nothing else)?"
    )
    found = ((kind, value.fullmatch(advice.split(", ")[0])) for kind, _, _, advice, _ in _BAD if kind != "days")
    found_days = ((kind, value.fullmatch(advice)) for kind, _, _, advice, _ in _BAD if kind == "days")
    return [(kind, match[1]) for kind, match in (*found, *found_days) if match and match[1] != "00:00"]


@pytest.mark.parametrize(("kind", "better"), _followed())
def test_advice_can_be_followed(kind: str, better: str) -> None:
    EXPLAINERS[kind](better)
    pattern = _PATTERNS.get(kind)
    assert pattern is None or pattern.search(better)


def test_most_advice_is_a_value() -> None:
    assert len(_followed()) > len(_BAD) / 2


@pytest.mark.parametrize("kind", sorted(_PATTERNS))
def test_the_schema_takes_no_less_than_the_parser(kind: str) -> None:
    """Editors check by the pattern; what the parser takes must not be red there."""
    good = {
        "amount": [text for text, _, _ in GOOD_AMOUNTS],
        "money": ["200 EUR", "19.90 USD"],
        "percent": ["15%", "99.5%"],
        "hours": ["09:00-17:30", "9:00 - 17:30", "00:00-24:00"],
        "days": ["mon", "mon-fri", "mon, wed-fri", "mon,wed"],
        "dates": ["2026-12-24", "2026-12-24..2026-12-26"],
        "date": ["2026-12-24"],
        "yearly": ["12-24"],
        "week-span": ["sun 14:00 - fri 17:00", "sun 14:00 Etc/GMT+5 - fri 17:00 America/Argentina/Buenos_Aires"],
        "currency": ["EUR"],
    }
    for text in good[kind]:
        EXPLAINERS[kind](text)
        assert _PATTERNS[kind].search(text), text


@pytest.mark.parametrize("kind", sorted(EXPLAINERS))
@pytest.mark.parametrize(
    "text", ["9" * 200_000, " " * 200_000, "9 " * 100_000, "mon-" * 50_000, "1h" * 100_000], ids=lambda text: text[:4]
)
def test_long_values_are_refused_at_once(kind: str, text: str) -> None:
    with pytest.raises(Malformed) as caught:
        EXPLAINERS[kind](text)
    assert len(caught.value.message) < 100
    assert len(caught.value.help) < 100
