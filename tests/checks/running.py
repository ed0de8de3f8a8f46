"""The whole way from files to findings, as the check command goes it."""

import datetime as dt
from pathlib import Path

from supportpolicy.checks import run_checks
from supportpolicy.compiler import compile_policy
from supportpolicy.diagnostics import Diagnostic, in_order
from supportpolicy.engine.intake import read_mapping
from supportpolicy.language import load
from supportpolicy.source import Sources, apply_suppressions, read_policy
from supportpolicy.testing.reading import read_tests
from tests.helpers.examples import write_example

TODAY = dt.date(2026, 6, 1)


def findings_of(sources: Sources) -> list[Diagnostic]:
    """Everything that is found, sorted, without what comments switch off."""
    loaded = load(sources)
    found = in_order([*sources.findings, *loaded.findings, *run_checks(loaded.policy)])
    files = sources.files if sources.lock is None else (*sources.files, sources.lock)
    suppressions = [suppression for source in files for suppression in source.suppressions]
    kept, _ = apply_suppressions(found, suppressions, TODAY)
    return in_order(kept)


def findings_in(text: str, folder: Path) -> list[Diagnostic]:
    """The findings of a policy given as the text of an example."""
    write_example(text, folder)
    if (folder / "fields.yaml").is_file():
        return _findings_in_mapping(folder)
    sources = read_policy(folder)
    findings = findings_of(sources)
    if (folder / "tests").is_dir() and not findings:
        compiled = compile_policy(load(sources).policy)
        findings = in_order(read_tests(read_policy(folder / "tests"), compiled).findings)
    return findings


def _findings_in_mapping(folder: Path) -> list[Diagnostic]:
    """The findings of a field mapping beside the folder of its policy, in which nothing may be wrong."""
    sources = read_policy(folder / "policies")
    assert findings_of(sources) == []
    mapping = read_policy(folder / "fields.yaml").files[0].root
    assert mapping is not None
    return in_order(read_mapping(mapping, compile_policy(load(sources).policy)).findings)


def shown(findings: list[Diagnostic]) -> list[str]:
    """Findings in short, for comparisons whose failure can be read."""
    return [
        f"{finding.code} {finding.level} {finding.span.line}:{finding.span.col} {finding.message}"
        for finding in findings
    ]
