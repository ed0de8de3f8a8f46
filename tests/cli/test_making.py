"""The commands that make files: compile, build, lock; and explain and schema."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, WRONG_TEAM, Runner

Policy = Callable[..., Path]
HOLIDAYS = GOOD.replace("name: acme\n", "name: acme\nhorizon: 2026-01-01..2026-12-31\n").replace(
    "09:00-17:00}}", "09:00-17:00}, holidays: [{country: IE}]}"
)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_compile_writes_one_document(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD)
    shown = run("compile")
    assert shown.code == 0
    document = json.loads(shown.out)
    assert document["name"] == "acme"
    assert len(document["hashes"]["behaviour"]) == 64
    assert run("compile", "-o", "out/policy.json").code == 2
    (tmp_path / "out").mkdir()
    assert run("compile", "-o", "out/policy.json").out == ""
    assert (tmp_path / "out" / "policy.json").read_text(encoding="utf-8") == shown.out
    assert _names(tmp_path / "out") == ["policy.json"]


def test_compile_refuses_a_policy_with_errors_and_writes_nothing(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(WRONG_TEAM)
    ran = run("compile", "-o", "policy.json", "--routing", "rules.csv")
    assert ran.code == 1
    assert ran.out == ""
    assert "error[SP201]" in ran.err
    assert not (tmp_path / "policy.json").exists()
    assert not (tmp_path / "rules.csv").exists()


def test_a_condition_that_is_too_large_is_never_compiled(run: Runner, policy: Policy) -> None:
    """Not even where a comment switches the finding off: it would take for ever."""
    links = "".join(
        f"  c{number}: {{any_of: [{{is: c{number + 1}}}, {{is: c{number + 1}}}]}}\n" for number in range(60)
    )
    folder = policy(
        f"{GOOD}fields: {{p: {{type: boolean}}}}\nconditions:\n{links}  c60: {{p: true}}\ntiers: [{{name: a, when: {{is: c0}}}}, {{name: b}}]\n"
    )
    ran = run("compile")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("error[SP402]") == 1
    file = folder / "policy.yaml"
    file.write_text(
        file.read_text(encoding="utf-8") + "# supportpolicy: ignore-file[SP402] for now\n", encoding="utf-8"
    )
    assert run("compile").code == 1
    assert run("check").code == 0


def test_tables_follow_the_ending_of_their_file(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD)
    assert run("compile", "--routing", "r.csv", "--sla", "s.md").code == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_bytes().decode())))
    assert rows[0][:4] == ["#", "rule", "when", "team"]
    assert rows[1][:4] == ["1", "all", "always", "front"]
    markdown = (tmp_path / "s.md").read_text(encoding="utf-8")
    assert "| 1 | everybody | always | first_response | 4h | office |" in markdown
    assert "| first_response | 4h | office |" in run("compile", "--sla", "-").out
    assert run("compile", "--sla", "s.json").code == 0
    targets = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["sla_targets"]
    assert targets[1] == {
        "order": 1,
        "promise": "everybody",
        "when": "always",
        "metric": "resolve",
        "target": "2bd",
        "clock": "office",
        "at": "policy.yaml:11",
    }


def test_a_wrong_ending_leaves_nothing_half_done(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD)
    assert run("compile", "-o", "policy.json", "--routing", "r.csv", "--sla", "s.xls").code == 2
    assert _names(tmp_path) == ["policies"]


def test_cells_that_a_spreadsheet_would_run_are_harmless(run: Runner, policy: Policy) -> None:
    policy(GOOD.replace("{name: all, team", "{name: '=HYPERLINK(1)', team"))
    assert run("compile", "--routing", "r.csv").code == 0
    assert "'=HYPERLINK" in Path("r.csv").read_text(encoding="utf-8")


def test_build_makes_everything(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD)
    ran = run("build")
    assert ran.code == 0
    assert "Promised" in ran.out
    assert _names(tmp_path / "out") == [
        "policy.json",
        "routing_rules.csv",
        "routing_rules.json",
        "routing_rules.md",
        "sla_targets.csv",
        "sla_targets.json",
        "sla_targets.md",
    ]


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--exit-zero",), 0), (("--ignore", "SP7"), 1)])
def test_build_writes_nothing_where_something_is_wrong(
    run: Runner, policy: Policy, tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    policy(WRONG_TEAM)
    ran = run("build", *options)
    assert ran.code == code
    assert "nothing was built" in ran.err
    assert not (tmp_path / "out").exists()


def test_an_ignored_error_is_still_no_policy_to_compile(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(WRONG_TEAM)
    ran = run("build", "--ignore", "SP201")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


def test_a_suppressed_error_is_still_no_policy_to_compile(run: Runner, policy: Policy) -> None:
    policy(WRONG_TEAM.replace("fornt}", "fornt}  # supportpolicy: ignore[SP201] the team starts in May"))
    for command in ("compile", "build"):
        ran = run(command)
        assert ran.code == 1, command
        assert "SP201" in ran.err
        assert "Traceback" not in ran.err
    assert run("check").code == 0


def test_lock_writes_dates_that_check_wants(run: Runner, policy: Policy) -> None:
    folder = policy(HOLIDAYS)
    assert "SP309" in run("check").out
    assert run("lock", "--check").code == 1
    ran = run("lock")
    assert ran.code == 0
    assert ran.out == "wrote policies/holidays.lock.yaml: 1 region; look at the dates and commit it\n"
    text = (folder / "holidays.lock.yaml").read_text(encoding="utf-8")
    assert '    2026-03-17: "Saint Patrick\'s Day"\n' in text
    assert run("check").code == 0
    assert run("lock").out == "policies/holidays.lock.yaml is up to date\n"
    assert run("lock", "--check").code == 0


def test_lock_without_holidays_or_horizon(run: Runner, policy: Policy) -> None:
    folder = policy(GOOD)
    assert "nothing to lock" in run("lock").out
    assert not (folder / "holidays.lock.yaml").exists()
    policy(HOLIDAYS.replace("horizon: 2026-01-01..2026-12-31\n", ""))
    ran = run("lock")
    assert ran.code == 2
    assert "horizon" in ran.err
    policy(HOLIDAYS.replace("IE", "XX"))
    assert run("lock").code == 2


def test_explain(run: Runner) -> None:
    assert run("explain", "sp201").out.startswith("error[SP201] unknown-team")
    assert run("explain", "unknown-team").out == run("explain", "SP201").out
    listed = run("explain").out.splitlines()
    assert len(listed) > 60
    assert listed == sorted(listed)


def test_schema(run: Runner, policy: Policy, tmp_path: Path) -> None:
    whole = json.loads(run("schema").out)
    assert whole["title"] == "Support policy"
    assert json.loads(run("schema", "sla").out)["title"] == "SLA"
    assert run("schema", "teams", "-o", "teams.json").out == ""
    assert json.loads((tmp_path / "teams.json").read_text(encoding="utf-8"))["type"] == "array"
    policy(GOOD)
    answer = json.loads(run("schema", "answer").out)
    assert answer["properties"]["stages"]["properties"]["team"] == {"enum": ["front", None]}
    assert run("schema", "ticket", "--policy", "nowhere").code == 2


@pytest.mark.parametrize(
    "args",
    [
        ("check", "-o", "json:policies/policy.yaml"),
        ("compile", "-o", "policies/policy.yaml"),
        ("schema", "-o", "policies/policy.yml"),
    ],
)
def test_what_people_wrote_is_never_overwritten(run: Runner, policy: Policy, args: tuple[str, ...]) -> None:
    folder = policy(GOOD)
    ran = run(*args)
    assert ran.code == 2
    assert "could be part of a policy" in ran.err
    assert (folder / "policy.yaml").read_text(encoding="utf-8") == GOOD


def test_a_lock_is_not_written_where_a_file_cannot_be_read(run: Runner, policy: Policy) -> None:
    folder = policy(HOLIDAYS)
    run("lock")
    before = (folder / "holidays.lock.yaml").read_bytes()
    (folder / "broken.yaml").write_text("x: [", encoding="utf-8")
    ran = run("lock")
    assert ran.code == 1
    assert "nothing was locked" in ran.err
    assert "SP010" in ran.err
    assert (folder / "holidays.lock.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("check", "-o", "json:x", "-o", "sarif:x"), "two outputs go to one file"),
        (("compile", "-o", "x.json", "--routing", "x.json"), "two outputs go to one file"),
        (("compile", "-o", "x.csv"), "the document is JSON"),
        (("build", "--out", ""), "--out needs the name of a folder"),
        (("build", "--out", "policies/policy.yaml"), "is a file, and a folder is wanted there"),
        (("check", "x" * 5000), "there is no file or folder"),
        (("check", ""), "there is no file or folder ''"),
    ],
)
def test_outputs_that_make_no_sense(run: Runner, policy: Policy, args: tuple[str, ...], words: str) -> None:
    policy(GOOD)
    ran = run(*args)
    assert ran.code == 2
    assert words in ran.err
    assert not Path("x").exists()


def test_an_incomplete_check_is_never_clean(run: Runner, policy: Policy) -> None:
    folder = policy(GOOD)
    (folder / "broken.yaml").write_text("x: [", encoding="utf-8")
    assert run("check", "--ignore", "SP010").code == 1
    assert run("check", "--select", "SP3").code == 1
    assert run("check", "--exit-zero").code == 0


def test_a_build_leaves_no_half_done_set(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD)
    (tmp_path / "out" / "sla_targets.md").mkdir(parents=True)
    assert run("build").code == 2
    assert _names(tmp_path / "out") == ["sla_targets.md"]
