"""The command export, as a user would call it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from supportpolicy.targets.registry import built_in
from tests.generate import EXPORT_DAY, ROOT, target_pages

POLICY = """supportpolicy: 1
name: acme
timezone: Europe/Dublin
horizon: 2026-01-01..2027-12-31
fields: {plan: {type: choice, values: [free, paid], default: free}}
coverage:
  office:
    open: {mon-fri: 09:00-17:00}
    exceptions:
      - {dates: 2026-12-24, open: 09:00-13:00, why: Christmas Eve}
teams: [{name: front, coverage: office}, {name: billing, coverage: office}]
severities: {levels: [normal], rules: [{level: normal}]}
routing:
  - {name: paying, when: {plan: paid}, team: billing}
  - {name: the rest, team: front}
sla:
  - {name: paying, when: {plan: paid}, targets: {first_response: 4h, clock: office}}
  - {name: the rest, targets: none}
"""


class Ran(NamedTuple):
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command in a folder with a policy of one file."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/policy.yaml").write_text(POLICY)

    def command(*arguments: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "supportpolicy", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "GITHUB_ACTIONS": "", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return command


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _allow(tmp_path: Path, text: str) -> None:
    (tmp_path / "supportpolicy.toml").write_text(text)


def test_what_changes_answers_stops_the_export(run: Run, tmp_path: Path) -> None:
    done = run("export", "zendesk", "-o", "out", "--today", "2026-11-30")
    assert done.code == 1
    assert "policies/policy.yaml:10:7: error[SP910] short-day: Zendesk Support: " in done.out
    assert "for example {" in done.out
    assert "2026-12-24" in done.out
    assert "nothing was written" in done.err
    assert not (tmp_path / "out").exists()


def test_what_is_accepted_with_a_reason_does_not(run: Run, tmp_path: Path) -> None:
    _allow(tmp_path, '[export.zendesk.allow]\nshort-day = "We tell people."\nsorted-once = "Nobody changes a plan."\n')
    done = run("export", "zendesk", "-o", "out", "--today", "2026-11-30")
    assert done.code == 0, done.out + done.err
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    accepted = {loss["name"]: loss["allowed"] for loss in manifest["losses"] if "allowed" in loss}
    assert accepted == {"short-day": "We tell people.", "sorted-once": "Nobody changes a plan."}
    assert manifest["verified"]["agrees"] is True
    assert manifest["verified"]["tickets"] > 100
    assert "We tell people." in (tmp_path / "out/checklist.md").read_text()
    assert set(manifest["files"]) == set(_files(tmp_path / "out")) - {"manifest.json"}


def test_what_is_accepted_in_vain_is_told(run: Run, tmp_path: Path) -> None:
    _allow(tmp_path, '[export.icalendar.allow]\nshort-day = "no need"\n')
    done = run("export", "icalendar", "-o", "out")
    assert done.code == 0
    assert "accepts 'short-day', and nothing is lost by that name any more" in done.err


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('[export.zendesk.allow]\nshort-dai = "x"\n', "did you mean 'short-day'?"),
        ('[export.zendesk]\nplam = "x"\n', "'plam' is not known"),
        ('[export.zendesk]\nids = "none.json"\n', "cannot read the map file"),
        ('exports = "x"\n', "'exports' is not known: did you mean 'export'?"),
    ],
)
def test_a_configuration_that_means_nothing_is_an_error(run: Run, tmp_path: Path, config: str, message: str) -> None:
    _allow(tmp_path, config)
    done = run("export", "zendesk", "-o", "out")
    assert done.code == 2
    assert message in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", "zendesc", "-o", "out"), "there is no target 'zendesc': did you mean 'zendesk'?"),
        (("export", "zendesk"), "say where to: -o DIR writes, --check DIR compares"),
        (("export", "zendesk", "-o", "out", "--check", "out"), "say where to"),
        (("export", "zendesk", "-o", ""), "say where to"),
        (("export", "zendesk", "--check", " "), "say where to"),
        (("export", "icalendar", "-o", "."), "'.' is the folder you are in, or one above it"),
        (("export", "icalendar", "-o", "/"), "is the folder you are in, or one above it"),
        (("export", "zendesk", "-o", "out", "--diff"), "--diff belongs to --check"),
        (("export", "all", "-o", "out", "--ids", "ids.json"), "--ids belongs to one target"),
        (("export", "zendesk", "nowhere", "-o", "out"), "nowhere"),
        (("export", "icalendar", "-o", "policies/policy.yaml"), "is a file"),
        (("export", "icalendar", "-o", "policies"), "has files that no export wrote (policy.yaml)"),
        (("export", "icalendar", "-o", "out", "--ids", "policies/policy.yaml"), "is not JSON"),
        (("export", "icalendar", "-o", "out", "--today", "soon"), "is not a date"),
        (("targets", "zendesc"), "did you mean 'zendesk'?"),
    ],
)
def test_wrong_usage_is_said(run: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    before = _files(tmp_path)
    done = run(*arguments)
    assert done.code == 2, done
    assert message in done.err
    assert _files(tmp_path) == before


def test_the_export_of_another_tool_is_not_replaced(run: Run, tmp_path: Path) -> None:
    assert run("export", "tables", "-o", "out").code == 0
    before = _files(tmp_path / "out")
    done = run("export", "icalendar", "-o", "out")
    assert done.code == 2
    assert "'out' is the export for tables; choose a folder of its own for icalendar, nothing was written" in done.err
    assert _files(tmp_path / "out") == before


def test_a_compiled_policy_is_not_exported(run: Run, tmp_path: Path) -> None:
    assert run("compile", "-o", "policy.json").code == 0
    done = run("export", "icalendar", "policy.json", "-o", "out")
    assert done.code == 2
    assert "'policy.json' is a compiled policy; name the folder that it was compiled from" in done.err


def test_a_table_of_the_configuration_for_no_target_is_told(run: Run, tmp_path: Path) -> None:
    _allow(tmp_path, '[export.icalender.allow]\nshort-day = "x"\n')
    done = run("export", "icalendar", "-o", "out")
    assert done.code == 0
    assert "export.icalender: there is no such target: did you mean 'icalendar'?" in done.err


def test_one_thing_is_not_called_things(run: Run) -> None:
    done = run("export", "agent-guidance", "-o", "out")
    assert "left to do by hand: 1 thing, see checklist.md" in done.err


def test_the_last_day_there_is_is_a_day_like_others(run: Run, tmp_path: Path) -> None:
    _allow(tmp_path, '[export.zendesk.allow]\nshort-day = "x"\nsorted-once = "x"\nholiday-out-of-reach = "x"\n')
    done = run("export", "zendesk", "-o", "out", "--today", "9999-12-31")
    assert done.code == 0, done.out + done.err


def test_a_policy_with_errors_is_not_exported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "policies/policy.yaml").write_text(POLICY.replace("team: billing}", "team: biling}"))
    done = run("export", "icalendar", "-o", "out")
    assert done.code == 1
    assert "did you mean 'billing'?" in done.err
    assert "nothing was exported" in done.err
    assert not (tmp_path / "out").exists()


def test_drift_is_found_and_told(run: Run, tmp_path: Path) -> None:
    assert run("export", "icalendar", "-o", "out").code == 0
    assert run("export", "icalendar", "--check", "out") == Ran(0, "no findings in 1 file\n", "'out' is up to date\n")
    # A line that moves is no drift, but the manifest would name other lines.
    (tmp_path / "policies/policy.yaml").write_text("# A remark.\n" + POLICY)
    moved = run("export", "icalendar", "--check", "out")
    assert moved.code == 0
    assert "only manifest.json" in moved.err
    (tmp_path / "policies/policy.yaml").write_text(POLICY.replace("09:00-17:00", "09:00-16:00"))
    drifted = run("export", "icalendar", "--check", "out", "--diff")
    assert drifted.code == 1
    assert "changed: coverage/office.ics" in drifted.out
    assert "+DTEND;TZID=Europe/Dublin" in drifted.out
    assert "changed: " not in run("export", "icalendar", "--check", "elsewhere").out
    assert run("export", "icalendar", "--check", "elsewhere").code == 1


def test_what_was_changed_by_hand_is_not_written_over(run: Run, tmp_path: Path) -> None:
    assert run("export", "icalendar", "-o", "out").code == 0
    edited = tmp_path / "out/README.md"
    edited.write_text("mine\n")
    refused = run("export", "icalendar", "-o", "out")
    assert refused.code == 2
    assert "changed by hand since the last export (README.md)" in refused.err
    assert edited.read_text() == "mine\n"
    assert run("export", "icalendar", "-o", "out", "--overwrite").code == 0
    assert edited.read_text() != "mine\n"
    (tmp_path / "out/note.txt").write_text("keep")
    foreign = run("export", "icalendar", "-o", "out", "--overwrite")
    assert foreign.code == 2
    assert "note.txt" in foreign.err
    assert (tmp_path / "out/note.txt").read_text() == "keep"


def test_the_same_policy_gives_the_same_bytes_anywhere(run: Run, tmp_path: Path) -> None:
    first = run("export", "tables", "-o", "one", TZ="Asia/Tokyo", PYTHONHASHSEED="1", LC_ALL="C")
    second = run("export", "tables", "-o", "two", TZ="America/Denver", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    assert (first.code, second.code) == (0, 0)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_all_targets_are_tried_and_those_that_are_not_blocked_written(run: Run, tmp_path: Path) -> None:
    done = run("export", "all", "-o", "out", "--today", EXPORT_DAY.isoformat())
    names = {target.name for target in built_in()}
    written = {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()}
    assert done.code == 1
    assert "zendesk" not in written
    assert {"tables", "icalendar", "agent-guidance"} <= written < names
    for name in names:
        alone = run("export", name, "-o", "alone", "--today", EXPORT_DAY.isoformat())
        assert (alone.code == 0) == (name in written), alone.err
        if name in written:
            assert _texts(tmp_path / "alone") == _texts(tmp_path / "out" / name)
            shutil.rmtree(tmp_path / "alone")
    assert "Zendesk Support:" in done.out


def _texts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_of_all_targets_one_folder_that_is_not_ours_keeps_no_other_from_being_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out/tables").mkdir(parents=True)
    (tmp_path / "out/tables/mine.txt").write_text("mine")
    done = run("export", "all", "-o", "out", "--no-verify", "--today", EXPORT_DAY.isoformat())
    assert done.code == 2
    assert "'out/tables' has files that no export wrote (mine.txt)" in done.err
    assert (tmp_path / "out/icalendar/manifest.json").exists()
    assert [path.name for path in (tmp_path / "out/tables").iterdir()] == ["mine.txt"]


def test_drift_of_all_targets_is_told_by_folder(run: Run, tmp_path: Path) -> None:
    run("export", "all", "-o", "out", "--no-verify", "--today", EXPORT_DAY.isoformat())
    changed = next((tmp_path / "out/tables").glob("*.csv"), tmp_path / "out/tables/manifest.json")
    changed.write_text("other")
    done = run("export", "all", "--check", "out", "--no-verify", "--today", EXPORT_DAY.isoformat())
    assert done.code == 1
    assert "'out/tables' is not what would be written" in done.err
    assert "'out/icalendar' is up to date" in done.err


def test_ids_are_put_in_and_what_is_missing_is_listed(run: Run, tmp_path: Path) -> None:
    _allow(tmp_path, '[export.zendesk.allow]\nshort-day = "told"\nsorted-once = "told"\n')
    done = run("export", "zendesk", "-o", "out", "--today", "2026-11-30")
    assert "ids are missing" in done.err
    ids = json.loads((tmp_path / "out/ids.json").read_text())
    assert ids["group:billing"] is None
    assert '"id_of": "group:billing"' in (tmp_path / "out/triggers.json").read_text()
    (tmp_path / "ids.json").write_text(json.dumps({name: 9000 + place for place, name in enumerate(ids)}))
    done = run("export", "zendesk", "-o", "out", "--today", "2026-11-30", "--ids", "ids.json")
    assert done.code == 0, done
    assert "ids are missing" not in done.err
    assert "id_of" not in "".join(
        text.decode() for path, text in _files(tmp_path / "out").items() if path != "checklist.md"
    )


def test_the_table_of_targets(run: Run) -> None:
    text = run("targets")
    assert text.code == 0
    assert {target.name for target in built_in()} <= set(text.out.split("\n")[0].split())
    assert "Zendesk" in run("targets", "zendesk").out or "zendesk" in run("targets", "zendesk").out
    data = json.loads(run("targets", "--output", "json").out)
    assert {one["name"] for one in data["targets"]} == {target.name for target in built_in()}
    assert data["left_out"] == []


@pytest.mark.parametrize("target", built_in(), ids=lambda target: target.name)
def test_the_page_of_a_target_tells_the_losses_of_the_manifest(target: object, tmp_path: Path) -> None:
    from supportpolicy.compiler import compile_policy
    from supportpolicy.language import load
    from supportpolicy.reporting.target_page import losses_on
    from supportpolicy.source import read_policy
    from supportpolicy.targets.exporting import export
    from supportpolicy.targets.interface import Target, Wish
    from supportpolicy.targets.manifest import MANIFEST, all_files

    assert isinstance(target, Target)
    policy = compile_policy(load(read_policy(ROOT / "policies")).policy)
    exported = export(target, Wish(policy, today=EXPORT_DAY), {}, verifying=False, showing=False)
    manifest = json.loads(all_files(exported)[MANIFEST])
    told = losses_on(target_pages()[f"docs/targets/{target.name}.md"])
    assert told == {(loss["code"], loss["about"]) for loss in manifest["losses"]}
    assert losses_on((ROOT / f"docs/targets/{target.name}.md").read_text(encoding="utf-8")) == told
