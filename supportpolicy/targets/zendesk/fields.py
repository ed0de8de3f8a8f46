"""Ticket fields for the facts that triggers ask about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.targets.zendesk.carried import home_of
from supportpolicy.targets.zendesk.chosen import chosen_columns
from supportpolicy.targets.zendesk.dialect import option_tag
from supportpolicy.targets.zendesk.requests import Request


def field_requests(compiled: Compiled, asked: Collection[str]) -> Iterator[Request]:
    """A drop-down or checkbox for each fact that is asked about in a ticket field."""
    facts = {fact.name: fact for fact in compiled.facts}
    checkboxes = {column.fact for column in compiled.columns if home_of(column, facts.get(column.fact)) == "checkbox"}
    for fact in compiled.facts:
        reference = f"field:{fact.name}"
        if reference not in asked:
            continue
        words = words_for(compiled, fact)
        body: dict[str, object] = {
            "title": fact.name,
            "type": "checkbox" if fact.name in checkboxes else "tagger",
            "agent_description": fact.about or "",
        }
        if body["type"] == "tagger":
            body["custom_field_options"] = [{"name": word, "value": option_tag(fact.name, word)} for word in words]
        at = (fact.at,) if fact.at else ()
        yield Request(reference, "POST", "/api/v2/ticket_fields", {"ticket_field": body}, "ticket field", fact.name, at)


def words_for(compiled: Compiled, fact: Fact) -> tuple[str, ...]:
    """The options of a drop-down: the fact's own values, else those that rules name."""
    columns = (*compiled.columns, *chosen_columns(compiled))
    named = (word for column in columns if column.fact == fact.name for word in column.values)
    return tuple(dict.fromkeys((*(("true", "false") if fact.type == "boolean" else fact.values), *named)))
