"""The topics of a policy that concern an AI agent, each with its blocks. Nothing is said that the policy does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Channel, Language
from supportpolicy.compiled.hours_in_words import hours_in_words
from supportpolicy.compiled.tables import Outcome, Rule
from supportpolicy.compiled.views import when_in_words
from supportpolicy.targets.agent_guidance.asking import first_questions, meanings
from supportpolicy.targets.agent_guidance.blocks import Block, Topic, pieces_of, sentences_of
from supportpolicy.targets.agent_guidance.manners import communication, self_service, style, voice
from supportpolicy.targets.agent_guidance.sentences import (
    attributes_decided,
    closed,
    decided,
    listed,
    promise_sentence,
    rule_sentences,
    spelled,
)

_IN_ORDER = "Go through these rules in their order. The first that fits wins, and no later one counts."
_NEVER_GUESS = "Never guess a fact: what a rule needs and nobody knows has to be asked first."
_EXACT = "Sums, dates and what is unclear: ask `supportpolicy decide` and do as it answers."


def topics_of(compiled: Compiled) -> tuple[Topic, ...]:
    """Every topic of which the policy says something, in the order in which an agent needs them."""
    guidance = compiled.guidance
    found = (
        _first(compiled),
        Topic("self-service", "What you may answer, and when you hand over", "", self_service(guidance)),
        Topic("voice", "How we sound", "", voice(guidance)),
        Topic("style", "How we write", "", style(guidance)),
        Topic("languages", "Languages", "", tuple(_languages(compiled))),
        Topic("channels", "Channels", "", tuple(_channels(compiled))),
        Topic(
            "hours",
            "Opening hours",
            "Whether it is open at a moment: ask `supportpolicy decide`.",
            tuple(_hours(compiled)),
        ),
        Topic("conditions", "What conditions mean", "", tuple(meanings(compiled))),
        _ordered(
            compiled, "tier", "tiers", "Who the customer is to us", attributes_decided, _IN_ORDER, _tiers(compiled)
        ),
        _ordered(
            compiled, "severity", "severities", "How grave it is", attributes_decided, _IN_ORDER, _severities(compiled)
        ),
        _ordered(compiled, "emergency", "emergencies", "What is an emergency", _emergency, _IN_ORDER),
        Topic(
            "emergency-words", "Emergencies and severity: what else counts", "", tuple(_around_emergencies(compiled))
        ),
        _ordered(compiled, "identity", "identity", "Checking who it is", decided, f"{_IN_ORDER} {_NEVER_GUESS}"),
        _asking(compiled, "identity", "What to ask before you check who it is"),
        _ordered(
            compiled, "requests", "requests", "What customers ask for", decided, f"{_IN_ORDER} {_NEVER_GUESS} {_EXACT}"
        ),
        _asking(compiled, "requests", "What to ask before you decide on a request"),
        _ordered(compiled, "refunds", "refunds", "Money back", decided, f"{_IN_ORDER} {_NEVER_GUESS} {_EXACT}"),
        _asking(compiled, "refunds", "What to ask before you decide on money"),
        Topic(
            "promises",
            "What we promise",
            f"These are all the times that are promised. {_IN_ORDER} When something is due: ask `supportpolicy decide`.",
            tuple(_promises(compiled)),
            "sla",
        ),
        Topic("communication", "With colleagues and customers", "", communication(guidance)),
        Topic("actions", "What is to be done, in words", "", tuple(_actions(compiled))),
        Topic(
            "messages",
            "Our words",
            "Messages by name and language, to be sent as they are; names in braces stand for facts.",
            tuple(_messages(compiled)),
        ),
    )
    return tuple(topic for topic in found if topic.blocks)


def _first(compiled: Compiled) -> Topic:
    """What holds for all items: where the exact answer is."""
    sentences = (
        f"These items say the support policy of {compiled.name} in words.",
        "What must be exact comes from the program: `supportpolicy decide TICKET.json --policy POLICY`.",
        "It says which rule fits, the sum, who must agree, what proof is needed, and when something is due.",
        "Where it says undecided, ask the customer what it asks for, and then ask the program again.",
        "Where an item and its answer differ, its answer holds.",
    )
    sensitive = tuple(
        Block((f"Never tell a customer about {fact.name}.",), at=fact.at) for fact in compiled.facts if fact.sensitive
    )
    return Topic("first", "How to use this", "", (Block(sentences), *sensitive))


def _ordered(
    compiled: Compiled,
    table: str,
    key: str,
    title: str,
    says: Callable[[Outcome], str],
    opening: str,
    before: tuple[Block, ...] = (),
) -> Topic:
    """The rules of a table, each once, in order."""
    rules = compiled.table(table).rules
    blocks = (
        Block(rule_sentences(place, rule, says(rule.outcome)), rule.name, rule.at)
        for place, rule in enumerate(rules, 1)
    )
    return Topic(key, title, opening, (*before, *blocks), table)


def _asking(compiled: Compiled, table: str, title: str) -> Topic:
    opening = "One question after the other in this order, and only while the answer still matters."
    return Topic(f"{table}-questions", title, opening, tuple(first_questions(compiled, compiled.table(table))))


def _emergency(outcome: Outcome) -> str:
    return "it is an emergency" if outcome.decides.get("emergency") == "true" else "it is none"


def _tiers(compiled: Compiled) -> tuple[Block, ...]:
    described: dict[str, str] = compiled.guidance.get("tiers", {})
    return tuple(Block(sentences_of(f"{name}: {closed(text)}")) for name, text in described.items())


def _severities(compiled: Compiled) -> tuple[Block, ...]:
    described: dict[str, str] = compiled.guidance.get("severities", {})
    levels = Block((f"Levels, gravest first: {listed(compiled.severity_levels)}.",))
    texts = (Block(sentences_of(f"{name}: {closed(text)}")) for name, text in described.items())
    return (levels, *texts) if compiled.severity_levels else ()


def _around_emergencies(compiled: Compiled) -> Iterator[Block]:
    for rule in compiled.table("emergency.claimed").rules:
        if rule.outcome.decides.get("claimed") == "true":
            yield Block((f"The customer claims an emergency if {when_in_words(rule)}.",), at=rule.at)
    for name in ("adjust.proof", "adjust.raise", "adjust.lower"):
        for rule in compiled.table(name).rules:
            yield Block(_adjusted(name, rule), at=rule.at)
    for timeline in compiled.timelines:
        if timeline.section == "emergency":
            for step in timeline.steps:
                if step.every is not None and step.say:
                    names = listed(f"“{name}”" for name in step.say)
                    often = spelled(step.every)
                    yield Block(
                        (f"During an emergency the customer gets the message {names} every {often}.",), at=step.at
                    )


def _adjusted(name: str, rule: Rule) -> tuple[str, ...]:
    way = {"adjust.raise": "at least ", "adjust.lower": "at most "}.get(name, "")
    level = rule.outcome.decides.get("severity", "")
    sentences = [f"If {when_in_words(rule)}: severity is {way}{level}."]
    if rule.outcome.say:
        sentences.append(f"Say {listed(f'the message “{one}”' for one in rule.outcome.say)}.")
    return tuple(sentences)


def _languages(compiled: Compiled) -> Iterator[Block]:
    for language in compiled.languages:
        yield Block(tuple(_language(language)), at=language.at)


def _language(language: Language) -> Iterator[str]:
    who = "Any other language" if language.name == "otherwise" else f"Language {language.name}"
    answered = f"is answered in {language.reply_in}" if language.reply_in else "is answered in this language"
    yield f"{who}: {answered}; level {language.level}."
    if language.coverage:
        yield f"People who speak it are there in the hours {language.coverage}."
    if language.say:
        yield f"Say {listed(f'the message “{name}”' for name in language.say)}."
    if language.about:
        yield from sentences_of(closed(language.about))


def _channels(compiled: Compiled) -> Iterator[Block]:
    for channel in compiled.channels:
        yield Block(tuple(_channel(compiled, channel)), at=channel.at)


def _channel(compiled: Compiled, channel: Channel) -> Iterator[str]:
    yield (
        f"Channel {channel.name}: no support is given here."
        if channel.support == "none"
        else f"Channel {channel.name}: for {channel.for_whom or 'everybody'}."
    )
    if channel.coverage:
        yield f"Open in the hours {channel.coverage}."
    if channel.languages:
        yield f"Languages here: {listed(channel.languages)}."
    if channel.needs:
        yield f"Needed before anything else: {listed(channel.needs)}."
    for rule in compiled.table("channel").rules:
        support = rule.outcome.decides.get("channel_support", "")
        if not rule.name.startswith(f"{channel.name}: ") or support == "yes":
            continue
        whom = {"not_for_you": "Others", "closed": "Out of hours, customers", "none": "Customers"}.get(
            support, "Others"
        )
        there = rule.outcome.decides.get("redirect")
        if there:
            yield f"{whom} are sent to {there}."
        if rule.outcome.say:
            yield f"They are told the message {listed(f'“{name}”' for name in rule.outcome.say)}."
    if channel.about:
        yield from sentences_of(closed(channel.about))


def _hours(compiled: Compiled) -> Iterator[Block]:
    named = {one.coverage for one in compiled.languages} | {one.coverage for one in compiled.channels}
    named |= {target.clock for rule in compiled.table("sla").rules for target in rule.outcome.targets if target.clock}
    for calendar in compiled.calendars:
        if calendar.name in named:
            yield Block((f"{calendar.name}: {hours_in_words(calendar)}.",), at=calendar.at)


def _promises(compiled: Compiled) -> Iterator[Block]:
    for place, rule in enumerate(compiled.table("sla").rules, 1):
        row = f", row {rule.row}" if rule.row else ""
        when = when_in_words(rule)
        name = rule.outcome.decides.get("sla", rule.name)
        head = f"Rule {place}, “{name}”{row}: {f'if {when}' if when != 'always' else 'in every other case'}:"
        targets = [promise_sentence(target) for target in rule.outcome.targets] or ["no time is promised."]
        yield Block((f"{head} {targets[0]}", *targets[1:]), rule.name, rule.at)


def _actions(compiled: Compiled) -> Iterator[Block]:
    for action in compiled.actions:
        by = f" By {listed(action.by, 'or')}." if action.by else ""
        yield Block(sentences_of(f"{action.name}: {closed(action.does)}{by}"), at=action.at)


def _messages(compiled: Compiled) -> Iterator[Block]:
    for name, texts in compiled.messages.items():
        for language, text in texts.items():
            yield Block((f"“{name}” in {language}: ", *pieces_of(text)), verbatim=True)
