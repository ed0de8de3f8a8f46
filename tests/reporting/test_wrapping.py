from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from supportpolicy.reporting.wrapping import padded, width_of, wrapped
from tests.reporting.strategies import unhurried

JAPANESE = "お問い合わせありがとうございます。恐れ入りますが、help@example.org までお寄せください。"
PROSE = st.text("ab é、。「」日本語 :!\n", max_size=200)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("  \n ", []),
        ("one two three four", ["> one two", "  three four"]),
        ("one\ntwo", ["> one", "  two"]),
        ("one\n\n\ntwo\n", ["> one", "", "", "  two"]),
        ("averyveryverylongword and", ["> averyveryverylongword", "  and"]),
        ("éaveryveryverylongword and", ["> éaveryveryverylongword", "  and"]),
        ("日本語日本語日本語", ["> 日本語日本", "  語日本語"]),
        ("日本語日本、語日本語", ["> 日本語日", "  本、語日本", "  語"]),
        ("日本語日「本語日本語", ["> 日本語日", "  「本語日本", "  語"]),
        ("adresse é : oui", ["> adresse", "  é : oui"]),
        ("a\x1b[31mb", ["> a\\x1b[31mb"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert wrapped(text, first="> ", indent="  ", width=12) == lines


@unhurried
@given(PROSE)
def test_nothing_is_lost_and_nothing_added(text: str) -> None:
    shown = "".join(wrapped(text, indent="    ", width=30))
    assert "".join(shown.split()) == "".join(text.split())


@unhurried
@given(PROSE)
def test_a_line_is_too_long_only_where_it_cannot_be_broken(text: str) -> None:
    for line in wrapped(text, indent="  ", width=30):
        if cell_len(line) > 30:
            assert len(wrapped(line.strip(), indent="  ", width=30)) == 1


def test_widths_are_those_of_a_terminal() -> None:
    assert width_of(JAPANESE) == cell_len(JAPANESE)
    assert cell_len(padded("日本", 7)) == 7
    assert max(map(cell_len, wrapped(JAPANESE, indent="  ", width=40))) <= 40
