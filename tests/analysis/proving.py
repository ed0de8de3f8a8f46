"""From the text of a policy to what is proved about it."""

from pathlib import Path

from supportpolicy.analysis import Proved, places_in, prove
from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Engine, prepare
from supportpolicy.language import load
from supportpolicy.source import read_policy
from tests.checks.running import findings_of, shown
from tests.helpers.examples import write_example


def engine_of(text: str, folder: Path) -> Engine:
    """A policy given as the text of an example, in which no check finds an error."""
    write_example(text, folder)
    sources = read_policy(folder)
    errors = [finding for finding in findings_of(sources) if finding.level == "error"]
    assert not errors, shown(errors)
    return prepare(compile_policy(load(sources).policy, named=True))


def proved_in(text: str, folder: Path) -> tuple[Proved, ...]:
    """Everything that is proved about a policy given as the text of an example."""
    engine = engine_of(text, folder)
    return prove(engine, places_in(read_policy(folder).texts))
