"""Where each fact of a policy lives in Zendesk, and a set of its classes as conditions of a trigger.

The renderer asks how to test a column; the model of the tool asks where to put a ticket's facts. Both go by `home_of`.

Homes, by what a column asks:
- words: a ticket field (drop-down; a checkbox where only `true` is asked for), a field of the organisation (`customer.*`) or
  of the requester (`requester.*`), the channel (`via_id`) or the requester's language (`locale_id`);
- `subject` and `body` mention a phrase: the text of the subject or comment;
- `opened` during a calendar: a tag of a trigger that asks whether the ticket came within a schedule;
- `tags` has a word: that tag itself;
- what a stage decides: a tag of its triggers;
- everything else: a tag for each class of values, set by an integration when it makes the ticket.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.admitted import Admitted, classes_in
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.partition import ABSENT, FLAG_NO, FLAG_YES, Column
from supportpolicy.compiled.views import when_in_words
from supportpolicy.targets.zendesk.chosen import chosen_columns
from supportpolicy.targets.zendesk.conditions import Condition, Ref, Text, tags_exclude, tags_include
from supportpolicy.targets.zendesk.dialect import (
    LEGAL_TAG,
    VIA,
    class_tag,
    decided_tag,
    during_tag,
    option_tag,
    short_hash,
)

Home = Literal[
    "decided",
    "during",
    "subject",
    "comment",
    "tag",
    "via",
    "locale",
    "checkbox",
    "option",
    "organization",
    "user",
    "class",
]
RULE = "severity_rule"
"""What is decided beside the severity: the name of the rule that won."""
OTHER = 1
"""The class of a word that is not named."""


class Said(NamedTuple):
    """Some classes of a column as conditions; either list may be there, or both where they are one condition."""

    every: tuple[Condition, ...] | None = None
    """These must all hold."""
    some: tuple[Condition, ...] | None = None
    """One of these must hold; an empty list never does."""


class Words(NamedTuple):
    """What is needed of a policy to say its conditions."""

    facts: Mapping[str, Fact]
    columns: Mapping[str, Column]
    decided: Mapping[str, tuple[str, ...]]
    """Attribute -> every value that a rule may give it."""
    stable: Mapping[str, str]
    """Name of a severity rule -> a word for it that stays when the rule is renamed."""

    @property
    def asked(self) -> frozenset[str]:
        """What is decided and asked about by some rule."""
        return frozenset(column.fact for column in self.columns.values())

    def tag(self, attribute: str, value: str) -> str:
        """The tag that says what a stage decided."""
        return decided_tag(attribute, self.stable[value] if attribute == RULE else value)


def words_of(compiled: Compiled) -> Words:
    """What is needed of a policy to say its conditions."""
    decided: dict[str, dict[str, None]] = {}
    for table in compiled.tables:
        for rule in table.rules:
            for attribute, value in rule.outcome.decides.items():
                decided.setdefault(attribute, {})[value] = None
    severities = compiled.table("severity").rules
    decided[RULE] = {rule.name: None for rule in severities}
    return Words(
        {fact.name: fact for fact in compiled.facts},
        {column.id: column for column in (*compiled.columns, *chosen_columns(compiled))},
        {name: tuple(values) for name, values in decided.items()},
        {rule.name: f"{rule.outcome.decides['severity']}-{short_hash(when_in_words(rule))}" for rule in severities},
    )


def home_of(column: Column, fact: Fact | None) -> Home:
    """Where a column's fact lives in Zendesk; `fact` is None for what stages decide."""
    if column.probe is not None:
        operator, operand = column.probe
        if operator == "during" and column.fact in ("opened", "now"):
            return "during"
        if operator == "mentions" and column.fact == "subject":
            return "subject"
        if operator == "mentions" and column.fact == "body":
            return "comment"
        if operator == "has" and column.fact == "tags" and LEGAL_TAG.fullmatch(operand):
            return "tag"
        return "class"
    if column.kind != "values":
        return "class"
    if fact is None:
        return "decided"
    if fact.derived is not None or column.fact == "now":
        return "class"
    if column.fact == "channel":
        return "via"
    if column.fact == "language":
        return "locale"
    if column.fact.startswith("customer."):
        return "organization"
    if column.fact.startswith("requester."):
        return "user"
    return "checkbox" if column.type == "boolean" and "false" not in column.values else "option"


def field_of(column: Column, home: Home) -> Text:
    """The field that a condition asks."""
    key = column.fact.split(".", 1)[-1]
    match home:
        case "via":
            return "via_id"
        case "locale":
            return "locale_id"
        case "organization":
            return Ref(f"organization_field:{key}", "organization.custom_fields.{id}")
        case "user":
            return Ref(f"user_field:{key}", "requester.custom_fields.{id}")
        case "subject":
            return "subject_includes_word"
        case "comment":
            return "comment_includes_word"
        case _:
            return Ref(f"field:{column.fact}", "custom_fields_{id}")


