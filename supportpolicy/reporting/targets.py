"""What each target takes of a policy, as a table: for a terminal, as JSON, and as the pages of docs/targets."""

from __future__ import annotations

import json
from collections.abc import Sequence

from supportpolicy.targets.capabilities import TOPICS, Capability
from supportpolicy.targets.interface import Target
from supportpolicy.targets.registry import Broken

_SHORT = {"whole": "whole", "with a note": "note", "by hand": "by hand", "not": "-"}


def targets_text(targets: Sequence[Target], broken: Sequence[Broken] = ()) -> str:
    """The table for a terminal: a row for each topic, a column for each target."""
    if not targets:
        return "no targets are installed\n"
    head = ["", *(target.name for target in targets)]
    rows = [[topic, *(_SHORT[_of(target, topic).carried] for target in targets)] for topic in TOPICS]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    ]
    lines += [
        "",
        "whole: the tool does exactly this. note: near it, and every difference is told when you export.",
        "by hand: a person sets it from the checklist. -: the tool has nothing of the kind.",
        "'supportpolicy targets NAME' tells more of one.",
    ]
    lines += [f"left out: {one.name}: {one.reason}" for one in broken]
    return "\n".join(lines) + "\n"


def target_text(target: Target) -> str:
    """Everything about one target, for a terminal."""
    lines = [f"{target.name}: {target.about}", ""]
    for topic in TOPICS:
        one = _of(target, topic)
        lines.append(f"  {topic}: {one.carried}")
        lines.append(f"    {one.how}")
    if target.option_names:
        lines += [
            "",
            f"Configuration, under [tool.supportpolicy.export.{target.name}]: ids, allow, {', '.join(target.option_names)}",
        ]
    return "\n".join(lines) + "\n"


def targets_json(targets: Sequence[Target], broken: Sequence[Broken] = ()) -> str:
    """The same for programs."""
    data = {
        "targets": [
            {
                "name": target.name,
                "title": target.title,
                "about": target.about,
                "topics": {
                    topic: {"carried": _of(target, topic).carried, "how": _of(target, topic).how} for topic in TOPICS
                },
                "verified": target.model is not None,
                "options": list(target.option_names),
            }
            for target in targets
        ],
        "left_out": [{"name": one.name, "reason": one.reason} for one in broken],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def targets_markdown(targets: Sequence[Target]) -> str:
    """The table as Markdown."""
    head = ["", *(f"[{target.name}]({target.name}.md)" for target in targets)]
    rows = [[topic, *(_SHORT[_of(target, topic).carried] for target in targets)] for topic in TOPICS]
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def targets_index(targets: Sequence[Target]) -> str:
    """The first page of docs/targets."""
    lines = [
        "# Targets",
        "",
        "The tools that a policy is exported to ([exporting.md](../exporting.md)), and what each of them takes.",
        "",
        targets_markdown(targets),
        "- *whole*: the tool does exactly this.",
        "- *note*: it does something near, and each difference is told when you export.",
        "- *by hand*: a person sets it from the checklist.",
        "- *-*: the tool has nothing of the kind, or nothing that can be written to it.",
        "",
    ]
    lines += [f"- [{target.title}]({target.name}.md): {target.about}" for target in targets]
    return "\n".join(lines) + "\n"


def capabilities_markdown(target: Target) -> str:
    """The topics of one target as Markdown."""
    lines = [_row(["topic", "carried", "how", "source"]), _row(["---"] * 4)]
    for topic in TOPICS:
        one = _of(target, topic)
        lines.append(_row([topic, one.carried, one.how, one.source]))
    return "\n".join(lines) + "\n"


def _of(target: Target, topic: str) -> Capability:
    found = next((one for one in target.capabilities if one.topic == topic), None)
    return found or Capability(topic, "not", "Nothing of the kind is exported.", "")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
