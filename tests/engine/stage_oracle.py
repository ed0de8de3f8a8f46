"""The sorting stages straight from the words of a policy, one after the other, by no compiled form."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.language.conditions import ALWAYS, Condition, Test, Value
from supportpolicy.language.reading import NOTHING_ABOUT, About
from supportpolicy.language.sections.sla import OTHERWISE_ROW, Promise
from supportpolicy.language.sections.tables import Grid, RuleHead
from tests.compiler.oracle import Oracle, Raw, ordered
from tests.compiler.oracle_hours import is_open

OTHERWISE = "otherwise"


class StageOracle(Oracle):
    """An oracle that decides every stage, each reading what the earlier ones decided."""

    def stages(self) -> dict[str, str | bool | None]:
        """What is decided, by attribute; as a side effect it is in `facts`."""
        self.tier()
        level = self.severity()
        self.language()
        self.emergency()
        self.channel()
        self.decided("severity", self.adjusted(level))
        self.routing()
        self.decided("sla", self.promise())
        names = ("tier", "severity", "reply_language", "language_level", "emergency", "claimed")
        found: dict[str, str | bool | None] = {}
        for name in (*names, "channel_support", "redirect", "team", "queue", "sla"):
            value = self.facts.get(name)
            assert value is None or isinstance(value, str | bool)
            found[name] = value
        return found

    def decided(self, name: str, value: Raw | None) -> None:
        """An attribute is decided, or not at all."""
        self.facts.pop(name, None)
        if value is not None:
            self.facts[name] = value

    def applies(self, head: RuleHead) -> bool:
        """Whether a rule is in force and its condition holds."""
        return self.in_force(head.about) and self.holds(head.when)

    def now(self, about: About, condition: Condition) -> bool:  # type: ignore[override]
        raise NotImplementedError

    def cell(self, grid: Grid) -> str | None:
        """The outcome of the cell that fits."""
        for cell in grid.cells:
            if self.plain(str(grid.down)) == cell.down and self.plain(str(grid.across)) == cell.across:
                return str(cell.outcome)
        return None
