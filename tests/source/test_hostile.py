"""Whatever the bytes: an answer, soon, with a place inside the text."""

from __future__ import annotations

import importlib
import random
import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.source import apply_suppressions, parse, read_bytes_as_policy

SAMPLE = """\
# supportpolicy: ignore-file[SP201] the team starts in spring
supportpolicy: 1
name: "acme"   # supportpolicy: ignore[SP202, no-hours] until 2027-03-31: later
base: &hours
  mon: [9:00, '17:00']
teams:
  - name: night
    hours: *hours
    contacts: {chat: "#night", mail: night@acme.example}
  - name: día 😀
messages:
  hello:
    en: |
      Hello {{name}},
      # we are here
    de: >-
      Hallo
"""
YAML_SIGNS = "[]{}:,-?&*!|>'\"%@`#~ \n\t.ab0é😀\\\r="
SOON = timedelta(seconds=2)


def check_places(findings: list[Diagnostic], text: str) -> None:
    lines = text.split("\n")
    for finding in findings:
        for span in (finding.span, *(related.span for related in finding.related)):
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert (span.line, span.col) <= (span.end_line, span.end_col)
            assert 1 <= span.col <= len(lines[span.line - 1]) + 1
            assert 1 <= span.end_col <= len(lines[span.end_line - 1]) + 1
        assert finding.message
        assert len(finding.message) < 200
        assert finding.help


def check(data: bytes) -> None:
    sources = read_bytes_as_policy(data)
    check_places(list(sources.findings), data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    if sources.files and sources.files[0].root is not None:
        apply_suppressions(sources.findings, sources.files[0].suppressions, date(2026, 6, 15))
    else:
        assert [f.code for f in sources.findings if f.code != "SP012"], "what is refused is explained"
        assert len([f for f in sources.findings if f.code != "SP012"]) == 1, "and only once"


@settings(max_examples=500, deadline=SOON)
@given(st.binary(max_size=400))
@example(b"!%ed%a0%80 x")
@example(b"\xef\xbb\xbf\xff")
def test_any_bytes(data: bytes) -> None:
    check(data)


@settings(max_examples=500, deadline=SOON)
@given(st.text(st.sampled_from(YAML_SIGNS), max_size=200))
def test_any_signs(text: str) -> None:
    check(text.encode())


@settings(max_examples=500, deadline=SOON)
@given(st.text(st.characters(), max_size=200))
@example("\ud800")
@example("a: \x85b\n\u2028[")
def test_any_text(text: str) -> None:
    findings: list[Diagnostic] = []
    root = parse(text, "x", findings.append)
    assert root is not None or findings


@settings(max_examples=400, deadline=SOON)
@given(data=st.data())
def test_a_policy_with_slips_of_the_pen(data: st.DataObject) -> None:
    text = SAMPLE
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(text)))
        until = where + data.draw(st.integers(0, 12))
        text = text[:where] + data.draw(st.text(st.sampled_from(YAML_SIGNS), max_size=5)) + text[until:]
    check(text.encode())


@settings(max_examples=300, deadline=SOON)
@given(data=st.data())
def test_a_policy_with_damaged_bytes(data: st.DataObject) -> None:
    raw = bytearray(SAMPLE.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(raw))


def test_the_sample_is_clean() -> None:
    assert read_bytes_as_policy(SAMPLE.encode()).findings == ()


def _signs(signs: str, length: int) -> str:
    return "".join(random.Random(7).choices(signs, k=length))


