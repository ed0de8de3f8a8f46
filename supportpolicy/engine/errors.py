"""What the engine refuses to answer. The words are fit for a user."""

from __future__ import annotations


class EngineError(ValueError):
    """A question that has no right answer as it was put."""


class NoInstant(EngineError):
    """Neither the moment asked for nor the ticket's opening is known."""

    def __init__(self) -> None:
        super().__init__("it is not known when: the ticket has no 'opened', and no moment was asked for")


class NotOpenYet(EngineError):
    """The moment asked for lies before the ticket was opened."""

    def __init__(self, at: str, opened: str) -> None:
        super().__init__(f"at {at} the ticket did not exist yet; it was opened at {opened}")


class BeyondPolicy(EngineError):
    """A moment lies outside the dates for which the policy knows its calendars."""

    def __init__(self, what: str, first: str, last: str) -> None:
        super().__init__(f"{what} lies outside the policy's horizon, {first} to {last}")
        self.first = first
        self.last = last


class TooMuch(EngineError):
    """A ticket on which the policy would act without end."""

    def __init__(self, timeline: str, most: int) -> None:
        super().__init__(
            f"the timeline '{timeline}' has more than {most:,} steps until that moment; ask for an earlier one"
        )


class UnknownName(EngineError):
    """A name that the policy does not have."""

    def __init__(self, what: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"the policy has no {what} '{name}'")
        self.name = name
        self.known = known