def values_of(column: Column, home: Home, word: str) -> tuple[Text, ...]:
    """What a field has for a word of the policy: of a channel there may be several; none where it has no id."""
    match home:
        case "via":
            return VIA.get(word, ())
        case "locale":
            return (Ref(f"locale:{word}"),)
        case "checkbox":
            return (word,)
        case "organization" | "user" if column.type == "boolean" and "false" not in column.values:
            return (word,)
        case _:
            return (option_tag(column.fact, word),)


def tag_of_class(column: Column, number: int) -> str:
    """The tag that an integration sets for a class of values."""
    name = column.fact if column.kind == "values" else column.id
    return class_tag(name, column.label(number))


def said(words: Words, column_id: str, admitted: Admitted, *, graded: bool = False) -> Said:
    """Some classes of a column as conditions. `graded`: severity as its own stage decided it."""
    column = words.columns[column_id]
    fact = words.facts.get(column.fact)
    home = home_of(column, fact)
    classes = frozenset(classes_in(admitted))
    if len(classes) == column.size:
        return Said(every=())
    match home:
        case "decided":
            return _decided(words, column, classes, graded)
        case "during":
            # A ticket always has an opening, so absent never comes and may count as no.
            tag = during_tag(_operand(column))
            known = classes - {ABSENT}
            if len(known) != 1:
                return Said(every=()) if known else Said(some=())
            return _one(tags_include([tag]) if FLAG_YES in known else tags_exclude([tag]))
        case "tag":
            tag = _operand(column)
            return _flag(classes, tags_include([tag]), tags_exclude([tag])) or _by_class(column, classes)
        case "subject" | "comment":
            field, phrase = field_of(column, home), _operand(column)
            yes, no = Condition(field, "is", phrase), Condition(field, "is_not", phrase)
            return _flag(classes, yes, no) or _by_class(column, classes)
        case "class":
            return _by_class(column, classes)
        case _:
            return _words(column, home, classes, fact) or _by_class(column, classes)


def _operand(column: Column) -> str:
    assert column.probe is not None
    return column.probe.operand


def _one(condition: Condition) -> Said:
    return Said((condition,), (condition,))


def _flag(classes: frozenset[int], yes: Condition, no: Condition) -> Said | None:
    """A yes or no; None where absent is told from no."""
    if classes == {FLAG_YES}:
        return _one(yes)
    return _one(no) if classes == {ABSENT, FLAG_NO} else None


def _decided(words: Words, column: Column, classes: frozenset[int], graded: bool) -> Said:
    family = "graded" if graded and column.fact == "severity" else column.fact
    tags = {value: words.tag(family, value) for value in words.decided.get(column.fact, ())}
    inside = [tag for value, tag in tags.items() if _class(column, value) in classes]
    outside = [tag for value, tag in tags.items() if _class(column, value) not in classes]
    if ABSENT in classes:
        return _one(tags_exclude(outside)) if outside else Said(every=())
    return _one(tags_include(inside)) if inside else Said(some=())


def _class(column: Column, value: str) -> int:
    return column.values.index(value) + 2 if value in column.values else OTHER


def _words(column: Column, home: Home, classes: frozenset[int], fact: Fact | None) -> Said | None:
    """A choice of words; None where a word that is not named is told from no word at all."""
    others = fact is None or not fact.values or not set(fact.values) <= set(column.values)
    if column.type == "boolean" and len(column.values) == 2:
        others = False
    if others and (ABSENT in classes) != (OTHER in classes):
        return None
    field = field_of(column, home)
    if ABSENT not in classes:
        named = [column.values[number - 2] for number in sorted(classes) if number > OTHER]
        yes = [Condition(field, "is", value) for word in named for value in values_of(column, home, word)]
        tags = [tag_of_class(column, column.values.index(w) + 2) for w in named if not values_of(column, home, w)]
        some = (*yes, *((tags_include(tags),) if tags else ()))
        return Said(some if len(some) == 1 else None, some)
    left_out = [column.values[number - 2] for number in range(2, column.size) if number not in classes]
    no = [Condition(field, "is_not", value) for word in left_out for value in values_of(column, home, word)]
    tags = [tag_of_class(column, column.values.index(w) + 2) for w in left_out if not values_of(column, home, w)]
    every = (*no, *((tags_exclude(tags),) if tags else ()))
    return Said(every, every if len(every) == 1 else None)


def _by_class(column: Column, classes: frozenset[int]) -> Said:
    """By the tags of an integration. Absent has none."""
    everything = range(1, column.size)
    if ABSENT in classes:
        outside = [tag_of_class(column, number) for number in everything if number not in classes]
        return _one(tags_exclude(outside)) if outside else Said(every=())
    return _one(tags_include(tag_of_class(column, number) for number in everything if number in classes))
