"""What is due when, and what happens as time passes: targets and timelines of an answer as text."""

from __future__ import annotations

from supportpolicy.engine.answer import StepAnswer, TargetAnswer, TimelineAnswer, Told
from supportpolicy.language.builtin import ALWAYS_OPEN, TEAM_CLOCK
from supportpolicy.reporting.answer_json import length_text
from supportpolicy.reporting.answer_look import RED, YELLOW, Look, line, placed, plain_name, rows, words

_CLOCKS = {ALWAYS_OPEN: " around the clock", TEAM_CLOCK: " on the team's hours"}
_ORDER = {"breached": 0, "running": 1, "paused": 2, "waiting": 3, "met": 4, "cancelled": 5}


def targets_text(targets: tuple[TargetAnswer, ...], look: Look) -> list[str]:
    """The promised metrics, what is due first at the top; runs that ended well are only counted."""
    if not targets:
        return ["  nothing is promised"]
    shown, left_out = (targets, 0) if look.verbose else _latest(targets)
    ordered = sorted(shown, key=lambda target: (_rank(target), _when(target)))
    lines = rows(_target(target, look) for target in ordered)
    painted = [look.paint(_tone(target), row) for target, row in zip(ordered, lines, strict=True)]
    if left_out:
        run = "run" if left_out == 1 else "runs"
        painted.append(f"  and {left_out} earlier {run} that ended in time (--verbose shows them)")
    return painted


def timelines_text(timelines: tuple[TimelineAnswer, ...], look: Look) -> list[str]:
    """Every timeline with its steps in the order of time."""
    lines: list[str] = []
    waiting: list[str] = []
    for timeline in timelines:
        if timeline.state == "waiting" and not look.verbose:
            waiting.append(timeline.name)
        else:
            lines += _timeline(timeline, look)
    return lines + (line(f"not started: {', '.join(waiting)}", first="  ", indent="    ") if waiting else [])


def _latest(targets: tuple[TargetAnswer, ...]) -> tuple[list[TargetAnswer], int]:
    """Of each metric the last run, and every earlier one that is open or was late; how many are left out."""
    last = {target.metric: place for place, target in enumerate(targets)}
    kept = [
        target
        for place, target in enumerate(targets)
        if last[target.metric] == place or target.state not in ("met", "cancelled")
    ]
    return kept, len(targets) - len(kept)


def _rank(target: TargetAnswer) -> int:
    return 4 if target.state == "breached" and target.met is not None else _ORDER[target.state]


def _when(target: TargetAnswer) -> tuple[bool, str]:
    return target.due is None, "" if target.due is None else target.due.isoformat()


def _tone(target: TargetAnswer) -> str:
    if target.state == "breached":
        return RED
    return YELLOW if target.state == "paused" else ""


def _target(target: TargetAnswer, look: Look) -> tuple[str, str, str, str]:
    due = look.times.say(target.due) if target.due is not None else ""
    if target.beyond_horizon:
        due = "beyond the horizon"
    clock = _CLOCKS.get(target.clock, f" on {target.clock}" if target.clock else "")
    promise = f"{target.promise}{clock}" if target.promise not in ("", "none") else "no time is promised"
    usually = f", usually {target.usually}" if target.usually else ""
    return plain_name(target.metric), due or "-", _state(target, look), promise + usually


def _state(target: TargetAnswer, look: Look) -> str:
    left = "" if target.left is None else length_text(target.left)
    opening = "" if target.clock == ALWAYS_OPEN else " of open time"
    say = look.times.say
    match target.state:
        case "running":
            return f"{left}{opening} left" if left else "running"
        case "paused":
            return f"paused, {left}{opening} left" if left else "paused"
        case "waiting":
            return "not started"
        case "met":
            return f"met {say(target.met)}" if target.met is not None else "met"
        case "breached":
            return "missed, not met yet" if target.met is None else f"missed, met late {say(target.met)}"
        case "cancelled":
            return f"ended {say(target.ended)}, before it was due" if target.ended is not None else "ended before due"


