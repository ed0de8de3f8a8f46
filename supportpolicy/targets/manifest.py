"""What stands beside the files of an export: the manifest for machines, and the checklist for the person who loads them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.exporting import Exported, Lost
from supportpolicy.targets.ids import IDS, ids_file
from supportpolicy.targets.interface import Task

MANIFEST = "manifest.json"
CHECKLIST = "checklist.md"
OWN_FILES = (CHECKLIST, IDS, MANIFEST)
"""Written by the framework beside what the target renders; IDS has the map of ids, with null for those that are missing."""
FORMAT = 1
"""Version of the manifest's form."""


def all_files(exported: Exported) -> dict[str, str]:
    """Everything that an export writes, by path; the manifest, which has the sums of the others, comes last."""
    files = dict(sorted(exported.rendered.files.items()))
    files[CHECKLIST] = checklist(exported)
    files |= ids_file(exported.wish.ids, exported.rendered.unresolved)
    files[MANIFEST] = pretty(_manifest(exported, files)) + "\n"
    return files


def sums_in(text: str) -> dict[str, str]:
    """The files that a manifest names, with their sums. Raises ValueError for what is no manifest of ours."""
    try:
        data = json.loads(text)
        files = data["files"]
    except (ValueError, KeyError, TypeError):
        raise ValueError("it is not a manifest of an export") from None
    if data.get("format") != FORMAT or not isinstance(files, dict):
        raise ValueError("it is of another version of the tool")
    return {str(path): str(digest) for path, digest in files.items()}


def target_in(text: str) -> str | None:
    """The target of a manifest that `sums_in` has taken; None where it names none."""
    target = json.loads(text).get("target")
    return target if isinstance(target, str) else None


def digest_of(content: bytes) -> str:
    """The sum by which a manifest knows a file: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _manifest(exported: Exported, files: Mapping[str, str]) -> dict[str, Any]:
    policy, rendered = exported.wish.compiled, exported.rendered
    verified = exported.verified
    return {
        "format": FORMAT,
        "target": exported.target.name,
        "policy": policy.name,
        "behaviour": policy.hashes.behaviour,
        "files": {path: digest_of(text.encode()) for path, text in files.items()},
        "verified": None if verified is None else {"tickets": verified.tickets, "agrees": verified.agrees},
        "objects": [
            {"file": one.file, "key": one.key, "kind": one.kind, "policy": list(one.at)} for one in rendered.objects
        ],
        "losses": [_lost(one) for one in exported.lost],
        "by_hand": [{"title": one.title, "policy": list(one.at)} for one in rendered.tasks],
        "ids_missing": list(rendered.unresolved),
        "notes": list(rendered.notes),
    }


def _lost(one: Lost) -> dict[str, Any]:
    loss = one.loss
    found: dict[str, Any] = {
        "code": loss.kind.code,
        "name": loss.kind.name,
        "about": loss.about,
        "policy": loss.at,
        "problem": loss.problem,
        "instead": loss.fallback,
    }
    if one.reason is not None:
        found["allowed"] = one.reason
    if one.shown is not None:
        found["ticket"] = one.shown.ticket
        found["difference"] = one.shown.differences
    return found


def checklist(exported: Exported) -> str:
    """What a person has to do and to know, as Markdown."""
    target, rendered = exported.target, exported.rendered
    lines = [f"# {exported.wish.compiled.name} in {target.title}: what is left to do", ""]
    if rendered.unresolved:
        lines += [
            "## Ids that are missing",
            "",
            "Write them into the map file of this environment, and export again.",
            "",
        ]
        lines += [f"- [ ] `{name}`" for name in rendered.unresolved] + [""]
    lines += ["## By hand", ""]
    if rendered.tasks:
        for task in rendered.tasks:
            lines += _task(task)
    else:
        lines += ["Nothing.", ""]
    told = [one for one in exported.lost if one.loss.kind.level != "info"]
    if told:
        lines += [f"## What {target.title} does differently", "", *_differences(told)]
    if rendered.notes:
        lines += ["## Good to know", "", *(f"- {_sentence(note)}" for note in rendered.notes), ""]
    return "\n".join(lines).rstrip() + "\n"


def _differences(told: list[Lost]) -> list[str]:
    """Losses by kind and by the reason for which they are accepted."""
    by_kind: dict[tuple[str, str, str | None], list[Lost]] = {}
    for one in told:
        by_kind.setdefault((one.loss.kind.code, one.loss.kind.name, one.reason), []).append(one)
    lines: list[str] = []
    for (code, name, reason), losses in by_kind.items():
        lines += [f"### {code} {name}", ""]
        if reason is not None:
            lines += [f"Accepted: {_sentence(reason)}", ""]
        for one in losses:
            where = f" ({one.loss.at})" if one.loss.at else ""
            lines.append(
                f"- {one.loss.about}{where}: {one.loss.problem}; instead, {_sentence(one.loss.fallback, first=False)}"
            )
        lines.append("")
    return lines


def _task(task: Task) -> list[str]:
    where = f" ({', '.join(task.at)})" if task.at else ""
    lines = [f"- [ ] **{task.title}**{where}"]
    if task.why:
        lines.append(f"  {_sentence(task.why)}")
    lines += [f"  {number}. {step}" for number, step in enumerate(task.steps, 1)]
    return [*lines, ""]


def _sentence(text: str, *, first: bool = True) -> str:
    """Text that ends as a sentence does, and begins as one if it is the `first` of its line."""
    text = text.strip()
    start = text[:1].upper() if first else text[:1]
    return start + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
