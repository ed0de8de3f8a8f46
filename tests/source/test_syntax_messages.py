"""What people type by mistake, the characters that are pointed at («...»), and what is said about them."""

from __future__ import annotations

import pytest

from supportpolicy.source import kinds, parse, syntax
from tests.source.marks import only, read, slice_of, unmark

MISTAKES: dict[str, tuple[str, str, str]] = {
    # quotation marks
    "quote never closed": ('en: «"»Hello\nde: Hallo\n', "quotation mark is never closed", "add the closing"),
    "quote never closed, single": ("en: «'»Hello\nde: Hallo\n", "quotation mark is never closed", "add the closing"),
    "quote never closed before ---": ('en: «"»Hello\n---\nde: Hallo\n', "is never closed", "add the closing"),
    "quote closed by the next one": (
        'en: "Hello\nde: "«Hallo"»\n',
        "goes on after the closing quotation",
        "add the clo",
    ),
    "apostrophe": ("name: acme\nen: 'Don'«t» worry'\n", "goes on after the closing quotation", "twice ('')"),
    "quotes inside quotes": ('en: "Say "«hello""»\n', "goes on after the closing quotation", 'is written \\"'),
    "word after a quotation": ('en: "Hello" «world»\n', "goes on after the closing quotation", "around the whole"),
    "in a list": ('- "Hello" «world»\n', "goes on after the closing quotation", "around the whole"),
    "in brackets": ('a: ["Hello" «world»]\n', "goes on after the closing quotation", "around the whole"),
    "in braces": ("a: {b: 'don'«t'»}\n", "goes on after the closing quotation", "twice ('')"),
    # characters that mean something
    "percent": ("discount: «%»10\n", "cannot begin with '%'", "quotes around"),
    "at sign": ("contact: «@»support\n", "cannot begin with '@'", "quotes around"),
    "backtick": ("run: «`»it`\n", "cannot begin with '`'", "quotes around"),
    "bold": ("en: «**Closed**» today\n", "cannot begin with '*'", "quotes around"),
    "star and ending": ("files: «*.pdf»\n", "cannot begin with '*'", "quotes around"),
    "star both sides": ("en: «*urgent*»\n", "cannot begin with '*'", "quotes around"),
    "ampersand": ("team: «&» Co\n", "cannot begin with '&'", "quotes around"),
    "question mark": ("en: «?» really\n", "cannot begin with '?'", "quotes around"),
    "pipe in a list": ("a: [x, «|» y]\n", "cannot begin with '|'", "quotes around"),
    "comma": ("en: «,» then\n", "cannot begin with ','", "in quotes"),
    "greater than": ("when: «> 5 hours»\n", "on the same line as '>'", "next line, indented"),
    "text behind the pipe": ("en: «| Hello»\n  there\n", "on the same line as '|'", "next line, indented"),
    "zero behind the pipe": ("en: «|0»\n  there\n", "on the same line as '|'", "next line, indented"),
    "percent line": ("«%discounts»\na: 1\n", "no lines that begin with '%'", "remove the line"),
    "percent alone": ("«%»\na: 1\n", "no lines that begin with '%'", "remove the line"),
    "another version of YAML": ("«%YAML 3.0»\n---\na: 1\n", "no lines that begin with '%'", "remove the line"),
    "directive without document": ("«%YAML 1.2»\na: 1\n", "no lines that begin with '%'", "remove the line"),
    "directive without number": ("«%YAML x»\n---\na: 1\n", "no lines that begin with '%'", "remove the line"),
    # backslashes
    "Windows folder": ('path: "C:«\\»Windows"\n', "backslash in double quotes", "single quotes"),
    "half a code": ('a: "\\x«Z»Z"\n', "code for a character", "single quotes"),
    "emoji as JSON writes it": ('a: "\\u«d»83d\\ude00"\n', "does not stand for a character", "the character itself"),
    # colons
    "second colon": ("name: acme\nnote: see«:» this\n", "a second ': '", "put the text in quotes"),
    "second colon in a list": ("- note: see«:» this\n", "a second ': '", "put the text in quotes"),
    "address": ("note: see http://a.example/b«:» x\n", "a second ': '", "put the text in quotes"),
    "colon in braces": ("a: {b: c«:» d}\n", "a second colon", "in quotes"),
    "no space after colon": ("supportpolicy: 1\n«name:acme»\nlead: x\n", "colon has no space", "'key: value'"),
    "no space, last line": ("supportpolicy: 1\n«name:acme»\n", "colon has no space", "'key: value'"),
    "no space, indented": ("team:\n  «name:acme»\n  lead: x\n", "colon has no space", "'key: value'"),
    "no space in braces": ("{a«:»{b: 1}}\n", "colon has no space", "'key: value'"),
    "no colon": ("supportpolicy: 1\n«teams»\n  night: 1\n", "no ': ' after its key", "'key: value'"),
    "no colon, neighbours": ("team:\n  «name»\n  lead: x\n", "no ': ' after its key", "'key: value'"),
    "equals sign": ("supportpolicy: 1\n«name = acme»\nlead: x\n", "no ': ' after its key", "'key: value'"),
    "text goes on": ("en: We are\n«away today»\nde: x\n", "no ': ' after its key", "indent the line"),
    "ruler": ("a: 1\n«-----»\nb: 1\n", "no ': ' after its key", "'key: value'"),
    "a whole text as key": ("«" + "x" * 1100 + "»: 1\n", "longer than 1,024", "short key"),
    # indentation
    "too deep": ("name: acme\n  «team»: x\n", "indented deeper", "same column"),
    "too deep in a list": ("- name: x\n   «team»: y\n", "indented deeper", "same column"),
    "not deep enough": ("a:\n   b: 1\n  «c»: 2\n", "does not fit", "same column"),
    "list and key mixed": ("a:\n  - x\n  «y»: 1\n", "in the place of a list item", "begin it with '- '"),
    "list, then key": ("- a\n«b»: 1\n", "in the place of a list item", "begin it with '- '"),
    "key, then list": ("a: 1\n«- b»\n", "a list item stands where a key", "under the key"),
    "list beside its key": ("teams: «-» a\n", "same line as its key", "a line of its own"),
    "a dash for nothing": ("teams: «-»\n", "same line as its key", "in quotes if the dash"),
    "dash without space": ("d:\n  - e\n  «-»f: 1\n", "in the place of a list", "begin it with '- '"),
    "dash without space after text": ("a: b\n «-»c: 1\n", "dash has no space", "begin each item"),
    "first line indented": ("  a: 1\n«b»: 2\n", "does not belong to what the lines above", "same column"),
    "after a whole policy in braces": ("{a: 1}\n«b»: 2\n", "does not belong to what the lines above", "no bracket"),
    # brackets
    "bracket never closed": ("name: «[»acme\nteams: x\n", "'[' is never closed", "closing ']'"),
    "bracket never closed, list below": ("name: «[»acme\nteams:\n  - a\n", "'[' is never closed", "closing ']'"),
    "bracket never closed, end": ("teams: «[»acme, b\n", "'[' is never closed", "closing ']'"),
    "brace never closed": ("a: «{»b: 1\nc: 2\n", "'{' is never closed", "closing '}'"),
    "brace never closed, end": ("a: «{»b: 1\n", "'{' is never closed", "closing '}'"),
    "closed twice": ("a: [x]«]»\n", "']' closes nothing", "remove it"),
    "brace closed twice": ("a: {x: 1}«}»\nb: 2\n", "'}' closes nothing", "remove it"),
    "closed with the wrong one": ("a: [x, y«}»\n", "'}' stands where ']' would close the '['", "opposite order"),
    "comma too many": ("a: [x, «,» y]\n", "a value is missing", "comma that is too many"),
    "comma first": ("a: [«,» y]\n", "a value is missing", "comma that is too many"),
    "dash in brackets": ("a: [«-» x]\n", "'- ' item stands inside brackets", "only commas"),
    "comma forgotten": ("a: [\n  [x]\n  «[»y]\n]\n", "a comma or the closing ']'", "separate"),
    "comma forgotten in braces": ('{\n  "a": "x",\n  "b": "y"\n  «"»c": "z"\n}\n', "a comma or the closing '}'", "sep"),
    "comma forgotten after a number": ('{\n  "a": 1\n  «"c"»: 3\n}\n', "comma is missing between this", "but the last"),
    "placeholder first": ("en: {name}«,» hello\n", "goes on after the closing '}'", "quotes around"),
    "bracket first": ("subject: [acme] «Your» request\n", "goes on after the closing ']'", "quotes around"),
}


