"""The page of one target in docs/targets: what is carried, what the reference policy loses, what a person does by hand."""

from __future__ import annotations

from itertools import groupby

from supportpolicy.reporting.targets import capabilities_markdown
from supportpolicy.targets.exporting import Exported, Lost


def target_page(exported: Exported, notes: str) -> str:
    """The whole page. `notes` are what somebody wrote about the target, as Markdown without a title."""
    target = exported.target
    lines = [
        f"# {target.title}",
        "",
        target.about,
        "",
        "```sh",
        f"supportpolicy export {target.name} -o out/{target.name}",
        "```",
        "",
    ]
    lines += ["## What is carried", "", capabilities_markdown(target)]
    lines += ["## What the reference policy loses", ""]
    lines += _losses(exported)
    lines += ["## What a person does by hand", ""]
    tasks = exported.rendered.tasks
    lines += [f"- {task.title}" for task in tasks] if tasks else ["Nothing."]
    lines += [""]
    if exported.rendered.notes:
        lines += ["## Good to know", "", *(f"- {note}" for note in exported.rendered.notes), ""]
    if exported.verified is not None:
        lines += [
            "## How it is verified",
            "",
            f"Each export is read by a model of {target.title}, which knows nothing of how it was written, and asked about a "
            "covering set of tickets; team, severity and due times must be those of the policy, outside the losses above. A model is "
            "our reading of the documentation; the source of each rule stands below.",
            "",
        ]
    return "\n".join(lines) + "\n" + notes.strip() + "\n"


def _losses(exported: Exported) -> list[str]:
    if not exported.lost:
        return ["Nothing.", ""]
    lines = []
    ordered = sorted(exported.lost, key=lambda one: one.loss.kind.code)
    for _, group in groupby(ordered, key=lambda one: one.loss.kind.code):
        losses = list(group)
        kind = losses[0].loss.kind
        lines += [f"### {kind.code} {kind.name}", "", f"{kind.what} {kind.why}", ""]
        lines += [_item(one) for one in losses] + [""]
    return lines


def _item(one: Lost) -> str:
    loss = one.loss
    shown = f" For example `{one.shown.ticket}`: {one.shown.differences}." if one.shown is not None else ""
    return f"- {loss.about} (`{loss.at}`): {loss.problem}; instead, {loss.fallback}.{shown}"
