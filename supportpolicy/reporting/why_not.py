"""Why a rule did not win for a ticket: each of its tests, whether it holds, and the ticket's own values beside it."""

from __future__ import annotations

from typing import Any

from supportpolicy.engine import WhyNot
from supportpolicy.reporting.answer_look import BOLD, GREEN, RED, RESET, YELLOW, line, placed, plain_name

_MARKS = {True: ("holds  ", GREEN), False: ("fails  ", RED), None: ("unknown", YELLOW)}
_INNER = " " * 11


def why_not_text(ticket: str | None, found: WhyNot, *, color: bool = False) -> str:
    """For people, ending in a line feed."""

    def paint(tone: str, text: str) -> str:
        return f"{tone}{text}{RESET}" if color else text

    called = f"ticket {ticket}" if ticket is not None else "this ticket"
    rule = placed(f"'{found.rule}'", found.at)
    head = line(f"{plain_name(found.table)}: {rule} {_verdict(found)} for {called}", first="", indent="  ")
    lines = [paint(BOLD, head[0]), *head[1:]]
    for test in found.tests:
        mark, tone = _MARKS[test.holds]
        text = line(placed(test.text, test.at), indent=_INNER)
        lines += [f"  {paint(tone, mark)}  {text[0].lstrip()}", *text[1:]]
        for fact, value in test.values:
            lines += line(f"{fact} here: {value}", indent=_INNER)
    if not found.tests:
        lines.append("  it has no condition")
    lines += line(_end(found), indent="  ") if _end(found) else []
    return "\n".join(lines) + "\n"


def why_not_data(ticket: str | None, found: WhyNot) -> dict[str, Any]:
    """For programs, as plain JSON data."""
    return {
        "ticket": ticket,
        **{name: part for name, part in found._asdict().items() if name != "tests"},
        "tests": [{**test._asdict(), "values": dict(test.values)} for test in found.tests],
    }


def _verdict(found: WhyNot) -> str:
    if not found.asked:
        return "was not asked"
    if found.wins:
        return "wins"
    if found.holds is None:
        return "is open"
    return "holds, and does not win" if found.holds else "does not hold"


def _end(found: WhyNot) -> str:
    if not found.asked:
        return "the ticket asks for nothing that this table answers"
    if found.won_by is None:
        return "" if found.wins or found.holds is False else "facts are missing, so no rule has won"
    winner = placed(f"'{found.won_by}'", found.won_at)
    if found.holds:
        return f"{winner} stands above it, and won"
    return f"{winner} won"
