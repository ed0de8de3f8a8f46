"""What is exported of a policy with ladders of all sorts, kept to see every change. `python -m tests.targets.golden` writes it anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from supportpolicy.targets.alertmanager import TARGET as ALERTMANAGER
from supportpolicy.targets.interface import Target
from supportpolicy.targets.pagerduty import TARGET as PAGERDUTY
from tests.targets.paging_exports import compiled, exported
from tests.targets.paging_policies import ODD

HERE = Path(__file__).parent
TARGETS: Mapping[str, Target] = {"alertmanager": ALERTMANAGER, "pagerduty": PAGERDUTY}


def folder(name: str) -> Path:
    """Where the files of one target are kept."""
    return HERE / name / "golden"


def files(name: str) -> Mapping[str, str]:
    """What is exported now."""
    return exported(TARGETS[name], compiled(ODD)).rendered.files


if __name__ == "__main__":
    for target in TARGETS:
        folder(target).mkdir(exist_ok=True)
        for path, text in files(target).items():
            (folder(target) / path).write_text(text, encoding="utf-8")
