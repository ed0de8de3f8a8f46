"""The results of policy tests for CI systems: JUnit reports and annotations on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.diagnostics import Diagnostic
from supportpolicy.reporting.github import commands_for
from supportpolicy.reporting.junit import element, escaped
from supportpolicy.reporting.report import TOOL_NAME
from supportpolicy.reporting.tested import Tested, count, tested_summary
from supportpolicy.testing.running import Result


def render_tested_github(tested: Tested) -> str:
    """An annotation for each thing that is not as expected, then a plain line that sums up."""
    found = [*tested.findings, *(finding for result in tested.results for finding in _findings(result))]
    rows = commands_for(found, "Run the tests with '--output text' to see everything.")
    if not tested.covered_enough and tested.coverage is not None:
        rows.append(
            f"::error title={TOOL_NAME}::the tests reach {tested.coverage.total.percent}%25 of the policy, and {tested.fail_under}%25 are wanted"
        )
    return "\n".join([*rows, tested_summary(tested)]) + "\n"


def render_tested_junit(tested: Tested) -> str:
    """A suite for each file, a case for each test; mistakes of a file are a case of their own that failed."""
    suites: dict[str, list[str]] = {}
    failures: dict[str, int] = {}
    errors: dict[str, int] = {}
    for result in tested.results:
        path = result.case.span.path
        suites.setdefault(path, []).append(_case(result))
        failures[path] = failures.get(path, 0) + (result.outcome == "failed")
        errors[path] = errors.get(path, 0) + (result.outcome == "error")
    for finding in tested.findings:
        path = finding.span.path
        attributes = {"type": finding.code, "message": finding.message}
        body = element(
            "failure",
            attributes,
            escaped(f"{finding.span.place}: {finding.message}\n{finding.help or ''}"),
            inline=True,
        )
        case = {
            "classname": path,
            "name": f"{finding.code} {finding.name}",
            "file": path,
            "line": str(finding.span.line),
            "time": "0",
        }
        suites.setdefault(path, []).append(element("testcase", case, body))
        failures[path] = failures.get(path, 0) + 1
    parts = [
        element(
            "testsuite",
            {"name": path, **_numbers(len(cases), failures.get(path, 0), errors.get(path, 0))},
            "\n".join(cases),
        )
        for path, cases in suites.items()
    ]
    numbers = _numbers(sum(map(len, suites.values())), sum(failures.values()), count(tested, "error"))
    root = element("testsuites", {"name": TOOL_NAME, **numbers}, "\n".join(parts))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


def _numbers(tests: int, failures: int, errors: int) -> dict[str, str]:
    return {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": "0", "time": "0"}


def _case(result: Result) -> str:
    span = result.case.span
    case = {"classname": span.path, "name": result.case.name, "file": span.path, "line": str(span.line), "time": "0"}
    if result.outcome == "passed":
        return element("testcase", case)
    text = "\n".join(
        f"{finding.span.place}: {finding.message}" + (f"\n  {finding.help}" if finding.help else "")
        for finding in _findings(result)
    )
    first = next(_findings(result)).message
    name = "failure" if result.outcome == "failed" else "error"
    return element(
        "testcase", case, element(name, {"type": result.outcome, "message": first}, escaped(text), inline=True)
    )


def _findings(result: Result) -> Iterator[Diagnostic]:
    """What is not as expected as findings, which every format knows how to show."""
    title = f"{result.outcome}: {result.case.name}"
    if result.outcome == "error":
        yield Diagnostic("test", title, "error", f"no answer: {result.message}", result.case.span)
    for mismatch in result.mismatches:
        message = f"{mismatch.what}: expected {mismatch.expected}, actual {mismatch.actual}"
        yield Diagnostic("test", title, "error", message, mismatch.span, (), mismatch.because or None)
