"""The YAML parser's short messages, each with where to point and what to say instead."""

from __future__ import annotations

from typing import Literal

# libyaml's own words (src/scanner.c, src/parser.c) -> where to point, what is wrong, what to do.
# `here` is the character at which the parser gave up, `word` and `line` reach from there to the next space and to the
# end of the line; `from` is the same for the place where the parser began what it could not finish.
Point = Literal["here", "word", "line", "word from", "line from"]
_QUOTE_ALL = "put quotes around the whole value"
MEANINGS: tuple[tuple[str, Point, str, str], ...] = (
    (
        "did not find expected key",
        "here",
        "this line does not fit the lines above it",
        "begin it in the same column as the keys it belongs with",
    ),
    (
        "did not find expected '-' indicator",
        "here",
        "this line is in the place of a list item but does not begin with '- '",
        "begin it with '- ' like the items above it, or indent it so that it belongs to one of them",
    ),
    (
        "did not find expected ',' or ']'",
        "here",
        "a comma or the closing ']' is missing before this",
        "separate the items by commas; put text with a comma, a colon or a bracket in it in quotes",
    ),
    (
        "did not find expected ',' or '}'",
        "here",
        "a comma or the closing '}' is missing before this",
        "separate the entries by commas; put text with a comma, a colon or a brace in it in quotes",
    ),
    (
        "found unexpected ':'",
        "here",
        "this colon has no space after it",
        "write 'key: value', with a space after the colon",
    ),
    (
        "found character that cannot start any token",
        "here",
        "text cannot begin with {char} unless it is in quotes",
        _QUOTE_ALL,
    ),
    (
        "did not find expected alphabetic or numeric character",
        "word from",
        "text cannot begin with {char} unless it is in quotes",
        _QUOTE_ALL,
    ),
    (
        "mapping keys are not allowed",
        "here",
        "text cannot begin with {char} unless it is in quotes",
        _QUOTE_ALL,
    ),
    (
        "found unknown escape character",
        "here",
        "a backslash in double quotes begins a code, and this is none that YAML knows",
        "write the backslash twice, or put the text in single quotes",
    ),
    (
        "did not find expected hexdecimal number",
        "here",
        "a code for a character is not complete here",
        "write the backslash twice if a backslash is meant, or put the text in single quotes",
    ),
    (
        "found invalid Unicode character escape code",
        "here",
        "this code does not stand for a character",
        "write the character itself, such as an emoji, instead of its code",
    ),
    (
        "block sequence entries are not allowed",
        "here",
        "a list cannot begin on the same line as its key",
        "put each item on a line of its own below the key: '- ' and then the item; "
        "put the value in quotes if the dash belongs to the text",
    ),
    (
        "did not find expected node content",
        "here",
        "a value cannot begin with {char}",
        "put it in quotes if it is text; otherwise remove it",
    ),
    (
        "did not find expected <document start>",
        "here",
        "this line does not belong to what the lines above began",
        "begin the outermost keys, such as 'name:', in the same column, with no bracket around them",
    ),
    (
        "found an indentation indicator equal to 0",
        "line from",
        "text stands on the same line as {char}",
        "begin the text on the next line, indented; put the value in quotes if {char} belongs to the text",
    ),
    (
        "did not find expected comment or line break",
        "line from",
        "text stands on the same line as {char}",
        "begin the text on the next line, indented; put the value in quotes if {char} belongs to the text",
    ),
)
