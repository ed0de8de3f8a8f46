"""Voice, style, self-service and communication: guidance of the policy as sentences, each piece once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from supportpolicy.targets.agent_guidance.blocks import Block, sentences_of
from supportpolicy.targets.agent_guidance.sentences import closed, listed

_ANSWERS = {"complete": "One complete answer.", "conversation": "A conversation, step by step."}
_FORMALITY = {"casual": "Casual.", "neutral": "Neither casual nor formal.", "formal": "Formal."}


def voice(guidance: Mapping[str, Any]) -> tuple[Block, ...]:
    """Tone and words."""
    said: dict[str, Any] = guidance.get("voice", {})
    found: list[Block] = []
    if "formality" in said:
        found.append(Block((f"Formality: {_FORMALITY.get(said['formality'], closed(said['formality']))}",)))
    for key, words in (("emoji", "Emoji"), ("person", "We speak of ourselves as")):
        if key in said:
            found.append(Block((f"{words}: {closed(str(said[key]))}",)))
    for avoid in said.get("avoid", ()):
        instead = sentences_of(f"Instead: {closed(avoid['prefer'])}") if avoid.get("prefer") else ()
        found.append(Block((f"Avoid {listed((f'“{word}”' for word in avoid['words']), 'and')}.", *instead)))
    for tone in said.get("tones", ()):
        head = f"If {tone['when']}: " if tone.get("when") else ""
        found.append(Block(sentences_of(f"{head}{closed(tone['tone'])}")))
    for language, words in said.get("languages", {}).items():
        found.append(Block((f"In {language}:", *sentences_of(closed(words)))))
    return (*found, *_guidelines(said))


def style(guidance: Mapping[str, Any]) -> tuple[Block, ...]:
    """How answers are built: for all channels, then what each does otherwise."""
    said: dict[str, Any] = guidance.get("style", {})
    found = list(_style("On every channel", said))
    for channel, other in said.get("channels", {}).items():
        found.extend(_style(f"On {channel}", other))
    return tuple(found)


def _style(where: str, said: Mapping[str, Any]) -> Iterator[Block]:
    parts = [_ANSWERS.get(said["answers"], closed(str(said["answers"])))] if "answers" in said else []
    parts += [f"Length: {said['length']}."] if "length" in said else []
    parts += [f"Links: {said['links']}."] if "links" in said else []
    parts += [f"Questions: {said['follow_up_questions']}."] if "follow_up_questions" in said else []
    for key, words in (("greeting", "greeting"), ("sign_off", "closing line")):
        if key in said:
            parts.append(f"With a {words}." if said[key] else f"Without a {words}.")
    if parts:
        yield Block((f"{where}: {parts[0]}", *parts[1:]))
    for text in said.get("guidelines", ()):
        yield Block(sentences_of(f"{where}: {closed(text)}"))


def self_service(guidance: Mapping[str, Any]) -> tuple[Block, ...]:
    """What a bot may answer, when it hands over, and what it never does."""
    said: dict[str, Any] = guidance.get("self_service", {})
    bot: dict[str, Any] = said.get("bot", {})
    found: list[Block] = []
    if "name" in bot:
        found.append(Block((f"Your name is {bot['name']}.",)))
    if "introduce" in bot:
        found.append(
            Block((f"Introduce yourself with {listed(f'the message “{name}”' for name in bot['introduce'])}.",))
        )
    if bot.get("hand_over", {}).get("when"):
        to = f" to {bot['hand_over_to']}" if "hand_over_to" in bot else " to a person"
        found.append(Block((f"Hand over{to} if {bot['hand_over']['when']}.",)))
    if bot.get("may_answer", {}).get("when"):
        found.append(Block((f"You may answer by yourself if {bot['may_answer']['when']}.",)))
    found.extend(Block(sentences_of(f"Never: {closed(text)}")) for text in bot.get("never", ()))
    if "help_centre" in said:
        found.append(Block((f"The help pages are at {said['help_centre']}",)))
    if "languages" in said:
        found.append(Block((f"You answer in {listed(said['languages'])}.",)))
    return (*found, *_guidelines(said))


def communication(guidance: Mapping[str, Any]) -> tuple[Block, ...]:
    """What needs somebody's agreement, what answers are judged by, and how customers are kept informed."""
    said: dict[str, Any] = guidance.get("communication", {})
    quality: dict[str, Any] = guidance.get("quality", {})
    found: list[Block] = []
    for approval in said.get("approvals", ()):
        when = f"If {approval['when']}: " if approval.get("when") else ""
        found.append(Block((f"{when}{approval['what']}: not before {listed(approval['by'])} agreed.",)))
    found.extend(_guidelines(said))
    for line in quality.get("scorecard", ()):
        when = f" (if {line['when']})" if line.get("when") else ""
        grave = " This one is critical." if line.get("critical") else ""
        found.append(Block(sentences_of(f"Answers are judged by: {line['name'].rstrip('.')}{when}.{grave}")))
    return tuple(found)


def _guidelines(said: Mapping[str, Any]) -> Iterator[Block]:
    for text in said.get("guidelines", ()):
        yield Block(sentences_of(closed(text)))
