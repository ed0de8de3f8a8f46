"""The pages `docs/language.md` and `docs/built-in.md`, written from the schema fragments and the built-in names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from supportpolicy.diagnostics import quoted_list
from supportpolicy.language import builtin
from supportpolicy.language.conditions import SCHEMAS
from supportpolicy.language.reading import ABOUT_PROPERTIES
from supportpolicy.language.schema import DEFINITIONS, HEADER
from supportpolicy.language.sections import SECTIONS, Section
from supportpolicy.language.shape import WORDS, Schema
from supportpolicy.source.scalars import resolve

NAME = "NAME"
"""Stands for a name of the author's own, in paths and examples."""

_FORMS = {
    "named": "A mapping of names. The names may be spread over several files.",
    "ordered": "An ordered list. It stands in one file, unless `order` names several.",
    "listed": "A list, in no order. It may be spread over several files.",
    "single": "One mapping. Its keys may be spread over several files.",
}
_HEAD = "Files and the head of a policy"
_WORDS = "Words used everywhere"
_EVERY_RULE = "What every rule may carry"
_CONDITIONS = "How conditions are written"
_LANGUAGE = f"""\
# The language

A policy is every `.yaml` or `.yml` file under one folder. The keys at the top of a file are sections; each is optional, and this
page has a chapter for each of them. Names that need no declaration stand in [built-in.md](built-in.md); a guide from an
empty folder to a finished policy is [writing-a-policy.md](writing-a-policy.md).

How to read the tables: *needed* is empty where a key may be left out. A path such as `coverage.{NAME}.exceptions` says
where a key stands; `{NAME}` is a name that you choose. Any key that is not listed is an error.
"""
_BUILT_IN = """\
# Built-in names

What every policy may use without declaring it. A policy adds its own facts in `fields`, events in `events`, and so on;
see [language.md](language.md).
"""


def language_markdown(samples: Mapping[str, str]) -> str:
    """The reference of the language. `samples` are pieces of a policy by section, for sections without examples."""
    pages = _Pages()
    every_rule = _every_rule(pages)  # first, so that `effective` is described there
    parts = [_LANGUAGE.rstrip(), _contents(), *_head(pages), *_words(), *_conditions(pages), *every_rule]
    for section in SECTIONS:
        parts += pages.chapter(section, samples.get(section.name))
    return "\n\n".join(parts) + "\n"


def built_in_markdown() -> str:
    """The page of everything that needs no declaration."""
    events = [(f"{event.name}:{event.argument.upper()}".rstrip(":"), event) for event in builtin.EVENTS]
    stages = ", ".join(f"`{stage}`" for stage in builtin.STAGES)
    parts = [
        _BUILT_IN.rstrip(),
        "## Facts\n\nA helpdesk knows these of a ticket. A fact that a ticket lacks is missing: in sorting every test on "
        "it fails and `not` holds; in requests, refunds and identity it is asked for.",
        _table(("Fact", "Type", "What it is"), ((f"`{fact.name}`", fact.type, fact.about) for fact in builtin.FACTS)),
        f"## Decided attributes\n\nA ticket is sorted in stages: {stages}. A `when` may read the facts above and what an "
        "earlier stage decided.",
        _table(
            ("Attribute", "Stage", "What it is"), ((f"`{it.name}`", it.stage, it.about) for it in builtin.ATTRIBUTES)
        ),
        "## Events\n\nFor `starts_on`, `stops_on`, `unless` and `met_by`. The name of a metric is an event too: the moment "
        "at which the metric is met.",
        _table(("Event", "What happened"), ((f"`{name}`", event.about) for name, event in events)),
        f"`{builtin.EMERGENCY_EVENT}`, the moment at which a ticket becomes an emergency, starts the timeline of the "
        "section `emergency`; a rule cannot name it.",
        "## Statuses",
        _table(
            ("Status", "Waiting on", "What it means"),
            ((f"`{status.name}`", status.waiting_on, status.about) for status in builtin.STATUSES),
        ),
        "## Metrics\n\nWhat `sla` may promise. A policy may define more in `metrics`, or one of these anew.",
        _table(
            ("Metric", "Starts on", "Met by", "Again", "What it measures"),
            (
                (f"`{one.name}`", _codes(one.starts_on), _codes(one.met_by), "yes" if one.again else "", one.about)
                for one in builtin.METRICS
            ),
        ),
        "`resolve` is met by everything that solves a ticket: the event `solved`, entering the status `solved`, and closing "
        "a ticket that was not solved, by the event `closed` or the status.",
        "## Measures\n\nWhat `quality.goals` may name, beside the metrics.",
        _table(("Measure", "What it is"), ((f"`{name}`", about) for name, about in builtin.MEASURES)),
        "## People\n\nWhom a step may tell and who may approve, beside roles and teams.",
        _table(("Word", "Who it is"), ((f"`{name}`", about) for name, about in builtin.PEOPLE)),
        "## Clocks",
        f"- `{builtin.ALWAYS_OPEN}`: a coverage and a clock: day and night, every day. It has no business days.\n"
        f"- `{builtin.TEAM_CLOCK}`: a clock: the coverage of the team that had the ticket when the target started.",
    ]
    return "\n\n".join(parts) + "\n"


