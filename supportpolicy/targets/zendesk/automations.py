"""Steps of timelines as automations: what changes a ticket after whole hours of the clock on the wall.

Automations run about once an hour over tickets that are not closed, count whole hours, and fire again and again unless something
stops them; a tag does. They know since when a ticket is new, pending or solved, and nothing of replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.targets.zendesk.carried import Words
from supportpolicy.targets.zendesk.conditions import Action, Condition, Ref, action_json, conditions_json, tags_exclude
from supportpolicy.targets.zendesk.dialect import PREFIX, STATE_OF, short_hash, slug
from supportpolicy.targets.zendesk.requests import Request
from supportpolicy.targets.zendesk.ways import tests_of

SINCE: Final[Mapping[str, str]] = {
    "opened": "NEW",
    "entered:waiting-on-customer": "PENDING",
    "solved": "SOLVED",
    "entered:solved": "SOLVED",
}
"""Event that starts a timeline -> the hours that an automation counts from it."""
_STOPS: Final[Mapping[str, frozenset[str]]] = {
    "NEW": frozenset({"solved", "closed"}),
    "PENDING": frozenset({"customer_reply", "solved", "closed"}),
    "SOLVED": frozenset({"reopened", "closed"}),
}
"""What ends the state that is counted, or the condition on it: a customer's reply takes a ticket out of pending."""
_STATUS: Final[Mapping[str, Condition]] = {
    "NEW": Condition("status", "less_than", "solved"),
    "PENDING": Condition("status", "is", "pending"),
    "SOLVED": Condition("status", "is", "solved"),
}


def cannot(timeline: Timeline, step: Step) -> str | None:
    """Why a step cannot be an automation, as the end of a sentence; None where it can."""
    starts = {SINCE.get(event) for event in timeline.starts_on}
    if len(starts) != 1 or None in starts:
        return f"nothing counts the hours since {' or '.join(timeline.starts_on) or 'its start'}"
    since = str(min(str(one) for one in starts))
    unseen = [event for event in timeline.stops_on if event not in _STOPS[since]]
    if unseen:
        return f"an automation does not see {unseen[0]}"
    if timeline.clock != "always":
        return f"an automation does not count the hours of {timeline.clock}"
    if step.after is None or hours_of(step) is None:
        return "only whole hours after the start can be waited for"
    if step.unless:
        return f"an automation does not see {step.unless[0]}"
    if step.tell or step.say or step.do or not (step.status or step.assign or step.tag):
        return "an automation here only sets a status, a group or tags"
    if step.status is not None and step.status not in STATE_OF:
        return f"a ticket has no status {step.status}"
    return None


def hours_of(step: Step) -> int | None:
    """The whole hours after the start, at least one; None where it is no such number."""
    if step.after is None:
        return None
    if step.after.days is not None:
        return 24 * step.after.days or None
    minutes = step.after.minutes
    return minutes // 60 if minutes and minutes % 60 == 0 else None


def automation_requests(compiled: Compiled, words: Words, ids: Mapping[str, str]) -> Iterator[Request]:
    """An automation for each step that can be one and each way in which its timeline runs."""
    runs = {rule.name: rule for rule in compiled.table("timelines").rules}
    number = 0
    for timeline in compiled.timelines:
        rule = runs.get(timeline.name)
        for step in timeline.steps:
            if rule is None or cannot(timeline, step) is not None:
                continue
            since = SINCE[timeline.starts_on[0]]
            for test in tests_of(words, rule):
                waited = Condition(since, "greater_than", str(hours_of(step)))
                every = (_STATUS[since], waited, *test.every)
                actions = _actions(step)
                marker = f"{PREFIX}_step_{short_hash(repr((every, test.some, actions)))}"
                number += 1
                body = {
                    "automation": {
                        "title": f"Policy {timeline.section} {short_hash(marker)}",
                        "active": True,
                        "position": number,
                        "conditions": conditions_json((*every, tags_exclude([marker])), test.some, ids),
                        "actions": [action_json(one, ids) for one in _with_tags(actions, marker)],
                    }
                }
                title = f"Policy {timeline.section} {short_hash(marker)}"
                at = tuple(one for one in (step.at or timeline.at,) if one)
                yield Request(f"automation:{marker}", "POST", "/api/v2/automations", body, "automation", title, at)


def _actions(step: Step) -> tuple[Action, ...]:
    found: list[Action] = []
    if step.status is not None:
        found.append(Action("status", STATE_OF[step.status]))
    if step.assign is not None:
        found.append(Action("group_id", Ref(f"group:{step.assign}")))
    if step.tag:
        found.append(Action("current_tags", " ".join(slug(tag) for tag in step.tag)))
    return tuple(found)


def _with_tags(actions: tuple[Action, ...], marker: str) -> tuple[Action, ...]:
    tags = [str(one.value) for one in actions if one.field == "current_tags"]
    others = [one for one in actions if one.field != "current_tags"]
    return (*others, Action("current_tags", " ".join([*tags, marker])))


