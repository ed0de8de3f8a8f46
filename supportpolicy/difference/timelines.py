"""Timelines step by step, and what starts and stops them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from supportpolicy.compiled.document import Timeline
from supportpolicy.compiled.wording import step_in_words
from supportpolicy.difference.change import Change, Label
from supportpolicy.difference.joint import Joint
from supportpolicy.difference.naming import NOTHING

_PROMISED = ("emergency", "communication")
"""Sections whose timelines write to customers at times they were promised."""


def timeline_changes(joint: Joint) -> Iterator[Change]:
    """Timelines of both policies whose steps, start, stop or clock changed, if they can run at all."""
    after = {one.name: one for one in joint.new.own.compiled.timelines}
    form = joint.new.table("timelines")
    runs = {rule.name for rule, literal in zip(form.table.rules, form.holds, strict=True) if joint.possible([literal])}
    for one in joint.old.own.compiled.timelines:
        name = joint.names.timelines.get(one.name, one.name)
        other = after.get(name)
        if other is None or name not in runs:
            continue
        before, now = joint.names.timeline(one), NOTHING.timeline(other)
        lines = tuple(_lines(before, now))
        if lines:
            label = _label(before, now)
            yield Change(
                "timelines", name, label, "", "", details=lines, who=tuple(sorted(_who(before) | _who(now))),
                old_at=one.at, new_at=other.at,
            )  # fmt: skip


def steps_in_words(timeline: Timeline) -> tuple[str, ...]:
    """A timeline, step by step."""
    return tuple(step_in_words(step) for step in timeline.steps)


def _lines(one: Timeline, other: Timeline) -> Iterator[str]:
    for words, before, after in (
        ("starts on", one.starts_on, other.starts_on),
        ("stops on", one.stops_on, other.stops_on),
    ):
        if before != after:
            yield f"{words} {', '.join(after) or 'nothing'} instead of {', '.join(before) or 'nothing'}"
    if one.clock != other.clock:
        yield f"counts on {other.clock} instead of {one.clock}"
    if one.replaces != other.replaces:
        yield f"stands in for {other.replaces or 'no metric'} instead of {one.replaces or 'none'}"
    matcher = SequenceMatcher(None, one.steps, other.steps, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = one.steps[first:last], other.steps[begin:end]
        for number in range(max(len(gone), len(come))):
            if number < len(gone) and number < len(come):
                yield f"{step_in_words(come[number])} (was: {step_in_words(gone[number])})"
            elif number < len(gone):
                yield f"no longer: {step_in_words(gone[number])}"
            else:
                yield f"new: {step_in_words(come[number])}"


def _label(one: Timeline, other: Timeline) -> Label:
    changed = [step for step in (*one.steps, *other.steps) if (step in one.steps) != (step in other.steps)]
    head = one._replace(steps=(), name="", section="", at="") != other._replace(steps=(), name="", section="", at="")
    if other.section in _PROMISED and (head or any(step.say for step in changed)):
        return "contractual"
    if any(step.assign or step.status for step in changed):
        return "routing"
    silent = {step._replace(say=(), note=None) for step in one.steps} == {
        step._replace(say=(), note=None) for step in other.steps
    }
    return "wording" if silent and not head else "internal"


def _who(timeline: Timeline) -> set[str]:
    told = {name for step in timeline.steps for name in step.tell}
    return told | {step.assign for step in timeline.steps if step.assign}