def _timeline(timeline: TimelineAnswer, look: Look) -> list[str]:
    say = look.times.say
    match timeline.state:
        case "running":
            since = f" since {say(timeline.started)}" if timeline.started is not None else ""
            state = f"runs{since}"
        case "stopped":
            by = f" {_cause(timeline.because)}" if timeline.because else ""
            state = f"stopped{f' {say(timeline.stopped)}' if timeline.stopped is not None else ''}{by}"
        case "waiting":
            state = "has not started"
    lines = line(placed(f"{timeline.name}: {state}", timeline.place), indent="    ", first="  ")
    kept, done, ahead, dropped = _shown_steps(timeline.steps, look)
    if done:
        lines.append(f"    {done} earlier {_steps(done)} done (--verbose shows them)")
    for step in kept:
        lines += _step(step, look)
    if ahead:
        lines.append(f"    {ahead} later {_steps(ahead)} planned (--verbose shows them)")
    if dropped:
        lines.append(f"    {dropped} {_steps(dropped)} dropped (--verbose shows them)")
    return lines


def _cause(because: str) -> str:
    """What stopped a timeline: an event by its name, or a sentence about its condition."""
    return f"because {because}" if because.startswith("its condition ") else f"by {because}"


def _steps(number: int) -> str:
    return "step" if number == 1 else "steps"


def _shown_steps(steps: tuple[StepAnswer, ...], look: Look) -> tuple[list[StepAnswer], int, int, int]:
    """Steps in the order of time, those without a time last; how many done, planned and dropped ones are left out.

    Of a step that repeats, the last that is done and the next that is planned are enough for a glance.
    """
    ordered = sorted(steps, key=lambda step: (step.at is None, "" if step.at is None else step.at.isoformat()))
    if look.verbose:
        return ordered, 0, 0, 0
    last_done = {step.place + step.step: place for place, step in enumerate(ordered) if step.state == "done"}
    seen: set[str] = set()
    kept: list[StepAnswer] = []
    done = ahead = dropped = 0
    for place, step in enumerate(ordered):
        key = step.place + step.step
        if step.state == "done" and last_done[key] != place:
            done += 1
        elif step.state == "planned" and key in seen:
            ahead += 1
        elif step.state == "dropped":
            dropped += 1
        else:
            kept.append(step)
            if step.state == "planned":
                seen.add(key)
    return kept, done, ahead, dropped


def _step(step: StepAnswer, look: Look) -> list[str]:
    when = look.times.say(step.at) if step.at is not None else ""
    state = {"done": "done   ", "planned": "planned", "skipped": "skipped", "dropped": "dropped"}[step.state]
    lead = f"    {state}  {when}{'  ' if when else ''}"
    doing = _doing(step, look)
    text = f"{step.step}{': ' if doing else ''}{doing}{f' ({step.because})' if step.because else ''}"
    inner = " " * 13
    lines = line(text, first=lead, indent=inner)
    if step.note:
        lines += line(f"note: {step.note}", first=inner, indent=inner)
    return lines


def _doing(step: StepAnswer, look: Look) -> str:
    by = f" by {words(step.via, 'or')}" if step.via else ""
    told = [_told(told, look) for told in step.tell]
    parts = [f"tell {words(told)}{by}" if len(told) < 2 or not by else f"tell{by}: {words(told)}"] if told else []
    parts += [f"assign to {step.assign}"] if step.assign else []
    parts += [f"set the status to {step.status}"] if step.status else []
    parts += [f"send {words(step.say)}"] if step.say else []
    parts += [f"do {words(step.do)}"] if step.do else []
    parts += [f"tag {words(step.tag)}"] if step.tag else []
    return "; ".join(parts)


def _told(told: Told, look: Look) -> str:
    asked = f", as {told.asked}" if told.asked and told.asked != told.who else ""
    if told.on_duty is None:
        return f"{told.who} ({asked[2:]})" if asked else told.who
    if told.on_duty:
        return f"{told.who} (on duty{asked})"
    back = f" until {look.times.say(told.next_on)}" if told.next_on is not None else ""
    return f"{told.who} (off duty{back}{asked})"
