"""Policies that nobody wrote: what the language's own schema allows, with something wrong here and there."""

from typing import Any

import yaml

from supportpolicy.language.schema import policy_schema
from tests.robustness.choosing import Chooser

NAMES = (
    "a", "b", "front-desk", "office", "critical", "low", "en", "de", "email", "plan", "topic", "free", "first_response",
    "x y", "Name", "always", "opened", "solved", "severity", "tier", "order.total", "since",
)  # fmt: skip
"""Few enough for one name to be used where another place declares it."""
_OWN = ("a", "b", "front-desk", "office", "x y", "Name")
DECLARED: dict[str, Any] = {
    "currency": "EUR",
    "horizon": "2026-01-01..2026-12-31",
    "business_day_calendar": "office",
    "fields": {
        "plan": {"type": "choice", "values": ["a", "b", "free"]},
        "topic": {"type": "choice", "values": ["a", "b", "x y"], "default": "a"},
        "order.total": {"type": "money"},
        "since": {"type": "time"},
        **{name: {"type": kind} for name, kind in zip(_OWN, ("number", "boolean", "text", "time"), strict=False)},
    },
    "conditions": {name: {"plan": "a"} for name in _OWN},
    "coverage": {name: {"open": {"mon-fri": "09:00-17:00"}} for name in _OWN},
    "roles": {name: {"coverage": "office", "contact": ["phone", "chat", "email"]} for name in ("a", "b", "Name")},
    "teams": [{"name": name, "coverage": "office", "contact": "phone"} for name in ("front-desk", "office", "x y")],
    "messages": dict.fromkeys(_OWN, "Hello"),
    "languages": {"en": {"coverage": "office"}, "de": {"coverage": "always"}},
    "channels": {"email": {}, "a": {}},
    "severities": {"levels": ["critical", "low"], "rules": [{"level": "low"}]},
    "tiers": [{"name": "free"}],
    "actions": dict.fromkeys(_OWN, "Do it."),
    "statuses": {"a": {"waiting_on": "us"}},
    "events": {"b": {"at": "since"}},
    "prices": {"a": "5 EUR"},
}
"""What the names of a tree may stand for, so that some trees have nothing wrong in them."""
_SCHEMA = policy_schema()
_DEFINITIONS = _SCHEMA["$defs"]
_SECTIONS = tuple(_SCHEMA["properties"])
_MOST_DEPTH = 9


def _words(schema: Any, found: dict[str, None]) -> dict[str, None]:
    if isinstance(schema, dict):
        for key in schema.get("properties", {}):
            found.setdefault(key)
        for value in schema.get("enum", []):
            if isinstance(value, str):
                found.setdefault(value)
        for part in schema.values():
            _words(part, found)
    elif isinstance(schema, list):
        for part in schema:
            _words(part, found)
    return found


WORDS = tuple(_words(_SCHEMA, {}))
"""Every key and fixed value of the language."""


class TreeMaker:
    """Makes one policy file as plain data. `one_in` says how often something is wrong: 0 never."""

    def __init__(self, choose: Chooser, one_in: int) -> None:
        self.choose = choose
        self.one_in = one_in

    def policy(self) -> dict[str, Any]:
        """A file of some sections, the header most often among them."""
        made: dict[str, Any] = {"supportpolicy": 1, "name": "acme", "timezone": "Europe/Dublin"}
        if not self.choose.rarely(3):
            made.update(DECLARED)
        for _ in range(self.choose.number(1, 5)):
            section = self.choose.one_of(_SECTIONS)
            made[section] = self.value(_SCHEMA["properties"][section], 0)
        if self.wrong():
            made[self.choose.one_of(WORDS)] = self.choose.odd()
        return made

    def wrong(self) -> bool:
        """Whether something goes wrong at this place."""
        return self.one_in > 0 and self.choose.rarely(self.one_in)

    def value(self, schema: Any, depth: int) -> Any:
        """A value that the schema allows, or one that it does not."""
        if self.wrong():
            return self.choose.odd()
        while "$ref" in schema:
            schema = _DEFINITIONS[schema["$ref"].rsplit("/", 1)[1]]
        if schema.get("examples") and self.choose.rarely(4):
            return self.choose.one_of(schema["examples"])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.choose.one_of(schema["enum"])
        for several in ("anyOf", "oneOf"):
            if several in schema and "properties" not in schema:
                return self.value(self.choose.one_of(schema[several]), depth)
        kind = schema.get("type", "string")
        return self.of_kind(self.choose.one_of(kind) if isinstance(kind, list) else kind, schema, depth)

    def of_kind(self, kind: str, schema: Any, depth: int) -> Any:
        """A value of one kind."""
        match kind:
            case "object":
                return self.mapping(schema, depth)
            case "array":
                most = 1 if depth > _MOST_DEPTH else 3
                inner = schema.get("items", {})
                return [
                    self.value(inner, depth + 1) for _ in range(self.choose.number(schema.get("minItems", 0), most))
                ]
            case "boolean":
                return self.choose.number(0, 1) == 1
            case "integer":
                return self.choose.number(0, 12)
            case "number":
                return self.choose.one_of((0, 1, 3, 0.5, 99.9, -0.4))
            case "null":
                return None
        return self.text(schema)

    def text(self, schema: Any) -> str:
        """A word that means something: an example of its syntax, a name, now and then a word of the language."""
        if schema.get("examples"):
            found = self.choose.one_of(schema["examples"])
            return found if isinstance(found, str) else str(found)
        return self.choose.one_of(NAMES) if not self.choose.rarely(5) else self.choose.one_of(WORDS)

    def mapping(self, schema: Any, depth: int) -> dict[str, Any]:
        """A mapping: what is required, some of what is allowed, names where the author chooses them."""
        known: dict[str, Any] = schema.get("properties", {})
        made = {key: self.value(known[key], depth + 1) for key in schema.get("required", ()) if not self.wrong()}
        branches = schema.get("anyOf", schema.get("oneOf", ()))
        if branches:
            for key in self.choose.one_of(branches).get("required", ()):
                made[key] = self.value(known.get(key, {}), depth + 1)
        if known:
            for _ in range(self.choose.number(0, 1 if depth > _MOST_DEPTH else 4)):
                key = self.choose.one_of(tuple(known))
                made[key] = self.value(known[key], depth + 1)
        others = schema.get("additionalProperties", {})
        if isinstance(others, dict) and (not known or self.choose.rarely(2)):
            for _ in range(self.choose.number(1, 1 if depth > _MOST_DEPTH else 3)):
                made[self.key(schema)] = self.value(others, depth + 1)
        if self.wrong():
            made[self.choose.one_of(WORDS)] = self.choose.odd()
        return made

    def key(self, schema: Any) -> str:
        """A name that the author chose, or one of the words the pattern of names allows."""
        names = schema.get("propertyNames", {})
        return self.text({"examples": names.get("examples", names.get("enum"))})


def dumped(tree: Any, choose: Chooser) -> bytes:
    """The tree as YAML, in one of the styles that people and programs write."""
    style = choose.one_of((False, False, None, True))
    text: str = yaml.dump(
        tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_flow_style=style, width=100
    )
    return text.encode("utf-8", "replace")
