"""Countries and parts of countries whose holidays are known.

`countries.txt` beside this file holds them, so that a check need not load the `holidays` package; a test compares the
two. Source: the package's list of supported countries (ISO 3166-1) and their subdivisions.
"""

from __future__ import annotations

from importlib.resources import files


def countries() -> dict[str, frozenset[str]]:
    """Country code -> codes of its subdivisions with holidays of their own."""
    text = files("supportpolicy.language").joinpath("countries.txt").read_text(encoding="utf-8")
    rows = (line.split(";") for line in text.splitlines())
    return {row[0]: frozenset(row[1:]) for row in rows}
