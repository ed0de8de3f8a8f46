"""SP623: a bot without a way to a person. SP624: one that a customer cannot ask for it. SP625: a hand-over that never comes."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import certainly_disjoint, facts_asked
from supportpolicy.checks.written_out import condition_place, every_test
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.sections.communication import Bot

NO_WAY = Kind(
    "SP623",
    "bot-without-hand-over",
    "warning",
    "A bot answers customers, and nothing says when it must hand over to a person.",
    "A customer whom the bot does not understand goes round and round, and its invented answers bind the company. Some "
    "hosts advertise a person and no bot for that reason.",
    """supportpolicy: 1
name: acme
fields: {topic: {type: choice, values: [how-to, billing]}}
self_service: {bot: {may_answer: {topic: how-to}}}
""",
    """supportpolicy: 1
name: acme
fields: {topic: {type: choice, values: [how-to, billing]}}
self_service: {bot: {may_answer: {topic: how-to}, hand_over: {asks_for_human: true}}}
""",
)
CANNOT_ASK = Kind(
    "SP624",
    "bot-ignores-the-wish",
    "warning",
    "A bot hands over in some cases, and not where the customer asks for a person.",
    "Nothing makes people angrier than to ask for a person and to get the same bot again.",
    """supportpolicy: 1
name: acme
self_service: {bot: {hand_over: {bot_turns: {at_least: 5}}}}
""",
    """supportpolicy: 1
name: acme
self_service: {bot: {hand_over: {any_of: [{asks_for_human: true}, {bot_turns: {at_least: 5}}]}}}
""",
)
NEVER = Kind(
    "SP625",
    "hand-over-never-comes",
    "warning",
    "The bot hands over only tickets that it may not answer in the first place.",
    "Once the bot has a ticket it never gives it away; the way to a person is on paper only.",
    """supportpolicy: 1
name: acme
fields: {topic: {type: choice, values: [how-to, billing]}}
self_service: {bot: {may_answer: {topic: how-to}, hand_over: {asks_for_human: true, topic: billing}}}
""",
    """supportpolicy: 1
name: acme
fields: {topic: {type: choice, values: [how-to, billing]}}
self_service: {bot: {may_answer: {topic: how-to}, hand_over: {asks_for_human: true, topic: how-to}}}
""",
)

_CHANGING = frozenset(
    "bot_turns sentiment replies status now tags asks_for_human emergency severity reopened_count".split()
)
"""Facts that become another while a conversation goes on: a bot may lose a ticket by them and then hand it over."""


def check_no_way(context: Context) -> Iterator[Diagnostic]:
    """Bots without `hand_over`."""
    bot = _bot(context)
    if bot is not None and bot.hand_over is None:
        place = bot.span if bot.may_answer is None else condition_place(bot.may_answer, bot.span)
        yield NO_WAY.at(
            place,
            "nothing says when this bot hands over to a person",
            help="add it beside 'may_answer': hand_over: {asks_for_human: true}",
        )


def check_cannot_ask(context: Context) -> Iterator[Diagnostic]:
    """Hand-overs that never look at the customer's wish."""
    bot = _bot(context)
    if bot is None or bot.hand_over is None or not context.complete("conditions"):
        return
    if not any(test.field == "asks_for_human" for test in every_test(bot.hand_over, context.policy)):
        yield CANNOT_ASK.at(
            condition_place(bot.hand_over, bot.span),
            "a customer who asks for a person is not handed over",
            help="add it under 'any_of': - asks_for_human: true",
        )


def check_never(context: Context) -> Iterator[Diagnostic]:
    """Hand-overs that certainly never hold for what the bot may answer, by facts that stay as they are."""
    bot = _bot(context)
    if bot is None or bot.hand_over is None or bot.may_answer is None or not context.complete("conditions", "fields"):
        return
    overlaps = context.overlaps
    may, hands = overlaps.tickets(bot.may_answer), overlaps.tickets(bot.hand_over)
    if not hands.alternatives or not certainly_disjoint(may, hands) or not _CHANGING.isdisjoint(facts_asked(may)):
        return
    yield NEVER.at(
        condition_place(bot.hand_over, bot.span),
        "this never holds for a ticket that the bot may answer",
        related=(Related(condition_place(bot.may_answer, bot.span), "what the bot may answer"),),
        help="hand over by something that can happen there, such as asks_for_human: true alone",
    )


def _bot(context: Context) -> Bot | None:
    return context.policy.self_service.bot if context.policy.self_service is not None else None


CHECKS = (Check(NO_WAY, check_no_way), Check(CANNOT_ASK, check_cannot_ask), Check(NEVER, check_never))
