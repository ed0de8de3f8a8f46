"""Why a file has not the shape of a policy: one finding for each mistake, about the branch the author meant.

Runs only where a file is already known to be wrong, so `jsonschema` is imported here and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supportpolicy.diagnostics import Diagnostic, Remedy, Span, closest, write
from supportpolicy.language import kinds, synonyms
from supportpolicy.language.keys import Mistake, missing_key, one_of_keys, unknown_key, without_echoes
from supportpolicy.language.malformed import Malformed
from supportpolicy.language.phrases import Path, Words, not_one_of, short
from supportpolicy.language.reading import malformed_at
from supportpolicy.language.shape import EXPLAINERS, Schema
from supportpolicy.source import Node

if TYPE_CHECKING:
    from jsonschema import ValidationError

_NEW_PLACE = ("items", "additionalProperties", "propertyNames")
"""Keywords of a schema below which another value is spoken of."""


class Explainer:
    """Explains files against one schema; made once, used for every broken file of a run."""

    def __init__(self, schema: Schema) -> None:
        from jsonschema import Draft202012Validator

        self._schema = schema
        self._validator = Draft202012Validator(schema)
        self._words = Words(schema["$defs"])

    def explain(self, root: Node) -> list[Mistake]:
        """Every mistake in the shape of `root`, each said once; those without a finding are echoes of another."""
        found: list[Mistake] = []
        for error in self._validator.iter_errors(root.plain):
            found.extend(self._mistakes(error, root))
        return without_echoes(found)

    def _mistakes(self, error: ValidationError, root: Node) -> Iterator[Mistake]:
        path: Path = tuple(error.absolute_path)
        node = root.at(path)
        schema: Schema = error.schema if isinstance(error.schema, dict) else {}
        if "propertyNames" in error.relative_schema_path:
            yield Mistake((*path, str(error.instance)), self._about_key(str(error.instance), node, schema))
            return
        match error.validator:
            case "anyOf" | "oneOf":
                yield from self._branches(error, node, root, path, schema)
            case "additionalProperties":
                for key in node.entries or {}:
                    if key not in schema.get("properties", {}):
                        yield unknown_key(path, node, key, schema, self._words)
            case "required":
                for key in _value_of(error):
                    if isinstance(error.instance, dict) and key not in error.instance:
                        yield missing_key(path, node, key, schema)
            case "dependentRequired":
                for key, needed in _value_of(error).items():
                    for other in needed:
                        if node.get(key) is not None and node.get(other) is None:
                            yield missing_key(path, node, other, schema, beside=key)
            case _:
                yield self._about_kind(error, node, path)

    def _about_kind(self, error: ValidationError, node: Node, path: Path) -> Mistake:
        place = self._at_place(error)
        return Mistake(path, self._about_value(error, node, place), empty=self._empty(node, place))

    def _empty(self, node: Node, place: Schema) -> bool:
        """Whether nothing is written where keys belong: perhaps they follow, indented too little."""
        nothing = node.kind == "scalar" and node.plain is None
        return nothing and bool({"keys", "names"} & set(self._words.wanted(place)))

    def _about_value(self, error: ValidationError, node: Node, schema: Schema) -> Diagnostic:
        path: Path = tuple(error.absolute_path)
        syntax = schema.get("x-syntax")
        written = node.kind == "scalar" and node.plain is not None
        if syntax and written and error.validator in ("type", "pattern", "minLength"):
            return self._by_parser(syntax, node, schema)
        if error.validator == "type":
            return self._words.wrong_kind(path, node, schema)
        if error.validator in ("enum", "const"):
            return not_one_of(node, error.validator_value) if written else self._words.wrong_kind(path, node, schema)
        if error.validator == "pattern":
            what = schema.get("x-what", "well written")
            return kinds.MALFORMED.at(
                node.span, f"'{short(node)}' is not {what}", help="write it on one line, without spaces around it"
            )
        return self._out_of_range(error, node, schema)

    def _by_parser(self, syntax: str, node: Node, schema: Schema) -> Diagnostic:
        try:
            EXPLAINERS[syntax](node.text)
        except Malformed as problem:
            return malformed_at(node, problem)
        # The parser admits what this place does not, such as a business day where only hours make sense.
        help_text = f"write {self._words.what(schema)}"
        return kinds.MALFORMED.at(node.span, f"'{short(node)}' does not fit here", help=help_text)

    def _about_key(self, key: str, node: Node, schema: Schema) -> Diagnostic:
        span = node.key_span(key)
        syntax = schema.get("x-syntax")
        if syntax:
            try:
                EXPLAINERS[syntax](key)
            except Malformed as problem:
                return malformed_at(Node("scalar", key, span, key), problem)
        return kinds.MALFORMED.at(
            span, f"'{key[:60]}' cannot be a name", help="a name is one line of at most 100 characters"
        )

    def _branches(
        self, error: ValidationError, node: Node, root: Node, path: Path, schema: Schema
    ) -> Iterator[Mistake]:
        branches: list[Any] = _value_of(error)
        if all(set(branch) == {"required"} for branch in branches):
            yield one_of_keys(path, node, [branch["required"][0] for branch in branches], schema)
            return
        group = synonyms.GROUPS.get(str(path[-1]).lower()) if path and schema.get("title") == "Test" else None
        if group is not None:
            key = str(path[-1])
            message = f"'{key}' is no fact, and conditions are not joined by it"
            finding = kinds.UNKNOWN_KEY.at(
                root.at(path[:-1]).key_span(key), message, help=write(group, key, sure=False, also=":")
            )
            yield Mistake(path, finding)
            return
        best = max(range(len(branches)), key=lambda index: (self._fit(branches[index], node), -index))
        if self._fit(branches[best], node) <= 1:
            # None of the branches is near: what is said is about the place as a whole.
            place = self._at_place(error)
            yield Mistake(path, self._words.wrong_kind(path, node, place), empty=self._empty(node, place))
            return
        for inner in error.context or ():
            if inner.relative_schema_path[0] == best:
                yield from self._mistakes(inner, root)

    def _fit(self, schema: Schema, node: Node) -> float:
        """How likely the author meant this branch: its kind of value first, then the keys or characters."""
        schema = self._words.resolved(schema)
        if "anyOf" in schema and "type" not in schema:
            return max(self._fit(branch, node) for branch in schema["anyOf"])
        if node.kind == "scalar":
            return _scalar_fit(schema, node)
        wanted = "object" if node.kind == "mapping" else "array"
        if schema.get("type") != wanted:
            return 0
        if wanted == "array":
            item = schema.get("items", {})
            inner = [self._fit(item, child) for child in (node.items or ())[:5]]
            # A list none of whose items could stand in the list was not meant as this list.
            return 5 + sum(inner) / max(1, len(inner)) if any(inner) or not inner else 0
        return _mapping_fit(schema, node)

    def _out_of_range(self, error: ValidationError, node: Node, schema: Schema) -> Diagnostic:
        rule, limit = str(error.validator), error.validator_value
        if rule == "minimum":
            return kinds.OUT_OF_RANGE.at(node.span, f"{short(node)} is too small", help=f"write {limit} or more")
        if rule == "maxLength":
            message, help_text = "this is too long for a name", f"write at most {limit} characters"
            return kinds.OUT_OF_RANGE.at(node.span, message, help=help_text)
        if rule == "uniqueItems":
            return _twice(node)
        if rule == "maxProperties":
            keys = list(node.entries or {})
            return kinds.OUT_OF_RANGE.at(
                node.key_span(keys[-1]), f"only one of {' and '.join(keys)} can stand here", help="keep one of them"
            )
        message = {"minItems": "this list is empty", "minLength": "this text is empty"}.get(
            rule, "nothing is said here"
        )
        what = self._words.what(schema)
        return kinds.OUT_OF_RANGE.at(node.span, message, help=f"write {what}, or remove the key")

    def _at_place(self, error: ValidationError) -> Schema:
        """The schema that failed, with what is said of the place where it is used: a shared word does not know that."""
        schema: Any = self._schema
        chain: list[Schema] = [self._schema]
        names = False
        for step in error.absolute_schema_path:
            while isinstance(schema, dict) and step not in schema and "$ref" in schema:  # references leave no step
                schema = self._schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
                chain.append(schema)
            schema = schema[step]
            if names or step in _NEW_PLACE:
                chain = []
            names = step == "properties" and not names
            if isinstance(schema, dict) and not names:
                chain.append(schema)
        failed: Schema = error.schema if isinstance(error.schema, dict) else {}
        said: Schema = {}
        for place in chain:
            said = {**{key: place[key] for key in ("description", "x-what", "examples") if key in place}, **said}
        # The words for a place with several ways to fill it tell all of them.
        return {**failed, **said, "x-own": failed.get("x-what")}


class _Fit(NamedTuple):
    """What a key of the author's is worth as a sign of the branch that was meant."""

    required: float = 3
    known: float = 1
    near: float = 2
    not_there: float = -1


