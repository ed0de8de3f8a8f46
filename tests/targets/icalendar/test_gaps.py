"""What calendars cannot say is told, once for each topic that the policy has, and nothing of it stops an export."""

from __future__ import annotations

from supportpolicy.targets import kinds
from supportpolicy.targets.capabilities import TOPICS
from supportpolicy.targets.icalendar import TARGET
from supportpolicy.targets.icalendar.gaps import BY_CASE
from supportpolicy.targets.interface import Wish
from tests.targets.exporting import compiled_from, lowered, reference


def test_hours_by_customer_are_told() -> None:
    losses = [change.loss for change in TARGET.lower(Wish(reference())) if change.loss.kind == BY_CASE]
    assert [loss.about for loss in losses] == ["at-customer", "customer-office-hours"]
    assert losses[0].fallback == "there is a calendar for each case: dublin, denver, sydney"


def test_topics_without_a_place_are_told_and_change_nothing() -> None:
    losses = [change.loss for change in TARGET.lower(Wish(reference()))]
    nothing = [one.topic for one in TARGET.capabilities if one.carried == "not"]
    assert sorted(loss.about for loss in losses if loss.kind == kinds.TOPIC) == sorted(nothing)
    assert {loss.kind.level for loss in losses} == {"info"}
    assert lowered(TARGET, reference()) == reference()


def test_capabilities_speak_of_every_topic_in_order() -> None:
    assert tuple(one.topic for one in TARGET.capabilities) == TOPICS


def test_examples_of_the_kind() -> None:
    for text, expected in ((BY_CASE.bad, {BY_CASE}), (BY_CASE.good, set())):
        found = {change.loss.kind for change in TARGET.lower(Wish(compiled_from(text)))}
        assert found - {kinds.TOPIC} == expected
