"""A horizon has a length that can be worked out."""

import pytest

from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy


@pytest.mark.parametrize(
    ("horizon", "fits"),
    [
        ("2026-01-01..2028-12-31", True),
        ("2026-01-01", True),
        ("2026-01-01..2055-12-31", True),
        ("2026-01-01..2056-01-01", False),
        ("2026-06-15..2056-06-14", True),
        ("2026-06-15..2056-06-15", False),
        ("2024-02-29..2054-02-28", True),
        ("2024-02-29..2054-03-01", False),
        ("9970-01-01..9999-12-31", True),
        ("0001-01-01..9999-12-31", False),
    ],
)
def test_a_horizon_is_at_most_thirty_years(horizon: str, fits: bool) -> None:
    text = f"supportpolicy: 1\nname: acme\nhorizon: {horizon}\n"
    loaded = load(read_bytes_as_policy(text.encode(), "policy.yaml"))
    assert (loaded.policy.header.horizon is not None) == fits
    assert ("horizon" in loaded.policy.incomplete) != fits
    assert [(finding.code, finding.span.line, finding.span.col) for finding in loaded.findings] == (
        [] if fits else [("SP106", 3, 10)]
    )
