"""The schema of answers under one policy, with its own names; for a policy without anything, the general form.

Written by hand, for the descriptions; a test holds it against the types of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, get_args

from supportpolicy.compiled import Compiled
from supportpolicy.engine.answer import StepState, TargetState
from supportpolicy.language.builtin import ALWAYS_OPEN, PEOPLE, TEAM_CLOCK

Schema: TypeAlias = "dict[str, Any]"

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_BASE = "https://supportpolicy.dev/schemas/v1"
NOBODY = "none"
"""The team of a ticket that a rule gives to nobody."""
HELD = "assigned"
"""What stands in the place of a table where an assignment by hand holds the team."""
_DECISIONS = ("approve", "deny", "review", "hand_over", "redirect", "undecided", "none")
_INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$",
    "description": "An instant in UTC (RFC 3339), such as 2026-06-05T14:30:00Z.",
}
_MONEY: Schema = {"type": "string", "pattern": r"^\d+(\.\d+)? [A-Z]{3}$", "examples": ["20.00 EUR"]}
_LENGTH: Schema = {"type": "string", "pattern": r"^-?(\d+h)?(\d+m)?(\d+s)?$", "examples": ["1h30m"]}
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}


def answer_schema(compiled: Compiled) -> Schema:
    """JSON Schema of the answer to one ticket: closed, every field always there."""
    names = _Names(compiled)
    decision = {"anyOf": [{"$ref": "#/$defs/decision"}, {"type": "null"}]}
    return {
        "$schema": _DRAFT,
        "$id": f"{_BASE}/answer.schema.json",
        "title": f"Answer under {compiled.name}" if compiled.name else "Answer",
        **_record(
            "What a policy says about a ticket at an instant, and why.",
            policy=_said(_TEXT, "The policy's name."),
            behaviour=_said({"type": "string", "pattern": "^([0-9a-f]{64})?$"}, "The policy's behaviour hash."),
            ticket=_said(_or_null(_TEXT), "The ticket's id."),
            at=_INSTANT,
            opened=_said(_or_null(_INSTANT), "When the ticket was opened."),
            opened_assumed=_said(_FLAG, "Whether the ticket did not say when it was opened, so that `at` was taken."),
            stages=names.stages(),
            targets=_said(_list_of("target"), "Each run of a promised metric."),
            timelines=_said(_list_of("timeline"), "What happens as time passes."),
            requests=_said(decision, "The answer to what the ticket asks for; null where it asks for nothing."),
            refunds=_said(decision, "The answer to a request for a refund; null where there is none."),
            identity=_said(decision, "What must be proved first; null where it was not asked."),
            messages=_said(_list_of("message"), "What the customer is told."),
            do=_said(_list(names.actions), "What is to be done."),
            tags=_said(_list(_TEXT), "Tags that rules put on the ticket."),
            guidance=names.guidance(),
            reasons=_said(_list_of("reason"), "Why, table by table, for colleagues. Never shown to a customer."),
        ),
        "$defs": {
            "target": _target(names),
            "timeline": _timeline(names),
            "step": _step(names),
            "told": _told(names),
            "decision": _decision(names),
            "question": _record("A fact to find out.", fact=names.facts, ask=_said(_or_null(_TEXT), "How to ask.")),
            "verify": _verify(),
            "message": _message(names),
            "reason": _reason(names),
            "failed": _record(
                "A rule above the one that won, and the first of its tests that failed.",
                rule=_TEXT,
                test=_said(_TEXT, "The test in words."),
                at=_place(),
            ),
        },
    }


class _Names:
    """Enumerations of a policy's own names; plain text where the policy has none of the kind."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        teams = [team.name for team in compiled.teams]
        roles = [role.name for role in compiled.roles]
        self.teams = _among(teams)
        self.roles_and_teams = _among([*roles, *teams, *(name for name, _ in PEOPLE)] if roles or teams else ())
        self.actions = _among(action.name for action in compiled.actions)
        self.messages = _among(compiled.messages)
        calendars = [calendar.name for calendar in compiled.calendars]
        self.clocks = _among([ALWAYS_OPEN, TEAM_CLOCK, *calendars] if calendars else ())
        self.metrics = _among(metric.name for metric in compiled.metrics)
        self.timelines = _among(timeline.name for timeline in compiled.timelines)
        self.statuses = _among(status.name for status in compiled.statuses)
        self.channels = _among(channel.name for channel in compiled.channels)
        self.facts = _among(fact.name for fact in compiled.facts)
        self.tables = _among([*(table.name for table in compiled.tables), HELD] if compiled.tables else ())
        self.languages = _among(sorted({tag for texts in compiled.messages.values() for tag in texts if tag}))

    def decided(self, table: str, attribute: str) -> Schema:
        """What the rules of a table may decide, or nothing."""
        values = {rule.outcome.decides.get(attribute) for rule in self.compiled.table(table).rules}
        return _or_null(_among(sorted(value for value in values if value is not None)))

    def team(self) -> Schema:
        """A team of the policy, or `none` where a rule gives tickets to nobody."""
        nobody = any(rule.outcome.decides.get("team") == NOBODY for rule in self.compiled.table("routing").rules)
        return _or_null({"enum": [*self.teams["enum"], NOBODY]} if nobody and "enum" in self.teams else self.teams)

    def stages(self) -> Schema:
        """The decided attributes."""
        flag = _or_null(_FLAG)
        return _record(
            "What each sorting stage decided; null where no rule did.",
            tier=self.decided("tier", "tier"),
            severity=_or_null(_among(self.compiled.severity_levels)),
            reply_language=_or_null(_TEXT),
            language_level=self.decided("language", "language_level"),
            emergency=flag,
            claimed=_said(flag, "Whether the customer says that it is an emergency."),
            channel_support={"enum": ["yes", "closed", "not_for_you", "none", None]},
            redirect=_or_null(self.channels),
            team=self.team(),
            queue=self.decided("routing", "queue"),
            sla=self.decided("sla", "sla"),
        )

    def guidance(self) -> Schema:
        """The parts of guidance; what is in them is for people, and its form is their own."""
        parts = {str(name): {"description": f"What the policy says under {name}."} for name in self.compiled.guidance}
        return {
            "type": "object",
            "description": "Words and goals that apply, by the section they come from.",
            "properties": parts,
            "additionalProperties": not self.compiled.name,
        }