LARGE = {
    "signs": lambda: _signs(YAML_SIGNS, 3_000_000),
    "signs of brackets": lambda: _signs("[]{},: \nab", 3_000_000),
    "one line of signs": lambda: "a: " + _signs("[]{},:ab", 3_000_000),
    "brackets": lambda: "[" * 100_000,
    "braces": lambda: "{" * 100_000,
    "brackets behind brackets": lambda: "[[x]," * 100_000,
    "braces with keys": lambda: "{a: " * 100_000,
    "dashes": lambda: "- " * 50_000,
    "dashes on lines": lambda: "".join(" " * depth + "-\n" for depth in range(2_000)),
    "questions": lambda: "? " * 50_000,
    "keys on one line": lambda: "a: " * 100_000,
    "keys on lines": lambda: "".join(" " * depth + "a:\n" for depth in range(2_000)),
    "quoted keys": lambda: '"a": ' * 100_000,
    "anchors": lambda: "".join(f"k{n}: &a{n} v\n" for n in range(10_000)),
    "anchors in brackets": lambda: "[" + ", ".join(f"&a{n} v" for n in range(10_000)) + "]",
    "anchors before nothing": lambda: "- &a\n" * 10_000,
    "an anchor far before its value": lambda: "a: &a" + " \n" * 1_000_000 + " b",
    "aliases": lambda: "a: &a 1\nb: [" + "*a, " * 50_000 + "]",
    "aliases of nothing": lambda: "*a " * 300_000,
    "long value": lambda: "a: " + "x" * 1_000_000,
    "long key": lambda: "x" * 1_000_000 + ": 1",
    "long number": lambda: "a: " + "9" * 1_000_000,
    "long block": lambda: "a: |\n" + "  x\n" * 500_000,
    "long plain text": lambda: "a: x\n" + "  x\n" * 500_000,
    "long tag": lambda: "a: !" + "%20" * 300_000,
    "long tag that is no text": lambda: "a: " + "!" * 500_000 + "%ed%a0%80 x",
    "escapes": lambda: '"' + "\\x" * 1_000_000,
    "quotes": lambda: '"' * 3_000_000,
    "apostrophes": lambda: "'" * 3_000_000,
    "spaces": lambda: " " * 3_000_000,
    "lines": lambda: "\n" * 3_000_000,
    "tabs": lambda: "a: 1\n" + "\tb: 1\n" * 300_000,
    "hashes": lambda: "#" * 3_000_000,
    "documents": lambda: "---\n" * 500_000,
    "comments that switch off": lambda: "# supportpolicy: ignore[SP201] x\n" * 30_000 + "a: 1\n",
    "comments behind quotes": lambda: "".join(f"k{n}: 'x' # supportpolicy: ignore[SP201] x\n" for n in range(20_000)),
    "comments for the file": lambda: "# supportpolicy: ignore-file[SP201] x\n" * 30_000 + "a: 1\n",
    "half a comment": lambda: "#supportpolicy:" * 200_000 + "\na: 1",
    "a comment until": lambda: "a: 1 # supportpolicy: ignore[x] until " + "9" * 1_000_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_no_hang(name: str) -> None:
    data = LARGE[name]().encode()
    started = time.process_time()
    sources = read_bytes_as_policy(data)
    # Time of this process alone, so that a busy machine fails nothing.
    took = time.process_time() - started
    assert took < SOON.total_seconds()
    assert all(len(finding.message) < 200 for finding in sources.findings)


def test_many_comments_and_many_findings_at_once() -> None:
    text = "# supportpolicy: ignore-file[SP201] until 2020-01-01: x\n" * 10_000
    text += "# supportpolicy: ignore-file[SP201] x\n" * 10_000 + "a: 1\n" * 10_000
    sources = read_bytes_as_policy(text.encode())
    started = time.process_time()
    kept, _ = apply_suppressions(sources.findings, sources.files[0].suppressions, date(2026, 6, 15))
    assert time.process_time() - started < SOON.total_seconds()
    assert len(kept) == 10_000 + 10_000 + 9_999


def test_values_are_counted_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("supportpolicy.source.parse"), "MAX_VALUES", 1_000)
    assert read_bytes_as_policy(b"- a\n" * 999).findings == (), "the list is one more"
    (finding,) = read_bytes_as_policy(b"- a\n" * 1_001).findings
    assert (finding.name, finding.span.place) == ("too-large", "stdin:1001:3")
