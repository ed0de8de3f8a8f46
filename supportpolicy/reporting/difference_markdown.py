"""What is different between two policies, as a comment on a pull request, and as a digest for the teams."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.difference import LABELS, Change, Difference
from supportpolicy.reporting.difference_words import NOTHING, SECTIONS, aside, groups, heading, places, what_changes
from supportpolicy.reporting.plain import one_line

MARK = "<!-- supportpolicy diff -->"
"""By this line whoever posts the comment finds it again."""
MOST_ROWS = 60
"""Rows of the table of tickets; of more it is said how many there are."""
MOST_CHARACTERS = 60_000
"""A comment may have 65,536."""
_SHORT = 160
EVERYBODY = "Everybody"


def as_markdown(difference: Difference, old: str, new: str) -> str:
    """The changes as a comment: title, counts, tables, the details folded away."""
    text = "\n".join(_lines(difference, old, new)) + "\n"
    if len(text) <= MOST_CHARACTERS:
        return text
    kept = text[:MOST_CHARACTERS].rpartition("\n")[0]
    folded = kept.count("<details>") - kept.count("</details>")
    return kept + "\n" + "\n</details>\n" * folded + "\n_The rest is too long for a comment._\n"


def _lines(difference: Difference, old: str, new: str) -> Iterator[str]:
    yield MARK
    yield f"### What changes in the support policy: {_cell(old)} → {_cell(new)}"
    yield ""
    if not difference.changes:
        yield NOTHING
        yield from _unfinished(difference)
        return
    yield f"| {' | '.join(LABELS)} |"
    yield f"|{'---|' * len(LABELS)}"
    yield f"| {' | '.join(str(difference.count(label)) for label in LABELS)} |"
    tickets = difference.tickets
    if tickets:
        yield from ("", "#### Tickets", "", "| Tickets | What changes | Kind |", "|---|---|---|")
        for change in tickets[:MOST_ROWS]:
            yield f"| {_cell(heading(change))} | {_change(change)} | {_cell(aside(change))} |"
        if len(tickets) > MOST_ROWS:
            yield f"| … | and {len(tickets) - MOST_ROWS} more | |"
        yield from _examples(tickets)
    for section, title in SECTIONS.items():
        found = [change for change in difference.changes if change.section == section]
        if found:
            yield from ("", f"#### {title}", "", "| What | Change | Kind |", "|---|---|---|")
            yield from (
                f"| {_cell(change.what)} | {_change(change, named=False)} | {_cell(aside(change))} |"
                for change in found
            )
    yield from _unfinished(difference)


def _examples(tickets: tuple[Change, ...]) -> Iterator[str]:
    yield from ("", "<details><summary>Tickets that show it, and the lines</summary>", "")
    for group in groups(tickets):
        yield f"- {_cell(group.heading)}"
        for change in group.changes:
            if change.example is not None:
                where = places(change.example.old_at, change.example.new_at)
                yield f"  - {_cell(change.what)}: `{_code(change.example.ticket)}` {f'({_cell(where)})' if where else ''}".rstrip()
    yield from ("", "</details>")


def _unfinished(difference: Difference) -> Iterator[str]:
    if difference.unfinished:
        yield from ("", "<details><summary>Not settled</summary>", "")
        yield from (f"- {_cell(line)}" for line in difference.unfinished)
        yield from ("", "</details>")


def _change(change: Change, *, named: bool = True) -> str:
    words = what_changes(change) if named else f"{change.old or 'nothing'} → {change.new or 'nothing'}"
    lines = [] if not named and not (change.old or change.new) else [_shorter(words)]
    lines += [_shorter(line) for line in change.details]
    return "<br>".join(_cell(line) for line in lines)


def as_digest(difference: Difference, old: str, new: str) -> str:
    """What changed for whom, and from when: for each team and role, and for everybody."""
    found: dict[str, list[Change]] = {}
    for change in difference.changes:
        for who in change.who or (EVERYBODY,):
            found.setdefault(who, []).append(change)
    lines = [f"# What changed for you: {_cell(old)} → {_cell(new)}", ""]
    if not difference.changes:
        lines += [NOTHING, ""]
    ordered = sorted((who for who in found if who != EVERYBODY), key=str.casefold)
    for who in (*ordered, *([EVERYBODY] if EVERYBODY in found else [])):
        lines += [f"## {_cell(who)}", ""]
        for change in found[who]:
            when = f"From {change.since}: " if change.since else ""
            which = f" ({heading(change)})" if change.section == "tickets" else ""
            lines.append(f"- {when}{_cell(_shorter(what_changes(change)))}{_cell(which)}")
            lines += [f"  - {_cell(_shorter(line))}" for line in change.details]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _shorter(text: str) -> str:
    return text if len(text) <= 2 * _SHORT else f"{text[: 2 * _SHORT - 1]}…"


def _cell(text: str) -> str:
    """Text that stays in its cell and is no markup."""
    flat = one_line(text)
    for sign in "\\`*_<>|[]#@":
        flat = flat.replace(sign, {"<": "&lt;", ">": "&gt;", "@": "@\u200b"}.get(sign, f"\\{sign}"))
    return flat


def _code(text: str) -> str:
    return one_line(text.replace("`", "'"))
