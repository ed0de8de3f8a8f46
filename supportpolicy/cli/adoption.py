"""Findings that are left out while a team adopts the tool: what a baseline knows, and what a change did not touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.adopting import Adoption
from supportpolicy.cli.pipeline import Checked
from supportpolicy.cli.settings import Settings
from supportpolicy.cli.write import say, write_text
from supportpolicy.reporting.report import Lines, counted

if TYPE_CHECKING:
    from collections import Counter

    from supportpolicy.cli.git import Changes
    from supportpolicy.reporting.baseline import Mark


def adopt(checks: Sequence[Checked], settings: Sequence[Settings], adoption: Adoption) -> tuple[Checked, ...]:
    """Policies without the findings that are to be left out; how many those are is kept.

    What could not be read is never left out. Raises a usage error for a baseline or a revision that is of no use.
    """
    left = tuple(checks)
    if adoption.baseline is not None:
        left = _without_known(left, settings[0], Path(adoption.baseline))
    if adoption.changed_since is not None:
        pairs = zip(left, settings, strict=True)
        left = tuple(_changed(checked, each, adoption.changed_since) for checked, each in pairs)
    return left


def write_baseline(checks: Sequence[Checked], file: str) -> None:
    """Write all findings to a file as known. Raises a usage error."""
    from supportpolicy.reporting.baseline import baseline_text

    place = Path(file)
    if place.exists() and not _is_baseline(place):
        raise click.UsageError(f"'{file}' is there and is no baseline; choose another name")
    findings = [finding for checked in checks for finding in checked.findings]
    texts = {path: text for checked in checks for path, text in checked.sources.texts.items()}
    write_text(place, baseline_text(findings, Lines(texts), _relative_to(place.resolve().parent)))
    say(f"wrote {file}: {counted(len(findings), 'finding')}", err=True)


def _without_known(checks: tuple[Checked, ...], settings: Settings, place: Path) -> tuple[Checked, ...]:
    from supportpolicy.reporting.baseline import compare

    known = _read(place)
    named = _relative_to(place.resolve().parent)
    left: list[Checked] = []
    for checked in checks:
        unread = set(checked.sources.findings)
        seen = [finding for finding in checked.findings if finding not in unread]
        compared = compare(seen, known, Lines(checked.sources.texts), named)
        kept = unread.union(compared.new)
        findings = tuple(finding for finding in checked.findings if finding in kept)
        left.append(checked._replace(findings=findings, known=len(checked.findings) - len(findings)))
        known.clear()
        known.update(compared.gone)
    _say_gone(known, left, settings, place)
    return tuple(left)


def _say_gone(gone: Counter[Mark], checks: Sequence[Checked], settings: Settings, place: Path) -> None:
    """Tell which findings of the baseline are mended, as far as this run can know it."""
    if settings.select or settings.ignore or not all(checked.complete for checked in checks):
        return
    named = _relative_to(place.resolve().parent)
    looked_at = {named(path) for checked in checks for path in checked.sources.texts}
    mended = [
        mark for mark in gone.elements() if mark.file in looked_at or not (place.resolve().parent / mark.file).exists()
    ]
    if mended:
        listed = ", ".join(sorted({f"{mark.code} in {mark.file}" for mark in mended})[:5])
        more = " and more" if len({mark[:2] for mark in mended}) > 5 else ""
        say(
            f"{counted(len(mended), 'finding')} of {place} no longer found ({listed}{more}); "
            f"take them out with --write-baseline {place}",
            err=True,
        )


def _changed(checked: Checked, settings: Settings, revision: str) -> Checked:
    from supportpolicy.cli.git import changes_since
    from supportpolicy.reporting.baseline import compare

    if settings.policy == "-":
        raise click.UsageError("--changed-since needs files; standard input has no history")
    changes = changes_since(revision, Path(settings.policy))
    named = _relative_to(changes.top)
    compared = compare(
        checked.findings,
        _marks_then(changes, settings.today),
        Lines(checked.sources.texts),
        named,
    )
    kept = {*checked.sources.findings, *compared.new}
    for finding in checked.findings:
        spans = [finding.span, *(related.span for related in finding.related)]
        if any(changes.touches(named(span.path), span.line, span.end_line) for span in spans):
            kept.add(finding)
    findings = tuple(finding for finding in checked.findings if finding in kept)
    return checked._replace(findings=findings, unchanged=len(checked.findings) - len(findings))


def _marks_then(changes: Changes, today: dt.date) -> Counter[Mark]:
    """What is found in the policy as it was."""
    import tempfile
    from collections import Counter

    from supportpolicy.checks.verdict import judge
    from supportpolicy.cli.git import files_then
    from supportpolicy.reporting.baseline import mark_of
    from supportpolicy.source import read_policy

    with tempfile.TemporaryDirectory(prefix="supportpolicy-") as folder:
        base = Path(folder).resolve()
        files_then(changes, base)
        if not (base / changes.below).exists():
            return Counter()
        sources = read_policy(base / changes.below)
        findings = judge(sources, today).findings
        lines, named = Lines(sources.texts), _relative_to(base)
        return Counter(mark_of(finding, lines, named) for finding in findings)


def _read(place: Path) -> Counter[Mark]:
    from supportpolicy.reporting.baseline import NoBaseline, read_baseline

    try:
        return read_baseline(place.read_text(encoding="utf-8"))
    except NoBaseline as problem:
        raise click.UsageError(f"'{place}': {problem}; write one with --write-baseline {place}") from None
    except FileNotFoundError:
        raise click.UsageError(f"there is no baseline '{place}'; write one with --write-baseline {place}") from None
    except UnicodeDecodeError:
        raise click.UsageError(f"'{place}': this is not UTF-8 text") from None
    except OSError as problem:
        raise click.UsageError(f"'{place}': {(problem.strerror or 'cannot be read').lower()}") from None


def _is_baseline(place: Path) -> bool:
    from supportpolicy.reporting.baseline import NoBaseline, read_baseline

    try:
        read_baseline(place.read_text(encoding="utf-8"))
    except (NoBaseline, OSError, UnicodeDecodeError):
        return False
    return True


def _relative_to(base: Path) -> Callable[[str], str]:
    """A function from a shown path to one relative to `base`, the same wherever the command is run."""
    import os.path

    known: dict[str, str] = {}

    def named(path: str) -> str:
        if path not in known:
            known[path] = Path(os.path.relpath(Path(path).resolve(), base)).as_posix()
        return known[path]

    return named
