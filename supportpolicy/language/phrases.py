"""What is said of a value of the wrong kind, and what to write in its place. Words only; `explain` decides when."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias

from supportpolicy.diagnostics import Diagnostic, Span, closest, meant, quoted_list, remedied, write
from supportpolicy.language import kinds, synonyms
from supportpolicy.language.malformed import MOST_CHARACTERS
from supportpolicy.language.shape import Schema
from supportpolicy.source import Node

Path: TypeAlias = "tuple[str | int, ...]"
Wanted: TypeAlias = Literal["keys", "names", "list", "value"]
"""Kinds of values: a mapping with known keys, one with names of the author's own, a list, a single value."""

_COMPARED = re.compile(r"\s*([\w.-]+)\s*(==|=|:|!=|>=|=>|<=|=<|>|<|is)\s*([\w.%-]+(?: [A-Z]{3})?)\s*\Z")

_NO_SPACE = re.compile(r"([a-z_]+):([^\s:\d]\S*)\Z")


class Words:
    """Phrases about places of one schema; knows the shared definitions that places refer to."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self._definitions = definitions

    def resolved(self, schema: Schema) -> Schema:
        """The schema with the shared word it refers to filled in; what is said at the place itself wins."""
        target = schema.get("$ref")
        if not isinstance(target, str):
            return schema
        return {**self._definitions[target.rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}

    def wanted(self, schema: Schema) -> list[Wanted]:
        """The kinds of values that can stand at a place, the usual one first."""
        schema = self.resolved(schema)
        if "anyOf" in schema and "type" not in schema:
            kinds_of_branches = [kind for branch in schema["anyOf"] for kind in self.wanted(branch)]
            return list(dict.fromkeys(kinds_of_branches))
        match schema.get("type"):
            case "object":
                open_ended = isinstance(schema.get("additionalProperties"), dict) and not schema.get("required")
                return ["names" if open_ended else "keys"]
            case "array":
                return ["list"]
        return ["value"]

    def wrong_kind(self, path: Path, node: Node, schema: Schema) -> Diagnostic:
        """A value of one kind where others belong."""
        schema = self.resolved(schema)
        if not path:
            return _whole_file(node)
        if node.kind == "scalar" and node.plain is None:
            return self._nothing(path, node, schema)
        wanted = self.wanted(schema)
        message, advice = self._by_kind(node, schema, wanted)
        special = _special(path, node)
        return kinds.WRONG_KIND.at(node.span, message, help=special or advice)

    def _nothing(self, path: Path, node: Node, schema: Schema) -> Diagnostic:
        key = path[-1]
        if isinstance(key, int):
            help_text = f"write {self.what(schema)} there, or remove the dash"
            return kinds.WRONG_KIND.at(node.span, "nothing is written after the dash", help=help_text)
        help_text = f"write {self.what(schema)}, or remove '{key}:'"
        return kinds.WRONG_KIND.at(node.span, f"nothing is written after '{key}:'", help=help_text)

    def _by_kind(self, node: Node, schema: Schema, wanted: list[Wanted]) -> tuple[str, str]:
        what = self.what(schema)
        match node.kind, wanted:
            case "scalar", ["value"]:
                return self._wrong_value(node, schema)
            case "scalar", ["list"]:
                return f"a list belongs here, and '{short(node)}' is a single value", self._as_list(node, schema)
            case "scalar", ["keys"]:
                return f"'{short(node)}' says too little here", f"write {self.shape(schema, node.text)}"
            case "scalar", ["names"]:
                example = "" if "such as" in what else f", such as {self.shape(schema)}"
                return f"'{short(node)}' cannot stand alone here", f"write {what}{example}"
            case "list", ["value"]:
                return "one value belongs here, and this is a list", self._single(node, schema)
            case "list", ["names" | "keys" as kind]:
                message = "a list cannot stand here"
                return message, self._without_dashes(node, schema) if kind == "names" else self._joined(node, schema)
            case "list", _ if node.items and node.items[0].kind == "mapping" and {"keys", "names"} & set(wanted):
                return "a list cannot stand here", "remove the dashes, so that the keys stand one below the other"
            case "mapping", ["list"]:
                return "a list belongs here, and these lines do not begin with '- '", self._with_dashes(schema)
            case "mapping", ["value"]:
                return "a single value belongs here, without further keys", f"write {what}"
        found = {"scalar": f"'{short(node)}'", "list": "a list"}.get(node.kind, "this")
        return f"{found} cannot stand here", f"write {what}"

    def _wrong_value(self, node: Node, schema: Schema) -> tuple[str, str]:
        what = str(schema.get("x-own") or schema.get("x-what") or "another value")
        shown = short(node)
        if schema.get("type") == "boolean":
            return f"'{shown}' stands where true or false belongs", synonyms.write_flag(node.text)
        if schema.get("type") in ("number", "integer"):
            if node.quoted and re.fullmatch(r"-?\d+(\.\d+)?", node.text):
                return "a number stands in quotes here", _without_quotes(node.text)
            digits = "a whole number" if schema.get("type") == "integer" else "a number"
            return f"'{shown}' stands where {digits} belongs", f"write {digits} in digits, such as 3"
        found = f"the number {shown}" if isinstance(node.plain, (int, float)) else f"'{shown}'"
        if isinstance(node.plain, bool):
            found = f"'{shown}' (true or false)"
        if what.startswith("a sum"):
            return f"{found} stands where {what} belongs", f"write the currency too, for example {shown} EUR"
        if schema.get("type") == "string":
            advice = f'write it in quotes if it is meant as words: "{shown}"'
            return f"{found} stands where {what} belongs", remedied(
                advice, f'"{node.text}"', node.text, sure=False, how="yaml"
            )
        return f"{found} stands where {what} belongs", f"write {self.what(schema)}"

    def _as_list(self, node: Node, schema: Schema) -> str:
        item = self.resolved(schema.get("items", {}))
        if self.wanted(item) != ["value"]:
            return f"begin a new line for each with a dash: - {self.shape(item, node.text, braces=False)}"
        parts = [part.strip() for part in re.split(r"[,;>]", node.text) if part.strip()]
        listed = f"[{', '.join(parts)}]"
        return write(listed, node.text, sure=len(parts) == 1, how="yaml") if _is_plain(parts) else f"write {listed}"

    def _single(self, node: Node, schema: Schema) -> str:
        items = node.items or ()
        if len(items) == 1 and items[0].kind == "scalar":
            advice = f"write {short(items[0])} without brackets or dash"
            whole = node.span.line == node.span.end_line and not items[0].quoted and _is_plain([items[0].text])
            return remedied(advice, items[0].text, "", how="yaml") if whole else advice
        return f"write {self.what(schema)}, only one"

    def _without_dashes(self, node: Node, schema: Schema) -> str:
        first = next(iter(node.items or ()), None)
        entry = self.resolved(schema.get("additionalProperties", {}))
        inner = self.shape(entry) if self.wanted(entry)[0] in ("keys", "names", "list") else "…"
        if first is None:
            return f"write {self.what(schema)}"
        if first.kind == "scalar":
            return f"write each name as a key with its own values, without dashes or brackets: {short(first)}: {inner}"
        name = first.get("name")
        if name is not None and name.kind == "scalar":
            return f"write the name as the key, without a dash: {short(name)}: {inner}"
        key = next(iter(first.entries or {}), None)
        return "remove the dashes" + (f": {key}: {inner}" if key is not None else "")

    def _joined(self, node: Node, schema: Schema) -> str:
        first = next(iter(node.items or ()), None)
        if first is not None and first.kind == "mapping":
            return "remove the dashes, so that the keys stand one below the other"
        needed = self._needed(schema)[:1]
        if needed and self.wanted(schema.get("properties", {}).get(needed[0], {})) == ["list"]:
            return f"write {{{needed[0]}: [{', '.join(short(item) for item in node.items or ())}]}}"
        return f"write {self.shape(schema)}"

    def _with_dashes(self, schema: Schema) -> str:
        item = self.resolved(schema.get("items", {}))
        first = self._keys(item)[:1] if "properties" in item and self.wanted(item) == ["keys"] else []
        return f"begin each item with '- {first[0]}:'" if first else "begin each item with '- '"

    def what(self, schema: Schema) -> str:
        """What belongs at a place, in words, with an example or what it is for."""
        schema = self.resolved(schema)
        options = schema.get("enum") or ([schema["const"]] if "const" in schema else None)
        if options:
            return quoted_list([str(value) for value in options if value != []])
        what = str(schema.get("x-what") or _first_sentence(schema) or "a value")
        wanted = self.wanted(schema)
        if wanted == ["keys"]:
            return self.shape(schema)
        if "such as" in what or "each beginning" in what:
            return what
        examples = [example for example in schema.get("examples", ()) if not isinstance(example, (dict, list))]
        if examples and wanted == ["value"]:
            return f"{what} such as {examples[0]}"
        about = _first_sentence(schema)
        if wanted == ["value"] and about and about.casefold() != what.casefold():
            return f"{what} ({lower_first(about)})"
        return what

    def shape(self, schema: Schema, value: str | None = None, *, braces: bool = True) -> str:
        """An example of the keys that belong at a place, `value` filled in for the first of them."""
        schema = self.resolved(schema)
        examples = [item for item in schema.get("examples", ()) if isinstance(item, dict)]
        if "anyOf" in schema and "type" not in schema:
            branches = [branch for branch in schema["anyOf"] if self.wanted(branch)[0] in ("keys", "names")]
            schema = self.resolved(branches[0]) if branches else {}
        if value is not None and not self._takes_value(schema):
            value = None
        if examples and value is None:
            return flow(examples[0])
        keys = self._keys(schema) or ["name"]
        pairs = [f"{key}: {value if value is not None and number == 0 else '…'}" for number, key in enumerate(keys)]
        return f"{{{', '.join(pairs)}}}" if braces else pairs[0]

    def _keys(self, schema: Schema) -> list[str]:
        """The keys that must stand at a place, or else its first two."""
        return self._needed(schema) or list(schema.get("properties", {}))[:2]

    def _takes_value(self, schema: Schema) -> bool:
        """Whether the first key that must stand there has a single value."""
        needed = self._needed(schema)[:1]
        return bool(needed) and self.wanted(schema.get("properties", {}).get(needed[0], {}))[0] == "value"

    def _needed(self, schema: Schema) -> list[str]:
        groups: list[Schema] = schema.get("anyOf") or schema.get("oneOf") or []
        either = [group["required"][0] for group in groups if set(group) == {"required"}]
        needed = {*schema.get("required", ()), *either[:1]}
        return [key for key in schema.get("properties", {}) if key in needed]


def _without_quotes(number: str) -> str:
    return remedied(f"remove the quotes: {number}", number, number, how="yaml")


def _is_plain(parts: list[str]) -> bool:
    """Whether the parts of a list can be written as they are."""
    return bool(parts) and all(re.fullmatch(r"\w[\w. -]*", part) for part in parts)


def not_one_of(node: Node, allowed: Any) -> Diagnostic:
    """A word that is not among the few that can stand at a place."""
    options = [str(value) for value in (allowed if isinstance(allowed, list) else [allowed]) if value != []]
    near = synonyms.meant(node.text, synonyms.VALUES, options) or closest(node.text, options)
    help_text = meant(node.text, near, known=options) if near else "write " + quoted_list(options)
    return kinds.NOT_ONE_OF.at(node.span, f"'{short(node)}' cannot stand here", help=help_text)


def flow(value: Any) -> str:
    """A value on one line, as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def short(node: Node) -> str:
    """The beginning of a value, for messages."""
    first = node.text.split("\n", 1)[0]
    return first if len(first) <= 60 else first[:57] + "..."


