"""SP321: a union that one of its parts makes moot. SP322: a choice of hours that leaves tickets without any. SP323: a union of
hours that the ticket chooses."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related, quoted_list
from supportpolicy.language.builtin import ALWAYS_OPEN
from supportpolicy.language.name import Name
from supportpolicy.language.sections.coverage import ChosenCoverage, UnionCoverage, WeeklyCoverage

ADDS_NOTHING = Kind(
    "SP321",
    "union-adds-nothing",
    "warning",
    "A union of coverages names 'always' beside others, or the same coverage twice.",
    "Together with 'always' it never closes, whatever the offices do; day and night is promised where nobody meant to.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}, everybody: {union: [office, always]}}
teams: [{name: front, coverage: everybody}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage:
  office: {open: {mon-fri: 09:00-17:00}}
  weekend: {open: {sat-sun: 10:00-16:00}}
  everybody: {union: [office, weekend]}
teams: [{name: front, coverage: everybody}]
routing: [{name: all, team: front}]
""",
)
NO_HOURS = Kind(
    "SP322",
    "choice-without-otherwise",
    "warning",
    "Hours are chosen by a fact, and for some tickets nothing is chosen.",
    "Those tickets have no hours at all: their clock never runs, and nothing that was promised is ever due. A known helpdesk "
    "ignores a time zone that is not set in the same way.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {customer.region: {type: choice, values: [emea, apac]}}
coverage:
  dublin: {open: {mon-fri: 09:00-17:00}}
  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}}
  own: {choose_by: customer.region, emea: dublin, apac: sydney}
teams: [{name: front, coverage: own}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {customer.region: {type: choice, values: [emea, apac]}}
coverage:
  dublin: {open: {mon-fri: 09:00-17:00}}
  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}}
  own: {choose_by: customer.region, emea: dublin, apac: sydney, otherwise: dublin}
teams: [{name: front, coverage: own}]
routing: [{name: all, team: front}]
""",
)
UNION_OF_CHOSEN = Kind(
    "SP323",
    "union-of-chosen-hours",
    "error",
    "A union of coverages has a part whose hours, or whose time zone, are chosen by a fact of the ticket.",
    "A union is one calendar for everybody, and such a part has no hours of its own before there is a ticket.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {customer.region: {type: choice, values: [emea, apac]}}
coverage:
  dublin: {open: {mon-fri: 09:00-17:00}}
  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}}
  weekend: {open: {sat-sun: 10:00-16:00}}
  own: {choose_by: customer.region, emea: dublin, apac: sydney, otherwise: dublin}
  everybody: {union: [own, weekend]}
teams: [{name: front, coverage: everybody}]
routing: [{name: all, team: front}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
fields: {customer.region: {type: choice, values: [emea, apac]}}
coverage:
  dublin: {open: {mon-fri: 09:00-17:00}}
  sydney: {timezone: Australia/Sydney, open: {mon-fri: 09:00-17:00}}
  weekend: {open: {sat-sun: 10:00-16:00}}
  dublin-all-week: {union: [dublin, weekend]}
  sydney-all-week: {union: [sydney, weekend]}
  everybody: {choose_by: customer.region, emea: dublin-all-week, apac: sydney-all-week, otherwise: dublin-all-week}
teams: [{name: front, coverage: everybody}]
routing: [{name: all, team: front}]
""",
)


def check_union(context: Context) -> Iterator[Diagnostic]:
    """Parts of a union that say nothing, or everything."""
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, UnionCoverage):
            continue
        seen: dict[str, Name] = {}
        for part in coverage.of:
            if part in seen:
                first = (Related(seen[part].span, "the first time"),)
                yield ADDS_NOTHING.at(
                    part.span, f"'{part}' stands here twice", related=first, help="leave one of them out"
                )
            elif part == ALWAYS_OPEN and len(coverage.of) > 1:
                yield ADDS_NOTHING.at(
                    part.span,
                    f"with 'always' in it, '{coverage.name}' never closes, and its other parts say nothing",
                    help="leave 'always' out, or use it instead of this union",
                )
            seen.setdefault(part, part)


def check_choice(context: Context) -> Iterator[Diagnostic]:
    """Choices without `otherwise` by a fact that may be missing, or have a value for which nothing is chosen."""
    if not context.complete("fields", "facts", "coverage"):
        return
    for coverage in context.policy.coverage.values():
        if not isinstance(coverage, ChosenCoverage) or coverage.otherwise is not None:
            continue
        fact = context.facts.get(coverage.by)
        if fact is None or fact.origin == "attribute":
            continue
        cases = {case for case, _ in coverage.cases}
        left = [value for value in fact.values if value not in cases]
        field = context.policy.fields.get(coverage.by)
        if left or not fact.values or fact.open_values:
            which = f"where {fact.name} is {quoted_list(left, most=4)}" if left else f"for any other {fact.name}"
        elif field is None or field.default is None:
            which = f"where {fact.name} is missing"
        else:
            continue
        yield NO_HOURS.at(
            coverage.by.span,
            f"{which}, '{coverage.name}' has no hours at all",
            help="say which hours hold then: otherwise: NAME of a coverage",
        )


def check_parts(context: Context) -> Iterator[Diagnostic]:
    """Parts of a union that are no calendar before there is a ticket."""
    every = context.policy.coverage
    for coverage in every.values():
        for name in coverage.of if isinstance(coverage, UnionCoverage) else ():
            part = every.get(name)
            if isinstance(part, ChosenCoverage):
                what, by = f"the hours of '{name}' depend", part.by
            elif isinstance(part, WeeklyCoverage) and part.zone_by is not None:
                what, by = f"the time zone of '{name}' depends", part.zone_by.field
            else:
                continue
            yield UNION_OF_CHOSEN.at(
                name.span,
                f"{what} on {by}, and a union is one calendar for all tickets",
                related=(Related(part.name.span, f"'{name}' is chosen here"),),
                help="make a union for each of its choices, and choose among those",
            )


CHECKS = (Check(ADDS_NOTHING, check_union), Check(NO_HOURS, check_choice), Check(UNION_OF_CHOSEN, check_parts))
