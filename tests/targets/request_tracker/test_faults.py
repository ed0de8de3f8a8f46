"""Seeded faults in exported files: every one that changes what Request Tracker does is found."""

from __future__ import annotations

from supportpolicy.targets.request_tracker import TARGET
from supportpolicy.targets.request_tracker.dialect import INITIAL_DATA, POLICY_FILE, SORTING_FILE
from supportpolicy.targets.verify import verify
from tests.targets.faults import judged
from tests.targets.request_tracker.exported import cover, exported
from tests.targets.request_tracker.golden import SMALL

WORDS = ("Response", "Resolve", "BusinessMinutes", "RealMinutes", "Start", "End", "during", "mentions", "word")


def test_every_fault_that_changes_something_is_found() -> None:
    done = exported(SMALL)
    assert TARGET.model is not None
    report = judged(
        TARGET.model,
        done.rendered.files,
        done.engine,
        seed=1,
        count=200,
        operators=WORDS,
        only=(POLICY_FILE, INITIAL_DATA),
        tickets=1_500,
    )
    assert report.missed == ()
    assert report.found > 80


def test_a_sorting_file_that_was_edited_is_refused() -> None:
    done = exported(SMALL)
    assert TARGET.model is not None
    files = {**done.rendered.files, SORTING_FILE: done.rendered.files[SORTING_FILE].replace("<=", "<")}
    verified = verify(TARGET.model, files, done.engine, cover(SMALL, 10))
    assert "was changed" in str(verified.disagreements[0])
