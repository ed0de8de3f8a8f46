"""An answer for people: what matters first, then money and identity, what happens when, words, and why.

What is meant for the customer stands under headings that say so, and never beside a reason for colleagues.
"""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.engine.answer import Answer, DecisionAnswer
from supportpolicy.reporting.answer_decisions import decision_text, to_be_proved
from supportpolicy.reporting.answer_look import Look, labelled, plain_name
from supportpolicy.reporting.answer_reasons import reasons_text
from supportpolicy.reporting.answer_schema import NOBODY
from supportpolicy.reporting.answer_times import targets_text, timelines_text
from supportpolicy.reporting.answer_words import guidance_text, messages_text
from supportpolicy.reporting.plain import one_line
from supportpolicy.reporting.wall_times import wall_times

_CHANNEL = {
    "yes": "",
    "closed": "closed at this hour",
    "not_for_you": "does not serve this customer",
    "none": "gives no support",
}
_FIRST = ("team", "queue", "severity", "emergency", "tier", "sla", "reply_language", "channel_support", "redirect")
_LABELS = {"reply_language": "reply in", "channel_support": "channel", "redirect": "send on to", "sla": "promise"}
_SHORT = 12
"""Digits of the behaviour hash that are enough for people to tell policies apart."""
_TOGETHER = frozenset({"language_level", "claimed"})
"""Decided attributes that are said beside another one."""


def answer_text(answer: Answer, compiled: Compiled, *, color: bool = False, verbose: bool = False) -> str:
    """An answer under its policy as text, ending in a line feed. `verbose` shows long lists whole."""
    look = Look(compiled, wall_times(compiled, answer.at), color, verbose)
    blocks = ["\n".join(lines) for lines in _blocks(answer, look) if lines]
    return "\n\n".join(blocks) + "\n"


def _blocks(answer: Answer, look: Look) -> Iterator[list[str]]:
    yield _head(answer, look)
    yield _stages(answer)
    yield [look.heading("Due"), *targets_text(answer.targets, look)]
    for title, decision in _decisions(answer):
        unproved = title == "Refund" and to_be_proved(answer.identity)
        yield decision_text(title, decision, look, unproved=unproved)
    if answer.timelines:
        yield [look.heading("As time passes"), *timelines_text(answer.timelines, look)]
    yield _tasks(answer, look)
    if answer.messages:
        yield [look.heading("To the customer"), *messages_text(answer.messages, look)]
    guidance = guidance_text(answer.guidance, look)
    if guidance:
        yield [look.heading("Guidance for whoever answers"), *guidance]
    if answer.reasons:
        yield [look.heading("Why (for colleagues only)"), *reasons_text(answer.reasons, look)]


def _decisions(answer: Answer) -> Iterator[tuple[str, DecisionAnswer]]:
    """What is asked for. That no rule of requests answers a refund need not be said where refunds do."""
    if answer.identity is not None:
        yield "Identity", answer.identity
    if answer.requests is not None and (answer.requests.decision != "none" or answer.refunds is None):
        yield "Request", answer.requests
    if answer.refunds is not None:
        yield "Refund", answer.refunds


def _head(answer: Answer, look: Look) -> list[str]:
    ticket = f"ticket {answer.ticket}" if answer.ticket is not None else "a ticket"
    policy = f"{answer.policy or 'without a name'}{f' {answer.behaviour[:_SHORT]}' if answer.behaviour else ''}"
    lines = [look.heading(one_line(f"{ticket}, by the policy {policy}"))]
    lines.append(f"  as of {look.times.say_with_zone(answer.at)}")
    if answer.opened_assumed:
        lines.append("  it does not say when it was opened; taken to be opened at that moment")
    elif answer.opened is not None and answer.opened != answer.at:
        lines.append(f"  opened {look.times.say(answer.opened)}")
    return lines


def _stages(answer: Answer) -> list[str]:
    stages = answer.stages
    names = [*_FIRST, *(name for name in stages if name not in _FIRST and name not in _TOGETHER)]
    return labelled((_LABELS.get(name, plain_name(name)), _stage(name, answer)) for name in names if name in stages)


def _stage(name: str, answer: Answer) -> str:
    value = answer.stages.get(name)
    match name:
        case "team":
            if value in (None, NOBODY):
                return "nobody: no routing rule holds" if value is None else "nobody, as the policy says"
            return str(value)
        case "emergency":
            claimed = answer.stages.get("claimed")
            if value is True:
                return "yes"
            return "no, though it was claimed to be one" if claimed is True else ""
        case "reply_language":
            level = answer.stages.get("language_level")
            served = f" (this language is served: {level})" if level not in (None, "full") else ""
            return f"{value}{served}" if value is not None else ""
        case "channel_support":
            return _CHANNEL.get(str(value), str(value)) if value is not None else ""
        case _ if isinstance(value, bool):
            return "yes" if value else "no"
        case _:
            return "" if value is None else str(value)


def _tasks(answer: Answer, look: Look) -> list[str]:
    does = {action.name: action.does for action in look.compiled.actions}
    tags = [("tags", ", ".join(answer.tags))]
    lines = labelled([*((name, does.get(name) or "to be done") for name in answer.do), *tags])
    return [look.heading("To do"), *lines] if lines else []
