"""Conditions and actions of Zendesk's business rules as data, and references to what has an id in one account only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias


class Ref(NamedTuple):
    """A thing of an account, by a name of ours; the map file of an environment has its id."""

    name: str
    """Kind and name, such as `group:billing`."""
    form: str = "{id}"
    """What is written around the id, such as `custom_fields_{id}`."""


Text: TypeAlias = "str | Ref"


class Condition(NamedTuple):
    """One test of a business rule. The value is always a string, or a reference."""

    field: Text
    operator: str
    value: Text


class Action(NamedTuple):
    """One thing that a business rule does. A list is for actions that take several values."""

    field: str
    value: Text | tuple[Text, ...]


def tags_include(tags: Iterable[str]) -> Condition:
    """A ticket has at least one of these tags."""
    return Condition("current_tags", "includes", " ".join(dict.fromkeys(tags)))


def tags_exclude(tags: Iterable[str]) -> Condition:
    """A ticket has none of these tags."""
    return Condition("current_tags", "not_includes", " ".join(dict.fromkeys(tags)))


CREATED = Condition("update_type", "is", "Create")
"""Sorting happens when a ticket is created, and never again."""


def written(text: Text | tuple[Text, ...], ids: Mapping[str, str]) -> object:
    """A text as JSON: with the id where it is known, else as an object that nobody can take for one."""
    if isinstance(text, str):
        return text
    if isinstance(text, Ref):
        known = ids.get(text.name)
        if known is not None:
            return text.form.replace("{id}", known)
        return {"id_of": text.name} if text.form == "{id}" else {"id_of": text.name, "as": text.form}
    return [written(part, ids) for part in text]


def condition_json(condition: Condition, ids: Mapping[str, str]) -> dict[str, object]:
    """A condition as the API takes it."""
    return {
        "field": written(condition.field, ids),
        "operator": condition.operator,
        "value": written(condition.value, ids),
    }


def action_json(action: Action, ids: Mapping[str, str]) -> dict[str, object]:
    """An action as the API takes it."""
    return {"field": action.field, "value": written(action.value, ids)}


def conditions_json(
    every: Iterable[Condition], some: Iterable[Condition], ids: Mapping[str, str]
) -> dict[str, list[dict[str, object]]]:
    """The two lists of conditions; both are always written, since some requests are refused without them."""
    return {
        "all": [condition_json(one, ids) for one in every],
        "any": [condition_json(one, ids) for one in some],
    }
