"""The compiler: an ordered list of named pure steps from what is written to the compiled policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from supportpolicy.compiled import Compiled, with_hashes
from supportpolicy.compiled.document import Data
from supportpolicy.compiled.partition import Column
from supportpolicy.compiled.tables import Outcome, Table
from supportpolicy.compiler import names
from supportpolicy.compiler.asking import asking_tables, guarantees_of
from supportpolicy.compiler.calendars import calendars_of
from supportpolicy.compiler.drafting import Drafter
from supportpolicy.compiler.drafts import DraftTable
from supportpolicy.compiler.guidance import guidance_of
from supportpolicy.compiler.masks import TooBranched, compile_table
from supportpolicy.compiler.partition import Key, cut_columns
from supportpolicy.compiler.places import Places
from supportpolicy.compiler.sorting import sorting_tables
from supportpolicy.compiler.terms import Resolver
from supportpolicy.compiler.timelines import timelines_of
from supportpolicy.language.lock import Lock, read_lock
from supportpolicy.language.policy import Policy
from supportpolicy.language.scope import Fact, main_language, scope_of
from supportpolicy.language.zones import tzdata_version


class Work(NamedTuple):
    """A policy on its way: what every step reads, the tables that are not cut yet, their columns, and what is done."""

    policy: Policy
    scope: dict[str, Fact]
    lock: Lock | None
    places: Places
    drafter: Drafter
    drafts: tuple[DraftTable, ...]
    columns: Mapping[Key, Column]
    done: Compiled


def _header(work: Work) -> Work:
    header = work.policy.header
    horizon = header.horizon
    return work._replace(
        done=Compiled(
            name=str(header.name or ""),
            description=header.description,
            timezone=None if header.timezone is None else str(header.timezone),
            currency=None if header.currency is None else str(header.currency),
            horizon=None if horizon is None else (horizon[0].isoformat(), horizon[1].isoformat()),
            main_language=main_language(work.policy),
            business_day_calendar=None if header.business_day_calendar is None else str(header.business_day_calendar),
            data=Data(work.lock.package if work.lock is not None else None, tzdata_version()),
        )
    )


def _names(work: Work) -> Work:
    policy, places = work.policy, work.places
    return work._replace(
        done=work.done._replace(
            facts=names.facts_of(policy, work.scope, places),
            teams=names.teams_of(policy, places),
            roles=names.roles_of(policy, places),
            languages=names.languages_of(policy, places),
            channels=names.channels_of(policy, places),
            metrics=names.metrics_of(policy, places),
            events=names.events_of(policy, places),
            statuses=names.statuses_of(policy, places),
            actions=names.actions_of(policy, places),
            prices=names.prices_of(policy, places),
            messages=names.messages_of(policy),
            severity_levels=tuple(str(level) for level in policy.severities.levels) if policy.severities else (),
        )
    )


def _calendars(work: Work) -> Work:
    return work._replace(done=work.done._replace(calendars=calendars_of(work.policy, work.lock, work.places)))


def _sorting(work: Work) -> Work:
    return work._replace(drafts=(*work.drafts, *sorting_tables(work.policy, work.drafter)))


def _asking(work: Work) -> Work:
    return work._replace(
        drafts=(*work.drafts, *asking_tables(work.policy, work.drafter)),
        done=work.done._replace(guarantees=guarantees_of(work.policy, work.drafter)),
    )


def _timelines(work: Work) -> Work:
    timelines, table = timelines_of(work.policy, work.drafter)
    return work._replace(drafts=(*work.drafts, *_if_any(table)), done=work.done._replace(timelines=timelines))


def _guidance(work: Work) -> Work:
    guidance, table = guidance_of(work.policy, work.drafter)
    return work._replace(drafts=(*work.drafts, *_if_any(table)), done=work.done._replace(guidance=guidance))


def _named(work: Work) -> Work:
    """The named conditions as rules that decide nothing. Answers need none of it, so a policy is compiled without."""
    conditions = work.policy.conditions.values()
    rules = tuple(work.drafter.rule(str(one.name), one.when, Outcome(), one.name.span) for one in conditions)
    return work._replace(drafts=(*work.drafts, *_if_any(DraftTable(CONDITIONS, "after", "all", rules))))


def _partition(work: Work) -> Work:
    columns = cut_columns(work.drafts)
    return work._replace(columns=columns, done=work.done._replace(columns=tuple(columns.values())))


def _tables(work: Work) -> Work:
    tables = tuple(_table(draft, work.columns) for draft in work.drafts)
    return work._replace(done=work.done._replace(tables=tables))


def _table(draft: DraftTable, columns: Mapping[Key, Column]) -> Table:
    if draft.name != CONDITIONS:
        return compile_table(draft, columns)
    kept = tuple(rule for rule in draft.rules if not _is_too_branched(draft._replace(rules=(rule,)), columns))
    return compile_table(draft._replace(rules=kept), columns)


def _is_too_branched(draft: DraftTable, columns: Mapping[Key, Column]) -> bool:
    """Whether a condition cannot be compiled by itself. It may stand there unused, so that is no reason to stop."""
    try:
        compile_table(draft, columns)
    except TooBranched:
        return True
    return False


def _hashes(work: Work) -> Work:
    return work._replace(done=with_hashes(work.done))


STEPS: tuple[tuple[str, Callable[[Work], Work]], ...] = (
    ("header", _header),
    ("names", _names),
    ("calendars", _calendars),
    ("sorting", _sorting),
    ("asking", _asking),
    ("timelines", _timelines),
    ("guidance", _guidance),
    ("named", _named),
    ("partition", _partition),
    ("tables", _tables),
    ("hashes", _hashes),
)
"""Every step by name, in order. Each takes the work so far and gives it back with its own part done."""


CONDITIONS = "conditions"
"""The table of named conditions, where it was asked for."""


def compile_policy(policy: Policy, *, hashed: bool = True, named: bool = False) -> Compiled:
    """Compile a policy in which the checks found no error. Raises TooBranched for a condition nobody could review.

    `hashed` False leaves the two hashes out, for who only looks at the result: they cost as much as all other steps.
    `named` True adds the table `conditions`, for who asks about named conditions by themselves.
    """
    left_out = {*(() if hashed else ("hashes",)), *(() if named else ("named",))}
    lock, _ = read_lock(policy.lock)
    scope = scope_of(policy)
    places = Places(policy)
    drafter = Drafter(Resolver(policy, scope), places)
    work = Work(policy, scope, lock, places, drafter, (), {}, Compiled())
    for name, step in STEPS:
        if name not in left_out:
            work = step(work)
    return work.done


def _if_any(table: DraftTable) -> tuple[DraftTable, ...]:
    return (table,) if table.rules else ()
