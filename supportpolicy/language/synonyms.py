"""Words of other tools and languages, and what a policy says instead. Used for advice only."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from supportpolicy.diagnostics import write

KEYS: Mapping[str, tuple[str, ...]] = {
    "action": ("do",),
    "actions": ("do", "steps"),
    "agents": ("teams", "roles"),
    "all": ("all_of",),
    "and": ("all_of",),
    "any": ("any_of",),
    "apply_to": ("when",),
    "approvers": ("approver",),
    "assign_to": ("team", "assign"),
    "assigned_to": ("team", "assign"),
    "assignee": ("team", "assign"),
    "automations": ("escalation",),
    "business_hours": ("coverage", "open", "clock"),
    "calendar": ("clock", "coverage"),
    "calendars": ("coverage",),
    "condition": ("when",),
    "conditions": ("when",),
    "contains": ("mentions", "has"),
    "criteria": ("when",),
    "custom_fields": ("fields",),
    "delay": ("after",),
    "description": ("about", "describe", "why"),
    "do": ("steps",),
    "else": ("otherwise",),
    "escalations": ("escalation",),
    "exclude": ("except",),
    "exists": ("present",),
    "filter": ("when",),
    "first_reply": ("first_response",),
    "group": ("team",),
    "groups": ("teams",),
    "gt": ("above",),
    "gte": ("at_least",),
    "holiday": ("holidays",),
    "hours": ("open", "coverage"),
    "id": ("name",),
    "if": ("when",),
    "in": ("is",),
    "includes": ("has", "mentions"),
    "label": ("name",),
    "labels": ("tag",),
    "lt": ("below",),
    "lte": ("at_most",),
    "macros": ("messages",),
    "match": ("when",),
    "matches": ("mentions",),
    "max": ("at_most",),
    "message": ("say",),
    "min": ("at_least",),
    "ne": ("not",),
    "neq": ("not",),
    "not_in": ("not",),
    "notify": ("tell",),
    "on": ("starts_on",),
    "options": ("values",),
    "or": ("any_of",),
    "owner_team": ("team",),
    "people": ("roles",),
    "plans": ("tiers",),
    "policies": ("sla",),
    "priorities": ("severities",),
    "priority": ("level",),
    "queue": ("team",),
    "queues": ("teams",),
    "reason": ("why",),
    "reply": ("say",),
    "routes": ("routing",),
    "rules": ("routing",),
    "schedule": ("coverage", "clock", "open"),
    "schedules": ("coverage",),
    "segments": ("tiers",),
    "severity": ("level", "severities"),
    "sla_policies": ("sla",),
    "sla_targets": ("targets", "sla"),
    "slas": ("sla",),
    "start": ("from",),
    "template": ("say",),
    "templates": ("messages",),
    "then": ("team", "level", "decision", "steps", "targets"),
    "title": ("name",),
    "tone": ("voice", "formality"),
    "triggers": ("escalation",),
    "tz": ("timezone",),
    "unless": ("except",),
    "where": ("when",),
    "workflows": ("routing",),
    ">": ("above",),
    ">=": ("at_least",),
    "<": ("below",),
    "<=": ("at_most",),
    "!=": ("not",),
}
"""A key as other tools call it -> keys of the language, the likeliest first."""

GROUPS: Mapping[str, str] = {
    "or": "any_of",
    "any": "any_of",
    "and": "all_of",
    "all": "all_of",
    "not": "none_of",
    "none": "none_of",
    "nor": "none_of",
}
"""A word where a fact of a `when` is expected -> the group of conditions it was meant to be."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "accept": ("approve",),
    "allow": ("approve",),
    "bool": ("boolean",),
    "checkbox": ("boolean",),
    "currency": ("money",),
    "date": ("time",),
    "datetime": ("time",),
    "decimal": ("number",),
    "decline": ("deny",),
    "dropdown": ("choice",),
    "enum": ("choice",),
    "escalate": ("hand_over",),
    "float": ("number",),
    "friendly": ("casual",),
    "grant": ("approve",),
    "informal": ("casual",),
    "int": ("number",),
    "integer": ("number",),
    "interval": ("duration",),
    "labels": ("tags",),
    "list": ("choice", "tags"),
    "manual": ("review",),
    "multiselect": ("tags",),
    "partial": ("best-effort",),
    "price": ("money",),
    "refuse": ("deny",),
    "reject": ("deny",),
    "select": ("choice",),
    "str": ("text",),
    "string": ("text",),
    "timestamp": ("time",),
    "transfer": ("hand_over",),
}
"""A fixed word as other tools call it -> words of the language."""

TRUE_OR_FALSE: Mapping[str, str] = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "1": "true",
    "no": "false",
    "n": "false",
    "off": "false",
    "0": "false",
}
"""What people write for true and false."""

COMPARISONS: Mapping[str, str] = {
    ">=": "at_least",
    "=>": "at_least",
    "<=": "at_most",
    "=<": "at_most",
    ">": "above",
    "<": "below",
    "!=": "not",
}
"""Signs of comparison -> operators."""


def meant(word: str, table: Mapping[str, tuple[str, ...]], known: Collection[str]) -> str | None:
    """The first of the known words that `word` stands for elsewhere."""
    plain = word.strip().lower().replace("-", "_").replace(" ", "_")
    return next((other for other in table.get(plain, ()) if other in known), None)


def write_flag(text: str) -> str:
    """Advice for what stands in the place of true or false; what means one of them beyond doubt has it as its remedy."""
    word = text.strip().lower()
    right = word if word in ("true", "false") else TRUE_OR_FALSE.get(word)
    if right is None:
        return "write true or false"
    return write(right, text, sure=not word.isdigit(), how="yaml")
