"""The reference policy, the examples and a policy of 1,000 rules in Zendesk: nothing but the reported losses."""

from collections import Counter
from pathlib import Path

import pytest

from supportpolicy import api
from supportpolicy.compiled import read_compiled
from supportpolicy.targets.cover import cover_of
from supportpolicy.targets.verify import verify
from supportpolicy.targets.zendesk import TARGET
from tests.targets.faults import judged
from tests.targets.zendesk.making import POLICIES, exported, reference

EXAMPLES = sorted(path for path in (POLICIES.parent / "examples").iterdir() if path.is_dir())
MODELLED = ("groups.json", "schedules.json", "trigger_categories.json", "triggers.json", "sla_policies.json")


def test_zendesk_does_what_the_lowered_policy_says() -> None:
    one = reference()
    found = verify(TARGET.model, one.files, one.engine, cover_of(one.engine))
    assert found.agrees, [str(each) for each in found.disagreements]
    assert found.tickets > 3_000


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_too(folder: Path) -> None:
    one = exported(read_compiled(api.compile(api.load(folder)).to_json()))
    found = verify(TARGET.model, one.files, one.engine, cover_of(one.engine, 2_000))
    assert found.agrees, [str(each) for each in found.disagreements]


def test_what_is_lost() -> None:
    losses = [change.loss for change in reference().changes]
    assert Counter(loss.kind.code for loss in losses if loss.kind.code not in ("SP910", "SP912")) == {
        "SP901": 1,
        "SP902": 2,
        "SP903": 5,
        "SP904": 1,
        "SP906": 6,
        "SP917": 2,
        "SP930": 13,
        "SP940": 1,
        "SP950": 1,
    }
    by_calendar = Counter(loss.about.split(" ")[0] for loss in losses if loss.kind.code == "SP910")
    assert set(by_calendar) == {"denver", "dublin", "follow-the-sun", "social-hours", "sydney"}
    assert all(loss.at for loss in losses if loss.kind.code != "SP950")


def test_legal_phrases_are_asked_of_subject_and_message_and_so_nothing_is_lost() -> None:
    assert all(change.loss.kind.code != "SP970" for change in reference().changes)


@pytest.mark.parametrize("seed", [1, 2])
def test_seeded_faults_are_found(seed: int) -> None:
    one = reference()
    operators = ("is", "is_not", "includes", "not_includes")
    report = judged(TARGET.model, one.files, one.engine, seed, 12, operators, MODELLED, 2_000)
    assert not report.missed, report.missed
    assert report.found >= 6


def test_the_same_policy_gives_the_same_bytes() -> None:
    compiled = read_compiled(api.compile(api.load(POLICIES)).to_json())
    assert exported(compiled).rendered == reference().rendered
