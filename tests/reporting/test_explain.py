from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from supportpolicy.diagnostics import Kind
from supportpolicy.reporting.explain import AREAS, area_of, explain_markdown, explain_text, index_markdown
from supportpolicy.source.kinds import KINDS as SOURCE_KINDS
from supportpolicy.targets.kinds import DISAGREES, SHORT_DAY, TOPIC
from tests.reporting.cases import GAP, KINDS, TEAM
from tests.reporting.strategies import anything, unhurried

EXPLAINED = """\
error[SP201] unknown-team

  A rule names a team that the policy does not have.

Why it matters:
  The ticket would reach nobody.

Wrong:
    supportpolicy: 1
    routing:
      - {team: biling}

Right:
  teams.yaml
    supportpolicy: 1
    teams: {billing: {}}
  more/routing.yaml
    routing:
      - {team: billing}

To switch it off:
  in one place, on the line or above it:  # supportpolicy: ignore[SP201] the reason
  in one place, until a day:              # supportpolicy: ignore[SP201] until 2027-03-31: the reason
  everywhere, for one run:                --ignore SP201
"""


def test_explain_tells_the_whole_story() -> None:
    assert explain_text(TEAM) == EXPLAINED


def blocks(text: str) -> list[str]:
    return [token.content for token in MarkdownIt().parse(text) if token.type == "fence"]


def test_the_page_of_a_code() -> None:
    page = explain_markdown(TEAM)
    assert page.startswith("# SP201 unknown-team\n\nLevel: error. Area: references and stages.\n")
    wrong, teams, routing, comments = blocks(page)
    assert wrong == TEAM.bad
    assert teams == "supportpolicy: 1\nteams: {billing: {}}\n"
    assert routing == "routing:\n  - {team: billing}\n"
    assert "ignore[SP201] until 2027-03-31: the reason" in comments
    assert "`--ignore SP201`" in page


@unhurried
@given(anything.filter(lambda text: not text.startswith("===") and "\n===" not in text))
def test_an_example_never_leaves_its_block(example: str) -> None:
    found = blocks(explain_markdown(GAP._replace(bad=f"a\n{example}", good="b\n```\n````\n")))
    assert len(found) == 3
    assert found[1] == "b\n```\n````\n"


@pytest.mark.parametrize("kind", SOURCE_KINDS, ids=lambda kind: kind.code)
def test_every_real_kind_can_be_shown(kind: Kind) -> None:
    for shown in (explain_text(kind), explain_markdown(kind)):
        assert kind.code in shown
        assert kind.name in shown
        assert "Wrong" in shown
        assert not set(shown) & set(map(chr, {*range(9), *range(11, 32), 127}))


def test_a_finding_about_comments_offers_no_comment() -> None:
    about = next(kind for kind in SOURCE_KINDS if kind.code == "SP021")
    for shown in (explain_text(about), explain_markdown(about)):
        assert "ignore[SP021]" not in shown
        assert "--ignore SP021" in shown


def test_a_loss_is_allowed_in_the_configuration_and_not_by_a_comment() -> None:
    for shown in (explain_text(SHORT_DAY), explain_markdown(SHORT_DAY)):
        assert "ignore[SP910]" not in shown
        assert "[tool.supportpolicy.export.TARGET.allow]" in shown
        assert 'short-day = "the reason"' in shown
    for kind in (DISAGREES, TOPIC):
        for shown in (explain_text(kind), explain_markdown(kind)):
            assert "the reason" not in shown


def test_the_index_has_every_code_in_its_area() -> None:
    page = index_markdown(reversed([*KINDS, GAP._replace(code="SP302", what="a | b")]))
    headings = [line for line in page.split("\n") if line.startswith("## ")]
    assert headings == [
        "## SP0xx: source",
        "## SP2xx: references and stages",
        "## SP3xx: time and coverage",
        "## SP7xx: words",
    ]
    assert page.index("[SP301](SP301.md)") < page.index("[SP302](SP302.md)")
    assert "a \\| b" in page
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    assert [token.type for token in tokens].count("td_open") == 4 * 5


@unhurried
@given(st.integers(0, 999))
def test_every_code_has_an_area(number: int) -> None:
    assert area_of(f"SP{number:03}") in AREAS.values()
