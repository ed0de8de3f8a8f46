"""Policies for these tests: from text to what was written and to what was compiled."""

from __future__ import annotations

from supportpolicy.checks import run_checks
from supportpolicy.compiled import Compiled
from supportpolicy.compiler import compile_policy
from supportpolicy.language import Policy, load
from supportpolicy.source import read_bytes_as_policy

HEAD = """\
supportpolicy: 1
name: acme
timezone: Europe/Dublin
currency: EUR
horizon: 2026-01-01..2028-12-31
"""


def written(text: str, lock: str | None = None) -> Policy:
    """The policy of a text, with its head in front and a lock beside it. Nothing in it may be wrong."""
    sources = read_bytes_as_policy((HEAD + text).encode(), "policy.yaml")
    if lock is not None:
        sources = sources._replace(lock=read_bytes_as_policy(lock.encode(), "holidays.lock.yaml").files[0])
    loaded = load(sources)
    wrong = [
        finding
        for finding in (*sources.findings, *loaded.findings, *run_checks(loaded.policy))
        if finding.level == "error"
    ]
    assert not wrong, [f"{finding.code} line {finding.span.line}: {finding.message}" for finding in wrong]
    return loaded.policy


def compiled(text: str, lock: str | None = None) -> Compiled:
    """The compiled policy of a text."""
    return compile_policy(written(text, lock))
