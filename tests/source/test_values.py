"""What an unquoted word, a quoted one and a block mean: the core schema of YAML 1.2."""

import pytest

from supportpolicy.source import Node
from tests.source.marks import read


def value_of(text: str) -> Node:
    sources = read(f"key: {text}\n")
    assert sources.findings == ()
    root = sources.files[0].root
    assert root is not None
    node = root.get("key")
    assert node is not None
    return node


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "No", "y", "n", "ON", "nULL", "tRUE"])
def test_words_of_older_yaml_are_words(word: str) -> None:
    assert value_of(word).plain == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("0123", 123),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-1.5E-3", -0.0015),
    ],
)
def test_words_and_numbers(text: str, value: object) -> None:
    node = value_of(text)
    assert node.plain == value
    assert type(node.plain) is type(value)
    assert node.text == text
    assert not node.quoted


@pytest.mark.parametrize(
    "text",
    [
        "22:00",
        "2024-07-04",
        "2024-07-04T10:00:00Z",
        "1_000",
        "1,000",
        "10%",
        "4h",
        "0b101",
        "0o9",
        "0xZZ",
        "-0x1F",
        ".",
        "+",
        "+-1",
        "1e",
        "e3",
        "1.2.3",
        ".inf",
        "-.Inf",
        ".nan",
        "1e999",
        "٣",
        "²",
        "१२",
        "9" * 31,
        "9" * 5000,
        "0." + "1" * 5000,
        "0x" + "f" * 5000,
    ],
)
def test_text_that_only_looks_like_something_else_stays_text(text: str) -> None:
    assert value_of(text).plain == text


def test_the_longest_number_is_a_number() -> None:
    assert value_of("9" * 30).plain == int("9" * 30)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"no"', "no"),
        ("'123'", "123"),
        ('""', ""),
        ("'null'", "null"),
        (r'"a\tb\u00e9\U0001F600"', "a\tbé😀"),
        ("'Don''t'", "Don't"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        ("|-\n  two\n  lines\n", "two\nlines"),
        (">\n  one\n  line\n", "one line\n"),
        ("|\n  # not a comment\n", "# not a comment\n"),
        ("|\n  12\n", "12\n"),
    ],
)
def test_quotes_and_blocks_are_always_text(text: str, value: str) -> None:
    node = value_of(text)
    assert (node.plain, node.text, node.quoted) == (value, value, True)


@pytest.mark.parametrize("key", ["no", "1", "null", "~", "22:00", "true", "2024-07-04", "0x10"])
def test_keys_are_the_characters_as_written(key: str) -> None:
    root = read(f"{key}: x\n").files[0].root
    assert root is not None
    assert root.plain == {key: "x"}


@pytest.mark.parametrize("scalar", ["acme", "'acme'", "supportpolicy:1"])
def test_a_file_of_one_word_is_that_word(scalar: str) -> None:
    root = read(scalar).files[0].root
    assert root is not None
    assert root.plain == scalar.strip("'")


def test_nodes_are_walked_by_key_and_position() -> None:
    root = read("teams:\n  - name: night\n    people: [ann]\n").files[0].root
    assert root is not None
    assert root.at(("teams", 0, "people", 0)).plain == "ann"
    assert root.at(("teams", 5)).kind == "list", "the deepest node on the way"
    assert root.at(("teams", "name")).kind == "list"
    assert root.get("people") is None
    assert root.at(("teams",)).get("name") is None
    assert root.key_span("nowhere") == root.span
