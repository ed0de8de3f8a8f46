"""What `init` writes: the files of a template, of a CI and of a commit hook, as text by path."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from supportpolicy import __version__

HEAD = "policies/policy.yaml"
TEMPLATES = ("small", "full")
CI_CHOICES = ("auto", "github", "gitlab", "none")
_HERE = Path(__file__).resolve().parent / "templates"
_PACKAGE = Path(__file__).resolve().parents[1]
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*")
_WORDS_WITH_MEANING = ("true", "false", "null", "yes", "no", "on", "off")
_EDITORS = ("policy.schema.json", "tests.schema.json")


class Plan(NamedTuple):
    """Files to be written, by path relative to the repository, and what is to be added by hand to files that are there."""

    files: dict[str, str]
    by_hand: dict[str, str]


def policy_files(template: str) -> dict[str, str]:
    """The policy with its tests under `policies/`, and the schemas that its files name in their first lines.

    The head of the small one has still to be filled in, see `head_for`.
    """
    files = {f"schemas/{name}": (_shipped("schemas") / name).read_text(encoding="utf-8") for name in _EDITORS}
    folder = _shipped("policies") if template == "full" else _HERE / template
    for path in sorted(folder.rglob("*.yaml")):
        files[f"policies/{path.relative_to(folder).as_posix()}"] = path.read_text(encoding="utf-8")
    return files


def head_for(name: str, timezone: str) -> str:
    """The small policy of somebody somewhere."""
    text = (_HERE / "small" / "policy.yaml").read_text(encoding="utf-8")
    return text.replace("@timezone@", _as_yaml(timezone)).replace("@name@", _as_yaml(name))


def ci_files(repository: Path, ci: str, *, hook: bool) -> Plan:
    """The files for a CI and a commit hook.

    A file that belongs to the whole repository and is there already is left alone: what to add to it is said.
    """
    files: dict[str, str] = {}
    by_hand: dict[str, str] = {}
    kinds = _ci_of(repository) if ci == "auto" else (ci,)
    if "github" in kinds:
        files[".github/workflows/supportpolicy.yml"] = _text("github.yml")
    shared = {".gitlab-ci.yml": _text("gitlab-ci.yml")} if "gitlab" in kinds else {}
    if "gitlab" in kinds:
        files[".gitlab/supportpolicy.yml"] = _text("gitlab.yml")
    if hook:
        shared[".pre-commit-config.yaml"] = _text("pre-commit.yaml")
    for name, text in shared.items():
        there = (repository / name).exists()
        (by_hand if there else files)[name] = text
    return Plan(files, by_hand)


def name_for(folder: Path) -> str:
    """A name for a policy, from the folder it is in."""
    words = re.findall(r"[a-z0-9]+", folder.resolve().name.lower())
    name = "-".join(words)[:60].strip("-")
    return name if name[:1].isalpha() and name not in _WORDS_WITH_MEANING else "support"


def _ci_of(repository: Path) -> tuple[str, ...]:
    """Which CI a repository has: by its files, else by where it is fetched from, else GitHub."""
    has = {
        "github": (repository / ".github").is_dir(),
        "gitlab": (repository / ".gitlab-ci.yml").exists() or (repository / ".gitlab").is_dir(),
    }
    there = tuple(name for name, found in has.items() if found)
    if there:
        return there
    try:
        remotes = (repository / ".git" / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        remotes = ""
    return ("gitlab",) if "gitlab" in remotes and "github" not in remotes else ("github",)


def _as_yaml(text: str) -> str:
    """A word as YAML: in quotes where it could be taken for something else."""
    plain = _PLAIN_NAME.fullmatch(text.replace("/", "")) and text.lower() not in _WORDS_WITH_MEANING
    return text if plain else json.dumps(text, ensure_ascii=False)


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").replace("@version@", __version__)


def _shipped(name: str) -> Path:
    """A folder that is part of the wheel; in a checkout, the one it is made from."""
    packed = _PACKAGE / "_shipped" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
