from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.diagnostics import Span
from supportpolicy.language.name import Name
from supportpolicy.reporting.pretty import pretty
from tests.reporting.strategies import anything, unhurried

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | anything
_TREES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(anything, inner)
)


@unhurried
@given(_TREES)
def test_it_is_what_the_library_writes(tree: object) -> None:
    assert pretty(tree) == json.dumps(tree, indent=2, ensure_ascii=False)


def test_words_with_a_place_are_words() -> None:
    name = Name('a "b"', Span("p", 1, 1, 1, 2))
    assert pretty({name: [name]}) == json.dumps({str(name): [str(name)]}, indent=2)
