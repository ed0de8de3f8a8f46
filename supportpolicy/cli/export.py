"""`supportpolicy export`: the files of one tool, and what the tool cannot say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.compiling import compile_checked, refuse
from supportpolicy.cli.config import Config, find_config
from supportpolicy.cli.export_config import ExportConfig, read_ids
from supportpolicy.cli.options import Day, Output, OutputFormat, color_option, complete_path, policy_argument
from supportpolicy.cli.pipeline import Checked, check_policy, show_findings
from supportpolicy.cli.settings import Settings, settings_for
from supportpolicy.cli.write import say
from supportpolicy.diagnostics import did_you_mean, in_order
from supportpolicy.reporting.report import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from supportpolicy.targets.exporting import Exported
    from supportpolicy.targets.interface import Target

_MOST_FOREIGN = 1_000
"""Files that no export wrote are looked for no further than this."""
_MOST_NAMED = 100


@click.command(
    name="export",
    help="Write a policy as files of one TARGET, such as zendesk; 'supportpolicy targets' lists them. What the tool cannot say is "
    "told at the policy's lines; a difference that changes how tickets are treated stops the export unless the "
    "configuration accepts it with a reason. The result is compared with the policy, ticket by ticket.",
)
@click.argument("target", metavar="TARGET")
@policy_argument
@click.option("-o", "--out", "folder", metavar="DIR", help="The folder that is written, as a whole or not at all.")
@click.option(
    "--check",
    "check",
    metavar="DIR",
    help="Write nothing; say what in DIR differs from what would be written (exit 1).",
)
@click.option("--diff", "diff", is_flag=True, help="With --check: show the lines that differ.")
@click.option(
    "--ids", metavar="FILE", help="The map file with the ids of one environment (JSON).", shell_complete=complete_path
)
@click.option(
    "--verify/--no-verify", default=True, help="Compare what the tool will do with the policy. [default: verify]"
)
@click.option("--overwrite", is_flag=True, help="Replace files that somebody changed by hand since the last export.")
@click.option(
    "--all", "everything", is_flag=True, help="Tell accepted differences too, and what the tool has nothing for."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    type=OutputFormat(),
    help="How findings are shown: auto, text, json, sarif, github, junit or markdown, each with :FILE if it goes to a file.",
)
@click.option(
    "--today",
    type=Day(),
    default=None,
    help="The day of the export, for tools that take only dates near it. [default: today]",
)
@color_option
def command(
    target: str,
    policy: str | None,
    folder: str | None,
    check: str | None,
    diff: bool,
    ids: str | None,
    verify: bool,
    overwrite: bool,
    everything: bool,
    outputs: tuple[Output, ...],
    today: dt.date | None,
    color: str,
) -> int:
    """Export a policy, or compare a folder with what would be exported."""
    if (folder is None) == (check is None) or not (folder or check or "").strip():
        raise click.UsageError("say where to: -o DIR writes, --check DIR compares")
    if diff and check is None:
        raise click.UsageError("--diff belongs to --check")
    settings = settings_for(policy)
    settings = settings._replace(outputs=outputs or settings.outputs, today=today or settings.today, color=color)
    chosen = _target(target)
    _refuse_compiled(Path(settings.policy))
    config = find_config(Path.cwd())
    _tell_unknown(config)
    own = config.exports.get(target, ExportConfig())
    _check_config(own, chosen, config.file)
    checked = check_policy(settings)
    if not checked.sound:
        refuse(checked, settings, "exported")
    exported = _exported(chosen, checked, settings, own, ids, verifying=verify)
    _tell(exported, checked, settings, own, everything=everything)
    if exported.blocked:
        say(_why_blocked(exported), err=True)
        return 1
    if check is not None:
        return _compare(exported, Path(check), lines=diff)
    assert folder is not None
    _write(exported, Path(folder), overwrite=overwrite)
    return 0


def _target(name: str) -> Target:
    from supportpolicy.targets.registry import Broken, installed

    registry = installed()
    try:
        found = registry.load(name)
    except KeyError:
        advice = did_you_mean(name, registry.names, what="the targets are")
        raise click.UsageError(f"there is no target '{name}': {advice}") from None
    if isinstance(found, Broken):
        raise click.UsageError(f"the target '{name}' cannot be used: {found.reason}")
    return found


def _refuse_compiled(path: Path) -> None:
    """Raises a usage error for a compiled policy: what a tool cannot say is told at the lines of the policy's files."""
    from supportpolicy.cli.policies import compiled_policy, is_document

    if not is_document(path):
        return
    try:
        compiled_policy(str(path))
    except click.UsageError:
        return
    raise click.UsageError(f"'{path}' is a compiled policy; name the folder that it was compiled from")


def _tell_unknown(config: Config) -> None:
    """A table of the configuration for no target that is installed: a mistyped name, or a package that is missing here."""
    from supportpolicy.targets.registry import installed

    names = installed().names
    for name in config.exports:
        if name not in names:
            advice = did_you_mean(name, names, what="the targets are")
            say(
                f"in '{config.file.name if config.file else ''}', export.{name}: there is no such target: {advice}",
                err=True,
            )


def _check_config(own: ExportConfig, target: Target, file: Path | None) -> None:
    """Raises a usage error for keys that mean nothing."""
    from supportpolicy.targets.exporting import known_losses

    where = f"in '{file.name if file else ''}', export.{target.name}"
    known = ("allow", "ids", *target.option_names)
    for key in own.options:
        if key not in known:
            raise click.UsageError(f"{where}: '{key}' is not known: {did_you_mean(key, known, what='the keys are')}")
    losses = known_losses(target)
    for key in own.allow:
        name = key.partition(":")[0]
        if name not in losses:
            raise click.UsageError(f"{where}.allow: nothing is lost by the name '{name}': {did_you_mean(name, losses)}")


