"""What is small to write may be large to work out; it must come to an end, and soon."""

import pytest

from tests.robustness.large import LARGE, WAITING
from tests.robustness.whole import STDIN, Failed, run

MOST_SECONDS = 4.0


def _cases() -> list[object]:
    waiting = {name: [pytest.mark.xfail(reason=reason, strict=True)] for name, reason in WAITING.items()}
    return [pytest.param(name, marks=waiting.get(name, [])) for name in LARGE]


@pytest.mark.parametrize("name", _cases())
def test_a_large_policy_comes_to_an_end(name: str) -> None:
    result = run({STDIN: LARGE[name].encode("utf-8")}, MOST_SECONDS)
    assert not isinstance(result, Failed), result.report
