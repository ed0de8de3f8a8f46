"""The whole way of one input, from bytes to the compiled policy and back, and everything that must hold on it."""

import datetime as dt
import io
import json
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple
from xml.etree import ElementTree as ET

import click

import supportpolicy
from supportpolicy.cli.compiling import compile_checked
from supportpolicy.cli.pipeline import Checked, check_policy
from supportpolicy.cli.settings import settings_for
from supportpolicy.cli.tables import routing_text, sla_text
from supportpolicy.compiled import read_compiled, write_compiled
from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.reporting import Report, render
from supportpolicy.reporting.catalogue import all_kinds
from supportpolicy.reporting.formats import FORMATS
from supportpolicy.reporting.promises import plain_summary, summary_of

MOST_SECONDS = 5.0
"""Of the processor. An ordinary input takes a fiftieth of it; more is a mistake, whatever the machine."""
TODAY = dt.date(2026, 11, 22)

Files = Mapping[str, bytes]
"""An input: the files of a policy by name. The one name `-` stands for standard input."""
STDIN = "-"


class Passed(NamedTuple):
    """What became of an input that the tool coped with."""

    codes: frozenset[str]
    compiled: bool
    seconds: float


class Failed(NamedTuple):
    """What the tool did not cope with: `where` is the same for inputs that meet the same mistake."""

    where: str
    report: str


class TooSlow(Exception):
    """The processor's time is used up."""


class Broken(AssertionError):
    """Something that must hold does not."""


def run(files: Files, most_seconds: float = MOST_SECONDS) -> Passed | Failed:
    """Run one input through everything."""
    begin = time.process_time()
    try:
        with _limit(most_seconds):
            codes, compiled = _whole_way(files)
    except Exception as problem:
        return Failed(_where(problem), "".join(traceback.format_exception(problem, limit=-12)))
    return Passed(codes, compiled, time.process_time() - begin)


def _whole_way(files: Files) -> tuple[frozenset[str], bool]:
    with _laid_out(files) as location:
        checked = check_policy(settings_for(location)._replace(select=(), ignore=(), today=TODAY))
    lines = {path: text.split("\n") for path, text in checked.sources.texts.items()}
    for finding in checked.findings:
        _check_places(finding, lines)
    _check_formats(checked)
    codes = frozenset(finding.code for finding in checked.findings)
    if not checked.sound:
        return codes, False
    try:
        compiled = compile_checked(checked)
    except click.UsageError:  # a condition that branches into more cases than anybody can review
        return codes, False
    text = write_compiled(compiled)
    if read_compiled(text) != compiled:
        raise Broken("the compiled policy is not what was written")
    if write_compiled(read_compiled(text)) != text:
        raise Broken("the compiled policy is written in another way the second time")
    plain_summary(summary_of(compiled)).encode("utf-8")
    for ending in ("json", "csv", "md"):
        routing_text(compiled, f"x.{ending}").encode("utf-8")
        sla_text(compiled, f"x.{ending}").encode("utf-8")
    return codes, True


@contextmanager
def _laid_out(files: Files) -> Iterator[str]:
    """Where the policy is: a folder, or standard input."""
    if STDIN in files:
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(files[STDIN]))
        try:
            yield STDIN
        finally:
            sys.stdin = before
        return
    with tempfile.TemporaryDirectory(prefix="robustness-") as folder:
        for name, data in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield folder


def _check_formats(checked: Checked) -> None:
    sources = checked.sources
    complete = not sources.findings and all(source.root is not None for source in sources.files)
    report = Report(checked.findings, sources.texts, len(sources.files), checked.suppressed, "0", complete, all_kinds())
    for name in FORMATS:
        rendered = render(name, report)
        rendered.encode("utf-8")
        if name in ("json", "sarif"):
            json.loads(rendered)
        elif name == "junit":
            ET.fromstring(rendered)
    render("text", report, color=True)


def _check_places(finding: Diagnostic, files: Mapping[str, list[str]]) -> None:
    spans = [finding.span, *(related.span for related in finding.related)]
    if finding.fix is not None:
        spans.append(finding.fix.span)
    for span in spans:
        if (problem := _misplaced(span, files.get(span.path))) is not None:
            raise Broken(f"{finding.code} {finding.message!r}: {tuple(span[1:])} {problem}")
    if not finding.message.strip():
        raise Broken(f"{finding.code}: there is no message")
    if len(finding.message.splitlines()) > 1:
        raise Broken(f"{finding.code}: the message is not one line: {finding.message!r}")


def _misplaced(span: Span, lines: list[str] | None) -> str | None:
    """Why a span cannot be a place among these lines; of a file that could not be read, only its beginning is one."""
    if (span.line, span.col) > (span.end_line, span.end_col):
        return "ends before it begins"
    if min(span.line, span.col) < 1:
        return "begins before the text"
    if lines is None:
        return None
    for line, col in ((span.line, span.col), (span.end_line, span.end_col)):
        if line > len(lines):
            return f"is on line {line} of {len(lines)}"
        if col > len(lines[line - 1]) + 1:
            return f"is at column {col} of a line of {len(lines[line - 1])}"
    return None


@contextmanager
def _limit(most: float) -> Iterator[None]:
    """Raise TooSlow inside the block when the processor has worked too long; where there are no such alarms, after it."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"more than {most:g} s of the processor")

    begin = time.process_time()
    if hasattr(signal, "SIGPROF"):
        before = signal.signal(signal.SIGPROF, ring)
        signal.setitimer(signal.ITIMER_PROF, most)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
    else:
        yield
    if time.process_time() - begin > most:
        raise TooSlow(f"more than {most:g} s of the processor")


def _where(problem: Exception) -> str:
    """The exception and the innermost function of the tool that it passed."""
    home = str(Path(supportpolicy.__file__).parent)
    frames = traceback.extract_tb(problem.__traceback__)
    inner = next((frame for frame in reversed(frames) if frame.filename.startswith(home)), frames[-1])
    place = f"{Path(inner.filename).name}:{inner.name}"
    if isinstance(problem, Broken):
        return f"Broken: {str(problem).split(' ', 1)[0]}" if str(problem).startswith("SP") else f"Broken: {problem}"
    return f"{type(problem).__name__} in {place}"
