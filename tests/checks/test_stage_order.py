"""What a condition reads through the conditions that it names, and through those that they name."""

from pathlib import Path

from tests.checks.running import findings_in

_POLICY = """\
supportpolicy: 1
name: acme
fields: {{p: {{type: boolean}}}}
conditions:
  far: {{is: near, p: true}}
  near: {{any_of: [{{p: true}}, {{team: front}}, {{team: [front], tier: paying}}]}}
  none: {{p: true}}
teams: [{{name: front, coverage: always}}]
routing: [{{name: all, team: front}}]
tiers: [{{name: paying, when: {rule}}}, {{name: rest}}]
"""


def _found(rule: str, folder: Path) -> list[tuple[int, int, str, list[tuple[int, int]]]]:
    return [
        (f.span.line, f.span.col, f.message, [(related.span.line, related.span.col) for related in f.related])
        for f in findings_in(_POLICY.format(rule=rule), folder)
        if f.code == "SP220"
    ]


def test_each_attribute_is_said_once_at_the_name_through_which_it_is_read(tmp_path: Path) -> None:
    col = 35
    assert _found("{is: far}", tmp_path) == [
        (10, col, "'team' is decided only later", [(6, 31)]),
        (10, col, "'tier' is what these rules decide", [(6, 61)]),
    ]


def test_each_use_is_said(tmp_path: Path) -> None:
    assert [found[1] for found in _found("{is: [near, far, none]}", tmp_path)] == [36, 36, 42, 42]


def test_what_names_itself_is_followed_once(tmp_path: Path) -> None:
    text = (
        _POLICY.format(rule="{is: far}")
        .replace("none: {p: true}", "none: {is: far}")
        .replace("p: true}, {team: f", "is: none}, {team: f")
    )
    found = [finding for finding in findings_in(text, tmp_path) if finding.code in ("SP220", "SP221")]
    assert sorted({finding.code for finding in found}) == ["SP220", "SP221"]
    assert len([finding for finding in found if finding.code == "SP220"]) == 2
