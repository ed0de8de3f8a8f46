"""The formats of a test report by name. Each loads only what it needs, and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportpolicy.reporting.tested import Tested


def render_tested(format_name: str, tested: Tested, *, color: bool = False) -> str:
    """The results in one of `TEST_FORMATS`, ending in a line feed. KeyError for a name that is none of them."""
    return TEST_FORMATS[format_name](tested, color).encode("utf-8", "replace").decode("utf-8")


def _text(tested: Tested, color: bool) -> str:
    from supportpolicy.reporting.tested_text import render_tested_text

    return render_tested_text(tested, color=color)


def _json(tested: Tested, color: bool) -> str:
    from supportpolicy.reporting.tested_json import render_tested_json

    return render_tested_json(tested)


def _github(tested: Tested, color: bool) -> str:
    from supportpolicy.reporting.tested_ci import render_tested_github

    return render_tested_github(tested)


def _junit(tested: Tested, color: bool) -> str:
    from supportpolicy.reporting.tested_ci import render_tested_junit

    return render_tested_junit(tested)


TEST_FORMATS: Mapping[str, Callable[[Tested, bool], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "junit": _junit,
}