def as_yaml(value: Any) -> str:
    """Plain data as YAML the way people write policies: block mappings, short lists in brackets."""
    return "\n".join(_yaml(value))


class _Mapping(NamedTuple):
    """A mapping with known keys at some path of a section."""

    schema: Schema
    rest: Schema | None
    """What any other key holds."""


class _Pages:
    """Writes chapters; a mapping that occurs at several places is written once and pointed to from the others."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}

    def chapter(self, section: Section, sample: str | None) -> list[str]:
        parts = [f"## `{section.name}`", f"{_described(section.schema)} {_FORMS[section.form]}"]
        parts += self.mappings(section.schema, section.name, heading=False)
        if sample:
            parts += ["From the reference policy:", f"```yaml\n{sample}\n```"]
        return parts

    def mappings(self, schema: Schema, path: str, *, heading: bool = True) -> list[str]:
        """Tables of all mappings at a path, and of what is inside them."""
        own = [found for found in _mappings_of(schema) if self.owner(found, path) == path]
        parts: list[str] = []
        if own and heading:
            parts.append(f"### `{path}`")
        for found in own:
            if (heading or len(own) > 1) and _described(found.schema):
                parts.append(_described(found.schema))
            parts.append(self.keys(found, path))
            if ABOUT_PROPERTIES.keys() <= found.schema["properties"].keys():
                parts.append(f"Also {_codes(ABOUT_PROPERTIES)}: see [{_EVERY_RULE}](#{_slug(_EVERY_RULE)}).")
        if own or not heading or _named(schema) is not None:
            parts += _example_blocks(schema, path)
        for found in own:
            for key, inner in _properties(found.schema):
                if key not in ABOUT_PROPERTIES or not ABOUT_PROPERTIES.keys() <= found.schema["properties"].keys():
                    parts += self.mappings(inner, _join(path, key))
            if found.rest is not None:
                parts += self.mappings(found.rest, _join(path, NAME))
        named = _named(schema)
        if named is not None:
            parts += self.mappings(named, _join(path, NAME))
        return parts

    def owner(self, found: _Mapping, path: str) -> str:
        """The path under which a mapping is written."""
        return self.owners.setdefault(json.dumps(found.schema["properties"], sort_keys=True), path)

    def rows(self, properties: Mapping[str, Schema]) -> list[tuple[str, ...]]:
        return [(f"`{key}`", self.holds(inner, key), _described(inner)) for key, inner in properties.items()]

    def keys(self, found: _Mapping, path: str) -> str:
        schema = found.schema
        skipped = ABOUT_PROPERTIES.keys() if ABOUT_PROPERTIES.keys() <= schema["properties"].keys() else ()
        rows = [
            (
                f"`{key}`",
                self.holds(inner, _join(path, key)),
                _needed(key, schema),
                f"`{_scalar(inner['default'])}`" if "default" in inner else "",
                _described(inner),
            )
            for key, inner in _properties(schema)
            if key not in skipped
        ]
        if found.rest is not None:
            rows.append((f"`{NAME}`", self.holds(found.rest, _join(path, NAME)), "", "", _described(found.rest)))
        return _table(("Key", "What it holds", "Needed", "Default", "Description"), rows)

    def holds(self, schema: Schema, path: str) -> str:
        """What a value is, in few words, with a link to where it is described."""
        if "$ref" in schema:
            return _link(_target(schema))
        if "enum" in schema or "const" in schema:
            words = schema.get("enum", [schema.get("const")])
            return quoted_list([f"`{_scalar(word)}`" for word in words if word != []])
        if "anyOf" in schema and "properties" not in schema:
            return self.any_of(schema["anyOf"], path)
        kind = schema.get("type")
        if kind == "array":
            inner = re.sub(r"^an? ", "", self.holds(schema["items"], path))
            return f"list of {inner}" if not inner.startswith("see ") else f"list, {inner}"
        if "properties" in schema:
            return self.see(_mappings_of(schema), path)
        if kind == "object":
            return "for each name: " + self.holds(schema["additionalProperties"], _join(path, NAME))
        if kind in ("integer", "number"):
            return "whole number" if kind == "integer" else "number"
        return str(schema.get("x-what", "text"))

    def any_of(self, branches: Sequence[Schema], path: str) -> str:
        if len(branches) == 2 and branches[1].get("items") == branches[0]:
            return f"{self.holds(branches[0], path)}, or a list of them"
        return "; or ".join(dict.fromkeys(self.holds(branch, path) for branch in _flat(branches)))

    def see(self, found: Iterable[_Mapping], path: str) -> str:
        owners = dict.fromkeys(self.owner(one, path) for one in found)
        return "see " + " and ".join(f"[`{owner}`](#{_slug(owner)})" for owner in owners)


def _contents() -> str:
    chapters = [_HEAD, _WORDS, _CONDITIONS, _EVERY_RULE]
    rows = [f"- [{title}](#{_slug(title)})" for title in chapters]
    rows += [
        f"- [`{section.name}`](#{_slug(section.name)}): {_described(section.schema).split('.')[0]}."
        for section in SECTIONS
    ]
    return "\n".join(rows)


def _head(pages: _Pages) -> list[str]:
    return [
        f"## {_HEAD}",
        "These keys stand at the top of a file beside the sections. Each is given once in a policy; `applies` speaks for "
        "its own file alone, and `supportpolicy` may stand in every file.",
        *pages.mappings({"properties": HEADER}, "", heading=False),
    ]


def _words() -> Iterator[str]:
    yield f"## {_WORDS}"
    for name, schema in WORDS.items():
        examples = schema.get("examples", ())
        said = schema.get("description") or f"{schema['x-what'][:1].upper()}{schema['x-what'][1:]}."
        if name == "name":
            said += f" At most {schema['maxLength']} characters. A whole number is taken as a word."
        if examples:
            said += " For example " + quoted_list([f"`{example}`" for example in examples], last="or") + "."
        yield f"### {schema['title']}\n\n{said}"


def _conditions(pages: _Pages) -> Iterator[str]:
    when, test = SCHEMAS["when"], SCHEMAS["test"]
    yield f"## {_CONDITIONS}"
    yield (
        "What stands under `when`, and under `only_if`, `except`, `claimed`, `for` and the like. There are no expressions "
        "and no code."
    )
    yield f"### {when['title']}\n\n{when['description']}"
    fact = ("the name of a fact", _link("test"), "A fact of the ticket, or what an earlier stage decided.")
    yield _table(("Key", "What it holds", "Holds where"), [*pages.rows(when["properties"]), fact])
    yield from (f"```yaml\n{as_yaml({'when': example})}\n```" for example in when["examples"])
    yield f"### {test['title']}\n\n{test['description']}"
    operators = test["anyOf"][-1]["properties"]
    yield _table(("Operator", "What it holds", "Holds where"), pages.rows(operators))
    yield "Tests: " + quoted_list([f"`{_flow(example)}`" for example in test["examples"]], last="and") + "."
    yield f"### Value\n\n{SCHEMAS['value']['description']}"


def _every_rule(pages: _Pages) -> list[str]:
    return [
        f"## {_EVERY_RULE}",
        _table(("Key", "What it holds", "Description"), pages.rows(ABOUT_PROPERTIES)),
        *pages.mappings(ABOUT_PROPERTIES["effective"], "effective"),
    ]


def _mappings_of(schema: Schema) -> list[_Mapping]:
    """Mappings with known keys at this very place: among alternatives, and as items of a list."""
    if "items" in schema:
        return _mappings_of(schema["items"])
    if "properties" in schema:
        rest = schema.get("additionalProperties")
        return [_Mapping(schema, rest if isinstance(rest, dict) else None)]
    return [found for branch in schema.get("anyOf", ()) for found in _mappings_of(branch)]


def _flat(branches: Sequence[Schema]) -> Iterator[Schema]:
    """Alternatives, with those of alternatives among them."""
    for branch in branches:
        if "anyOf" in branch and "properties" not in branch:
            yield from _flat(branch["anyOf"])
        else:
            yield branch


def _named(schema: Schema) -> Schema | None:
    """What each entry holds, where the keys are names."""
    if "items" in schema:
        return _named(schema["items"])
    inner = schema.get("additionalProperties")
    if "properties" not in schema and isinstance(inner, dict):
        return inner
    return next((found for branch in schema.get("anyOf", ()) if (found := _named(branch)) is not None), None)


def _properties(schema: Schema) -> list[tuple[str, Schema]]:
    """The known keys; where another key decides between two forms of one, both are its alternatives."""
    found: dict[str, Schema] = dict(schema["properties"])
    for key, inner in schema.get("then", {}).get("properties", {}).items():
        found[key] = {**found[key], "anyOf": [schema["else"]["properties"][key], inner]}
    return list(found.items())


def _needed(key: str, schema: Schema) -> str:
    if key in schema.get("required", ()):
        return "yes"
    for how in ("anyOf", "oneOf"):
        groups = [branch["required"][0] for branch in schema.get(how, ()) if set(branch) == {"required"}]
        if key in groups:
            others = quoted_list([f"`{other}`" for other in groups if other != key])
            return f"this or {others}" + ("" if how == "anyOf" else "; only one")
    needs = [f"`{other}`" for other, needed in schema.get("dependentRequired", {}).items() if key in needed]
    return f"with {quoted_list(needs)}" if needs else ""


def _described(schema: Schema) -> str:
    found = schema.get("description")
    return str(
        DEFINITIONS[_target(schema)].get("description", "") if found is None and "$ref" in schema else found or ""
    )


def _target(schema: Schema) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[1]


def _link(name: str) -> str:
    title = DEFINITIONS[name].get("title", "Value")
    more = " or a list of values" if name == "value-or-values" else ""
    return f"[{title.lower()}](#{_slug(title)}){more}"


def _example_blocks(schema: Schema, path: str) -> Iterator[str]:
    """Examples that are more than a word, each under the keys that lead to it."""
    for where in (schema, *([schema["items"]] if "items" in schema else ())):
        for example in where.get("examples", ()):
            value = [example] if where is not schema else example
            if isinstance(example, (dict, list)) and example:
                for key in reversed(path.split(".")[-2:] if path.endswith(NAME) else path.split(".")[-1:]):
                    value = {key: value}
                yield f"```yaml\n{as_yaml(value)}\n```"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table without the columns in which every cell is empty."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    kept = [index for index in range(len(heads)) if any(row[index] for row in cells)]
    lines = [[heads[index] for index in kept], ["---"] * len(kept), *([row[index] for index in kept] for row in cells)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _codes(words: Iterable[str]) -> str:
    return quoted_list([f"`{word}`" for word in words], last="and")


def _slug(title: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _yaml(value: Any) -> list[str]:
    if isinstance(value, dict) and value:
        rows: list[str] = []
        for key, part in value.items():
            if _fits(part):
                rows.append(f"{_scalar(key)}: {_flow(part)}")
            else:
                rows += [f"{_scalar(key)}:", *(f"  {row}" for row in _yaml(part))]
        return rows
    if isinstance(value, list) and not _fits(value):
        return [f"{'- ' if index == 0 else '  '}{row}" for part in value for index, row in enumerate(_yaml(part))]
    return [_flow(value)]


def _fits(value: Any) -> bool:
    """Whether a value is written on the line of its key."""
    if isinstance(value, list):
        return not any(isinstance(part, (dict, list)) for part in value)
    return not value or not isinstance(value, dict)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = re.fullmatch(r"[\w.][^{}\[\],\n]*", value) and not re.search(r": | #|:$|\s$", value)
    return value if plain and resolve(value) == value else json.dumps(value, ensure_ascii=False)
