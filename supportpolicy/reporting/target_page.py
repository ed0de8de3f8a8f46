"""The page of one target in docs/targets: what is carried, what the reference policy loses, what a person does by hand."""

from __future__ import annotations

from itertools import groupby

from supportpolicy.reporting.targets import capabilities_markdown
from supportpolicy.targets.exporting import Exported, Lost


def target_page(exported: Exported, notes: str) -> str:
    """The whole page. `notes` are what somebody wrote about the target, as Markdown whose title is left out."""
    target, rendered = exported.target, exported.rendered
    lines = [f"# {target.title}", "", target.about, ""]
    lines += ["```sh", f"supportpolicy export {target.name} -o out/{target.name}", "```", ""]
    lines += ["## What is carried", "", capabilities_markdown(target)]
    lines += ["## What the reference policy loses", "", *_losses(exported)]
    lines += ["## What is left for a person", ""]
    lines += _short([task.title for task in rendered.tasks])
    if rendered.notes:
        lines += ["## Good to know", "", *(f"- {note}" for note in rendered.notes), ""]
    if target.model is not None:
        lines += [
            "## How it is verified",
            "",
            f"Each export is read by a model of {target.title} that knows nothing of how it was written, and both are asked about a "
            "covering set of tickets. Model and policy must agree about all of them, outside the losses above. A model is our "
            "reading of the documentation; where each rule comes from stands below.",
            "",
        ]
    return "\n".join(lines) + "\n" + _without_title(notes)


def losses_on(page: str) -> set[tuple[str, str]]:
    """The losses that a page tells: code and what of the policy each is about."""
    found: set[tuple[str, str]] = set()
    code = ""
    for line in page.split("\n"):
        if line.startswith("### SP"):
            code = line.split()[1]
        elif line.startswith("#"):
            code = ""
        elif code and line.startswith("- **"):
            found.add((code, line[len("- **") : line.index("**", 4)]))
    return found


def _losses(exported: Exported) -> list[str]:
    if not exported.lost:
        return ["Nothing.", ""]
    lines: list[str] = []
    ordered = sorted(exported.lost, key=lambda one: one.loss.kind.code)
    for code, group in groupby(ordered, key=lambda one: one.loss.kind.code):
        losses = list(group)
        kind = losses[0].loss.kind
        lines += [f"### {code} {kind.name}", "", f"{kind.what} {kind.why}", ""]
        lines += [_item(one) for one in losses]
        lines += [""]
    return lines


def _item(one: Lost) -> str:
    loss = one.loss
    where = f" (`{loss.at}`)" if loss.at else ""
    return f"- **{loss.about}**{where}: {loss.problem}; instead, {loss.fallback}."


def _short(titles: list[str]) -> list[str]:
    """Titles as a list; of many only the first, and how many more there are."""
    shown = [f"- {title}" for title in titles[:_MOST_TITLES]] or ["Nothing."]
    more = len(titles) - _MOST_TITLES
    return [*shown, *([f"- and {more} more of the kind"] if more > 0 else []), ""]


def _without_title(notes: str) -> str:
    lines = notes.strip().split("\n")
    if lines and lines[0].startswith("# "):
        lines = lines[1:]
    text = "\n".join(lines).strip()
    return text + "\n" if text else ""


_MOST_TITLES = 30
