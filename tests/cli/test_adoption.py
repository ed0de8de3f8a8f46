"""Taking the tool up step by step: a baseline, what a change brought, several policies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.diagnostics import Diagnostic, Span
from supportpolicy.reporting.baseline import NoBaseline, baseline_text, compare, read_baseline
from supportpolicy.reporting.report import Lines
from tests.adoption.repositories import Repository
from tests.cli.conftest import GOOD, UNUSED, WRONG_TEAM, Runner

Policy = Callable[..., Path]
STRICT = ("check", "--no-summary", "--fail-on", "info")


def test_a_baseline_hides_what_it_knows_and_nothing_else(run: Runner, policy: Policy) -> None:
    folder = policy(UNUSED)
    wrote = run(*STRICT, "--write-baseline", "known.json")
    assert (wrote.code, wrote.out, wrote.err) == (0, "", "wrote known.json: 1 finding\n")
    again = run(*STRICT, "--baseline", "known.json")
    assert (again.code, again.out) == (0, "no findings in 1 file (1 in the baseline)\n")
    text = UNUSED.replace("roles:\n", "# a remark\n\nroles:\n    # moved\n").replace("  lead", "    lead")
    (folder / "policy.yaml").write_text(text)
    assert run(*STRICT, "--baseline", "known.json").code == 0
    (folder / "policy.yaml").write_text(text + "    deputy: {coverage: always, contact: chat}\n")
    more = run(*STRICT, "--baseline", "known.json")
    assert more.code == 1
    assert "'deputy'" in more.out
    assert "'lead'" not in more.out
    (folder / "policy.yaml").write_text(UNUSED.replace("chat", "email"))
    assert "'lead'" in run(*STRICT, "--baseline", "known.json").out, "its own line is another one now"


def test_as_many_are_known_as_were_written_down(run: Runner, policy: Policy) -> None:
    twin = "    lead: {coverage: always, contact: chat}\n"
    folder = policy(GOOD + "roles:\n" + twin)
    run(*STRICT, "--write-baseline", "known.json")
    (folder / "more.yaml").write_text("roles:\n" + twin.replace("lead", "deputy"))
    assert run(*STRICT, "--baseline", "known.json").code == 1


def test_what_is_mended_is_told_and_fails_nothing(run: Runner, policy: Policy) -> None:
    folder = policy(UNUSED)
    run(*STRICT, "--write-baseline", "known.json")
    (folder / "policy.yaml").write_text(GOOD)
    ran = run(*STRICT, "--baseline", "known.json")
    assert (ran.code, ran.out) == (0, "no findings in 1 file\n")
    assert ran.err == (
        "1 finding of known.json no longer found (SP209 in policies/policy.yaml); "
        "take them out with --write-baseline known.json\n"
    )
    assert run(*STRICT, "--baseline", "known.json", "--select", "SP201").err == "", "it was not looked for"
    other = policy(GOOD, "elsewhere")
    (folder / "policy.yaml").write_text(UNUSED)
    assert run(*STRICT, "--baseline", "known.json", str(other)).err == "", "that file was not looked at"
    (folder / "policy.yaml").unlink()
    assert "no longer found" in run(*STRICT, "--baseline", "known.json", str(other)).err


def test_a_baseline_is_found_from_any_folder(
    run: Runner, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = policy(UNUSED)
    refused = run(*STRICT, "--write-baseline", "ci/known.json")
    assert (refused.code, (tmp_path / "ci").exists()) == (2, False)
    assert "there is no folder 'ci' for 'known.json'; make it first" in refused.err
    (tmp_path / "ci").mkdir()
    run(*STRICT, "--write-baseline", "ci/known.json")
    (entry,) = json.loads((tmp_path / "ci/known.json").read_text())["findings"]
    assert (entry["code"], entry["file"]) == ("SP209", "../policies/policy.yaml")
    monkeypatch.chdir(folder)
    assert run(*STRICT, ".", "--baseline", "../ci/known.json").code == 0
    (tmp_path / "supportpolicy.toml").write_text('baseline = "ci/known.json"\n')
    assert run(*STRICT, ".").code == 0
    assert run(*STRICT, ".", "--write-baseline", "new.json").code == 0
    assert len(json.loads((folder / "new.json").read_text())["findings"]) == 1, "everything is written down"


def test_what_cannot_be_read_is_never_known(run: Runner, policy: Policy, tmp_path: Path) -> None:
    folder = policy(GOOD)
    (folder / "more.yaml").write_text("teams: [{name: night\n")
    refused = run(*STRICT, "--write-baseline", "known.json")
    assert refused.code == 1
    assert "no baseline was written" in refused.err
    assert not (tmp_path / "known.json").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "there is no baseline 'known.json'; write one with --write-baseline known.json"),
        ("{", "this is not JSON"),
        ("[]", "this is not a baseline"),
        ('{"baselineVersion": 2, "findings": []}', "its version is 2"),
        ('{"baselineVersion": 1}', "it has no list of findings"),
        ('{"baselineVersion": 1, "findings": [{"code": "SP209", "file": "x"}]}', "its finding number 1"),
        ('{"baselineVersion": 1, "findings": [3]}', "its finding number 1"),
    ],
)
def test_what_is_no_baseline(run: Runner, policy: Policy, tmp_path: Path, text: str | None, words: str) -> None:
    policy(GOOD)
    if text is not None:
        (tmp_path / "known.json").write_text(text)
    ran = run("check", "--baseline", "known.json")
    assert ran.code == 2
    assert words in ran.err


def test_a_baseline_never_takes_the_place_of_another_file(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(UNUSED)
    (tmp_path / "package.json").write_text("{}")
    ran = run("check", "--write-baseline", "package.json")
    assert ran.code == 2
    assert (tmp_path / "package.json").read_text() == "{}"
    assert run("check", "--write-baseline", "known.json").code == 0
    assert run("check", "--write-baseline", "known.json").code == 0


WORDS = st.lists(st.text("ab :", max_size=4), min_size=1, max_size=8)


@given(lines=WORDS, marked=st.lists(st.integers(1, 8), max_size=8), above=st.integers(0, 3))
def test_findings_stay_known_wherever_their_lines_move(lines: list[str], marked: list[int], above: int) -> None:
    def found(shift: int) -> list[Diagnostic]:
        places = [min(line, len(lines)) + shift for line in marked]
        return [Diagnostic("SP209", "unused-name", "warning", "m", Span("p", line, 1, line, 1)) for line in places]

    before = Lines({"p": "\n".join(lines)})
    known = read_baseline(baseline_text(found(0), before, str))
    after = Lines({"p": "\n" * above + "\n".join(f"  {line}" for line in lines)})
    compared = compare(found(above), known, after, str)
    assert compared == ((), len(marked), ())
    assert compare((), known, after, str).gone == tuple(sorted(known.elements(), key=lambda mark: mark.line))
    assert compare(found(above), Counter(), after, str).new == tuple(found(above))


@given(st.text())
def test_any_text_is_a_baseline_or_none(text: str) -> None:
    try:
        assert read_baseline(text) is not None
    except NoBaseline as problem:
        assert str(problem)


@pytest.fixture
def repository(tmp_path: Path, run: Runner) -> Repository:
    """A repository with one old finding in it, at the working folder."""
    repository = Repository(tmp_path)
    repository.write("policies/policy.yaml", UNUSED)
    repository.commit()
    return repository


def test_only_what_a_change_brought(run: Runner, repository: Repository) -> None:
    since = (*STRICT, "--changed-since", "main")
    assert run(*since).out == "no findings in 1 file (1 not of this change)\n"
    repository.git("switch", "--quiet", "-c", "work")
    repository.write("policies/policy.yaml", "# a remark\n" + UNUSED)
    assert run(*since).code == 0, "a line above moves it, and is not its own"
    repository.write("policies/policy.yaml", UNUSED.replace("contact: chat", "contact: email"))
    assert run(*since).code == 1, "its line was changed"
    repository.commit()
    assert run(*since).code == 1, "committed or not"
    repository.write("policies/more.yaml", "roles:\n  deputy: {coverage: always, contact: chat}\n")
    assert "'deputy'" in run(*since).out, "git does not know that file yet"


def test_what_a_change_breaks_elsewhere_is_of_this_change(run: Runner, repository: Repository) -> None:
    """The line that refers to a team is not changed where the team is taken away."""
    repository.write("policies/policy.yaml", UNUSED.replace("{name: front,", "{name: back,"))
    ran = run(*STRICT, "--changed-since", "main")
    assert ran.code == 1
    assert "there is no team 'front'" in ran.out
    assert "'lead'" not in ran.out


def test_a_policy_that_is_the_whole_repository(run: Runner, tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.write("policy.yaml", UNUSED)
    repository.commit()
    assert run(*STRICT, ".", "--changed-since", "main").code == 0
    repository.write("policy.yaml", UNUSED + "  deputy: {coverage: always, contact: chat}\n")
    ran = run(*STRICT, ".", "--changed-since", "main")
    assert "'deputy'" in ran.out
    assert "'lead'" not in ran.out


@pytest.mark.parametrize(
    "setting",
    [
        "diff.noprefix=true",
        "diff.mnemonicPrefix=true",
        "diff.interHunkContext=99",
        "diff.context=9",
        "diff.external=no",
    ],
)
def test_settings_of_git_change_nothing(run: Runner, repository: Repository, setting: str) -> None:
    key, _, value = setting.partition("=")
    repository.git("config", key, value)
    text = UNUSED.replace("name: acme", "name: acme ltd").replace("chat}", "chat} # more")
    repository.write("policies/policy.yaml", text)
    repository.write("policies/z.yaml", "++ b/x\n")
    repository.git("add", "--all")
    repository.write("policies/z.yaml", "roles:\n  deputy: {coverage: always, contact: chat}\n")
    ran = run(*STRICT, "--changed-since", "main")
    assert "'lead'" in ran.out
    assert "'deputy'" in ran.out
    repository.write("policies/policy.yaml", UNUSED.replace("name: acme", "name: acme ltd"))
    assert "'lead'" not in run(*STRICT, "--changed-since", "main").out


def test_a_repository_that_git_will_not_read(
    run: Runner, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy(GOOD)
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    complaint = "fatal: detected dubious ownership in repository at '/x'"
    fake.write_text(f'#!/bin/sh\necho "{complaint}" >&2\necho "To add an exception, call:" >&2\nexit 128\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(fake.parent))
    ran = run("check", "--changed-since", "main")
    assert ran.code == 2
    assert complaint in ran.err


def test_the_change_counts_from_where_the_work_began(run: Runner, repository: Repository) -> None:
    repository.git("switch", "--quiet", "-c", "work")
    repository.commit("empty")
    repository.git("switch", "--quiet", "main")
    repository.write("policies/policy.yaml", GOOD)
    repository.commit("mended on main")
    repository.git("switch", "--quiet", "work")
    assert run(*STRICT, "--changed-since", "main").code == 0, "the finding was there when the work began"


def test_a_policy_that_was_not_there_is_new_as_a_whole(run: Runner, repository: Repository) -> None:
    repository.write("shop/rules/a file with spaces.yaml", UNUSED)
    assert run(*STRICT, "shop/rules", "--changed-since", "HEAD").code == 1
    repository.commit()
    assert run(*STRICT, "shop/rules", "--changed-since", "HEAD~1").code == 1
    assert run(*STRICT, "shop/rules", "--changed-since", "HEAD").code == 0
    assert run(*STRICT, "policies", "shop/rules", "--changed-since", "HEAD").code == 0
    one = "shop/rules/a file with spaces.yaml"
    assert run(*STRICT, one, "--changed-since", "HEAD~1").code == 1
    assert run(*STRICT, one, "--changed-since", "HEAD").code == 0


@pytest.mark.parametrize("name", ['quo"te', "tab\tin", "ümlaut", "back\\slash", "plus ++ b", "[a]*"])
def test_odd_names_of_files(run: Runner, repository: Repository, name: str) -> None:
    folder = f"rules/{name}"
    repository.write(f"{folder}/p.yaml", UNUSED)
    repository.commit()
    assert run(*STRICT, folder, "--changed-since", "HEAD").code == 0
    repository.write(f"{folder}/p.yaml", UNUSED.replace("chat}", "chat} # more"))
    assert run(*STRICT, folder, "--changed-since", "HEAD").code == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--changed-since", "mian"), "git knows no revision 'mian': did you mean 'main'?"),
        (("--changed-since", "--output=x"), "git knows no revision '--output=x'"),
        (("--changed-since", ""), "git knows no revision ''"),
        (("-", "--changed-since", "main"), "standard input has no history"),
    ],
)
def test_a_revision_that_is_of_no_use(
    run: Runner, repository: Repository, options: tuple[str, ...], words: str
) -> None:
    ran = run("check", *options, stdin=GOOD)
    assert ran.code == 2
    assert words in ran.err


def test_no_repository_no_git_and_no_commit(
    run: Runner, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy(GOOD)
    assert "needs a git repository" in run("check", "--changed-since", "main").err
    Repository(tmp_path)
    assert "git knows no revision 'main'" in run("check", "--changed-since", "main").err
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("check", "--changed-since", "main")
    assert (ran.code, "there is no git here" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("branches", "revision", "words"),
    [
        ("--single-branch", "old", "does not hold 'old'"),
        ("--no-single-branch", "origin/old", "where 'origin/old' and HEAD parted is not in it"),
    ],
)
def test_a_shallow_clone_says_what_to_fetch(
    run: Runner,
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    branches: str,
    revision: str,
    words: str,
) -> None:
    repository.git("branch", "old")
    repository.commit("second")
    repository.git("clone", "--quiet", "--depth=1", branches, tmp_path.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    ran = run("check", "--changed-since", revision)
    assert ran.code == 2
    assert words in ran.err
    assert "git fetch --unshallow" in ran.err


def test_histories_without_a_common_commit(run: Runner, repository: Repository) -> None:
    repository.git("switch", "--quiet", "--orphan", "alone")
    repository.write("policies/policy.yaml", GOOD)
    repository.commit()
    assert "have no commit in common" in run("check", "--changed-since", "main").err


def test_several_policies_are_one_report(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD, "shop")
    policy(WRONG_TEAM.replace("acme", "app"), "app")
    ran = run("check", "shop", "app", "shop")
    assert ran.code == 1
    assert "app/policy.yaml:9:23: error[SP201]" in ran.out
    assert "1 error in 2 files" in ran.out
    assert ran.out.count("acme: 1 routing rule") == 1
    found = json.loads(run("check", "shop", "app", "-o", "json").out)
    assert [finding["span"]["path"] for finding in found["findings"]] == ["app/policy.yaml"]
    assert run("check", "shop", "-", stdin=GOOD).code == 0


def test_the_configuration_may_name_several(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD, "shop")
    policy(WRONG_TEAM, "app")
    (tmp_path / "supportpolicy.toml").write_text('policies = ["shop", "app"]\n')
    assert run("check").code == 1
    assert run("check", "shop").code == 0
    compiled = run("compile")
    assert compiled.code == 2
    assert "say which one: 'shop' or 'app'" in compiled.err
    assert run("compile", "shop").code == 0
    (tmp_path / "app/policy.yaml").write_text(GOOD)
    assert run("check").code == 0
    assert run("lock").out.count("nothing to lock") == 2
    for name, team in (("shop", "front"), ("app", "back")):
        (tmp_path / name / "tests").mkdir()
        text = f"tests:\n  - {{name: t, ticket: {{opened: 2026-06-05 10:00}}, expect: {{team: {team}}}}}\n"
        (tmp_path / name / "tests/t.yaml").write_text(text)
    tested = run("test")
    assert tested.code == 1
    assert "1 passed in 1 file" in tested.out
    assert "unknown team 'back'" in tested.out
    assert run("test", "-o", "junit").code == 2
    (tmp_path / "shop/policy.yaml").write_text(WRONG_TEAM)
    (tmp_path / "app/tests/t.yaml").write_text(text.replace("back", "front"))
    tested = run("test")
    assert tested.code == 1
    assert "1 passed" in tested.out, "the other is tested all the same"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('policies = "x"\n', "policies must be a list"),
        ("policies = [1]\n", "policies must be a list"),
        ('policy = "x"\npolicies = ["y"]\n', "say the same"),
        ("baseline = 1\n", "baseline must be"),
    ],
)
def test_wrong_configuration(run: Runner, tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "supportpolicy.toml").write_text(text)
    ran = run("check")
    assert ran.code == 2
    assert words in ran.err
