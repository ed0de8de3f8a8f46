"""Fixes applied to the texts of a policy until none is left. Nothing is read or written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from supportpolicy.checks.verdict import Verdict, judge
from supportpolicy.diagnostics import Diagnostic, Fix
from supportpolicy.formatting.edits import Lines, apart, apply_edits
from supportpolicy.source import Source, Sources, with_texts

_MOST_ROUNDS = 40
"""Mending one mistake may bring another to light; a policy in which that goes on for longer is left as it is then."""


class Mended(NamedTuple):
    """A policy after its fixes."""

    sources: Sources
    verdict: Verdict
    texts: dict[str, str]
    """The new text of each file that changed, by name."""
    fixed: int
    """How many findings were mended."""


def mend(
    sources: Sources,
    texts: Mapping[str, str],
    today: dt.date,
    *,
    unsafe: bool = False,
    allowed: Callable[[Diagnostic], bool] = lambda _: True,
) -> Mended:
    """Apply the fixes of all findings that are `allowed`: the sure ones, and with `unsafe` all of them.

    `texts` are the files that may be changed, by name, as they are on the disk, with the ends of lines they have. A
    file that could be read before and could not be read after its fixes keeps its text.
    """
    now = dict(texts)
    seen: dict[str, set[str]] = {name: {text} for name, text in texts.items()}
    closed: set[str] = set()
    fixed = 0
    verdict = judge(sources, today)
    for _ in range(_MOST_ROUNDS):
        wanted: dict[str, list[Fix]] = {}
        for finding in verdict.findings:
            fix = finding.fix
            if fix is not None and (fix.safe or unsafe) and allowed(finding):
                wanted.setdefault(fix.span.path, []).append(fix)
        changed = {
            source.name: _applied(now[source.name], wanted[source.path])
            for source in sources.files
            if source.path in wanted and source.name in now and source.name not in closed
        }
        sources, kept = _reread(sources, {name: text for name, (text, _) in changed.items()}, seen)
        closed.update(changed.keys() - kept)
        if not kept:
            break
        for name in kept:
            now[name], count = changed[name]
            seen[name].add(now[name])
            fixed += count
        verdict = judge(sources, today)
    return Mended(sources, verdict, {name: text for name, text in now.items() if text != texts[name]}, fixed)


def _applied(text: str, fixes: list[Fix]) -> tuple[str, int]:
    """The text with as many fixes as do not touch each other, and how many those are."""
    lines = Lines(text)
    edits = apart(lines.edit(fix.span, fix.replacement) for fix in fixes)
    return apply_edits(text, edits), len(edits)


def _reread(sources: Sources, changed: Mapping[str, str], seen: Mapping[str, set[str]]) -> tuple[Sources, set[str]]:
    """The sources with those changes that did no harm, and the names of the files they are in."""
    good = {name: text for name, text in changed.items() if text not in seen[name]}
    if not good:
        return sources, set()
    before = {source.name: source for source in sources.files}
    after = with_texts(sources, good)
    harmed = {source.name for source in after.files if source.root is None and _was_read(before[source.name])}
    if harmed:
        good = {name: text for name, text in good.items() if name not in harmed}
        after = with_texts(sources, good)
    return after, set(good)


def _was_read(source: Source) -> bool:
    return source.root is not None