def _exported(
    target: Target, checked: Checked, settings: Settings, own: ExportConfig, ids: str | None, *, verifying: bool
) -> Exported:
    from supportpolicy.clock import ClockError
    from supportpolicy.targets.exporting import export
    from supportpolicy.targets.interface import Wish

    map_file = ids or own.ids
    wish = Wish(compile_checked(checked), own.options, read_ids(Path(map_file)) if map_file else {}, settings.today)
    try:
        return export(target, wish, own.allow, verifying=verifying)
    except ClockError as problem:
        raise click.UsageError(str(problem)) from None


def _tell(exported: Exported, checked: Checked, settings: Settings, own: ExportConfig, *, everything: bool) -> None:
    """Show what is lost and where the tool would do something else."""
    from supportpolicy.analysis import places_in
    from supportpolicy.targets.findings import findings

    found = findings(exported, places_in(checked.sources.texts), everything=everything)
    show_findings(checked._replace(findings=tuple(in_order(found)), suppressed=0), settings)
    accepted = sum(one.reason is not None for one in exported.lost)
    if accepted and not everything:
        words = counted(accepted, "more difference is", "more differences are")
        say(f"{words} accepted by the configuration; --all shows them", err=True)
    for key in exported.vain:
        say(f"export.{exported.target.name}.allow accepts '{key}', and nothing is lost by that name any more", err=True)


def _why_blocked(exported: Exported) -> str:
    blocking = sorted({one.loss.kind.name for one in exported.lost if one.blocks})
    if not blocking:
        return f"nothing was written: what {exported.target.title} would do is not what the policy says; please report this"
    example = f'{blocking[0]} = "why that is all right"'
    return (
        f"nothing was written: {exported.target.title} cannot say everything above. Change the policy, or accept a "
        f"difference in the configuration, under [tool.supportpolicy.export.{exported.target.name}.allow]: {example}"
    )


def _compare(exported: Exported, folder: Path, *, lines: bool) -> int:
    from supportpolicy.targets.drift import drift, line_by_line
    from supportpolicy.targets.manifest import all_files

    files = all_files(exported)
    there = _there(folder, files)
    found = drift(there, files)
    for what, paths in (("created", found.created), ("changed", found.changed), ("removed", found.removed)):
        for path in paths:
            say(f"{what}: {path}")
            if lines and what == "changed":
                say(line_by_line(path, there[path], files[path]))
    if found.any:
        say(f"'{folder}' is not what would be written; export again with -o {folder}", err=True)
    elif found.retold:
        say(f"'{folder}' is up to date; only {' and '.join(found.retold)} would say other lines or words", err=True)
    else:
        say(f"'{folder}' is up to date", err=True)
    return int(found.any)


def _write(exported: Exported, folder: Path, *, overwrite: bool) -> None:
    from supportpolicy.cli.folder import others_in, replace_folder
    from supportpolicy.targets.drift import standing
    from supportpolicy.targets.manifest import all_files

    if Path.cwd().is_relative_to(folder.resolve()):
        raise click.UsageError(
            f"'{folder}' is the folder you are in, or one above it, and the folder of an export is replaced as a whole; "
            f"name another one, such as -o out/{exported.target.name}"
        )
    files = all_files(exported)
    there = _there(folder, files)
    stands = standing({**there, **dict.fromkeys(others_in(folder, there, _MOST_FOREIGN), b"")})
    if stands.target is not None and stands.target != exported.target.name:
        raise click.UsageError(
            f"'{folder}' is the export for {stands.target}; choose a folder of its own for {exported.target.name}, "
            "nothing was written"
        )
    if stands.foreign:
        raise click.UsageError(
            f"'{folder}' has files that no export wrote ({_some(stands.foreign)}); choose a folder of its own, nothing was written"
        )
    if stands.edited and not overwrite:
        raise click.UsageError(
            f"in '{folder}' files were changed by hand since the last export ({_some(stands.edited)}); "
            "nothing was written. Put the change into the policy, or write over it with --overwrite"
        )
    replace_folder(folder, files)
    say(f"wrote {len(files)} files to {folder}{_checked_words(exported)}", err=True)
    for line in _left_to_do(exported):
        say(line, err=True)


def _there(folder: Path, files: Mapping[str, str]) -> dict[str, bytes]:
    """What a folder has of an export: of this one, and of the one that its manifest tells of."""
    from supportpolicy.cli.folder import read_files
    from supportpolicy.targets.drift import listed
    from supportpolicy.targets.manifest import MANIFEST

    former = listed(read_files(folder, (MANIFEST,)))
    return read_files(folder, sorted({*files, *former, MANIFEST}))


def _checked_words(exported: Exported) -> str:
    if exported.verified is None:
        return ""
    return f"; {exported.target.title} treats all {exported.verified.tickets:,} tickets that were compared as the policy does"


def _left_to_do(exported: Exported) -> list[str]:
    rendered = exported.rendered
    lines = []
    if rendered.tasks:
        lines.append(f"left to do by hand: {counted(len(rendered.tasks), 'thing')}, see checklist.md")
    if rendered.unresolved:
        lines.append(
            f"{counted(len(rendered.unresolved), 'id is', 'ids are')} missing: write them into a map file like ids.json, and export with --ids"
        )
    return lines


def _some(paths: tuple[str, ...]) -> str:
    more = len(paths) - 3
    return ", ".join(paths[:3]) + (f" and {'many' if more > _MOST_NAMED else more} more" if more > 0 else "")
