"""`supportpolicy export`: the files of one tool, and what the tool cannot say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supportpolicy.cli.compiling import compile_checked, refuse
from supportpolicy.cli.config import Config, find_config
from supportpolicy.cli.export_config import ExportConfig, read_ids
from supportpolicy.cli.export_folder import compare, why_blocked, write
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


EVERY = "all"
"""Stands for every target."""


@click.command(
    name="export",
    help="Write a policy as files of one TARGET, such as zendesk; 'supportpolicy targets' lists them. What the tool cannot say is "
    "told at the policy's lines; a difference that changes how tickets are treated stops the export unless the "
    "configuration accepts it with a reason. The result is compared with the policy, ticket by ticket. TARGET 'all' stands for "
    "every target there is, each in a folder of its name within DIR.",
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
    if target == EVERY and ids is not None:
        raise click.UsageError("--ids belongs to one target; for all of them, name each map file in the configuration")
    settings = settings_for(policy)
    settings = settings._replace(outputs=outputs or settings.outputs, today=today or settings.today, color=color)
    chosen = _all_targets() if target == EVERY else (_target(target),)
    _refuse_compiled(Path(settings.policy))
    config = find_config(Path.cwd())
    _tell_unknown(config)
    owns = {one.name: config.exports.get(one.name, ExportConfig()) for one in chosen}
    for one in chosen:
        _check_config(owns[one.name], one, config.file)
    checked = check_policy(settings)
    if not checked.sound:
        refuse(checked, settings, "exported")
    found = _exported(chosen, checked, settings, owns, ids, verifying=verify)
    _tell(found, checked, settings, everything=everything)
    place = Path(folder if folder is not None else check or "")
    if target != EVERY:
        return _settle(found[0], place, checking=check is not None, lines=diff, overwrite=overwrite)
    return _settle_all(found, place, checking=check is not None, lines=diff, overwrite=overwrite)


def _settle_all(exports: tuple[Exported, ...], place: Path, *, checking: bool, lines: bool, overwrite: bool) -> int:
    """Each target in a folder of its name. What keeps one from being written does not keep the others."""
    codes = [0]
    for one in exports:
        try:
            codes.append(_settle(one, place / one.target.name, checking=checking, lines=lines, overwrite=overwrite))
        except click.UsageError as problem:
            say(problem.format_message(), err=True)
            codes.append(2)
    return max(codes)


def _settle(exported: Exported, folder: Path, *, checking: bool, lines: bool, overwrite: bool) -> int:
    """Write or compare the folder of one export, unless the export is blocked; the exit code."""
    if exported.blocked:
        say(why_blocked(exported), err=True)
        return 1
    if checking:
        return compare(exported, folder, lines=lines)
    write(exported, folder, overwrite=overwrite)
    return 0


def _all_targets() -> tuple[Target, ...]:
    """Every target that can be used; of the others it is said why they cannot."""
    from supportpolicy.targets.registry import installed

    targets, broken = installed().load_all()
    for one in broken:
        say(f"the target '{one.name}' cannot be used: {one.reason}", err=True)
    return targets


def _target(name: str) -> Target:
    from supportpolicy.targets.registry import Broken, installed

    registry = installed()
    try:
        found = registry.load(name)
    except KeyError:
        advice = did_you_mean(name, (*registry.names, EVERY), what="the targets are")
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
    targets: tuple[Target, ...],
    checked: Checked,
    settings: Settings,
    owns: Mapping[str, ExportConfig],
    ids: str | None,
    *,
    verifying: bool,
) -> tuple[Exported, ...]:
    """The exports, one after another; what they share is worked out once."""
    from supportpolicy.clock import ClockError
    from supportpolicy.targets.exporting import as_written, export
    from supportpolicy.targets.interface import Wish

    compiled = compile_checked(checked)
    wishes = []
    for target in targets:
        own = owns[target.name]
        map_file = ids or own.ids
        wishes.append(Wish(compiled, own.options, read_ids(Path(map_file)) if map_file else {}, settings.today))
    try:
        written = as_written(compiled)
        return tuple(
            export(target, wish, owns[target.name].allow, verifying=verifying, written=written)
            for target, wish in zip(targets, wishes, strict=True)
        )
    except ClockError as problem:
        raise click.UsageError(str(problem)) from None


def _tell(exports: tuple[Exported, ...], checked: Checked, settings: Settings, *, everything: bool) -> None:
    """Show what is lost and where a tool would do something else."""
    from supportpolicy.analysis import places_in
    from supportpolicy.targets.findings import findings

    place = places_in(checked.sources.texts)
    found = [one for exported in exports for one in findings(exported, place, everything=everything)]
    show_findings(checked._replace(findings=tuple(in_order(found)), suppressed=0), settings)
    accepted = sum(one.reason is not None for exported in exports for one in exported.lost)
    if accepted and not everything:
        words = counted(accepted, "more difference is", "more differences are")
        say(f"{words} accepted by the configuration; --all shows them", err=True)
    for exported in exports:
        for key in exported.vain:
            say(
                f"export.{exported.target.name}.allow accepts '{key}', and nothing is lost by that name any more",
                err=True,
            )
