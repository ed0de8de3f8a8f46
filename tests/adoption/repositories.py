"""Small git repositories for the tests, apart from any configuration of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path) -> dict[str, str]:
    """The environment without anything that git or pre-commit would take from this machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))}
    people = {
        f"GIT_{who}_{what}": "nobody@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return (
        kept | people | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "XDG_CACHE_HOME": str(home)}
    )


class Repository:
    """A git repository under test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        ran = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env=environment(self.folder.parent),
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def write(self, name: str, text: str) -> Path:
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        return place

    def commit(self, words: str = "more") -> str:
        """Everything as a commit; its name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", words)
        return self.git("rev-parse", "HEAD").strip()
