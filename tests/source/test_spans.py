"""Spans are exact: cutting the text at a span gives the characters that were meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from supportpolicy.diagnostics import Span
from supportpolicy.source import Node, parse
from tests.source.marks import place, read, slice_of


def parsed(text: str) -> Node:
    findings: list[object] = []
    root = parse(text, "policy.yaml", findings.append)
    assert findings == []
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("text", "path", "slice_"),
    [
        ("name: acme\n", ("name",), "acme"),
        ("name:   acme   # why\n", ("name",), "acme"),
        ("name: two words", ("name",), "two words"),
        ("näme😀: é😀b c\n", ("näme😀",), "é😀b c"),
        ("a: 'it''s'\n", ("a",), "'it''s'"),
        ('a: "x\n  y"\n', ("a",), '"x\n  y"'),
        ("a: over\n  two lines # c\n", ("a",), "over\n  two lines"),
        ("a: |\n  x\n  # y\n\n\nb: 1\n", ("a",), "|\n  x\n  # y"),
        ("a: |+\n  x\n\n", ("a",), "|+\n  x"),
        ("a: >-\n  x\n# c\nb: 1\n", ("a",), ">-\n  x"),
        ("a: |", ("a",), "|"),
        ("a: |\n  x", ("a",), "|\n  x"),
        ("a: | # c\n  x\n", ("a",), "| # c\n  x"),
        ("a: [b, {c: d}]\n", ("a",), "[b, {c: d}]"),
        ("a: [b, {c: d}]\n", ("a", 1), "{c: d}"),
        ("a: [b: c, d]\n", ("a", 0), "b: c"),
        ("a: [\n  b,\n]\n", ("a",), "[\n  b,\n]"),
        ("a:\n- b\n- c\nd: 1\n", ("a",), "- b\n- c"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "b: 1\n    c: 2"),
        ("a:\n  b: 1\n\nc: 2\n", ("a",), "b: 1"),
        ("a:\n  b: |\n    x\n\nc: 2\n", ("a",), "b: |\n    x"),
        ("a:\nb: 1\n", ("a",), ""),
        ("a: {}\n", ("a",), "{}"),
        ("--- \na: 1\n", ("a",), "1"),
    ],
)
def test_a_value_is_its_own_characters(text: str, path: tuple[str | int, ...], slice_: str) -> None:
    assert slice_of(text, parsed(text).at(path).span) == slice_


@pytest.mark.parametrize(
    ("text", "key", "slice_"),
    [
        ("name: acme\n", "name", "name"),
        ("two words: acme\n", "two words", "two words"),
        ("'name': acme\n", "name", "'name'"),
        ('"a\\u0062": acme\n', "ab", '"a\\u0062"'),
        ("? name\n: acme\n", "name", "name"),
        ("{name: acme}\n", "name", "name"),
        ('{"name":acme}\n', "name", '"name"'),
    ],
)
def test_a_key_is_its_own_characters(text: str, key: str, slice_: str) -> None:
    assert slice_of(text, parsed(text).key_span(key)) == slice_


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a:\n  b:•\n  c: 1\n", ("a", "b")),
        ("b:•   # later\n", ("b",)),
        ("b:•", ("b",)),
        ("b:•\n\n\n", ("b",)),
        ("? b•\n\n? c\n", ("b",)),
        ("? b•", ("b",)),
        ("{b•}", ("b",)),
        ("{b• , c}", ("b",)),
        ("[b:• ]", (0, "b")),
        ("-•\n- c\n", (0,)),
        ("- c\n-•", (1,)),
        ("- c\n-• ", (1,)),
    ],
)
def test_a_value_left_out_stands_behind_what_is_written(text: str, path: tuple[str | int, ...]) -> None:
    line, col = place(text, text.index("•"))
    node = parsed(text.replace("•", "")).at(path)
    assert node.plain is None
    assert node.span == Span("policy.yaml", line, col, line, col)


@pytest.mark.parametrize(
    "data",
    [
        b"a: 1\r\nb:\r\n  - c\r\n",
        b"a: 1\rb:\r  - c\r",
        b"\xef\xbb\xbfa: 1\nb:\n  - c\n",
        b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c",
    ],
)
def test_ends_of_line_and_a_byte_order_mark_change_no_place(data: bytes) -> None:
    sources = read(data)
    assert sources.findings == ()
    root = sources.files[0].root
    assert root is not None
    assert root.plain == {"a": 1, "b": ["c"]}
    assert root.key_span("a") == Span("stdin", 1, 1, 1, 2)
    assert root.at(("b", 0)).span == Span("stdin", 3, 5, 3, 6)


# What the writer puts into the text as it is, or escapes; both ways of ending a line in a word are left out here,
# because the reader refuses them (see test_syntax_messages).
_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff\r"), max_size=12)
_scalars = _words | st.integers(-(10**28), 10**28) | st.booleans() | st.none()
_keys = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), max_size=8)
_trees = st.recursive(
    _scalars,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(_keys, children, max_size=4),
    max_leaves=20,
)


class _QuotedText(yaml.SafeDumper):
    """Writes every text in quotes, keys among them, so that no text can be taken for a number."""

    quote = '"'

    def ignore_aliases(self, data: object) -> bool:
        return True


def _quoted(dumper: _QuotedText, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=dumper.quote)


_QuotedText.add_representer(str, _quoted)


def _scalars_of(node: Node) -> Iterator[Node]:
    todo = [node]
    while todo:
        each = todo.pop()
        if each.kind == "scalar":
            yield each
        todo.extend(each.entries.values() if each.entries is not None else each.items or ())


@settings(max_examples=150, deadline=None)
@given(
    tree=st.lists(_trees, min_size=1, max_size=3) | st.dictionaries(_keys, _trees, min_size=1, max_size=4),
    flow=st.sampled_from([True, False, None]),
    unicode=st.booleans(),
    quote=st.sampled_from(['"', "'"]),
    width=st.sampled_from([20, 80, 100_000]),
)
def test_what_is_written_is_read_back_with_its_places(
    tree: object, flow: bool | None, unicode: bool, quote: str, width: int
) -> None:
    class Dumper(_QuotedText):
        pass

    Dumper.quote = quote
    text = yaml.dump(
        tree, Dumper=Dumper, default_flow_style=flow, allow_unicode=unicode, width=width, sort_keys=False, encoding=None
    )
    root = parsed(text)
    assert root.plain == tree
    for node in _scalars_of(root):
        cut = slice_of(text, node.span)
        if node.quoted:
            assert cut[0] == cut[-1]
            assert cut[0] in "'\""
            # Indented as in the file: a line of quoted text may not begin like a document.
            assert yaml.safe_load("- " + cut.replace("\n", "\n  ")) == [node.plain]
        else:
            assert cut == node.text
    for mapping in _mappings_of(root):
        for key, span in (mapping.keys or {}).items():
            assert yaml.safe_load("- " + slice_of(text, span).replace("\n", "\n  ")) == [key]


def _mappings_of(node: Node) -> Iterator[Node]:
    todo = [node]
    while todo:
        each = todo.pop()
        if each.entries is not None:
            yield each
        todo.extend(each.entries.values() if each.entries is not None else each.items or ())


_plain_words = st.lists(st.text("aZé😀0_", min_size=1, max_size=4), min_size=1, max_size=3).map(
    lambda words: "x" + " ".join(words)
)
_plain_trees = st.recursive(
    _plain_words | st.integers(0, 10**6),
    lambda children: (
        st.lists(children, min_size=1, max_size=4) | st.dictionaries(_plain_words, children, min_size=1, max_size=4)
    ),
    max_leaves=15,
)


@settings(max_examples=100, deadline=None)
@given(tree=st.dictionaries(_plain_words, _plain_trees, min_size=1, max_size=5), flow=st.booleans())
def test_without_quotes_the_span_is_the_text(tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=100_000, sort_keys=False)
    root = parsed(text)
    for node in _scalars_of(root):
        if not node.quoted:
            assert slice_of(text, node.span) == node.text
    for mapping in _mappings_of(root):
        for key, span in (mapping.keys or {}).items():
            assert slice_of(text, span).strip("'") == key
