"""Reports that say anything about anything, as Hypothesis draws them."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from supportpolicy.diagnostics import Diagnostic, Fix, Kind, Related, Span
from supportpolicy.reporting import Report

unhurried = settings(deadline=None)
"""The first report in a format pays for its imports, and a busy machine is no failure."""

# Characters that mean something to one format or another, more often than chance has them, and lone surrogates.
NASTY = st.sampled_from(
    list("\x00\x07\x1b\t\n\r\x85\u2028\u2029\u202e\u200b\ufeff\uffff\ud800\udc80%:,;|&<>[](){}`*_@#\"'\\/")
)
anything = st.text(st.one_of(NASTY, st.characters()), max_size=30)
levels = st.sampled_from(["error", "warning", "info"])
names = st.sampled_from(["unknown-team", "tab"])
codes = st.sampled_from(["SP001", "SP010", "SP201", "SP999"])


@st.composite
def spans(draw: st.DrawFn, paths: st.SearchStrategy[str] = anything) -> Span:
    line, col = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    end_line = draw(st.integers(line, 6))
    return Span(draw(paths), line, col, end_line, draw(st.integers(col if line == end_line else 1, 60)))


@st.composite
def reports(draw: st.DrawFn, most: int = 4) -> Report:
    texts = draw(st.dictionaries(anything, anything, max_size=2))
    paths = st.one_of(anything, st.sampled_from(sorted(texts))) if texts else anything
    span = spans(paths)
    found = st.builds(
        Diagnostic,
        codes,
        names,
        levels,
        anything,
        span,
        st.lists(st.builds(Related, span, anything), max_size=2).map(tuple),
        st.none() | anything,
        st.none() | st.builds(Fix, span, anything, anything),
    )
    kinds = st.builds(Kind, codes, names, levels, anything, anything, anything, anything)
    return Report(
        tuple(draw(st.lists(found, max_size=most))),
        texts,
        draw(st.integers(0, 9)),
        draw(st.integers(0, 2)),
        draw(st.sampled_from(["", "1.2.3"])),
        draw(st.booleans()),
        tuple(draw(st.lists(kinds, max_size=3, unique_by=lambda kind: kind.code))),
    )
