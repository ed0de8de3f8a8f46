"""What is small to write may be large to work out; it must come to an end, and soon."""

import pytest

from tests.robustness.large import LARGE
from tests.robustness.whole import STDIN, Failed, run

MOST_SECONDS = 60.0
"""A guard against what never ends, not a measure of speed: slow machines run these too. Timings are in benchmarks/."""


@pytest.mark.parametrize("name", LARGE)
def test_a_large_policy_comes_to_an_end(name: str) -> None:
    result = run({STDIN: LARGE[name].encode("utf-8")}, MOST_SECONDS)
    assert not isinstance(result, Failed), result.report
