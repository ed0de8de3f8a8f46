"""Reports that the golden files and the other tests share."""

from __future__ import annotations

from supportpolicy.diagnostics import Diagnostic, Fix, Kind, Level, Related, Span
from supportpolicy.reporting import Report

TEAM = Kind(
    "SP201",
    "unknown-team",
    "error",
    "A rule names a team that the policy does not have.",
    "The ticket would reach nobody.",
    "supportpolicy: 1\nrouting:\n  - {team: biling}\n",
    "=== teams.yaml\nsupportpolicy: 1\nteams: {billing: {}}\n=== more/routing.yaml\nrouting:\n  - {team: billing}\n",
)
GAP = Kind("SP301", "uncovered-hours", "warning", "Nobody is there.", "It waits | long.", "a: `1`\n", "a: 2\n")
HINT = Kind("SP701", "long-message", "info", "The text is long.", "Nobody reads it.", "a: 1\n", "a: 2\n")
SYNTAX = Kind("SP010", "yaml-syntax", "error", "The text is not YAML.", "It cannot be read.", "a: [\n", "a: []\n")
KINDS = (SYNTAX, TEAM, GAP, HINT)

ROUTING = """\
supportpolicy: 1
# who gets what
routing:
  - name: money
    when: {topic: refund}
    team: biling
  - name: rest
    team: everyone
"""
TEAMS = "supportpolicy: 1\nteams:\n  billing:\n    language: en\n"
TEAM_FINDING = TEAM.at(
    Span("policies/routing.yaml", 6, 11, 6, 17),
    "there is no team 'biling'",
    help="did you mean 'billing'?",
    related=(Related(Span("policies/teams.yaml", 2, 1, 2, 6), "the teams are declared here"),),
    fix=Fix(Span("policies/routing.yaml", 6, 11, 6, 17), "billing", "write 'billing'"),
)


def finding(
    line: int,
    col: int,
    end_line: int,
    end_col: int,
    message: str = "something is wrong here",
    *,
    path: str = "a.yaml",
    level: Level = "error",
) -> Diagnostic:
    return Diagnostic("SP201", "unknown-team", level, message, Span(path, line, col, end_line, end_col))


def report_of(*findings: Diagnostic, text: str | None = None, path: str = "a.yaml", **other: object) -> Report:
    return Report(findings, {} if text is None else {path: text}, 1, kinds=KINDS)._replace(**other)


def _on(text: str, col: int, end_col: int, message: str = "something is wrong here") -> Report:
    return report_of(finding(1, col, 1, end_col, message), text=text)


LONG = "words: " + "lorem ipsum " * 40
CASES: dict[str, Report] = {
    "clean": Report((), {}, 14),
    "clean_one_file_switched_off": Report((), {}, 1, suppressed=3),
    "ordinary": Report((TEAM_FINDING,), {"policies/routing.yaml": ROUTING, "policies/teams.yaml": TEAMS}, 14, 1),
    "several": Report(
        (
            TEAM_FINDING,
            GAP.at(
                Span("policies/routing.yaml", 7, 5, 8, 19), "nobody is there on Sundays", help="add hours\nor a team"
            ),
            HINT.at(Span("policies/gone.yaml", 1, 1, 1, 1), "this text is long"),
        ),
        {"policies/routing.yaml": ROUTING, "policies/teams.yaml": TEAMS},
        14,
    ),
    "incomplete": report_of(
        SYNTAX.at(Span("a.yaml", 2, 1, 2, 1), "the list is not closed"), text="a: [1,\n", complete=False
    ),
    "line_not_there": report_of(finding(9, 1, 9, 4), finding(1, 1, 1, 4, path="b.yaml"), text="a: 1\n"),
    "whole_line_and_last_without_line_feed": report_of(finding(2, 1, 2, 5), text="a: 1\nb: 2"),
    "multi_line": report_of(finding(1, 4, 3, 2), text="a: [1,  \n  2\n]\n"),
    "multi_line_from_the_line_end": report_of(finding(1, 4, 2, 4), text="a: \n  - 1\n"),
    "zero_width": _on("team: billing", 7, 7),
    "zero_width_after_the_end": _on("team:", 6, 6),
    "past_the_end": _on("team: x", 30, 40),
    "empty_line": report_of(finding(2, 1, 2, 1), text="a: 1\n\nb: 2\n"),
    "tab_before": _on("\tteam:\tx", 8, 9),
    "tab_itself": _on("a:\tb", 3, 4),
    "wide_before": _on("名前: 請求チーム # ok", 5, 10),
    "combining": _on("cafe\u0301: e\u0301quipe", 8, 15),
    "combining_mark_alone": _on("cafe\u0301: x", 5, 6),
    "emoji": _on("say: 🎉🎉 hurray", 6, 8),
    "emoji_joined": _on("say: 👩\u200d💻 x", 10, 11),
    "control_characters": _on("a: \x1b[31mred\x07", 4, 5, "there is \x1b[31m in it\nand more\tthere"),
    "turned_direction": _on("a: \u202eevil\u2066 b", 4, 5),
    "invisible": _on("a\u200b: b\u00a0c\ufeff", 2, 3),
    "long_line_start": _on(LONG, 1, 6),
    "long_line_middle": _on(LONG, 206, 211),
    "long_line_end": _on(LONG, len(LONG) - 5, len(LONG)),
    "long_span": _on(LONG, 8, len(LONG)),
    "long_wide_line": _on("名" * 300, 150, 152),
    "long_line_of_marks": _on("e" + "\u0301" * 5000 + "x", 3000, 3001),
    "odd_path": report_of(finding(1, 1, 1, 2, path="a b/\x1b[2J,c:d.yaml")),
    "gutter_fits_the_longest_number": report_of(
        finding(9, 1, 9, 2)._replace(related=(Related(Span("a.yaml", 1000, 1, 1000, 2), "and here"),)),
        text="x\n" * 1000,
    ),
    "carriage_returns": report_of(finding(1, 1, 1, 2), text="a: 1\r\nb: 2\r\n"),
}
