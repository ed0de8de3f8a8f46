"""Messages as text modules, and the rules for requests, refunds and identity as text modules for agents."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Final

from supportpolicy.compiled import Compiled
from supportpolicy.targets.desks.requests import Request
from supportpolicy.targets.desks.tags import slug
from supportpolicy.targets.desks.wording import decision_texts, with_placeholders

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "requester.name": "#{ticket.customer.firstname} #{ticket.customer.lastname}",
    "requester.first_name": "#{ticket.customer.firstname}",
    "requester.email": "#{ticket.customer.email}",
    "customer.name": "#{ticket.organization.name}",
    "subject": "#{ticket.title}",
    "team": "#{ticket.group.name}",
    "severity": "#{ticket.priority.name}",
}
"""Fact -> variable of Zammad."""


def text_requests(compiled: Compiled) -> Iterator[Request]:
    """A text module for each message and language, and one for each table that agents decide by."""
    for name, texts in compiled.messages.items():
        for language, text in texts.items():
            title = f"Policy {name} {language}".strip()
            yield _module(title, f"{slug(name)} {language}".strip(), with_placeholders(text, PLACEHOLDERS), ())
    for title, text, at in decision_texts(compiled):
        yield _module(f"Policy: {title}", slug(title.lower()), text, at)


def _module(title: str, keywords: str, text: str, at: tuple[str, ...]) -> Request:
    body = {"name": title, "keywords": keywords, "content": _as_html(text), "active": True}
    return Request(f"text_module:{title}", "/api/v1/text_modules", body, "text module", title, at)


def _as_html(text: str) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))
