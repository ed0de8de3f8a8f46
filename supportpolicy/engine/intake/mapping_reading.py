"""A field mapping from its YAML file; mistakes are findings at the characters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, get_args

from supportpolicy.clock.zones import zone_keys
from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Diagnostic, Kind, Span, did_you_mean
from supportpolicy.engine.intake import kinds
from supportpolicy.engine.intake.mapping import EventSource, FactSource, FieldMapping, Unit
from supportpolicy.language.builtin import EVENTS
from supportpolicy.language.currencies import MINOR_UNITS
from supportpolicy.source import Node

_KEYS = ("id", "facts", "values", "timezone", "events", "unknown")
_FACT_KEYS = ("from", "list", "key", "is", "value", "currency", "unit")
_EVENT_KEYS = ("list", "event", "at", "status", "field", "value", "team", "names")
_ARGUMENTS = {event.name: event.argument for event in EVENTS}
TEAM = "team"


class MappingRead(NamedTuple):
    """A mapping, and what is wrong with it. With findings it is not fit to be used."""

    mapping: FieldMapping
    findings: tuple[Diagnostic, ...]


def read_mapping(node: Node, compiled: Compiled) -> MappingRead:
    """The mapping of a parsed file, its names checked against the policy that its tickets are for."""
    reader = _Reader(compiled)
    return MappingRead(reader.mapping(node), tuple(reader.findings))


class _Reader:
    def __init__(self, compiled: Compiled) -> None:
        self.findings: list[Diagnostic] = []
        self.facts = {fact.name: fact for fact in compiled.facts if fact.derived is None and fact.name != "now"}
        self.derived = {fact.name: fact.of for fact in compiled.facts if fact.derived is not None}
        self.own_events = [event.name for event in compiled.events]
        self.statuses = [status.name for status in compiled.statuses]
        self.teams = [team.name for team in compiled.teams]

    def mapping(self, node: Node) -> FieldMapping:
        parts = self.keys(node, _KEYS, "a mapping with keys such as facts and values")
        made = FieldMapping()
        if "id" in parts:
            made = made._replace(id=self.path(parts["id"]) or made.id)
        if "facts" in parts:
            made = made._replace(facts=self.mapped_facts(parts["facts"]))
        if "values" in parts:
            made = made._replace(values=self.values(parts["values"]))
        if "timezone" in parts:
            made = made._replace(timezone=self.zone(parts["timezone"]))
        if "events" in parts:
            made = made._replace(events=self.events(parts["events"]))
        if "unknown" in parts:
            node = parts["unknown"]
            if node.text == "ignore":
                made = made._replace(unknown="ignore")
            elif node.text != "refuse":
                self.find(
                    kinds.SHAPE,
                    node.span,
                    f"'{node.text}' is not a way to treat what is unknown",
                    "write refuse or ignore",
                )
        return made

    def zone(self, node: Node) -> str | None:
        text = self.word(node)
        if text in zone_keys():
            return text
        if node.kind == "scalar":
            advice = did_you_mean(
                text, sorted(zone_keys()), what="names are those of the IANA database, such as", most=3
            )
            self.find(kinds.VALUE, node.span, f"there is no time zone '{text}'", advice)
        return None

    def mapped_facts(self, node: Node) -> dict[str, FactSource]:
        found: dict[str, FactSource] = {}
        for name, value, span in self.named(node, "facts and where they stand"):
            if name in self.facts:
                source = self.source(name, value)
                if source is not None:
                    found[name] = source
            else:
                self.no_fact(name, span, list(self.facts))
        return found

    def no_fact(self, name: str, span: Span, known: list[str]) -> None:
        if name in self.derived:
            parts = " and ".join(self.derived[name])
            self.find(kinds.NAME, span, f"'{name}' is worked out from {parts}", "name those instead")
        else:
            message = f"there is no fact '{name}' that a ticket brings along"
            self.find(kinds.NAME, span, message, did_you_mean(name, known))

    def source(self, name: str, node: Node) -> FactSource | None:
        if node.entries is None:
            path = self.path(node)
            return FactSource(path) if path else None
        parts = self.keys(node, _FACT_KEYS, "a path, or a mapping with keys such as from and currency")
        pairs = [key for key in ("key", "is", "value") if key in parts]
        if ("from" in parts) == ("list" in parts) or (len(pairs) != 3 if "list" in parts else bool(pairs)):
            advice = "write 'from' with a path, or 'list' with 'key', 'is' and 'value'"
            self.find(kinds.SHAPE, node.span, f"it is not clear where '{name}' stands", advice)
            return None
        path = self.path(parts["from"] if "from" in parts else parts["list"])
        currency, unit = self.currency(name, parts.get("currency")), self.unit(name, parts.get("unit"))
        if path is None:
            return None
        if not pairs:
            return FactSource(path, None, None, None, currency, unit)
        return FactSource(
            path, self.word(parts["key"]), self.word(parts["is"]), self.word(parts["value"]), currency, unit
        )

    def currency(self, name: str, node: Node | None) -> str | None:
        if node is None:
            return None
        if self.facts[name].type != "money":
            self.find(
                kinds.VALUE,
                node.span,
                f"'{name}' is of type {self.facts[name].type}, which has no currency",
                "leave it out",
            )
            return None
        text = self.word(node)
        if text in MINOR_UNITS:
            return text
        if node.kind == "scalar":
            self.find(
                kinds.VALUE, node.span, f"there is no currency '{text}'", "use a code such as EUR, USD, GBP or JPY"
            )
        return None

    def unit(self, name: str, node: Node | None) -> Unit | None:
        if node is None:
            return None
        if self.facts[name].type != "duration":
            self.find(
                kinds.VALUE,
                node.span,
                f"'{name}' is of type {self.facts[name].type}, which has no unit of time",
                "leave it out",
            )
            return None
        for unit in get_args(Unit):
            if node.text == unit:
                return unit  # type: ignore[no-any-return]
        self.find(kinds.VALUE, node.span, f"'{node.text}' is not a unit of time", "write seconds, minutes or hours")
        return None

    def values(self, node: Node) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, words, span in self.named(node, "facts and the words of the helpdesk"):
            if name not in self.facts and name != TEAM:
                self.no_fact(name, span, [*self.facts, TEAM])
                continue
            known: Collection[str] = self.facts[name].values if name in self.facts else self.teams
            found[name] = {}
            for word, ours, _ in self.named(words, "words of the helpdesk and ours"):
                text = self.word(ours)
                if known and text not in known:
                    self.find(kinds.NAME, ours.span, f"'{name}' has no value '{text}'", did_you_mean(text, known))
                else:
                    found[name][word] = text
        return found

    def events(self, node: Node) -> EventSource:
        if node.entries is None:
            return EventSource(path=self.path(node) or "events")
        parts = self.keys(node, _EVENT_KEYS, "a path, or a mapping with keys such as list and names")
        usual = EventSource()

        def where(key: str, otherwise: str) -> str:
            return (self.path(parts[key]) if key in parts else None) or otherwise

        return EventSource(
            where("list", usual.path),
            where("event", usual.event),
            where("at", usual.at),
            where("status", usual.status),
            where("field", usual.field),
            where("value", usual.value),
            where("team", usual.team),
            self.event_names(parts["names"]) if "names" in parts else {},
        )

    def event_names(self, node: Node) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for word, ours, _ in self.named(node, "events of the helpdesk and ours"):
            text = self.word(ours)
            name, colon, argument = text.partition(":")
            if name not in _ARGUMENTS and text not in self.own_events:
                self.find(
                    kinds.NAME,
                    ours.span,
                    f"there is no event '{text}'",
                    did_you_mean(text, [*_ARGUMENTS, *self.own_events]),
                )
            elif colon and _ARGUMENTS.get(name, "") == "":
                self.find(kinds.NAME, ours.span, f"the event '{name}' has nothing after a colon", f"write {name}")
            elif text == "changed:opened":
                advice = "when a ticket was opened does not change; leave this out"
                self.find(kinds.NAME, ours.span, "there is no 'opened' for 'changed'", advice)
            elif argument and argument not in (known := self.statuses if name == "entered" else list(self.facts)):
                self.find(
                    kinds.NAME, ours.span, f"there is no '{argument}' for '{name}'", did_you_mean(argument, known)
                )
            else:
                found[word] = text
        return found

    # Small parts -------------------------------------------------------------------------------------------------

    def keys(self, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value, span in self.named(node, what):
            if key in known:
                found[key] = value
            else:
                self.find(kinds.SHAPE, span, f"'{key}' is not a key here", did_you_mean(key, known))
        return found

    def named(self, node: Node, what: str) -> list[tuple[str, Node, Span]]:
        if node.entries is None:
            self.find(kinds.SHAPE, node.span, f"this must be {what}", "write 'key: value', each on a line of its own")
            return []
        return [(key, value, node.key_span(key)) for key, value in node.entries.items()]

    def path(self, node: Node) -> str | None:
        text = self.word(node)
        if text and all(text.split(".")):
            return text
        if node.kind == "scalar":
            self.find(
                kinds.SHAPE,
                node.span,
                f"'{text}' is not a path",
                "join keys by dots, such as order.amount or comments.0.body",
            )
        return None

    def word(self, node: Node) -> str:
        if node.kind != "scalar":
            self.find(
                kinds.SHAPE,
                node.span,
                f"this is a {node.kind}, and must be a word",
                "write keys joined by dots, such as custom_fields.Plan",
            )
            return ""
        return node.text

    def find(self, kind: Kind, span: Span, message: str, advice: str) -> None:
        self.findings.append(kind.at(span, message, help=advice))