def lower_first(text: str) -> str:
    """A sentence as part of another one: small first letter, no full stop."""
    sentence = text.rstrip(".")
    return sentence[:1].lower() + sentence[1:] if not sentence[:2].isupper() else sentence


def _first_sentence(schema: Schema) -> str:
    return str(schema.get("description", "")).split(". ", 1)[0].rstrip(".")


def _whole_file(node: Node) -> Diagnostic:
    first = Span(node.span.path, node.span.line, node.span.col, node.span.line, node.span.col + 1)
    span = node.span if node.kind == "scalar" and node.span.line == node.span.end_line else first
    found = "a list" if node.kind == "list" else "a single text"
    message = f"this file is {found}, and a policy is sections written as 'key: value'"
    help_text = "begin with lines such as 'name: acme', and put a list under its section, such as 'routing:'"
    return kinds.WRONG_KIND.at(span, message, help=help_text)


def _special(path: Path, node: Node) -> str | None:
    """Advice for places where people often write something that makes sense elsewhere."""
    key = path[-1]
    if node.kind == "list" and key == "order":
        names = ", ".join(short(item) for item in node.items or ())
        return f"say of which section: {{routing: [{names}]}}"
    if node.kind == "list" and key in ("coverage", "clock") and len(path) > 1:
        names = ", ".join(short(item) for item in node.items or ())
        return f"write one name; for several together, make a coverage of its own with union: [{names}]"
    if node.kind == "scalar" and (match := _NO_SPACE.match(node.text[:MOST_CHARACTERS])):
        return f"put a space after the colon: {match[1]}: {match[2]}"
    if (
        key not in ("when", "any_of", "all_of", "none_of", "for", "except", "claimed", "only_if")
        and path[0] != "conditions"
    ):
        return None
    if node.kind == "list":
        return "remove the dashes if all of it must hold; if one is enough, write any_of: above the list"
    if node.kind == "scalar":
        compared = _COMPARED.match(node.text[:MOST_CHARACTERS])
        if compared is None:
            return None
        operator = synonyms.COMPARISONS.get(compared[2])
        return f"write {{{compared[1]}: {f'{{{operator}: {compared[3]}}}' if operator else compared[3]}}}"
    return None
