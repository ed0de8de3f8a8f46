"""Why a file has not the shape of a policy: one finding for each mistake, about the branch the author meant.

Runs only where a file is already known to be wrong, so `jsonschema` is imported here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from supportpolicy.diagnostics import Diagnostic, Kind, Span, closest, quoted_list
from supportpolicy.language import kinds
from supportpolicy.language.malformed import Malformed
from supportpolicy.language.reading import malformed_at
from supportpolicy.language.shape import EXPLAINERS, Schema
from supportpolicy.source import Node

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]

SYNONYMS: dict[str, str] = {
    "assign_to": "team",
    "assignee": "team",
    "calendar": "clock",
    "condition": "when",
    "description": "describe",
    "group": "team",
    "id": "name",
    "if": "when",
    "label": "name",
    "message": "say",
    "notify": "tell",
    "owner_team": "team",
    "priority": "level",
    "reason": "why",
    "schedule": "coverage",
    "severity": "level",
    "title": "name",
    "tz": "timezone",
    "unless": "except",
    "hours": "open",
    "sla_targets": "targets",
}
"""Words that other tools use, for suggestions only."""


class Mistake(NamedTuple):
    """A finding about the shape, and the path of the value it makes unusable."""

    path: Path
    finding: Diagnostic
    missing: str | None = None
    near: str | None = None
    """The known key that an unknown key was probably meant to be."""
    either: bool = False
    """Whether it says that exactly one of some keys belongs here; weaker remarks about the same mapping are left out."""


class Explainer:
    """Explains files against one schema; made once, used for every broken file of a run."""

    def __init__(self, schema: Schema) -> None:
        from jsonschema import Draft202012Validator

        self._schema = schema
        self._validator = Draft202012Validator(schema)

    def explain(self, root: Node) -> list[Mistake]:
        """Every mistake in the shape of `root`, each said once."""
        found: list[Mistake] = []
        for error in self._validator.iter_errors(root.plain):
            found.extend(self._mistakes(error, root))
        return _without_echoes(found)

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
                        yield _unknown_key(path, node, key, schema)
            case "required":
                for key in _value_of(error):
                    if isinstance(error.instance, dict) and key not in error.instance:
                        yield _missing(path, node, key, schema)
            case "dependentRequired":
                for key, needed in _value_of(error).items():
                    for other in needed:
                        if node.get(key) is not None and node.get(other) is None:
                            message = f"'{key}' needs '{other}' beside it"
                            yield Mistake(
                                path, kinds.MISSING_KEY.at(node.key_span(key), message, help=f"add '{other}:'")
                            )
            case _:
                yield Mistake(path, self._about_value(error, node, schema))

    def _about_value(self, error: ValidationError, node: Node, schema: Schema) -> Diagnostic:
        syntax = schema.get("x-syntax")
        if (
            syntax
            and node.kind == "scalar"
            and node.plain is not None
            and error.validator in ("type", "pattern", "minLength")
        ):
            finding = _by_parser(syntax, node, schema)
            if finding is not None:
                return finding
        if error.validator == "type":
            return _wrong_kind(node, schema)
        if error.validator in ("enum", "const"):
            return _not_one_of(node, error.validator_value)
        if error.validator == "pattern":
            return kinds.MALFORMED.at(
                node.span, f"'{_short(node)}' is not {schema.get('x-what', 'well written')}", help=_described(schema)
            )
        return _out_of_range(error, node, schema)

    def _about_key(self, key: str, node: Node, schema: Schema) -> Diagnostic:
        span = node.key_span(key)
        syntax = schema.get("x-syntax")
        if syntax:
            try:
                EXPLAINERS[syntax](key)
            except Malformed as problem:
                return malformed_at(Node("scalar", key, span, key), problem)
        return kinds.MALFORMED.at(
            span, f"'{key[:60]}' cannot be a name", help="a name is one line without spaces around it"
        )

    def _branches(
        self, error: ValidationError, node: Node, root: Node, path: Path, schema: Schema
    ) -> Iterator[Mistake]:
        branches: list[Any] = _value_of(error)
        if all(set(branch) == {"required"} for branch in branches):
            yield _one_of_keys(path, node, [branch["required"][0] for branch in branches], schema)
            return
        best = max(range(len(branches)), key=lambda index: (self._fit(branches[index], node), -index))
        if self._fit(branches[best], node) <= 0:
            yield Mistake(path, _wrong_kind(node, schema))
            return
        for inner in error.context or ():
            if inner.relative_schema_path[0] == best:
                yield from self._mistakes(inner, root)

    def _fit(self, schema: Schema, node: Node) -> float:
        """How likely the author meant this branch: its kind of value first, then the keys or characters."""
        schema = self._resolved(schema)
        if "anyOf" in schema and "type" not in schema:
            return max(self._fit(branch, node) for branch in schema["anyOf"])
        if node.kind == "scalar":
            return _scalar_fit(schema, node)
        wanted = "object" if node.kind == "mapping" else "array"
        if schema.get("type") != wanted:
            return 0
        if wanted == "array":
            item = self._resolved(schema.get("items", {}))
            inner = [self._fit(item, child) for child in (node.items or ())[:5]]
            return 5 + (sum(inner) / len(inner) if inner else 0)
        properties = schema.get("properties", {})
        score = 5.0 if schema.get("additionalProperties") is not False else 4.0
        for key in node.entries or {}:
            if key in properties:
                score += 3 if key in schema.get("required", ()) else 1
            elif properties and closest(key, properties):
                score += 0.5
        return score

    def _resolved(self, schema: Schema) -> Schema:
        target = schema.get("$ref")
        if not isinstance(target, str):
            return schema
        resolved: Schema = self._schema["$defs"][target.rsplit("/", 1)[1]]
        return resolved


def _value_of(error: ValidationError) -> Any:
    """What the failing keyword of the schema says; always set on an error that a validator raised."""
    return error.validator_value


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


def _unknown_key(path: Path, node: Node, key: str, schema: Schema) -> Mistake:
    known = list(schema.get("properties", {}))
    unused = [name for name in known if node.get(name) is None]
    near = closest(key, unused)
    synonym = SYNONYMS.get(key.lower().replace("-", "_"))
    if near is None and synonym in unused:
        near = synonym
    if key == "<<":
        help_text = "YAML merge keys are not part of YAML 1.2; write the keys out, or use a named condition or message"
    elif near is not None:
        help_text = f"did you mean '{near}'?"
    elif closest(key, known) is not None:
        help_text = f"'{closest(key, known)}' is already there; remove one of the two"
    else:
        help_text = f"what can stand here: {quoted_list(sorted(unused), most=40)}" if unused else "remove it"
    finding = kinds.UNKNOWN_KEY.at(node.key_span(key), f"'{key[:80]}' is not known here", help=help_text)
    return Mistake(path, finding, near=near)


def _missing(path: Path, node: Node, key: str, schema: Schema) -> Mistake:
    about = schema.get("properties", {}).get(key, {}).get("description", "")
    help_text = f"add '{key}:'" + (f" - {about[0].lower()}{about[1:]}" if about else "")
    return Mistake(
        path, kinds.MISSING_KEY.at(_first_line(node), f"'{key}' is missing here", help=help_text), missing=key
    )


def _one_of_keys(path: Path, node: Node, keys: list[str], schema: Schema) -> Mistake:
    given = [key for key in keys if node.get(key) is not None]
    if len(given) > 1:
        message = f"only one of {quoted_list(given, last='and')} can stand here"
        return Mistake(
            path, kinds.UNKNOWN_KEY.at(node.key_span(given[1]), message, help="keep one of them"), either=True
        )
    properties = schema.get("properties", {})
    notes = "; ".join(f"{key}: {properties[key].get('description', '')}" for key in keys if key in properties)
    message = f"{quoted_list([repr(key) for key in keys])} is missing here"
    return Mistake(
        path, kinds.MISSING_KEY.at(_first_line(node), message, help=notes or None), missing=keys[0], either=True
    )


def _wrong_kind(node: Node, schema: Schema) -> Diagnostic:
    wanted = _wanted(schema)
    if node.kind == "scalar" and node.plain is None:
        return kinds.WRONG_KIND.at(
            node.span, f"nothing is written here; {wanted} belongs here", help=_described(schema)
        )
    found = {"mapping": "a mapping", "list": "a list"}.get(node.kind)
    if found is None:
        shown = _short(node)
        if isinstance(node.plain, bool):
            found = f"'{shown}' (true or false)"
        elif isinstance(node.plain, (int, float)):
            found = f"the number {shown}"
        else:
            found = f"'{shown}'"
        if node.quoted and "number" in str(schema.get("type")) and node.text.replace(".", "", 1).isdigit():
            return kinds.WRONG_KIND.at(
                node.span, "a number stands in quotes here", help=f"remove the quotes: {node.text}"
            )
    return kinds.WRONG_KIND.at(_first_line(node), f"{found} stands where {wanted} belongs", help=_described(schema))


def _not_one_of(node: Node, allowed: Any) -> Diagnostic:
    options = [str(value) for value in (allowed if isinstance(allowed, list) else [allowed]) if value != []]
    if node.kind != "scalar":
        message = f"a {node.kind} stands where one of some words belongs"
        return kinds.WRONG_KIND.at(_first_line(node), message, help="write " + quoted_list(options))
    if node.plain is None:
        return kinds.WRONG_KIND.at(node.span, "nothing is written here", help="write " + quoted_list(options))
    near = closest(node.text, options)
    help_text = f"did you mean '{near}'?" if near else "write " + quoted_list(options)
    return kinds.NOT_ONE_OF.at(node.span, f"'{_short(node)}' cannot stand here", help=help_text)


def _by_parser(syntax: str, node: Node, schema: Schema) -> Diagnostic | None:
    try:
        EXPLAINERS[syntax](node.text)
    except Malformed as problem:
        return malformed_at(node, problem)
    # The parser admits what this place does not, such as a business day where only hours make sense.
    return kinds.MALFORMED.at(node.span, f"'{_short(node)}' does not fit here", help=f"write {_wanted(schema)}")


_RANGE_WORDS = {
    "minItems": "the list is empty",
    "minLength": "the text is empty",
    "minProperties": "nothing is said here",
    "uniqueItems": "the list has a value twice",
    "maxProperties": "only one of these can stand here",
    "maxLength": "the text is too long",
}


def _out_of_range(error: ValidationError, node: Node, schema: Schema) -> Diagnostic:
    rule = str(error.validator)
    if rule == "minimum":
        return kinds.OUT_OF_RANGE.at(
            node.span, f"{_short(node)} is too small", help=f"write {error.validator_value} or more"
        )
    if rule == "minProperties" and node.entries:
        return kinds.MISSING_KEY.at(_first_line(node), "something is missing here", help=f"this is {_wanted(schema)}")
    return kinds.OUT_OF_RANGE.at(
        _first_line(node), _RANGE_WORDS.get(rule, "this value cannot stand here"), help=f"write {_wanted(schema)}"
    )


def _without_echoes(found: Iterable[Mistake]) -> list[Mistake]:
    """One mistake, one message: a misspelt key also looks like a missing one."""
    mistakes = list(found)
    misspelt = {(mistake.path, mistake.near) for mistake in mistakes if mistake.near}
    unknown_at = {mistake.path for mistake in mistakes if mistake.near}
    without_moment = {mistake.path for mistake in mistakes if mistake.either}
    kept: list[Mistake] = []
    seen: set[tuple[Kind | str, Span]] = set()
    for mistake in mistakes:
        finding = mistake.finding
        if mistake.missing and ((mistake.path, mistake.missing) in misspelt or mistake.path in unknown_at):
            continue
        if mistake.path in without_moment and not mistake.either and finding.code == kinds.MISSING_KEY.code:
            continue
        if (finding.message, finding.span) in seen:
            continue
        seen.add((finding.message, finding.span))
        kept.append(mistake)
    return kept


def _wanted(schema: Schema) -> str:
    return str(schema.get("x-what") or schema.get("description") or "another value")


def _described(schema: Schema) -> str | None:
    examples = schema.get("examples")
    if examples and not isinstance(examples[0], (dict, list)):
        return "for example " + quoted_list([str(example) for example in examples], most=3)
    description = schema.get("description")
    return str(description) if description else None


def _short(node: Node) -> str:
    first = node.text.split("\n", 1)[0]
    return first if len(first) <= 60 else first[:57] + "..."


def _first_line(node: Node) -> Span:
    return node.span
