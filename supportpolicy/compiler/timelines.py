"""Ladders, emergencies, reminders and updates as timelines, and the table that says which of them run."""

from __future__ import annotations

from supportpolicy.compiled.document import Step, Timeline
from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiler.amounts import duration
from supportpolicy.compiler.drafting import Drafter, word_of, words_of
from supportpolicy.compiler.drafts import DraftRule, DraftTable
from supportpolicy.language import builtin
from supportpolicy.language.conditions import ALWAYS
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections import timelines
from supportpolicy.language.walk import ladders_of

EMERGENCY = "emergency"
UPDATES = "emergency updates"


def timelines_of(policy: Policy, drafter: Drafter) -> tuple[tuple[Timeline, ...], DraftTable]:
    """Every timeline, and the table `timelines` whose rules of the same names say for which tickets they run."""
    found: list[Timeline] = []
    rules: list[DraftRule] = []
    taken = {EMERGENCY, UPDATES} if policy.emergency is not None else set()
    for section, ladder in ladders_of(policy):
        # Names are told apart within a section only; a timeline and its rule find each other by name.
        name = str(ladder.name)
        name = name if name not in taken else f"{section}: {name}"
        taken.add(name)
        found.append(_ladder(name, section, ladder, drafter))
        rules.append(drafter.rule(name, ladder.when, Outcome(), ladder.name.span, about=ladder.about))
    if policy.emergency is not None:
        for timeline in _emergency(policy.emergency, drafter):
            is_one = drafter.is_one_of("emergency", "boolean", ("true",), timeline.at, "emergency")
            found.append(timeline)
            rules.append(drafter.rule(timeline.name, ALWAYS, Outcome(), policy.emergency.span, extra=(is_one,)))
    return tuple(found), DraftTable("timelines", "after", "all", tuple(rules))


def _ladder(name: str, section: str, ladder: timelines.Ladder, drafter: Drafter) -> Timeline:
    return Timeline(
        name,
        section,
        words_of(ladder.starts_on),
        words_of(ladder.stops_on),
        word_of(ladder.clock) or builtin.ALWAYS_OPEN,
        None,
        tuple(_step(step, drafter) for step in ladder.steps),
        drafter.places.at(ladder.name.span),
    )


def _emergency(emergency: timelines.Emergency, drafter: Drafter) -> list[Timeline]:
    found: list[Timeline] = []
    at = drafter.places.at(emergency.span)
    if emergency.steps:
        found.append(
            Timeline(
                EMERGENCY,
                EMERGENCY,
                (builtin.EMERGENCY_EVENT,),
                tuple(dict.fromkeys((*words_of(emergency.stops_on), "solved"))),
                word_of(emergency.clock) or builtin.ALWAYS_OPEN,
                None,
                tuple(_step(step, drafter) for step in emergency.steps),
                at,
            )
        )
    updates = emergency.update_customer
    if updates is not None:
        place = drafter.places.at(updates.span)
        found.append(
            Timeline(
                UPDATES,
                EMERGENCY,
                (builtin.EMERGENCY_EVENT,),
                ("solved",),
                word_of(updates.clock) or builtin.ALWAYS_OPEN,
                "update_every",
                (Step(every=duration(updates.every), say=words_of(updates.say), at=place),),
                place,
            )
        )
    return found


def _step(step: timelines.Step, drafter: Drafter) -> Step:
    return Step(
        duration(step.after),
        None if step.at is None else step.at.number,
        word_of(step.of),
        duration(step.every),
        words_of(step.unless),
        words_of(step.tell),
        words_of(step.via),
        word_of(step.assign),
        words_of(step.say),
        words_of(step.do),
        words_of(step.tag),
        word_of(step.status),
        step.note,
        drafter.places.at(step.span),
    )
