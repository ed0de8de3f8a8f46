"""The sorting stages straight from the words of a policy, one after the other, by no compiled form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from supportpolicy.language.conditions import Test, Value
from supportpolicy.language.sections.contact import Channel
from supportpolicy.language.sections.coverage import ChosenCoverage
from supportpolicy.language.sections.sla import OTHERWISE_ROW, Promise
from supportpolicy.language.sections.sorting import SeverityRule
from supportpolicy.language.sections.tables import Grid, RuleHead
from tests.compiler.oracle import Oracle, Raw, ordered
from tests.compiler.oracle_hours import is_open

OTHERWISE = "otherwise"
RANKED = ("at_least", "at_most", "above", "below")
ATTRIBUTES = (
    "tier",
    "severity",
    "reply_language",
    "language_level",
    "emergency",
    "claimed",
    "channel_support",
    "redirect",
    "team",
    "queue",
    "sla",
)


class StageOracle(Oracle):
    """An oracle that decides every stage, each reading what the earlier ones decided."""

    def stages(self) -> Mapping[str, Raw | None]:
        """What is decided, by attribute."""
        self.tier()
        won = self.severity()
        self.language()
        self.emergency()
        self.channel()
        self.decided("severity", self.adjusted(won))
        self.routing()
        promise = self.promise()
        self.decided("sla", None if promise is None else str(promise.head.name))
        return {name: self.facts.get(name) for name in ATTRIBUTES}

    def decided(self, name: str, value: Raw | None) -> None:
        """An attribute is decided, or it is not."""
        self.facts.pop(name, None)
        if value is not None:
            self.facts[name] = value

    def applies(self, head: RuleHead) -> bool:
        """Whether a rule is in force and its condition holds."""
        return self.in_force(head.about) and self.holds(head.when)

    def cell(self, grid: Grid | None) -> str | None:
        """The outcome of the cell that fits."""
        for cell in grid.cells if grid is not None else ():
            assert grid is not None
            if self.plain(str(grid.down)) == cell.down and self.plain(str(grid.across)) == cell.across:
                return str(cell.outcome)
        return None

    def outcome(self, head: RuleHead, word: str | None) -> str | None:
        """What a rule gives, by itself or by its grid; None where it does not apply."""
        if not self.applies(head):
            return None
        return str(word) if word is not None else self.cell(head.grid)

    def tier(self) -> None:
        outcomes = (self.outcome(tier.head, tier.tier) for tier in self.policy.tiers)
        self.decided("tier", next((one for one in outcomes if one is not None), None))

    def severity(self) -> SeverityRule | None:
        """Decides it, and gives the rule that won."""
        severities = self.policy.severities
        if severities is None:
            return None
        for rule in severities.rules:
            level = self.outcome(rule.head, rule.level)
            if level is not None:
                self.decided("severity", level)
                return rule
        self.decided("severity", self.cell(severities.grid))
        return None

    def language(self) -> None:
        for name in (self.facts.get("language"), OTHERWISE):
            language = self.policy.languages.get(name) if isinstance(name, str) else None
            if language is None or (language.name == OTHERWISE) != (name == OTHERWISE):
                continue
            if self.in_force(language.about):
                default = str(language.name) if language.name != OTHERWISE else self.main_language()
                self.decided("reply_language", str(language.reply_in or default))
                self.decided("language_level", language.level)
                return

    def main_language(self) -> str:
        """The language of the policy's own texts: the first one that is served in full."""
        return next(str(one.name) for one in self.policy.languages.values() if one.level == "full")

    def emergency(self) -> None:
        emergency = self.policy.emergency
        if emergency is None:
            return
        there = self.in_force(emergency.about)
        kept = emergency.unless is not None and self.holds(emergency.unless)
        claimed = emergency.claimed is not None and self.holds(emergency.claimed)
        is_one = there and self.holds(emergency.when) and not kept
        self.decided("emergency", is_one)
        # Both are decided in one stage, so that neither can read the other.
        self.decided("claimed", there and claimed)

    def channel(self) -> None:
        name = self.facts.get("channel")
        channel = self.policy.channels.get(name) if isinstance(name, str) else None
        if channel is None or not self.in_force(channel.about):
            return
        support = self.served(channel)
        self.decided("channel_support", support)
        if support != "yes" and channel.redirect is not None:
            self.decided("redirect", str(channel.redirect))

    def served(self, channel: Channel) -> str:
        if channel.support == "none":
            return "none"
        if channel.for_whom is not None and not self.holds(channel.for_whom):
            return "not_for_you"
        coverage = str(channel.coverage or "always")
        return "yes" if is_open(self.policy, coverage, self.now) else "closed"

    def adjusted(self, won: SeverityRule | None) -> str | None:
        """Proof, then raising, then every cap; conditions read severity as its own stage decided it."""
        level = self.facts.get("severity")
        assert level is None or isinstance(level, str)
        if self.policy.severities is None:
            return level
        ranks = [str(word) for word in self.policy.severities.levels]
        if won is not None and won.only_if is not None and not self.holds(won.only_if):
            level = str(won.if_not)
        emergency = self.policy.emergency
        if emergency is not None and emergency.severity is not None and self.facts.get("emergency") is True:
            raised = str(emergency.severity)
            level = raised if level is None or ranks.index(raised) < ranks.index(level) else level
        caps = [str(cap.level) for cap in self.policy.severities.at_most if self.applies(cap.head)]
        not_one = emergency.if_not_one if emergency is not None else None
        claimed_in_vain = self.facts.get("claimed") is True and self.facts["emergency"] is False
        if not_one is not None and not_one.at_most is not None and claimed_in_vain:
            caps.append(str(not_one.at_most))
        return None if level is None else max([level, *caps], key=ranks.index)

    def routing(self) -> None:
        for route in self.policy.routing:
            team = self.outcome(route.head, route.team)
            if team is not None:
                self.decided("team", team)
                self.decided("queue", None if route.queue is None else str(route.queue))
                return

    def promise(self) -> Promise | None:
        """The promise the ticket is under."""
        return next((promise for promise in self.policy.sla if self.applies(promise.head)), None)

    def metrics(self) -> list[str]:
        """What is promised, once all stages are decided."""
        promise = self.promise()
        if promise is None:
            return []
        rows = {row.value if row.value is None else str(row.value): row for row in promise.rows}
        value = None if promise.rows_by is None else self.plain(str(promise.rows_by))
        row = rows.get(value) or rows.get(OTHERWISE_ROW) if promise.rows_by is not None else rows[None]
        return [str(target.metric) for target in row.targets if target.promised] if row is not None else []

    def one(self, value: Raw, test: Test, wanted: Value) -> bool:
        if test.operator in ("during", "outside"):
            name = self.coverage(wanted.text)
            assert isinstance(value, dt.datetime)
            return name is not None and self.hours_at(name, value)
        if test.field != "severity" or test.operator not in RANKED:
            return super().one(value, test, wanted)
        assert self.policy.severities is not None and isinstance(value, str)
        ranks = [str(word) for word in self.policy.severities.levels]
        return ordered(test.operator, -ranks.index(value), -ranks.index(wanted.text))

    def hours_at(self, name: str, instant: dt.datetime) -> bool:
        """Whether somebody is there."""
        return is_open(self.policy, name, instant)

    def coverage(self, name: str) -> str | None:
        """The hours themselves: of those chosen by a fact, the ones for this ticket; None where no case fits."""
        coverage = self.policy.coverage.get(name)
        if not isinstance(coverage, ChosenCoverage):
            return name
        cases = {str(value): str(hours) for value, hours in coverage.cases}
        chosen = cases.get(self.plain(str(coverage.by)) or "")
        return chosen or (None if coverage.otherwise is None else str(coverage.otherwise))
