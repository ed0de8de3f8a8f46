"""Before and after: fixes (`fixes/`) and form (`forms/`). `python -m tests.formatting.golden` writes what comes after.

`NAME.fixed.yaml` is a file after the sure fixes, `NAME.unsafe.yaml` after all of them; look at every difference.
"""

import datetime as dt
from pathlib import Path

from supportpolicy.checks.mending import Mended, mend
from supportpolicy.checks.verdict import judge
from supportpolicy.diagnostics import Diagnostic
from supportpolicy.formatting.form import format_text
from supportpolicy.language.key_order import heads_of_rules
from supportpolicy.source import read_bytes_as_policy
from tests.language import golden as mistakes

HERE = Path(__file__).parent
TODAY = dt.date(2026, 7, 1)
FIXES = tuple(sorted(path.name.partition(".")[0] for path in (HERE / "fixes").glob("*.before.yaml")))
FORMS = tuple(sorted(path.name.partition(".")[0] for path in (HERE / "forms").glob("*.before.yaml")))
LEVELS = HERE / "fixes" / "mistakes.txt"


def mended(text: str, *, unsafe: bool) -> Mended:
    """A policy of one file after its fixes."""
    sources = read_bytes_as_policy(text.encode())
    return mend(sources, {source.name: source.as_written for source in sources.files}, TODAY, unsafe=unsafe)


def fixed(text: str, *, unsafe: bool) -> str:
    """The text after its fixes."""
    return mended(text, unsafe=unsafe).texts.get("stdin", text)


def formed(text: str) -> str:
    """The text in its usual form; it must have one."""
    done = format_text(text, heads_of_rules())
    assert done.why_not is None, done.why_not
    return done.text


def levels() -> str:
    """What is mended of every mistake of a beginner, and whether beyond doubt."""
    rows = []
    for name in mistakes.NAMES:
        text = (mistakes.FOLDER / f"{name}.yaml").read_text(encoding="utf-8").split("\n=== ")[0]
        for finding in judged(text):
            if finding.fix is not None:
                rows.append(f"{name}: {'sure' if finding.fix.safe else 'guess'}: {finding.fix.description}")
    return "\n".join(rows) + "\n"


def judged(text: str) -> tuple[Diagnostic, ...]:
    """The findings of a text as it is."""
    return judge(read_bytes_as_policy(text.encode()), TODAY).findings


def main() -> None:
    """Write everything anew."""
    for name in FIXES:
        text = read(f"fixes/{name}.before.yaml")
        for which, unsafe in (("fixed", False), ("unsafe", True)):
            write(f"fixes/{name}.{which}.yaml", fixed(text, unsafe=unsafe))
    for name in FORMS:
        write(f"forms/{name}.after.yaml", formed(read(f"forms/{name}.before.yaml")))
    LEVELS.write_text(levels(), encoding="utf-8", newline="\n")


def read(name: str) -> str:
    """A file of this folder, to the last character."""
    return (HERE / name).read_bytes().decode("utf-8")


def write(name: str, text: str) -> None:
    """Write a file of this folder, to the last character."""
    (HERE / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
