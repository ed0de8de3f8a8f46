"""Completion, in every shell that is here; and the help for a folder that is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supportpolicy.cli import COMMANDS
from tests.cli.conftest import GOOD, Runner

BASH = """\
source {script}
ask() {{ COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _supportpolicy_completion supportpolicy; echo "${{COMPREPLY[@]}}"; }}
complete -p supportpolicy >&2
{asked}
"""
FISH = """\
source {script}
function ask
    complete -C "$argv" | string replace -r "\\t.*" "" | string join " "
end
{asked}
true
"""
ZSH = """\
compdef() {{ [[ $2 == supportpolicy ]] || exit 1 }}
compadd() {{ print -n -- $completions }}
_describe() {{ print -n -- ${{completions_with_descriptions%%:*}} }}
source {script}
ask() {{ words=("$@") CURRENT=$#; _supportpolicy_completion; print }}
{asked}
"""
ASKED = {
    "ch": "check",
    "explain SP20": None,
    "check --changed": "--changed-since",
    "check -o sa": "sarif",
    "init --template f": "full",
    "completion z": "zsh",
}


@pytest.mark.parametrize(
    ("shell", "form", "options"), [("bash", BASH, []), ("fish", FISH, ["--no-config"]), ("zsh", ZSH, ["-f"])]
)
def test_a_shell_completes(run: Runner, tmp_path: Path, shell: str, form: str, options: list[str]) -> None:
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / f"completion.{shell}"
    script.write_text(ran.out)
    asked = "\n".join(f"ask supportpolicy {words}" for words in ASKED)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    answered = subprocess.run(
        [found, *options, "-c", form.format(script=script, asked=asked)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PATH": path, "HOME": str(tmp_path)},
    )
    for (words, expected), line in zip(ASKED.items(), answered.stdout.splitlines(), strict=True):
        if expected is None:
            assert {"SP201", "SP209"} <= set(line.split()), words
            assert all(code.startswith("SP20") for code in line.split())
        else:
            assert line.split() == [expected], words


def test_commands_are_completed_without_loading_them() -> None:
    code = (
        "import sys\nfrom supportpolicy.cli import main\n"
        "try:\n    main([])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "print([name for name in sys.modules if name.startswith('supportpolicy.cli.')], file=sys.stderr)\n"
    )
    own = {"_SUPPORTPOLICY_COMPLETE": "bash_complete", "COMP_WORDS": "supportpolicy ", "COMP_CWORD": "1"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | own)
    assert [line.split(",")[1] for line in ran.stdout.splitlines() if line] == list(COMMANDS)
    assert ran.stderr == "[]\n"


def test_an_unknown_shell(run: Runner) -> None:
    assert run("completion", "tcsh").code == 2


Policy = Callable[..., Path]


@pytest.mark.parametrize(
    ("there", "args", "words"),
    [
        (["support/rules"], ("check",), "there is a policy in 'support/rules'"),
        (["a", "b/c"], ("check",), "there is a policy in 'a' and in 'b/c'"),
        ([], ("check",), "supportpolicy init"),
        (["."], ("check",), "this folder itself holds a policy: name it '.'"),
        (["support/rules"], ("lock",), "there is a policy in 'support/rules'"),
        (["support/rules"], ("test", "polices"), "there is a policy in 'support/rules'"),
        (["support/rules"], ("compile", "polices"), "there is a policy in 'support/rules'"),
        (["a/b/c/d/e"], ("check",), "supportpolicy init"),
        ([".hidden", "node_modules/x"], ("check",), "supportpolicy init"),
    ],
)
def test_a_wrong_folder_names_the_right_one(
    run: Runner, policy: Policy, there: list[str], args: tuple[str, ...], words: str
) -> None:
    for name in there:
        policy(GOOD, name)
    ran = run(*args)
    assert ran.code == 2
    assert words in ran.err


def test_a_folder_without_policy_files(run: Runner, policy: Policy, tmp_path: Path) -> None:
    policy(GOOD, "support/rules")
    (tmp_path / "docs").mkdir()
    ran = run("check", "docs")
    assert (ran.code, ran.err) == (1, "there is a policy in 'support/rules'\n")
    assert "SP003" in ran.out


def test_a_missing_lock_says_the_command(run: Runner, policy: Policy) -> None:
    text = GOOD.replace("coverage:", "horizon: 2026-01-01..2026-12-31\ncoverage:", 1)
    policy(text.replace("17:00}}", "17:00}, holidays: [{country: IE}]}"), "rules")
    assert "run 'supportpolicy lock'" in run("check", "rules").out
    ran = run("lock", "rules", "--check")
    assert ran.code == 1
    assert ran.err.startswith("there is no rules/holidays.lock.yaml yet; run 'supportpolicy lock rules'")
    assert run("lock", "rules").code == 0
    assert run("lock", "rules", "--check").code == 0


@pytest.mark.parametrize(
    ("option", "meant"), [("--selct", "--select"), ("--chnged-since", "--changed-since"), ("--basline", "--baseline")]
)
def test_a_wrong_option_names_the_right_one(run: Runner, option: str, meant: str) -> None:
    ran = run("check", option, "x")
    assert ran.code == 2
    assert meant in ran.err