@pytest.mark.parametrize(("text", "message", "advice"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_one_message_at_its_characters(text: str, message: str, advice: str) -> None:
    text, span = unmark(text)
    finding = only(read(text))
    assert (finding.code, slice_of(text, finding.span)) == (kinds.SYNTAX.code, slice_of(text, span))
    assert finding.span == span
    assert message in finding.message
    assert advice in (finding.help or "")


def test_every_meaning_is_reached_by_a_mistake_of_this_table() -> None:
    messages = "\n".join(only(read(unmark(text)[0])).message for text, _, _ in MISTAKES.values())
    for words, _, meaning, _ in syntax.MEANINGS:
        assert meaning.split("{char}")[0] in messages, words


def test_no_mistake_is_answered_in_the_words_of_the_parser() -> None:
    for text, _, _ in MISTAKES.values():
        finding = only(read(unmark(text)[0]))
        for jargon in ("scalar", "token", "flow", "sequence", "node", "indicator", "stream", "this is not YAML"):
            assert jargon not in f"{finding.message} {finding.help}", finding


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('en: «"»Hello\nde: "Hallo"\n', "the quotation begins here"),
        ("name: [acme\n«teams:»\n  - a\n", "this line no longer belongs to it"),
        ("a: «[»\n  x, y\n  }\n", "this bracket is still open"),
    ],
)
def test_the_other_place_is_shown_too(text: str, note: str) -> None:
    text, span = unmark(text)
    related = only(read(text)).related
    assert [(each.span, each.message) for each in related] == [(span, note)]


