"""What a person sets by hand in Intercom, in order, with every value to type. None of it can be sent through the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.document import Fact
from supportpolicy.compiled.tables import Rule, Target
from supportpolicy.compiled.views import duration_in_words, when_in_words
from supportpolicy.compiled.wording import step_in_words
from supportpolicy.targets.interface import Task
from supportpolicy.targets.lowerings.using import columns_in_use, running

ALWAYS, TEAM = "always", "team"
_ORDER = "Branches are tried from the top and the first that fits is taken, as the policy has it."
_METRICS = {"first_response": "first reply", "next_response": "next reply", "resolve": "time to solve"}
_DECIDED = ("tier", "severity", "emergency", "emergency.claimed")
_ADJUSTED = {
    "adjust.proof": "set severity to",
    "adjust.raise": "raise severity to",
    "adjust.lower": "lower severity to",
}


def tasks_of(compiled: Compiled, files: Mapping[str, str]) -> tuple[Task, ...]:
    """The whole checklist. `files`: calendar -> the file with its requests."""
    return (
        *_hours(compiled, files),
        *_chosen(compiled),
        *_teams(compiled, files),
        *_attributes(compiled),
        *(task for table in _DECIDED for task in _branches(compiled, table)),
        *_adjusted(compiled),
        *_branches(compiled, "routing"),
        *_promises(compiled),
        *_ladders(compiled),
        *_macros(compiled),
    )


def _hours(compiled: Compiled, files: Mapping[str, str]) -> Iterator[Task]:
    for calendar in compiled.calendars:
        if calendar.name in files:
            steps = [
                f"Send `schedule` of {files[calendar.name]} and note the id of the answer as schedule:{calendar.name}"
            ]
            if calendar.dates:
                steps.append(
                    f"Send each of the {len(calendar.dates)} `exceptions` of the file to the schedule of this id"
                )
            yield Task(f"Office hours “{calendar.name}”", tuple(steps), _at(calendar.at))


def _chosen(compiled: Compiled) -> Iterator[Task]:
    used = {target.clock for rule in compiled.table("sla").rules for target in rule.outcome.targets}
    used |= {one.clock for one in running(compiled)} | {team.coverage for team in compiled.teams}
    for calendar in compiled.calendars:
        if calendar.kind == "choose" and calendar.name in used:
            steps = [f"If {calendar.by} is {value}: office hours “{case}”" for value, case in calendar.cases.items()]
            if calendar.otherwise is not None:
                steps.append(f"Otherwise: office hours “{calendar.otherwise}”")
            why = f"Wherever “{calendar.name}” is named below, make a branch for each of these: a schedule knows no customer."
            yield Task(f"Hours that depend on the customer: “{calendar.name}”", tuple(steps), _at(calendar.at), why)


def _teams(compiled: Compiled, files: Mapping[str, str]) -> Iterator[Task]:
    for team in compiled.teams:
        hours = _clock(team.coverage) if team.coverage else "none are said"
        steps = [f"Name: {team.name}", f"Office hours: {hours}"]
        if team.lead:
            steps.append(f"Lead: {team.lead}")
        if team.languages:
            steps.append(f"Languages: {', '.join(team.languages)}")
        if team.channels:
            steps.append(f"Channels: {', '.join(team.channels)}")
        yield Task(f"Team “{team.name}”", tuple(steps), _at(team.at))


def _attributes(compiled: Compiled) -> Iterator[Task]:
    """The facts that rules ask for, as attributes of people or conversations."""
    asked = {
        compiled.column(id_).fact
        for id_ in columns_in_use(compiled, ("tier", "severity", "emergency", "routing", "sla"))
    }
    for fact in compiled.facts:
        if fact.name in asked and not fact.built_in and fact.derived is None:
            yield Task(f"Attribute “{fact.name}”", tuple(_attribute(fact)), _at(fact.at), fact.about or "")


def _attribute(fact: Fact) -> Iterator[str]:
    yield f"Kind: {fact.type}"
    if fact.values:
        yield f"Values: {', '.join(fact.values)}"
    if fact.default is not None:
        yield f"Where nothing is known: {fact.default}"


def _branches(compiled: Compiled, table: str) -> Iterator[Task]:
    rules = compiled.table(table).rules
    if rules:
        steps = tuple(f"Branch {place}: {_branch(rule)}" for place, rule in enumerate(rules, 1))
        places = tuple(dict.fromkeys(rule.at for rule in rules if rule.at))
        yield Task(f"Workflow: {table}", steps, places, _ORDER)


def _branch(rule: Rule) -> str:
    acts = [
        f"set {name.replace('_', ' ')} to {value}" for name, value in rule.outcome.decides.items() if name != "team"
    ]
    if "team" in rule.outcome.decides:
        acts.insert(0, f"assign to the team {rule.outcome.decides['team']}")
    acts += [f"tag {tag}" for tag in rule.outcome.tag] + [f"send the macro “{name}”" for name in rule.outcome.say]
    when = when_in_words(rule)
    return f"{f'if {when}' if when != 'always' else 'everything else'}: {', '.join(acts) or 'nothing'}"


def _adjusted(compiled: Compiled) -> Iterator[Task]:
    """What changes a severity after its rules: every branch that fits counts, one after the other."""
    rules = [(verb, rule) for table, verb in _ADJUSTED.items() for rule in compiled.table(table).rules]
    if rules:
        steps = tuple(
            f"Step {place}: if {when_in_words(rule)}: {verb} {rule.outcome.decides.get('severity', '')}"
            + "".join(f", send the macro “{name}”" for name in rule.outcome.say)
            for place, (verb, rule) in enumerate(rules, 1)
        )
        why = "After the workflow of severity. Each step that fits is carried out, in this order, and raises or lowers only."
        yield Task("Workflow: what changes the severity", steps, tuple(rule.at for _, rule in rules if rule.at), why)


def _promises(compiled: Compiled) -> Iterator[Task]:
    rules = compiled.table("sla").rules
    if not rules:
        return
    steps: list[str] = []
    for place, rule in enumerate(rules, 1):
        when = when_in_words(rule)
        head = f"Branch {place}: {f'if {when}' if when != 'always' else 'everything else'}: "
        promised = [
            _target(target) for target in rule.outcome.targets if target.at_most is not None or target.by is not None
        ]
        steps.append(head + ("; ".join(promised) if promised else "no service level"))
    yield Task(
        "Workflow: service levels",
        tuple(steps),
        tuple(dict.fromkeys(rule.at for rule in rules if rule.at)),
        f"{_ORDER} Keep all in one workflow: of two service levels that apply, the later one wins. Type hours and minutes, "
        "never days: a day counts as 24 office hours.",
    )


def _target(target: Target) -> str:
    amount = duration_in_words(target.at_most) if target.at_most is not None else f"by the {target.by}"
    return f"{_METRICS.get(target.metric, target.metric)} {amount}, {_clock(target.clock)}"


def _clock(name: str | None) -> str:
    if name is None or name == ALWAYS:
        return "day and night (no office hours)"
    return "office hours of the team" if name == TEAM else f"office hours “{name}”"


def _ladders(compiled: Compiled) -> Iterator[Task]:
    whens = {rule.name: when_in_words(rule) for rule in compiled.table("timelines").rules}
    for timeline in running(compiled):
        steps = [f"When: {whens.get(timeline.name, 'always')}", f"Starts on: {', '.join(timeline.starts_on)}"]
        if timeline.stops_on:
            steps.append(f"Stops on: {', '.join(timeline.stops_on)}")
        steps.append(f"Counts on: {_clock(timeline.clock)}")
        steps.extend(f"Step {place}: {step_in_words(step)}" for place, step in enumerate(timeline.steps, 1))
        yield Task(f"Workflow with waits: {timeline.section}, “{timeline.name}”", tuple(steps), _at(timeline.at))


def _macros(compiled: Compiled) -> Iterator[Task]:
    for name, texts in compiled.messages.items():
        steps = tuple(
            f"Macro “{name} ({language})”: {' / '.join(text.splitlines())}" for language, text in texts.items()
        )
        why = "Names in braces stand for attributes; pick the attribute in the editor."
        yield Task(
            f"Macros of the message “{name}”", steps, (), why if any("{" in text for text in texts.values()) else ""
        )


def _at(place: str) -> tuple[str, ...]:
    return (place,) if place else ()
