"""Every code of the tool, from every room: what `explain`, the pages and SARIF draw on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supportpolicy import checks, language, source, testing
from supportpolicy.diagnostics import Kind, did_you_mean
from supportpolicy.engine import intake

ALL_KINDS: tuple[Kind, ...] = tuple(sorted((*source.KINDS, *language.KINDS, *checks.KINDS, *testing.KINDS, *intake.KINDS)))
"""All kinds of findings by code."""


def find_kind(code_or_name: str) -> Kind | None:
    """The kind with this code or name, whatever the case."""
    wanted = code_or_name.strip().lower()
    return next((kind for kind in ALL_KINDS if wanted in (kind.code.lower(), kind.name)), None)


def unknown_codes(codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Codes, names or areas (`SP3`) that no kind answers to, each with advice."""
    known = [kind.code for kind in ALL_KINDS] + [kind.name for kind in ALL_KINDS]
    for code in codes:
        if not any(code == kind.name or kind.code.startswith(code) for kind in ALL_KINDS):
            yield code, did_you_mean(code, known, what="run 'supportpolicy explain' for a list; for example")