OTHER_REFUSALS: dict[str, tuple[str, str, str]] = {
    "tab as indentation": ("teams:\n«\t»night: 1\n", "tab", "a tab stands"),
    "tab behind spaces": ("teams:\n  night:\n  «\t»lead: x\n", "tab", "a tab stands"),
    "tab behind a dash": ("teams:\n  -«\t»name: x\n", "tab", "a tab stands"),
    "tab on an empty line": ("a: 1\n«\t»\nb: 2\n", "tab", "a tab stands"),
    "tab on the last line": ("a:\n  - b: 1\n    c: |\n      x\n«\t»\n", "tab", "a tab stands"),
    "tab before a comment": ("a: 1\n«\t»# c\nb: 2\n", "tab", "a tab stands"),
    "tab in a block of text": ("a: |\n«\t»hello\n", "tab", "a tab stands"),
    "tabs on many lines": ("a:\n«\t»b: 1\n\tc: 2\n\td: 3\n", "tab", "(as on 2 more lines)"),
    "tag": ("assignee: «!urgent» x\n", "yaml-tag", "'!urgent' begins with '!'"),
    "tag of a mapping": ("a: «!!map»\n  b: 1\n", "yaml-tag", "'!!map' begins"),
    "tag of a list": ("a: «!!python/tuple» [1]\n", "yaml-tag", "'!!python/tuple' begins"),
    "tag behind an anchor": ("a: &x «!!str» 1\n", "yaml-tag", "'!!str' begins"),
    "tag with a long name": ("a: «!<tag:a.example,2020:x>» 1\n", "yaml-tag", "begins with '!'"),
    "tag of nobody": ("a: «!x!y» z\n", "yaml-tag", "'!x!y' begins"),
    "exclamation marks": ("a: «!!»\n", "yaml-tag", "'!!' begins"),
    "tag in code": ("a: «!%ed%a0%80» x\n", "yaml-tag", "begins with '!'"),
    "tag of a key": ("«!important» a: 1\n", "yaml-tag", "'!important' begins"),
    "second document": ("a: 1\n«---»\nb: 2\n", "several-documents", "second document"),
    "rule at the end": ("a: 1\n«---»\n", "several-documents", "second document"),
    "the same key": ("name: acme\nteam: x\n«name»: fernway\n", "duplicate-key", "the key 'name' is given twice"),
    "the same key in other quotes": ("name: acme\n«'name'»: fernway\n", "duplicate-key", "given twice"),
    "the same key in braces": ("a: {b: 1, «b»: 2}\n", "duplicate-key", "given twice"),
    "placeholder": ("en: «{{name}}» hello\n", "key-not-a-word", "a mapping in braces"),
    "list as key": ("«[a, b]»: 1\n", "key-not-a-word", "a list in brackets"),
    "list below as key": ("? «- a»\n: 1\n", "key-not-a-word", "this is a list"),
    "too deep": ("a: " + "[" * 39 + "«[»" + "]" * 40 + "\n", "too-large", "40 levels"),
    "bell": ('name: "ac«\x07»me"\n', "not-utf8-text", "a control character (U+0007)"),
    "byte order mark inside": ("name: ac«\ufeff»me\n", "not-utf8-text", "U+FEFF"),
    "zero byte": ("a: «\0»\n", "not-utf8-text", "looks like a binary file"),
    "line separator": ("a: 1 # x«\u2028»b: 2\n", "not-utf8-text", "a line separator (U+2028)"),
    "next line": ("a: x«\x85»y\n", "not-utf8-text", "a line separator (U+0085)"),
    "nothing": ("«»", "empty-policy", "the file is empty"),
    "spaces": ("«»  \n\n", "empty-policy", "the file is empty"),
    "comments": ("«»# later\n", "empty-policy", "nothing but comments"),
    "only a rule": ("«»---\n", "empty-policy", "the file is empty"),
    "null": ("«»~\n", "empty-policy", "the file is empty"),
}


