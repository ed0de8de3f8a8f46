"""Form and fixes on every file there is, and on what accidents make of them."""

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportpolicy.formatting.form import format_text
from supportpolicy.formatting.tokens import comments_of, tokens_of
from supportpolicy.language.key_order import heads_of_rules
from supportpolicy.language.sections import SECTIONS
from supportpolicy.source import parse
from tests.formatting.golden import fixed
from tests.robustness.choosing import Chooser
from tests.robustness.mutating import mutated_text, whole_policies

HEADS = heads_of_rules()
ROOT = Path(__file__).parents[2]
UNHURRIED = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
SHIPPED = sorted(
    path
    for folder in (ROOT / "policies", *(ROOT / "examples").glob("*/"))
    for path in folder.rglob("*.yaml")
    if not path.name.endswith(".lock.yaml")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_shipped_is_in_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    done = format_text(text, HEADS)
    assert (done.why_not, done.text) == (None, text)


class Seeded(Random):
    """Many small choices from one seed: drawn one by one they would take most of the time."""

    def rarely(self, one_in: int) -> bool:
        """True about once in so many times."""
        return self.randrange(one_in) == 0


@cache
def _texts() -> tuple[str, ...]:
    return tuple(data.decode() for files in whole_policies() for name, data in files.items() if "lock" not in name)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A file of a real policy after an accident."""
    choose = Chooser(draw)
    return mutated_text(choose.one_of(_texts()), choose)


@st.composite
def loosened(draw: st.DrawFn) -> tuple[str, str]:
    """A file in form, and the same one as somebody else would have typed it."""
    choose = Seeded(draw(st.integers(0, 2**32)))
    text = choose.choice(_texts())
    held = _lines_of_text(text)
    wide = choose.randint(1, 3)
    rows: list[str] = []
    for number, row in enumerate(text.split("\n")[:-1]):
        spaces = len(row) - len(row.lstrip(" "))
        # The sign of an item stays in its column; what it begins moves as the rest does.
        dashes = len(row[spaces:]) - len(row[spaces:].lstrip("- ")) if number not in held or "- " in row else 0
        begin = row[spaces : spaces + dashes].replace("- ", "-" + " " * (2 * wide - 1))
        row = " " * spaces * wide + begin + row[spaces + dashes :]
        if number not in held:
            if choose.rarely(4):
                row += " " * choose.randint(1, 3)
            if choose.rarely(8) and not row.strip():
                rows.append("")
            head, colon, rest = row.partition(": ")
            if (
                choose.rarely(4)
                and colon
                and "#" not in head + rest.lstrip()[:1]
                and not any(sign in head for sign in "'\"[{")
            ):
                row = f"{head}:{' ' * choose.randint(1, 4)}{rest.lstrip(' ')}"
        rows.append(row)
    return text, "\n".join(rows) + "\n" * choose.randint(0, 3)


def _lines_of_text(text: str) -> set[int]:
    """Lines from 0 that belong to a scalar of several lines, where spaces may be part of what it says."""
    lines: set[int] = set()
    for token in tokens_of(text):
        if token.kind == "scalar" and "\n" in text[token.start : token.end]:
            lines.update(range(token.line, token.line + text.count("\n", token.start, token.end) + 2))
    return lines


@given(loosened())
@UNHURRIED
def test_whatever_way_it_was_typed_the_form_is_one(pair: tuple[str, str]) -> None:
    text, typed = pair
    done = format_text(typed, HEADS)
    assert done.why_not is None
    assert done.text == text


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A file of a real policy with more comments in it, at any depth and behind any line."""
    choose = Seeded(draw(st.integers(0, 2**32)))
    text = choose.choice(_texts())
    held = _lines_of_text(text)
    rows: list[str] = []
    for number, row in enumerate(text.split("\n")[:-1]):
        if number not in held and choose.rarely(6):
            rows.append(" " * choose.randint(0, 12) + f"# note {number}")
        if number not in held and choose.rarely(12) and row.strip() and "#" not in row:
            row += "  # behind"
        rows.append(row)
    return "\n".join(rows)


@given(commented())
@UNHURRIED
def test_comments_and_data_stay(text: str) -> None:
    done = format_text(text, HEADS)
    assert done.why_not is None
    assert comments_of(done.text, tokens_of(done.text)) == comments_of(text, tokens_of(text))
    assert _plain(done.text) == _plain(text)
    assert format_text(done.text, HEADS).text == done.text
    for row in (line.strip() for line in text.split("\n") if line.lstrip().startswith("# note")):
        assert row in (line.strip() for line in done.text.split("\n"))


@given(broken())
@UNHURRIED
def test_no_accident_breaks_the_form(text: str) -> None:
    done = format_text(text, HEADS)
    if done.why_not is not None:
        assert done.text == text
        assert 1 <= done.line <= text.count("\n") + 2
        return
    assert _plain(done.text) == _plain(text)
    assert format_text(done.text, HEADS) == done


@given(broken(), st.booleans())
@settings(UNHURRIED, max_examples=60)
def test_no_accident_breaks_the_fixes(text: str, unsafe: bool) -> None:
    once = fixed(text, unsafe=unsafe)
    assert fixed(once, unsafe=unsafe) == once
    if _plain(text) is not None:
        assert _plain(once) is not None


@given(st.text(alphabet="ab:-# \n'\"[]{},|>&*?!\t", max_size=60))
@settings(UNHURRIED, max_examples=400)
def test_any_small_text(text: str) -> None:
    done = format_text(text, HEADS)
    if done.why_not is None:
        assert _plain(done.text) == _plain(text)
        assert format_text(done.text, HEADS) == done
    else:
        assert done.text == text


def _plain(text: str) -> object:
    root = parse(text, "x", lambda _: None)
    return root.plain if root is not None else None


def test_what_comes_first_in_a_rule_is_what_the_schema_has_first() -> None:
    for section in SECTIONS:
        properties = section.schema.get("items", {}).get("properties", {})
        if "name" in properties and "when" in properties:
            assert HEADS[(section.name, "[]")] == tuple(properties)[:2] == ("name", "when")
