"""A lowered policy as files for Request Tracker: two files of configuration, and initial data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.tables import Rule
from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.interface import Object, Rendered, Task, Wish
from supportpolicy.targets.request_tracker.configuration import agreement, business_hours, hours_key
from supportpolicy.targets.request_tracker.dialect import (
    INITIAL_DATA,
    INTAKE,
    POLICY_FILE,
    SORTING_FILE,
    fact_field,
    group_names,
    intake_name,
    question_field,
    queue_names,
)
from supportpolicy.targets.request_tracker.initial_data import initial_data
from supportpolicy.targets.request_tracker.levels import Level, level_of, levels_in
from supportpolicy.targets.request_tracker.perl_writing import PerlValue, comment, option
from supportpolicy.targets.request_tracker.scrip import PERL
from supportpolicy.targets.request_tracker.tables import Sorting, is_native, options, sorting_of

_NOTES = (
    "Tickets that are there already keep their service level and their due date; RT works out a due date anew when a ticket is "
    "answered, and then by the new hours and amounts.",
    "RT shows one due date: the first of the answer that is owed (Response, or KeepInLoop after an answer) and of Resolve.",
    "RT counts Response from messages of requestors only. Tickets that an integration opens must name the customer as requestor "
    "and be created as that user, or RT's AssumeOutsideActor must be on.",
    "RT takes time zones from the operating system; keep its tzdata as new as that of the policy.",
)


def render(wish: Wish, lowered: Compiled) -> Rendered:
    """Say all of the lowered policy."""
    pairs = dict.fromkeys(
        (rule.outcome.decides["team"], rule.outcome.decides.get("queue"))
        for rule in lowered.table("routing").rules
        if "team" in rule.outcome.decides
    )
    queues = queue_names(pairs)
    intake = intake_name(wish.options.get("intake", INTAKE), queues.values())
    sorting = sorting_of(lowered)
    levels = _levels(lowered)
    data = initial_data(lowered, sorting, intake, queues)
    return Rendered(
        {
            POLICY_FILE: _policy_file(lowered, intake, queues, levels),
            SORTING_FILE: PERL,
            INITIAL_DATA: pretty(data) + "\n",
        },
        (*_configured(lowered, levels), *_initial(lowered, data, queues)),
        tuple(_tasks(sorting, queues, intake)),
        _NOTES,
    )


def _levels(lowered: Compiled) -> dict[Level, tuple[str, ...]]:
    """Every service level with the lines of the promises that it comes of, in the order of the policy."""
    found: dict[Level, dict[str, None]] = {}
    for rule in lowered.table("sla").rules:
        for level in levels_in(level_of(lowered, rule)):
            found.setdefault(level, {})[rule.at] = None
    return {level: tuple(places) for level, places in found.items()}


def _policy_file(
    lowered: Compiled,
    intake: str,
    queues: Mapping[tuple[str, str | None], str],
    levels: Mapping[Level, tuple[str, ...]],
) -> str:
    calendars = {calendar.name: calendar for calendar in lowered.calendars}
    used = dict.fromkeys(level.hours for level in levels if level.hours is not None)
    hours: dict[str, PerlValue] = {hours_key(name): business_hours(calendars[name]) for name in used}
    agreements: dict[str, PerlValue] = {
        level.name: agreement(level, calendars[level.hours].timezone if level.hours is not None else None)
        for level in levels
    }
    head = (
        f"use utf8;\n\n# The support policy '{comment(lowered.name)}'. Written by supportpolicy; changes belong in the policy.\n"
        "# Of two files that set the same key, RT keeps the first: no other file may set ServiceBusinessHours or\n"
        "# ServiceAgreements. A day has one span minus its breaks; 0 is Sunday.\n\n"
    )
    return (
        head
        + option("ServiceBusinessHours", hours, {hours_key(name): f"{calendars[name].timezone}" for name in used})
        + "\n# An amount of business hours is a second short and gets it back as real time: so what runs out at closing is\n"
        "# due at closing, and not at the next opening.\n"
        + option("ServiceAgreements", {"Levels": agreements})
        + "\n# What 61-policy-sorting.pm sorts new tickets by. Classes are numbers: 0 is a fact that is not there, 1 anything\n"
        "# that no rule names (of a question: no), 2 and more what `words` or `cuts` say in their order (of a question: yes).\n"
        + option("SupportPolicy", options(lowered, intake, queues))
        + "\n1;\n"
    )


def _configured(lowered: Compiled, levels: Mapping[Level, tuple[str, ...]]) -> Iterator[Object]:
    calendars = {calendar.name: calendar for calendar in lowered.calendars}
    for name in dict.fromkeys(level.hours for level in levels if level.hours is not None):
        yield Object(POLICY_FILE, hours_key(name), _at(calendars[name].at), "business hours")
    for level, places in levels.items():
        yield Object(POLICY_FILE, level.name, tuple(place for place in places if place), "service level")


def _initial(
    lowered: Compiled, data: Mapping[str, list[dict[str, object]]], queues: Mapping[tuple[str, str | None], str]
) -> Iterator[Object]:
    teams = {team.name: team.at for team in lowered.teams}
    of_group = {name: team for team, name in group_names(dict.fromkeys(team for team, _ in queues)).items()}
    of_queue = {name: team for (team, _), name in queues.items()}
    facts = {fact_field(fact.name): fact.at for fact in lowered.facts}
    for group in data["Groups"]:
        yield Object(INITIAL_DATA, str(group["Name"]), _at(teams.get(of_group[str(group["Name"])], "")), "group")
    for queue in data["Queues"]:
        name = str(queue["Name"])
        yield Object(INITIAL_DATA, name, _at(teams.get(of_queue.get(name, ""), "")), "queue")
    for field in data["CustomFields"]:
        name = str(field["Name"])
        yield Object(INITIAL_DATA, name, _at(facts.get(name, "")), "custom field")
    for scrip in data["Scrips"]:
        yield Object(INITIAL_DATA, str(scrip["Description"]), tuple(_rules(lowered)), "scrip")


def _rules(lowered: Compiled) -> list[str]:
    rules: list[Rule] = [rule for name in ("routing", "sla") for rule in lowered.table(name).rules]
    return list(dict.fromkeys(rule.at for rule in rules if rule.at))


def _at(place: str) -> tuple[str, ...]:
    return (place,) if place else ()


def _tasks(sorting: Sorting, queues: Mapping[tuple[str, str | None], str], intake: str) -> Iterator[Task]:
    facts = [fact for fact in sorting.facts if not is_native(fact) and fact.derived is None]
    yield Task(
        "Load the files into Request Tracker",
        (
            f"Put {POLICY_FILE} and {SORTING_FILE} into the folder RT_SiteConfig.d and restart RT.",
            "Set $InitialdataFormatHandlers to ['perl', 'RT::Initialdata::JSON'] in RT_SiteConfig.pm.",
            f"Run rt-setup-database --action insert --datafile {INITIAL_DATA}, once, and read what it prints: it reports success "
            "even where records fail.",
            "Later exports: replace the two files and restart. Of the initial data, load only what is new.",
        ),
        why="RT logs nothing for an unknown level, calendar or time zone; supportpolicy has checked those.",
    )
    yield Task(
        "Let new tickets arrive in one queue",
        (
            f"Point mail addresses and forms to the queue '{intake}'. The scrip sorts what is created there and nothing else.",
        ),
    )
    if facts:
        yield Task(
            "Fill in what rules ask about",
            tuple(f"'{fact_field(fact.name)}': {fact.about or fact.name}" for fact in facts),
            tuple(fact.at for fact in facts if fact.at),
            "Custom fields must be filled in when a ticket is created. Times are those of the user that fills them in, so an "
            "integration's user has the time zone UTC; durations are in seconds, sums look like 12.50 EUR.",
        )
    if sorting.asked:
        yield Task(
            "Answer what Request Tracker cannot work out",
            tuple(
                f"'{question_field(column.id)}': yes, no, or nothing where {column.fact} is not known"
                for column in sorting.asked
            ),
            why="An integration must answer these before the ticket is created.",
        )
    if queues:
        yield Task(
            "Give the groups their rights",
            tuple(
                f"Put people into the group '{name}' and let it see and answer its queues."
                for name in group_names(dict.fromkeys(team for team, _ in queues)).values()
            ),
            why="Rights are nothing that a support policy says.",
        )