@pytest.mark.parametrize(("text", "name", "message"), OTHER_REFUSALS.values(), ids=OTHER_REFUSALS)
def test_other_refusals(text: str, name: str, message: str) -> None:
    text, span = unmark(text)
    finding = only(read(text))
    assert (finding.name, finding.span) == (name, span)
    assert message in finding.message
    assert finding.help


def test_both_places_of_a_duplicate_key_and_the_first_value_kept() -> None:
    sources = read("name: acme\nname: fernway\nname: third\n")
    assert [(f.span.line, [r.span.line for r in f.related]) for f in sources.findings] == [(2, [1]), (3, [1])]
    root = sources.files[0].root
    assert root is not None
    assert root.plain == {"name": "acme"}


@pytest.mark.parametrize(
    "text",
    [
        "a:\tb\n",
        "a: b\t\n",
        'a: "b\n\tc"\n',
        "a: [\n\tb,\n\tc\n]\n",
        "a: |\n  b\n  \tc\n",
        "a: b # c\td\n",
        "a:\t# c\n  b: 1\n",
    ],
)
def test_tabs_that_mean_nothing_are_allowed(text: str) -> None:
    assert read(text).findings == ()


def test_a_tab_in_text_is_not_blamed_for_another_mistake() -> None:
    text, span = unmark("a: |\n  x\n  \ty\nb: «[»\n")
    finding = only(read(text))
    assert (finding.name, finding.span) == ("yaml-syntax", span)


@pytest.mark.parametrize(
    "text", ["a: \ud800\n", "\x07", "a: 1\r\nb: [\r\n", "a: 'x\x85\u2028\n", "\ufeffa: 1\n[", "'\r\r\r"]
)
def test_text_that_did_not_come_from_a_file_is_refused_as_calmly(text: str) -> None:
    findings: list[object] = []
    assert parse(text, "x", findings.append) is None
    assert len(findings) == 1
