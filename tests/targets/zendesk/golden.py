"""The files of the small policy, to be read in review. `python -m tests.targets.zendesk.golden` writes them anew."""

import tempfile
from pathlib import Path

from tests.targets.zendesk.making import DATA, made

GOLDEN = DATA / "small"


def golden(folder: Path) -> dict[str, str]:
    """Each file with its text."""
    return dict(made((DATA / "small.yaml").read_text(encoding="utf-8"), folder).rendered.files)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in golden(Path(folder)).items():
            (GOLDEN / name).write_text(text, encoding="utf-8")
