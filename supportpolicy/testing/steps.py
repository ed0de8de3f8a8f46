"""The steps of a timeline against those that a test lists, in order; others may stand between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supportpolicy.diagnostics import Span
from supportpolicy.engine.answer import StepAnswer, Told
from supportpolicy.testing.cases import Expected, WantedStep
from supportpolicy.testing.showing import show

Equal = Callable[[object, object, "str | None"], bool]
NOBODY = "nobody"


def compare_steps(
    expected: Expected, steps: tuple[StepAnswer, ...], zone: str | None, equal: Equal
) -> Iterator[tuple[Span, str, str, str]]:
    """For the first wanted step that does not come: place, which part, what was expected, and what there is."""
    if expected.want is None:
        if steps:
            yield expected.span, "", "none", "; ".join(_described(step, zone) for step in steps[:4])
        return
    wanted = (
        [step for step in expected.want if isinstance(step, WantedStep)] if isinstance(expected.want, tuple) else []
    )
    after = 0
    for number, step in enumerate(wanted, 1):
        place = next(
            (index for index in range(after, len(steps)) if not _differences(step, steps[index], zone, equal)), None
        )
        if place is not None:
            after = place + 1
            continue
        left = steps[after:]
        if not left:
            before = "no step" if not after else "no further step"
            yield step.span, f".{number}", "a step", before
            return
        # The step that is least unlike is the one that was meant.
        nearest = min(left, key=lambda one: len(_differences(step, one, zone, equal)))
        for part in _differences(step, nearest, zone, equal):
            want = show(part.want, zone)
            yield (
                part.span,
                f".{number}.{part.part}",
                want,
                f"{show(_actual(part, nearest), zone)} (the step '{nearest.step}')",
            )
        return


def _differences(wanted: WantedStep, step: StepAnswer, zone: str | None, equal: Equal) -> list[Expected]:
    return [part for part in wanted.parts if not _fits(part, step, zone, equal)]


def _fits(part: Expected, step: StepAnswer, zone: str | None, equal: Equal) -> bool:
    if part.part == "tell" and isinstance(part.want, tuple):
        words = [str(word) for word in part.want]
        return all(any(word in (told.who, told.asked) for told in step.tell) for word in words) and all(
            told.who in words or told.asked in words for told in step.tell
        )
    if part.part == "reaches" and part.want == (NOBODY,):
        return not _on_duty(step.tell)
    return equal(part.want, _actual(part, step), zone)


def _actual(part: Expected, step: StepAnswer) -> object:
    if part.part == "tell":
        return tuple(told.asked or told.who for told in step.tell)
    if part.part == "reaches":
        return _on_duty(step.tell) or (NOBODY,)
    return getattr(step, part.part)


def _on_duty(tell: tuple[Told, ...]) -> tuple[str, ...]:
    return tuple(told.who for told in tell if told.on_duty)


def _described(step: StepAnswer, zone: str | None) -> str:
    return f"{step.step} ({step.state}{f' {show(step.at, zone)}' if step.at else ''})"