_FIT = _Fit()


def _value_of(error: ValidationError) -> Any:
    """What the failing keyword of the schema says; always set on an error that a validator raised."""
    return error.validator_value


def _mapping_fit(schema: Schema, node: Node) -> float:
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    score = 5.0 if schema.get("additionalProperties") is not False else 4.0
    near: set[str] = set()
    for key in node.entries or {}:
        if key in properties:
            score += _FIT.required if key in required else _FIT.known
        elif properties:
            meant = closest(key, properties)
            if meant is not None:
                near.add(meant)
                score += _FIT.near
    missing = [key for key in required if node.get(key) is None and key not in near]
    return max(score + _FIT.not_there * len(missing), 2.0)


def _scalar_fit(schema: Schema, node: Node) -> float:
    if node.plain is None:
        return 0
    if "const" in schema or "enum" in schema:
        options = [str(value) for value in schema.get("enum", [schema.get("const")])]
        return 6 if closest(node.text, options) else 1
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not {"string", "number", "integer", "boolean"} & set(types):
        return 0
    if isinstance(node.plain, str) and "string" not in types:
        return 1.5
    return 4 if "x-syntax" in schema else 3


def _twice(node: Node) -> Diagnostic:
    """The second of two equal items of a list."""
    seen: Counter[str] = Counter()
    span: Span = node.span
    word = ""
    remedy: Remedy | None = None
    for item in node.items or ():
        seen[repr(item.plain)] += 1
        if seen[repr(item.plain)] > 1:
            span, word = item.span, short(item)
            remedy = Remedy("", True, how="remove")
            break
    return kinds.OUT_OF_RANGE.at(span, f"'{word}' is in the list twice", help="remove one of the two", remedy=remedy)
