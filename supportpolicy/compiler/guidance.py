"""Words and goals for people and AI agents: `guidance`, and the table that says which of them apply to a ticket."""

from __future__ import annotations

from typing import Any

from supportpolicy.compiled.tables import Outcome
from supportpolicy.compiled.writing import to_plain
from supportpolicy.compiler.amounts import duration
from supportpolicy.compiler.drafting import Drafter, word_of, words_of
from supportpolicy.compiler.drafts import DraftRule, DraftTable
from supportpolicy.compiler.words import in_words
from supportpolicy.diagnostics import Span
from supportpolicy.language.amounts import Amount, Percent
from supportpolicy.language.conditions import ALWAYS, Condition
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.communication import Communication, SelfService
from supportpolicy.language.sections.guidance import ChannelStyle, Quality, Voice
from supportpolicy.language.sections.timelines import Lifecycle


class _Rules:
    """Collects the conditions of pieces of guidance under names that the pieces carry as `when`."""

    def __init__(self, drafter: Drafter) -> None:
        self.drafter = drafter
        self.rules: list[DraftRule] = []

    def when(self, name: str, condition: Condition | None, span: Span) -> dict[str, str]:
        """What a piece says of its condition: the rule's name and its words; nothing where it always applies."""
        if condition is None or condition == ALWAYS:
            return {}
        names = {rule.name for rule in self.rules}
        wanted, count = name, 2
        while name in names:
            name, count = f"{wanted} ({count})", count + 1
        self.rules.append(self.drafter.rule(name, condition, Outcome(), span))
        return {"rule": name, "when": in_words(condition)}


def guidance_of(policy: Policy, drafter: Drafter) -> tuple[dict[str, Any], DraftTable]:
    """All guidance as plain data, and the table `guidance` with the conditions it names."""
    rules = _Rules(drafter)
    found: dict[str, Any] = {}
    if policy.voice is not None:
        found["voice"] = _voice(policy.voice, rules)
    if policy.style is not None:
        general = _style(policy.style.general)
        channels = {str(name): _style(style) for name, style in policy.style.channels}
        found["style"] = _some({**general, "channels": channels})
    if policy.quality is not None:
        found["quality"] = _quality(policy.quality, rules)
    if policy.self_service is not None:
        found["self_service"] = _self_service(policy.self_service, rules)
    if policy.communication is not None:
        found["communication"] = _communication(policy.communication, rules)
    if policy.lifecycle is not None:
        found["lifecycle"] = _lifecycle(policy.lifecycle)
    if policy.severities is not None and policy.severities.describe:
        found["severities"] = dict(policy.severities.describe)
    tiers = {str(tier.tier): tier.describe for tier in policy.tiers if tier.tier is not None and tier.describe}
    if tiers:
        found["tiers"] = tiers
    return found, DraftTable("guidance", "after", "all", tuple(rules.rules))


def _voice(voice: Voice, rules: _Rules) -> dict[str, Any]:
    return _some(
        {
            "formality": voice.formality,
            "emoji": voice.emoji,
            "person": voice.person,
            "avoid": [_some({"words": list(words_of(avoid.words)), "prefer": avoid.prefer}) for avoid in voice.avoid],
            "tones": [
                {**rules.when(f"voice.tones {number}", tone.when, tone.span), "tone": tone.tone}
                for number, tone in enumerate(voice.tones, 1)
            ],
            "languages": dict(voice.languages),
            "guidelines": list(voice.guidelines),
        }
    )


def _style(style: ChannelStyle) -> dict[str, Any]:
    return _some(
        {
            "answers": style.answers,
            "length": style.length,
            "links": style.links,
            "follow_up_questions": style.follow_up_questions,
            "greeting": style.greeting,
            "sign_off": style.sign_off,
            "guidelines": list(style.guidelines),
        }
    )


def _quality(quality: Quality, rules: _Rules) -> dict[str, Any]:
    goals = [
        _some(
            {
                "measure": str(goal.measure),
                "at_least": _measured(goal.at_least),
                "at_most": _measured(goal.at_most),
                "met": _measured(goal.met),
                "within": _time(goal.within),
                "over": goal.over,
                **rules.when(f"quality.goals {number}", goal.when, goal.span),
            }
        )
        for number, goal in enumerate(quality.goals, 1)
    ]
    scorecard = [
        _some(
            {
                "name": str(line.name),
                "weight": line.weight,
                "critical": line.critical or None,
                "about": line.about,
                **rules.when(f"quality.scorecard {line.name}", line.when, line.span),
            }
        )
        for line in quality.scorecard
    ]
    reviews = [
        _some(
            {
                "share": _measured(review.share),
                "by": list(words_of(review.by)),
                "every": review.every,
                **rules.when(f"quality.reviews {number}", review.when, review.span),
            }
        )
        for number, review in enumerate(quality.reviews, 1)
    ]
    return _some({"goals": goals, "scorecard": scorecard, "reviews": reviews, "guidelines": list(quality.guidelines)})


def _self_service(service: SelfService, rules: _Rules) -> dict[str, Any]:
    found: dict[str, Any] = {}
    bot = service.bot
    if bot is not None:
        found["bot"] = _some(
            {
                "name": bot.name,
                "introduce": list(words_of(bot.introduce)),
                "may_answer": rules.when("self_service.bot.may_answer", bot.may_answer, bot.span),
                "hand_over": rules.when("self_service.bot.hand_over", bot.hand_over, bot.span),
                "hand_over_to": word_of(bot.hand_over_to),
                "never": list(bot.never),
            }
        )
    more = {
        "help_centre": service.help_centre,
        "languages": list(words_of(service.languages)),
        "guidelines": list(service.guidelines),
    }
    return _some({**found, **more})


def _communication(communication: Communication, rules: _Rules) -> dict[str, Any]:
    learns = [
        _some(
            {
                "what": learns.what,
                "how": list(words_of(learns.how)),
                "by": list(words_of(learns.by)),
                "within": _time(learns.within),
            }
        )
        for learns in communication.team_learns
    ]
    handovers = [
        _some(
            {
                "name": str(handover.name),
                "from": str(handover.giver),
                "to": str(handover.taker),
                "how": handover.how,
                "checklist": list(handover.checklist),
                **rules.when(f"communication.handovers {handover.name}", handover.when, handover.span),
            }
        )
        for handover in communication.handovers
    ]
    approvals = [
        _some(
            {
                "what": approval.what,
                "by": list(words_of(approval.by)),
                **rules.when(f"communication.approvals {number}", approval.when, approval.span),
            }
        )
        for number, approval in enumerate(communication.approvals, 1)
    ]
    return _some(
        {
            "team_learns": learns,
            "handovers": handovers,
            "approvals": approvals,
            "guidelines": list(communication.guidelines),
        }
    )


def _lifecycle(lifecycle: Lifecycle) -> dict[str, Any]:
    reopen = lifecycle.reopen
    return _some(
        {
            "reopen": _some({"within": _time(reopen.within), "otherwise": reopen.otherwise}) if reopen else None,
            "one_issue_per_ticket": lifecycle.one_issue_per_ticket or None,
        }
    )


def _measured(value: Percent | float | None) -> str | float | None:
    return f"{value.number}%" if isinstance(value, Percent) else value


def _time(amount: Amount | None) -> Any:
    return None if amount is None else to_plain(duration(amount))


def _some(parts: dict[str, Any]) -> dict[str, Any]:
    """Without what is not said."""
    return {key: part for key, part in parts.items() if part is not None and part not in ([], {}, "")}
