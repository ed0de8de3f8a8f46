"""Steps of timelines as automations: what changes a ticket after whole hours of the clock on the wall.

Automations run about once an hour over tickets that are not closed, count whole hours, and fire again and again unless something
stops them; a tag does. They know since when a ticket is new, pending or solved, and nothing of replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.compiled.tables import Rule
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
_NOT_ASKED: Final = frozenset({"subject_includes_word", "comment_includes_word"})
"""Conditions of triggers that automations do not have."""
_STATUS: Final[Mapping[str, Condition]] = {
    "NEW": Condition("status", "less_than", "solved"),
    "PENDING": Condition("status", "is", "pending"),
    "SOLVED": Condition("status", "is", "solved"),
}


def cannot(words: Words, rule: Rule | None, timeline: Timeline, step: Step) -> str | None:
    """What Zendesk cannot do of a step, to follow "it cannot"; None where the step can be an automation.

    `rule` says for which tickets the timeline runs.
    """
    starts = [SINCE.get(event) for event in timeline.starts_on]
    since = starts[0] if len(starts) == 1 else None
    if since is None:
        return f"count the hours since {' or '.join(timeline.starts_on) or 'an emergency began'} in an automation"
    unseen = [event for event in timeline.stops_on if event not in _STOPS[since]]
    if unseen:
        return f"stop an automation on {unseen[0]}"
    if timeline.clock != "always":
        return f"count the hours of {timeline.clock} in an automation"
    if step.after is None or step.after.business_days is not None or not (step.after.minutes or step.after.days):
        return "wait in an automation for anything but a number of hours"
    if step.unless:
        return f"leave out an automation because of {step.unless[0]}"
    if step.tell:
        return f"tell {', '.join(step.tell)} by an automation"
    if step.say or step.do:
        return f"do {', '.join((*step.say, *step.do))} by an automation"
    if step.status is not None and step.status not in STATE_OF:
        return f"set the status {step.status}"
    if rule is not None and any(
        one.field in _NOT_ASKED for test in tests_of(words, rule) for one in (*test.every, *test.some)
    ):
        return "ask in an automation what stood in the first message"
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
            if rule is None or cannot(words, rule, timeline, step) is not None:
                continue
            since = SINCE[timeline.starts_on[0]]
            for test in tests_of(words, rule):
                waited = Condition(since, "greater_than", str(hours_of(step)))
                every = (_STATUS[since], waited, *test.every)
                actions = _actions(step)
                mark = short_hash(repr((every, test.some, actions)))
                if not _ends_itself(since, step):
                    every = (*every, tags_exclude([f"{PREFIX}_step_{mark}"]))
                    actions = _with_tag(actions, f"{PREFIX}_step_{mark}")
                number += 1
                title = f"Policy {timeline.section} {mark}"
                body = {
                    "automation": {
                        "title": title,
                        "active": True,
                        "position": number,
                        "conditions": conditions_json(every, test.some, ids),
                        "actions": [action_json(one, ids) for one in actions],
                    }
                }
                at = tuple(one for one in (step.at or timeline.at,) if one)
                yield Request(f"automation:{mark}", "POST", "/api/v2/automations", body, "automation", title, at)


def _ends_itself(since: str, step: Step) -> bool:
    """Whether an automation stops fitting by what it does; else a tag must say that it has fired.

    It must not be a tag where the status does: a ticket that is reopened and solved again is to be closed again.
    """
    if step.status is None:
        return False
    status = STATE_OF[step.status]
    return status in ("solved", "closed") and (since, status) != ("SOLVED", "solved")


def _actions(step: Step) -> tuple[Action, ...]:
    found: list[Action] = []
    if step.status is not None:
        found.append(Action("status", STATE_OF[step.status]))
    if step.assign is not None:
        found.append(Action("group_id", Ref(f"group:{step.assign}")))
    if step.tag:
        found.append(Action("current_tags", " ".join(slug(tag) for tag in step.tag)))
    return tuple(found)


def _with_tag(actions: tuple[Action, ...], marker: str) -> tuple[Action, ...]:
    tags = [str(one.value) for one in actions if one.field == "current_tags"]
    others = [one for one in actions if one.field != "current_tags"]
    return (*others, Action("current_tags", " ".join([*tags, marker])))
