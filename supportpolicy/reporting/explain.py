"""What a code means, for the terminal and for `docs/checks/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from supportpolicy import testing
from supportpolicy.diagnostics import Kind
from supportpolicy.reporting.plain import visible

AREAS: dict[str, str] = {
    "SP0": "source",
    "SP1": "shape",
    "SP2": "references and stages",
    "SP3": "time and coverage",
    "SP4": "logic",
    "SP5": "promises",
    "SP6": "safety",
    "SP7": "words",
    "SP8": "tests",
    "SP9": "targets",
}
"""What the first digit of a code says."""

_WIDTH = 88
_FILE_MARK = "=== "
# Findings about the comments themselves: a comment that switched them off would be one more of the same.
_ABOUT_COMMENTS = frozenset({"SP020", "SP021", "SP022"})
_ABOUT_TESTS = frozenset(kind.code for kind in testing.KINDS)
_ABOUT_EXPORTS = "SP9"
_DISAGREES = "SP960"
"""A mistake of the tool itself: nothing to be allowed."""
_NEVER_OFF = "It cannot be switched off: a test file with a mistake is not run, and that must never look like success."
_ONLY_ALLOWED = (
    "An error stops the export until the configuration allows it for this target, by its name and with a reason; "
    "warnings and notes never stop it."
)


class _File(NamedTuple):
    """One file of an example; without a name where the example is a single file."""

    name: str
    text: str


def area_of(code: str) -> str:
    """The area a code belongs to."""
    return AREAS.get(code[:3], "other")


def explain_text(kind: Kind) -> str:
    """The whole story of one code for a terminal, ending in a line feed."""
    parts = [
        f"{kind.level}[{kind.code}] {kind.name}",
        _wrapped(kind.what),
        f"Why it matters:\n{_wrapped(kind.why)}",
        f"Wrong:\n{_example_text(kind.bad)}",
        f"Right:\n{_example_text(kind.good)}",
    ]
    if kind.code in _ABOUT_TESTS:
        parts.append(f"To switch it off:\n{_wrapped(_NEVER_OFF)}")
    elif kind.code.startswith(_ABOUT_EXPORTS):
        allowed = "\n".join(f"    {line}" for line in _allowed(kind))
        parts.append(f"To allow it:\n{_wrapped(_ONLY_ALLOWED)}" + (f"\n{allowed}" if allowed else ""))
    elif kind.code in _ABOUT_COMMENTS:
        parts.append(f"To switch it off:\n  Mend or remove the comment itself, or for one run: --ignore {kind.code}")
    else:
        once, until = _comments(kind.code)
        parts.append(
            "To switch it off:\n"
            f"  in one place, on the line or above it:  {once}\n"
            f"  in one place, until a day:              {until}\n"
            f"  everywhere, for one run:                --ignore {kind.code}"
        )
    return "\n\n".join(parts) + "\n"


def explain_markdown(kind: Kind) -> str:
    """The page `docs/checks/CODE.md`."""
    parts = [
        f"# {kind.code} {kind.name}",
        f"Level: {kind.level}. Area: {area_of(kind.code)}.",
        kind.what,
        f"## Why it matters\n\n{kind.why}",
        f"## Wrong\n\n{_example_markdown(kind.bad)}",
        f"## Right\n\n{_example_markdown(kind.good)}",
        "## Allowing it" if kind.code.startswith(_ABOUT_EXPORTS) else "## Switching it off",
    ]
    if kind.code in _ABOUT_TESTS:
        parts.append(_NEVER_OFF)
    elif kind.code.startswith(_ABOUT_EXPORTS):
        parts.append(_ONLY_ALLOWED)
        if allowed := "\n".join(_allowed(kind)):
            parts.append(f"```toml\n{allowed}\n```")
    elif kind.code in _ABOUT_COMMENTS:
        parts.append(f"Mend or remove the comment itself, or leave the code out of one run: `--ignore {kind.code}`.")
    else:
        once, until = _comments(kind.code)
        parts += [
            "In one place: a comment at the end of the line, or on the line above it, with a reason, and with the last "
            "day it is good for if there is one.",
            f"```yaml\n{once}\n{until}\n```",
            f"Everywhere, for one run: `--ignore {kind.code}`.",
        ]
    return "\n\n".join(parts) + "\n"


def index_markdown(kinds: Iterable[Kind]) -> str:
    """The page `docs/checks/README.md`: a table of codes for each area."""
    by_area: dict[str, list[Kind]] = {}
    for kind in sorted(kinds):
        by_area.setdefault(kind.code[:3], []).append(kind)
    parts = [
        "# Checks",
        "Every finding has a code that never changes, and a name. `supportpolicy explain CODE` shows these pages in "
        "the terminal.",
    ]
    for prefix, members in sorted(by_area.items()):
        rows = [
            f"| [{kind.code}]({kind.code}.md) | {kind.name} | {kind.level} | {kind.what.replace('|', chr(92) + '|')} |"
            for kind in members
        ]
        table = "\n".join(["| Code | Name | Level | What the tool saw |", "|---|---|---|---|", *rows])
        parts.append(f"## {prefix}xx: {area_of(prefix)}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def _allowed(kind: Kind) -> tuple[str, ...]:
    if kind.level != "error" or kind.code == _DISAGREES:
        return ()
    return "[tool.supportpolicy.export.TARGET.allow]", f'{kind.name} = "the reason"'


def _comments(code: str) -> tuple[str, str]:
    return (
        f"# supportpolicy: ignore[{code}] the reason",
        f"# supportpolicy: ignore[{code}] until 2027-03-31: the reason",
    )


def _files(example: str) -> list[_File]:
    files: list[_File] = []
    for line in example.split("\n"):
        if line.startswith(_FILE_MARK):
            files.append(_File(line[len(_FILE_MARK) :].strip().replace(" -> ", ", a link to "), ""))
        elif files:
            files[-1] = files[-1]._replace(text=f"{files[-1].text}{line}\n")
        else:
            files.append(_File("", f"{line}\n"))
    return [file._replace(text=_shown(file.text)) for file in files if file.name or file.text.strip()]


def _shown(text: str) -> str:
    """Every line as it is but for what cannot be seen; no blank lines at the end."""
    lines = ("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))
    return "\n".join(lines).rstrip()


def _example_text(example: str) -> str:
    rows: list[str] = []
    for file in _files(example):
        if file.name:
            rows.append(f"  {visible(file.name)}")
        rows += [f"    {line}".rstrip() for line in file.text.split("\n") if file.text]
    return "\n".join(rows)


def _example_markdown(example: str) -> str:
    blocks: list[str] = []
    for file in _files(example):
        if file.name:
            blocks.append(f"`{visible(file.name)}`" + (":" if file.text else ""))
        if file.text:
            fence = "```"
            while fence in file.text:
                fence += "`"
            blocks.append(f"{fence}yaml\n{file.text}\n{fence}")
    return "\n\n".join(blocks)


def _wrapped(text: str) -> str:
    import textwrap

    return textwrap.fill(
        visible(text),
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
