"""The page of tickets: its exports become what it says, and its problems are told in its words."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.ticket_schema import ticket_schema
from supportpolicy.compiler import compile_policy
from supportpolicy.engine.intake import OWN_FORM, BadTicket, FieldMapping, Intake, read_mapping, read_tickets, to_json
from supportpolicy.engine.values import Ticket
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.checks.running import findings_of, shown
from tests.docs.pages import ROOT, Block, blocks

PAGE = ROOT / "docs/tickets.md"


@cache
def page() -> tuple[Block, ...]:
    return tuple(blocks(PAGE))


@cache
def policy() -> Compiled:
    sources = read_bytes_as_policy(page()[0].text.encode(), "policies/policy.yaml")
    assert shown(findings_of(sources)) == []
    return compile_policy(load(sources).policy)


def mapping_of(text: str) -> FieldMapping:
    node = read_bytes_as_policy(text.encode(), "fields.yaml").files[0].root
    assert node is not None
    mapping, findings = read_mapping(node, policy())
    assert findings == ()
    return mapping


def under(heading: str) -> Iterator[Block]:
    return (block for block in page() if block.heading == heading)


def taken(text: str, mapping: FieldMapping) -> list[Ticket | BadTicket]:
    return list(read_tickets(io.BytesIO(text.encode()), Intake(policy(), mapping)))


def test_our_own_form_comes_back_as_it_is() -> None:
    (block,) = under("Our own form")
    (ticket,) = taken(block.text, OWN_FORM)
    assert isinstance(ticket, Ticket)
    assert to_json(ticket) == json.loads(block.text)


def test_exports_become_what_the_page_says() -> None:
    for heading in ("A flat export", "A Zendesk-like export"):
        export, fields, expected = under(heading)
        (ticket,) = taken(export.text, mapping_of(fields.text))
        assert isinstance(ticket, Ticket), ticket
        written = to_json(ticket)
        assert {**written, "facts": dict(sorted(written["facts"].items()))} == json.loads(expected.text)


def test_problems_are_told_in_these_words() -> None:
    (raw, expected) = under("Problems")
    (bad,) = taken(raw.text, OWN_FORM)
    assert f"{bad}\n" == expected.text


def test_every_type_has_a_row() -> None:
    text = PAGE.read_text(encoding="utf-8")
    kinds = {fact.type for fact in policy().facts}
    assert kinds == {"choice", "boolean", "number", "text", "money", "time", "duration", "tags"}
    assert all(f"\n| {kind} |" in text for kind in kinds)


def test_the_schema_of_the_form_is_that_of_the_page() -> None:
    assert set(ticket_schema(policy())["properties"]) == {"id", "facts", "events"}