def _target(names: _Names) -> Schema:
    return _record(
        "One run of a promised metric.",
        metric=names.metrics,
        state=_said({"enum": list(get_args(TargetState))}, "waiting: not started yet. cancelled: ended unmet in time."),
        promise=_said(_TEXT, "What is promised, such as 4h or 1bd."),
        clock=_said(
            names.clocks,
            f"The calendar that counts; {TEAM_CLOCK}: the hours of whichever team has the ticket when it starts.",
        ),
        started=_or_null(_INSTANT),
        due=_said(_or_null(_INSTANT), "null while it waits or is paused, and beyond the horizon."),
        met=_said(_or_null(_INSTANT), "When it was met, in time or late."),
        ended=_said(_or_null(_INSTANT), "When it was missed or cancelled."),
        left=_said(_or_null(_LENGTH), "Open time left on its clock."),
        beyond_horizon=_said(_FLAG, "Whether it is due after the dates that the policy speaks of."),
        usually=_said(_or_null(_TEXT), "How long it usually takes; no promise."),
        at=_place(),
    )


def _timeline(names: _Names) -> Schema:
    return _record(
        "One run of a timeline.",
        name=names.timelines,
        section=_TEXT,
        state=_said({"enum": ["running", "stopped", "waiting"]}, "waiting: what starts it has not come."),
        started=_or_null(_INSTANT),
        stopped=_or_null(_INSTANT),
        because=_said(_or_null(_TEXT), "What stopped it."),
        steps=_list_of("step"),
        place=_place(),
    )


