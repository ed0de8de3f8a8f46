"""One mistake gives one message, at the right characters, that somebody who does not program can act on."""

import re
from pathlib import Path

import pytest

from tests.language.golden import FOLDER, NAMES, findings_and_text

_JARGON = re.compile(
    r"\b(mappings?|schemas?|arrays?|objects?|null|none ?type|regex(p)?|patterns?|scalars?|strings?|integers?|floats?|"
    r"dicts?|dictionar(y|ies)|pars(e|ed|er|ing)|tokens?|validat\w*|instances?|propert(y|ies)|enum|types? mismatch|"
    r"ISO \d+|IANA|YAML 1|unexpected|invalid|expected|illegal)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'[^']*'")


@pytest.mark.parametrize("name", NAMES)
def test_a_mistake_gives_one_message(name: str, tmp_path: Path) -> None:
    findings, text = findings_and_text(name, tmp_path)
    assert len(findings) == 1, text
    assert text == (FOLDER / f"{name}.out").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_message_is_for_people(name: str, tmp_path: Path) -> None:
    (finding,), _ = findings_and_text(name, tmp_path)
    assert finding.level in ("error", "warning")
    assert finding.help, "a message without a remedy"
    for said in (finding.message, finding.help):
        # What the author wrote may use any word; so may the names of keys.
        assert not _JARGON.search(_QUOTED.sub("", said)), said
        assert said == said.strip()
        assert not said.endswith("."), said
        assert not re.search(r"such as [^;,]*, such as|\.;|\bNone\b|\{\}'", said), said
    assert not re.match(r"[A-Z][a-z]", finding.help), "a description instead of advice: " + finding.help
    assert not re.match(r"[A-Z][a-z]", finding.message), finding.message
    assert len(finding.help) < 260, finding.help
    assert "\n" not in finding.message


@pytest.mark.parametrize("name", NAMES)
def test_the_place_is_exact(name: str, tmp_path: Path) -> None:
    (finding,), _ = findings_and_text(name, tmp_path)
    span = finding.span
    lines = (tmp_path / Path(span.path).name).read_text(encoding="utf-8").split("\n")
    assert 1 <= span.line <= len(lines)
    assert 1 <= span.col <= len(lines[span.line - 1]) + 1
    assert (span.end_line, span.end_col) >= (span.line, span.col)
    for word in re.findall(r"^'([^'{]+)'", finding.message):
        if span.line == span.end_line and word in lines[span.line - 1]:
            start = span.col - 1
            assert lines[span.line - 1][start : span.end_col - 1].strip("\"'") == word


def test_every_message_belongs_to_a_mistake() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.out")) == list(NAMES)
    assert len(NAMES) >= 45
