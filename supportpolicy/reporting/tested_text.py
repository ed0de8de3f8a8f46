"""The results of policy tests for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.reporting.plain import one_line, visible
from supportpolicy.reporting.report import Lines
from supportpolicy.reporting.tested import Tested, tested_summary
from supportpolicy.reporting.text import BOLD, CYAN, LEVEL_TONES, finding_text, paint, source_rows
from supportpolicy.testing.comparing import Mismatch
from supportpolicy.testing.coverage import Coverage
from supportpolicy.testing.running import Result

_BAD = LEVEL_TONES["error"]


def render_tested_text(tested: Tested, *, color: bool = False) -> str:
    """Mistakes of test files, then what did not pass, the coverage if it was asked for, and a line that sums up."""
    lines = Lines(tested.texts)
    blocks = [finding_text(finding, lines, color=color) for finding in tested.findings]
    blocks += [_result(result, lines, color) for result in tested.results if result.outcome != "passed"]
    if tested.coverage is not None:
        blocks.append("\n".join(_coverage(tested.coverage)))
    if not tested.covered_enough and tested.coverage is not None:
        total = tested.coverage.total
        blocks.append(f"the tests reach {total.percent}% of the policy, and {tested.fail_under}% are wanted")
    return "\n\n".join([*blocks, tested_summary(tested)]) + "\n"


def _result(result: Result, lines: Lines, color: bool) -> str:
    span = result.case.span
    place = paint(BOLD, f"{visible(span.path)}:{span.line}:{span.col}", color)
    rows = [f"{place}: {paint(_BAD, result.outcome, color)}: {one_line(result.case.name)}"]
    gutter = max((len(str(mismatch.span.line)) for mismatch in result.mismatches), default=len(str(span.line)))
    if result.outcome == "error":
        rows += source_rows(span, lines, gutter, _BAD, color)
        rows.append(f"  {paint(CYAN, 'no answer:', color)} {one_line(result.message)}")
    said = ""
    for mismatch in result.mismatches:
        rows += _mismatch(mismatch, lines, gutter, color, span.path)
        if mismatch.because and mismatch.because != said:
            rows.append(f"  {'':>{gutter}}   {paint(CYAN, 'because', color)}   {one_line(mismatch.because)}")
            said = mismatch.because
    return "\n".join(rows)


def _mismatch(mismatch: Mismatch, lines: Lines, gutter: int, color: bool, path: str) -> Iterator[str]:
    yield from source_rows(mismatch.span, lines, gutter, _BAD, color)
    indent = f"  {'':>{gutter}}   "
    yield f"{indent}{one_line(mismatch.what)}"
    yield f"{indent}{paint(CYAN, 'expected', color)}  {one_line(mismatch.expected)}"
    yield f"{indent}{paint(CYAN, 'actual', color)}    {one_line(mismatch.actual)}"


def _coverage(coverage: Coverage) -> Iterator[str]:
    rows = [*coverage.groups, coverage.total]
    width = max(len(group.name) for group in rows)
    yield f"{'reached by passing tests':<{width}}  reached    all"
    for group in rows:
        yield f"{group.name:<{width}}  {group.reached:>7}  {group.all:>5}  {group.percent:>3}%"
    if coverage.missing:
        yield ""
        yield "no passing test reaches:"
        places = max(len(item.at) for item in coverage.missing)
        for item in coverage.missing:
            yield f"  {visible(item.at):<{places}}  {item.group}: {one_line(item.name)}"
