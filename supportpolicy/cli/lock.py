"""`supportpolicy lock`."""

from __future__ import annotations

from pathlib import Path

import click

from supportpolicy.cli.options import policies_argument
from supportpolicy.cli.pipeline import show_errors
from supportpolicy.cli.settings import settings_for_each
from supportpolicy.cli.write import say, write_text
from supportpolicy.language import load
from supportpolicy.source import read_policy
from supportpolicy.source.files import LOCK_NAME


@click.command(
    name="lock",
    help="Write the dates of the public holidays that a policy uses, for its horizon, to holidays.lock.yaml beside it. Several policies have a "
    "lock each.",
)
@policies_argument
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if the file would change.")
def command(policies: tuple[str, ...], only_check: bool) -> int:
    """Write the lock of each policy."""
    return max(_lock(Path(settings.policy), only_check) for settings in settings_for_each(policies))


def _lock(location: Path, only_check: bool) -> int:
    if not location.exists():
        from supportpolicy.cli.near import no_such_policy

        raise no_such_policy(str(location))
    sources = read_policy(location)
    read = load(sources)
    loaded = read.policy
    if loaded.incomplete or sources.findings or read.findings:
        # A file that cannot be read may use holidays; a lock written without it would lose them.
        show_errors(sources, (*sources.findings, *read.findings))
        say("nothing was locked: mend the errors above first", err=True)
        return 1
    from supportpolicy.compiler.holidays_lock import lock_text, regions_of

    regions = regions_of(loaded)
    target = (location if location.is_dir() else location.parent) / LOCK_NAME
    if not regions and not target.exists():
        say("the policy uses no public holidays; there is nothing to lock")
        return 0
    if loaded.header.horizon is None:
        raise click.UsageError(
            "the policy has no horizon; say for which dates it speaks: horizon: 2026-01-01..2028-12-31"
        )
    try:
        text = lock_text(regions, *loaded.header.horizon)
    except KeyError as problem:
        raise click.UsageError(
            f"there are no holidays for '{problem.args[0]}'; 'supportpolicy check' says where it is used"
        ) from None
    if target.is_file() and target.read_bytes() == text.encode():
        say(f"{target} is up to date")
        return 0
    if only_check:
        what = f"{target} would change" if target.exists() else f"there is no {target} yet"
        say(f"{what}; run 'supportpolicy lock {location}', look at the dates and commit it", err=True)
        return 1
    write_text(target, text, is_policy=True)
    say(
        f"wrote {target}: {len(regions)} {'region' if len(regions) == 1 else 'regions'}; look at the dates and commit it"
    )
    return 0
