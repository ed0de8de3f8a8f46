"""Loading a policy given as text, for the tests of what was read."""

from pathlib import Path

from supportpolicy.language import Policy, load
from supportpolicy.language.conditions import Condition, Group, Named, Test
from supportpolicy.source import read_policy
from tests.helpers.examples import write_example

HEAD = "supportpolicy: 1\nname: acme\n"


def load_text(text: str, folder: Path) -> tuple[Policy, list[str]]:
    """A policy laid out under `folder`, and its findings as `file:line CODE message`; `=== NAME` begins another file."""
    write_example(text, folder)
    loaded = load(read_policy(folder))
    return loaded.policy, [
        f"{Path(finding.span.path).relative_to(folder).as_posix()}:{finding.span.line} {finding.code} {finding.message}"
        for finding in loaded.findings
    ]


def said(condition: Condition) -> str:
    """A condition on one line, so that a test can be read."""
    match condition:
        case Test(field, operator, values, _):
            words = ", ".join(f"{value.kind}:{value.text}" if value.kind != "text" else value.text for value in values)
            return f"{field} {operator} [{words}]"
        case Named(names, _):
            return f"is [{', '.join(names)}]"
        case Group(how, parts, _):
            return f"{how}({'; '.join(said(part) for part in parts)})"
    raise AssertionError(condition)