def _step(names: _Names) -> Schema:
    return _record(
        "One moment of a timeline.",
        state={"enum": list(get_args(StepState))},
        at=_or_null(_INSTANT),
        step=_said(_TEXT, "When, in the policy's words."),
        number=_said(_COUNT, "Of a step that repeats: which time."),
        because=_said(_or_null(_TEXT), "Why it was skipped or dropped."),
        tell=_list_of("told"),
        via=_list(_TEXT),
        assign=_or_null(names.teams),
        status=_or_null(names.statuses),
        say=_list(names.messages),
        do=_list(names.actions),
        tag=_list(_TEXT),
        note=_or_null(_TEXT),
        place=_place(),
    )


def _told(names: _Names) -> Schema:
    return _record(
        "Somebody a step tells.",
        who=names.roles_and_teams,
        on_duty=_said(_or_null(_FLAG), "null where the policy does not know their hours."),
        next_on=_said(_or_null(_INSTANT), "When somebody who is off duty is there again."),
        asked=_said(_TEXT, "As the step names them."),
    )


def _decision(names: _Names) -> Schema:
    return _record(
        "The answer of requests, refunds or identity.",
        decision=_said({"enum": list(_DECISIONS)}, "undecided: a fact is missing that matters. none: no rule applies."),
        rule=_or_null(_TEXT),
        at=_place(),
        amount=_or_null(_MONEY),
        to=_list(_TEXT),
        paid_within=_or_null(_TEXT),
        pay_by=_or_null(_INSTANT),
        approver=_list(names.roles_and_teams),
        confirm=_or_null(_TEXT),
        proof=_list(_TEXT),
        team=_or_null(names.teams),
        redirect=_or_null(_TEXT),
        wait=_or_null(_TEXT),
        wait_until=_or_null(_INSTANT),
        ask=_said(_list_of("question"), "Facts to find out, most useful first."),
        problem=_said(_or_null(_TEXT), "Why no sum can be worked out, whatever is found out."),
        say=_list(names.messages),
        do=_list(names.actions),
        tag=_list(_TEXT),
        customer_reason=_said(_or_null(_TEXT), "Why, in words a customer may read."),
        why=_said(_or_null(_TEXT), "Why, for colleagues. Never shown to a customer."),
        verify={"anyOf": [{"$ref": "#/$defs/verify"}, {"type": "null"}]},
    )


def _verify() -> Schema:
    return _record(
        "The proof that identity demands.",
        all_of=_list(_TEXT),
        any_of=_list(_TEXT),
        points=_said({"type": "object", "additionalProperties": _COUNT}, "Points by proof."),
        at_least=_or_null(_COUNT),
        attempts=_or_null(_COUNT),
        never_reveal=_list(_TEXT),
    )


def _message(names: _Names) -> Schema:
    return _record(
        "Words for the customer.",
        name=names.messages,
        language=_said(_or_null(names.languages), "null where the message has no text."),
        text=_said(_TEXT, "With the ticket's facts filled in."),
        source=_said(_TEXT, "The table or timeline that asks for it."),
        at=_said(_or_null(_INSTANT), "When it is sent; null: with the next answer."),
        missing=_said(_list(_TEXT), "Facts that the text wants and the ticket has not."),
    )


def _reason(names: _Names) -> Schema:
    return _record(
        "Why one table answered as it did.",
        table=_said(names.tables, f"{HELD}: somebody put a team in charge by hand."),
        rule=_said(_or_null(_TEXT), "The rule that won."),
        at=_place(),
        why=_or_null(_TEXT),
        holds=_said(_list(_TEXT), "The tests of the rule that won, in words."),
        before=_said(_list_of("failed"), "The rules above it."),
    )


def _record(about: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _or_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if schema.get("type") in ("string", "boolean", "integer") and not {"pattern", "format"} & schema.keys():
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _list_of(name: str) -> Schema:
    return _list({"$ref": f"#/$defs/{name}"})


def _place() -> Schema:
    return _said(_TEXT, "`file:line`.")


def _among(names: Iterable[str]) -> Schema:
    known = [str(name) for name in dict.fromkeys(names)]
    return {"enum": known} if known else _TEXT
