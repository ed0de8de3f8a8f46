"""Every code of the tool, from every room: what `explain`, the pages and SARIF draw on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from supportpolicy import checks, language, source
from supportpolicy.diagnostics import Kind, did_you_mean

CHECK_KINDS: tuple[Kind, ...] = tuple(sorted((*source.KINDS, *language.KINDS, *checks.KINDS)))
"""Kinds of findings in a policy itself, by code: what `check` can say."""


@cache
def all_kinds() -> tuple[Kind, ...]:
    """All kinds of findings by code. Those of proofs, tests, tickets and exports are fetched here, so that `check` need not load them."""
    from supportpolicy import analysis, testing
    from supportpolicy.engine import intake
    from supportpolicy.targets import kinds as losses
    from supportpolicy.targets.registry import built_in

    own = {kind for target in built_in() for kind in target.kinds}
    return tuple(sorted((*CHECK_KINDS, *testing.KINDS, *analysis.KINDS, *intake.KINDS, *losses.KINDS, *own)))


def find_kind(code_or_name: str) -> Kind | None:
    """The kind with this code or name, whatever the case."""
    wanted = code_or_name.strip().lower()
    return next((kind for kind in all_kinds() if wanted in (kind.code.lower(), kind.name)), None)


def unknown_codes(codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Codes, names or areas (`SP3`) that no kind answers to, each with advice."""
    for code in codes:
        known = [kind.code for kind in all_kinds()] + [kind.name for kind in all_kinds()]
        if not any(code == kind.name or kind.code.startswith(code) for kind in all_kinds()):
            yield code, did_you_mean(code, known, what="run 'supportpolicy explain' for a list; for example")
