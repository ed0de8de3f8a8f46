"""The page about answers: its commands run on the tickets and the policy of this repository, as from a fresh clone."""

from __future__ import annotations

import json
import shlex

import pytest

from tests.docs.pages import ROOT, Run, blocks, ran, runs, shown

PAGE = ROOT / "docs/answers.md"
RUNS = [run for block in blocks(PAGE) if block.info == "console" for run in runs(block)]


def printed(command: str) -> str:
    """What a command prints in the folder of the repository."""
    code, output = ran(shlex.split(command)[1:], ROOT)
    assert code == 0, output
    return output


@pytest.mark.parametrize("run", RUNS, ids=[run.command for run in RUNS])
def test_a_command_prints_what_is_shown(run: Run) -> None:
    output = printed(run.command)
    assert shown(output, run.output), output


def test_the_json_is_part_of_the_answer() -> None:
    (excerpt,) = [json.loads(block.text) for block in blocks(PAGE) if block.info == "json"]
    answer = json.loads(printed("supportpolicy decide examples/change-of-mind.json --no-reasons -o json"))
    assert excerpt.keys() < answer.keys()
    for key, part in excerpt.items():
        assert part == (answer[key] if not isinstance(part, list) else answer[key][: len(part)]), key


def test_every_example_of_a_ticket_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    names = [path.name for path in (ROOT / "examples").glob("*.json")]
    assert len(names) >= 3
    assert [name for name in names if f"examples/{name}" not in text] == []
