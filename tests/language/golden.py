"""Mistakes of beginners, and what the tool says of each: `mistakes/NAME.yaml` and `mistakes/NAME.out`.

`python -m tests.language.golden` writes every `.out` anew; look at the difference, and read it aloud.
"""

import tempfile
from pathlib import Path

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting import Report, render
from supportpolicy.source import read_policy
from tests.checks.running import findings_of
from tests.helpers.examples import write_example

FOLDER = Path(__file__).parent / "mistakes"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def findings_and_text(name: str, folder: Path) -> tuple[list[Diagnostic], str]:
    """The findings of a mistake laid out under `folder`, and the text a person sees, with paths from that folder."""
    write_example((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), folder)
    sources = read_policy(folder)
    findings = findings_of(sources)
    rendered = render("text", Report(tuple(findings), sources.texts, files=len(sources.files)))
    without_summary = rendered.rsplit("\n\n", 1)[0] + "\n"
    return findings, without_summary.replace(f"{sources.folder}/", "")


def main() -> None:
    """Write what is said of every mistake."""
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            _, text = findings_and_text(name, Path(folder))
        (FOLDER / f"{name}.out").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
