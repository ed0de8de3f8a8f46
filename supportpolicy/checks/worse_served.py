"""SP505: a better tier is served slower than a lesser one. SP506: a graver level is served slower than a lighter one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from supportpolicy.checks.asks import Asks
from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.overlaps import certainly_disjoint, facts_asked, words_asked
from supportpolicy.checks.promised import (
    BUILT_IN_METRICS,
    MOST_LOOKED_UP,
    Promised,
    clock_depends_on,
    place_of,
    promised_of,
    slower,
    words_of,
)
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.policy import Policy

TIERS = Kind(
    "SP505",
    "better-tier-slower",
    "warning",
    "A tier is promised a longer time than one that stands below it.",
    "Tiers stand best first. Support pages offer tiers side by side in one table, such as two, four and eight hours; "
    "with two numbers swapped there, the customers who pay most wait longest, and they have it in writing.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [enterprise, team]}}
tiers: [{name: enterprise, when: {plan: enterprise}}, {name: standard}]
sla:
  - {name: large, when: {tier: enterprise}, targets: {first_response: 8h, clock: always}}
  - {name: small, when: {tier: standard}, targets: {first_response: 4h, clock: always}}
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [enterprise, team]}}
tiers: [{name: enterprise, when: {plan: enterprise}}, {name: standard}]
sla:
  - {name: large, when: {tier: enterprise}, targets: {first_response: 4h, clock: always}}
  - {name: small, when: {tier: standard}, targets: {first_response: 8h, clock: always}}
""",
)
LEVELS = Kind(
    "SP506",
    "graver-level-slower",
    "warning",
    "A level is promised a longer time than one that stands below it.",
    "Levels stand highest first. Users of other tools report a low-priority ticket that got the shortest target because "
    "of one wrong filter; where the graver problem waits longer, people learn to call it lighter than it is.",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
sla: [{name: all, rows: severity, clock: always, targets: {high: {first_response: 8h}, low: {first_response: 1h}}}]
""",
    """supportpolicy: 1
name: acme
severities: {levels: [high, low], rules: [{level: high, when: {asks_for_human: true}}, {level: low}]}
sla: [{name: all, rows: severity, clock: always, targets: {high: {first_response: 1h}, low: {first_response: 8h}}}]
""",
)
_NEAREST = 8
"""Ranks above that one is compared with, the nearest first."""
_MOST_SAID = 60
"""Pairs that are looked at closely: after so many, something larger is wrong, such as the order of the tiers."""


def check_tiers(context: Context) -> Iterator[Diagnostic]:
    """Targets of a tier that are slower than those of one below it, for tickets that differ in nothing else."""
    ranks = tier_ranks(context.policy)
    if len(ranks) < 2 or not context.complete("tiers", "severities", "sla"):
        return
    for better, target_of, lesser, than in _reversed(context, "tier", list(ranks), "severity"):
        first, last = ranks[better][1], ranks[lesser][0]
        if first < last:
            yield from _found(TIERS, better, target_of, lesser, than, _TIER_HELP)


def check_levels(context: Context) -> Iterator[Diagnostic]:
    """Targets of a level that are slower than those of one below it, for tickets that differ in nothing else."""
    severities = context.policy.severities
    if severities is None or not context.complete("tiers", "severities", "sla"):
        return
    levels = list(dict.fromkeys(str(level) for level in severities.levels))
    for graver, target_of, lighter, than in _reversed(context, "severity", levels, "tier"):
        yield from _found(LEVELS, graver, target_of, lighter, than, _LEVEL_HELP)


def tier_ranks(policy: Policy) -> dict[str, tuple[int, int]]:
    """Each tier with the places of its first and last rule; nothing where a grid gives tiers, whose order says nothing."""
    found: dict[str, tuple[int, int]] = {}
    for place, rule in enumerate(policy.tiers):
        if rule.tier is None:
            return {}
        name = str(rule.tier)
        found[name] = (found.get(name, (place, place))[0], place)
    return found


_Side = tuple[Promised, str]
_TIER_HELP = "write a time no longer than {other}; where '{lesser}' is the better tier, put its rule in tiers first"
_LEVEL_HELP = "write a time no longer than {other}, or change the order of the levels: they stand highest first"


def _found(kind: Kind, better: str, of: _Side, lesser: str, than: _Side, help: str) -> Iterator[Diagnostic]:
    (one, metric), (other, _) = of, than
    target, against = one.target(metric), other.target(metric)
    assert target is not None and against is not None
    longer, shorter = words_of(target), words_of(against)
    yield kind.at(
        place_of(target),
        f"'{better}' stands above '{lesser}', but waits longer: {metric} is {longer} here and {shorter} there",
        help=help.format(other=shorter, lesser=lesser),
        related=(Related(place_of(against), f"'{lesser}' is promised {shorter}"),),
    )


def _reversed(context: Context, fact: str, ranks: Sequence[str], other: str) -> Iterator[tuple[str, _Side, str, _Side]]:
    """Pairs of targets in which the higher rank has the slower one; each target of a lower rank once."""
    policy = context.policy
    rows = promised_of(context)
    others = context.facts[other].values or ("",)
    if len(ranks) * len(others) * len(rows) > MOST_LOOKED_UP:
        return
    tables: dict[tuple[Asks, str], dict[str, Promised]] = {}
    for row in rows:
        asks = row.tickets.alone
        if asks is None or row.promise.head.about.effective is not None or not any(a.fact == fact for a in asks):
            continue
        rest = frozenset(ask for ask in asks if ask.fact not in (fact, other))
        for value in _admitted(asks, other, others):
            table = tables.setdefault((rest, value), {})
            for rank in _admitted(asks, fact, ranks):
                table.setdefault(rank, row)
    said: set[object] = set()
    for table in tables.values():
        for metric in BUILT_IN_METRICS:
            for better, one, lesser, than in _pairs(policy, table, ranks, metric, fact):
                # A promise for several ranks is one target: the mistake is said once.
                place = one.target(metric), than.target(metric)
                if place in said or len(said) == _MOST_SAID:
                    continue
                said.add(place)
                if not _taken_apart(rows, one, than, fact):
                    yield better, (one, metric), lesser, (than, metric)


def _pairs(
    policy: Policy, table: Mapping[str, Promised], ranks: Sequence[str], metric: str, fact: str
) -> Iterator[tuple[str, Promised, str, Promised]]:
    above: list[tuple[str, Promised]] = []
    for rank in ranks:
        row = table.get(rank)
        target = row.target(metric) if row is not None else None
        if row is None or target is None:
            continue
        for better, one in reversed(above[-_NEAREST:]):
            against = one.target(metric)
            if against is None or against is target or clock_depends_on(policy, against.clock, fact):
                continue
            if slower(one, against, row, target):
                yield better, one, rank, row
                break
        above.append((rank, row))


def _taken_apart(rows: Sequence[Promised], one: Promised, other: Promised, fact: str) -> bool:
    """Whether rules above take tickets from both sides, so that perhaps no two tickets alike are left to compare."""

    def taken(row: Promised) -> bool:
        for above in rows:
            if above.promise is row.promise:
                return False
            asked = facts_asked(above.tickets)
            if above.tickets.alternatives is not None and asked and fact not in asked:
                continue  # it takes the same from both
            if not certainly_disjoint(above.tickets, row.tickets):
                return True
        return False

    return taken(one) and taken(other)


def _admitted(asks: Asks, fact: str, values: Sequence[str]) -> list[str]:
    words = words_asked(asks, fact)
    refused = {word for ask in asks if ask.fact == fact and ask.how == "words" and not ask.wanted for word in ask.of}
    return [value for value in values if (words is None or value in words) and value not in refused]


CHECKS = (Check(TIERS, check_tiers), Check(LEVELS, check_levels))
