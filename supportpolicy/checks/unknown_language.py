"""SP211: a language that is not offered."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, Place, unknown_names
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.sections.contact import OTHERWISE

KIND = Kind(
    "SP211",
    "unknown-language",
    "error",
    "A language is named that the section languages does not have.",
    "Nobody decided how customers are served in it.",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}}
teams: [{name: front, coverage: always, languages: [en, jp]}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
languages: {en: {coverage: always}}
teams: [{name: front, coverage: always, languages: [en]}]
routing: [{name: all, team: front}]
""",
)

_PLACE = Place(("languages",), "language")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a name that does not exist."""
    known = [name for name in context.policy.languages if name != OTHERWISE]
    return unknown_names(context, KIND, ("language",), known, _PLACE)


CHECK = Check(KIND, check)
