"""Writes what the small policy becomes anew: `python -m tests.targets.request_tracker.golden`."""

from __future__ import annotations

from tests.targets.request_tracker.exported import DATA, exported

SMALL = DATA / "small"
GOLDEN = SMALL / "exported"


def main() -> None:
    for name, text in exported(SMALL).rendered.files.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
