"""The formats by name. Each loads only what it needs, and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportpolicy.reporting.report import Report

Renderer = Callable[[Report, bool], str]


def render(format_name: str, report: Report, *, color: bool = False) -> str:
    """The report in one of `FORMATS`, ending in a line feed. KeyError for a name that is none of them.

    `color` matters to text alone. The result can always be written as UTF-8.
    """
    text = FORMATS[format_name](report, color)
    # A file's name may hold bytes that are not UTF-8; Python carries them as surrogates, which cannot be written.
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(report: Report, color: bool) -> str:
    from supportpolicy.reporting.text import render_text

    return render_text(report, color=color)


def _json(report: Report, color: bool) -> str:
    from supportpolicy.reporting.json_format import render_json

    return render_json(report)


def _sarif(report: Report, color: bool) -> str:
    from supportpolicy.reporting.sarif import render_sarif

    return render_sarif(report)


def _github(report: Report, color: bool) -> str:
    from supportpolicy.reporting.github import render_github

    return render_github(report)


def _junit(report: Report, color: bool) -> str:
    from supportpolicy.reporting.junit import render_junit

    return render_junit(report)


def _markdown(report: Report, color: bool) -> str:
    from supportpolicy.reporting.markdown import render_markdown

    return render_markdown(report)


FORMATS: Mapping[str, Renderer] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "markdown": _markdown,
}
