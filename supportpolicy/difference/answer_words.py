"""What tickets are answered, in plain words: promises, decisions, sums."""

from __future__ import annotations

from collections.abc import Hashable

from supportpolicy.compiled.tables import Decision, Duration, Target
from supportpolicy.compiled.wording import decision_in_words, either, joined_by_and
from supportpolicy.engine.windows import in_words


def value_in_words(value: Hashable) -> str:
    """A value of a part of the answer."""
    if value is None:
        return "not asked"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple) and value and isinstance(value[0], Target):
        return "; ".join(target_in_words(target) for target in value)
    if isinstance(value, tuple) and len(value) == 5:
        return _outcome(value)
    return str(value)


def metric_in_words(metric: str) -> str:
    """`first_response` as people say it."""
    return metric.replace("_", " ")


def target_in_words(target: Target) -> str:
    """`first response within 4h (office)`."""
    return f"{metric_in_words(target.metric)} {promise_in_words(target)}"


def promise_in_words(target: Target | None) -> str:
    """`4h (office), usually 1h`."""
    if target is None:
        return "no promise"
    words = in_words(target.at_most) or target.by or ""
    words += f" ({target.clock})" if target.clock else ""
    words += f", usually {in_words(target.usually)}" if target.usually else ""
    words += f", pausing while {either(target.pause_while)}" if target.pause_while else ""
    return words + (", anew on every change" if target.on_change != "keep" else "")


def _outcome(value: tuple[object, ...]) -> str:
    decision, proof, say, do, tag = value
    words: list[str] = []
    if isinstance(decision, Decision):
        words.append(decision_in_words(decision))
    if isinstance(proof, tuple):
        words += [
            f"{name} {joined_by_and(part)}"
            for name, part in zip(
                ("all of", "any of", "points", "at least", "attempts", "never reveal"), proof, strict=True
            )
            if part not in ((), None)
        ]
    for name, part in (("say", say), ("do", do), ("tag", tag)):
        words += [f"{name} {joined_by_and(part)}"] if part else []
    return ", ".join(words) or "nothing"


def amount_in_words(amount: Duration | None) -> str:
    """An amount of time; nothing where there is none."""
    return in_words(amount) or ""
