"""A few hundred odd inputs through the whole tool, the same every time; the full run is `tests.robustness.fuzz`."""

import pytest

from tests.robustness.fuzz import Tally, batch
from tests.robustness.minimise import minimised

SEED = 20261122
COUNTS = {"bytes": 150, "trees": 200, "examples": 250, "policies": 24}


@pytest.mark.parametrize("sort", COUNTS)
def test_nothing_crashes_or_hangs_and_every_finding_has_a_place(sort: str) -> None:
    tally = Tally()
    batch(sort, SEED, COUNTS[sort], tally)
    assert tally.sorts[sort] == COUNTS[sort]
    assert tally.codes or tally.failures
    for where, (failure, files) in tally.failures.items():
        pytest.fail(f"{where}\n{failure.report}\n{minimised(files, where)}", pytrace=False)
