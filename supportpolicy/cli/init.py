"""`supportpolicy init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from supportpolicy.cli.scaffold import CI_CHOICES, HEAD, TEMPLATES, ci_files, head_for, name_for, policy_files
from supportpolicy.cli.write import say, write_files

_DEFAULT_ZONE = "UTC"
_MOST_LISTED = 6


@click.command(
    name="init",
    help="Begin a policy in a repository (default: this folder): policies/ with its tests, a job for CI, a commit hook, "
    "and the schemas for editors. Nothing that is there is ever overwritten.",
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path())
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="small",
    show_default=True,
    help="small: fifteen lines to begin with. full: the reference policy, to copy from.",
)
@click.option("--name", help="Whose policy it is (small). [default: the name of the folder]")
@click.option("--timezone", metavar="ZONE", help=f"The time zone of the office (small). [default: {_DEFAULT_ZONE}]")
@click.option(
    "--ci",
    type=click.Choice(CI_CHOICES),
    default="auto",
    show_default=True,
    help="For which CI a job is written; auto looks at what the repository has.",
)
@click.option("--hook/--no-hook", default=True, show_default=True, help="A commit hook, for pre-commit.")
def command(folder: str, template: str, name: str | None, timezone: str | None, ci: str, hook: bool) -> int:
    """Begin a policy."""
    repository = Path(folder)
    if template == "full" and (name or timezone):
        raise click.UsageError("--name and --timezone are for the small template; in the full one, edit policy.yaml")
    plan = ci_files(repository, ci, hook=hook)
    files = policy_files(template) | plan.files
    _refuse_what_is_there(repository, list(files))  # before anything is asked
    if template == "small":
        name = name or _asked("Whose policy is it?", name_for(repository))
        timezone = timezone or _asked("In which time zone is the office?", _DEFAULT_ZONE)
        files[HEAD] = head_for(name, timezone)
        _must_be_clean(files[HEAD])
    write_files({repository / path: text for path, text in files.items()}, is_policy=True, make_folders=True)
    _say_what_is_next(repository, files, plan.by_hand)
    return 0


def _asked(question: str, default: str) -> str:
    """The answer of whoever sits at the terminal; without one, the default."""
    return str(click.prompt(question, default=default, err=True)).strip() if at_a_terminal() else default


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _refuse_what_is_there(repository: Path, files: list[str]) -> None:
    """Raises a usage error that names everything that is in the way."""
    if repository.exists() and not repository.is_dir():
        raise click.UsageError(f"'{repository}' is a file; name the folder of your repository")
    policies = repository / "policies"
    written = {path for path in policies.rglob("*") if path.suffix.lower() in (".yaml", ".yml")}
    there = written | {place for path in files if (place := repository / path).exists() or place.is_symlink()}
    folders = {repository / folder for path in files for folder in Path(path).parents}
    there |= {folder for folder in folders if folder.exists() and not folder.is_dir()}
    if there:
        names = "\n".join(f"  {path.as_posix()}" for path in sorted(there))
        raise click.UsageError(
            f"nothing was written, since nothing is overwritten, and there is already:\n{names}\n"
            "move it away, or begin in another folder: supportpolicy init DIR"
        )


def _must_be_clean(text: str) -> None:
    """Raises a usage error for a name or time zone that cannot be used."""
    from supportpolicy.checks.verdict import judge
    from supportpolicy.cli.settings import now
    from supportpolicy.source import read_bytes_as_policy

    for finding in judge(read_bytes_as_policy(text.encode("utf-8", "replace")), now().date()).findings:
        raise click.UsageError(f"{finding.message}{f'; {finding.help}' if finding.help else ''}")


def _say_what_is_next(repository: Path, files: dict[str, str], by_hand: dict[str, str]) -> None:
    tests = [path for path in files if path.startswith("policies/tests/")]
    policy = [path for path in files if path.startswith("policies/") and path not in tests]
    listed = [*policy, *tests]
    if len(listed) > _MOST_LISTED:
        listed = [f"policies/ ({len(policy)} files)", f"policies/tests/ ({len(tests)} files)"]
    listed += [path for path in files if not path.startswith("policies/")]
    say("wrote\n" + "\n".join(f"  {path}" for path in listed))
    for path, text in by_hand.items():
        lines = "".join(f"  {line}\n" for line in text.splitlines())
        say(f"\n{path} is there already and was left alone; add to it:\n{lines}", nl=False)
    steps = ["supportpolicy check", "supportpolicy test"]
    if repository.resolve() != Path.cwd():
        steps.insert(0, f"cd {repository.as_posix()}")
    say("\nnext\n" + "\n".join(f"  {step}" for step in steps))
