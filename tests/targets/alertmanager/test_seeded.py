"""Seeded faults: whatever changes what Alertmanager does with the files is found by the comparison."""

from supportpolicy.targets.alertmanager import TARGET
from supportpolicy.targets.alertmanager.dialect import CONFIG, CONTRACT
from tests.targets.faults import judged
from tests.targets.paging_exports import compiled, exported
from tests.targets.paging_policies import ODD

# Tickets of the cover have no status and no events of the policy's own yet; what starts on these is left to other tests.
POLICY = ODD.replace("starts_on: came-back", "starts_on: opened").replace(
    'starts_on: "entered:new"', "starts_on: opened"
)


def test_every_fault_that_changes_behaviour_is_found() -> None:
    done = exported(TARGET, compiled(POLICY))
    assert TARGET.model is not None
    report = judged(
        TARGET.model,
        done.rendered.files,
        done.engine,
        seed=1,
        count=60,
        operators=("monday", "tuesday", "saturday", "sunday", "true", "false"),
        only=(CONFIG, CONTRACT),
        tickets=600,
    )
    assert not report.missed, report.missed
    assert report.found > 25
