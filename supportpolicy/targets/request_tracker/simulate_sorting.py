"""Sorting as the scrip does it: the option %SupportPolicy read and applied to a ticket in RT's words."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeAlias

from supportpolicy.clock.instants import to_epoch

_DAY = 86_400
_TIMED = ("date", "during", "within", "older_than", "in_next")
"""Questions whose answers depend on instants."""
_RAISE, _LOWER, _PROOF = "adjust.raise", "adjust.lower", "adjust.proof"


class RtTicket(NamedTuple):
    """A new ticket as RT has it."""

    created: int
    subject: str
    body: str
    fields: Mapping[str, tuple[str, ...]]
    """The values of custom fields."""


Conditions: TypeAlias = "tuple[tuple[tuple[tuple[str, int], ...], ...], ...]"
"""Of every part some alternative must hold, with the class of each of its columns among those whose bits are set."""


class Sorting(NamedTuple):
    """What became of a ticket."""

    decided: Mapping[str, str]
    queue: str | None
    level: str | None
    tags: tuple[str, ...]


class Sorter:
    """The tables, ready to be applied. Raises ValueError where the option is not what the scrip reads."""

    def __init__(self, option: Mapping[str, Any]) -> None:
        if option.get("format") != 1:
            raise ValueError("%SupportPolicy is not in the form that the scrip reads")
        self.option = option
        self.columns: Mapping[str, Mapping[str, Any]] = option["columns"]
        self.facts: Mapping[str, Mapping[str, Any]] = option["facts"]
        self.offsets: Sequence[int] = option["offsets"]
        self.ranks = {level: rank for rank, level in enumerate(option["levels"])}
        self.tables = tuple(
            (table["name"], tuple((rule, self._conditions(table["name"], rule["when"])) for rule in table["rules"]))
            for table in option["tables"]
        )
        self._timed = tuple(name for name, one in self.columns.items() if one.get("ask") in _TIMED)
        """The columns that depend on more than what is written on a ticket: on the instant it is made."""
        self._known: dict[tuple[object, ...], Sorting] = {}
        for column in self.columns.values():
            if "fact" in column and column["fact"] not in self.facts:
                raise ValueError(f"the fact '{column['fact']}' is asked for and not described")

    def sort(self, ticket: RtTicket) -> Sorting:
        """Apply the tables in their order. Many tickets are alike in all that they look at."""
        look = _Look(self, ticket)
        timed = tuple([look.class_of(name) for name in self._timed])
        key = ticket.subject, ticket.body, frozenset(ticket.fields.items()), timed
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._sorted(ticket)
        return found

    def _sorted(self, ticket: RtTicket) -> Sorting:
        look = _Look(self, ticket)
        won: list[Mapping[str, Any]] = []
        level: Any = None
        adjusted: str | None = None
        adjusting = False
        for name, rules in (*self.tables, ("", ())):
            if name.startswith("adjust.") and not adjusting:
                adjusting, adjusted = True, look.decided.get("severity")
            if not name.startswith("adjust.") and adjusting:
                adjusting = False
                if adjusted is not None:
                    look.decided["severity"] = adjusted
            for rule, conditions in rules:
                if not look.holds(conditions):
                    continue
                won.append(rule)
                if adjusting:
                    adjusted = self._adjusted(name, adjusted, rule["set"].get("severity"))
                else:
                    look.decided.update(rule["set"])
                    level = rule.get("level", level)
                if name != _LOWER:
                    break
        queues = [rule["queue"] for rule in won if rule.get("queue") is not None]
        tags = dict.fromkeys(tag for rule in won for tag in rule.get("tags") or ())
        return Sorting(look.decided, queues[0] if queues else None, self._level(level, look), tuple(tags))

    def ahead(self, instant: int) -> int:
        """Seconds that clocks of the policy's zone are ahead of UTC."""
        place = max(bisect_right(self.offsets[::2], instant) - 1, 0)
        return self.offsets[2 * place + 1]

    def _adjusted(self, table: str, now: str | None, wanted: str | None) -> str | None:
        if wanted is None or table == _PROOF:
            return now if wanted is None else wanted
        if now is None:
            return wanted if table == _RAISE else None
        lower = self.ranks[wanted] > self.ranks[now]
        return wanted if lower == (table == _LOWER) else now

    def _level(self, level: Any, look: _Look) -> str | None:
        while isinstance(level, dict):
            value = look.decided.get(level["decided"]) if "decided" in level else look.fact(level["fact"])
            level = level["cases"].get(value, level["otherwise"]) if value is not None else level["otherwise"]
        return level if level is None else str(level)

    def _conditions(self, table: str, when: Sequence[Sequence[Mapping[str, Sequence[Sequence[int]]]]]) -> Conditions:
        """The parts of a rule with the admitted classes of each column as bits."""
        for part in when:
            for way in part:
                unknown = [name for name in way if name not in self.columns]
                if unknown:
                    raise ValueError(f"a rule of {table} asks for '{unknown[0]}', which is not described")
        return tuple(
            tuple(
                tuple(
                    (name, sum(1 << number for low, high in admitted for number in range(low, high + 1)))
                    for name, admitted in way.items()
                )
                for way in part
            )
            for part in when
        )


class _Look:
    """One ticket while it is sorted."""

    def __init__(self, sorter: Sorter, ticket: RtTicket) -> None:
        self.sorter = sorter
        self.ticket = ticket
        self.decided: dict[str, str] = {}
        self._facts: dict[str, Any] = {}
        self._classes: dict[str, int] = {}

    def holds(self, conditions: Conditions) -> bool:
        """Whether of every part some alternative holds, with all its columns."""
        for part in conditions:
            for way in part:
                for name, admitted in way:
                    if not admitted >> self.class_of(name) & 1:
                        break
                else:
                    break
            else:
                return False
        return True

    def fact(self, name: str) -> Any:
        """A fact of the ticket; None where it is not there."""
        if name not in self._facts:
            self._facts[name] = self._read(self.sorter.facts[name])
        return self._facts[name]

    def _read(self, fact: Mapping[str, Any]) -> Any:
        if "made" in fact:
            times = [time for name in fact["of"] if (time := self.fact(name)) is not None]
            choose: Callable[[list[int]], int] = max if fact["made"] == "latest_of" else min
            return choose(times) if times else None
        source, default = fact.get("ticket"), fact.get("default")
        if source == "created":
            return self.ticket.created
        if source is not None:
            text = self.ticket.subject if source == "subject" else self.ticket.body
            values: tuple[str, ...] = (text,) if text else ()
        else:
            values = self.ticket.fields.get(fact["field"], ())
        if fact["type"] == "tags":
            return frozenset(values) or (frozenset(default.split(",")) if default is not None else None)
        if not values:
            return None if default is None else self._typed(fact["type"], default)
        return None if values[0] == self.sorter.option["known absent"] else self._typed(fact["type"], values[0])

    def _typed(self, type_: str, text: str) -> Any:
        try:
            match type_:
                case "number" | "duration":
                    return Decimal(text)
                case "money":
                    amount, currency = text.split(" ")
                    return Decimal(amount), currency
                case "time":
                    return to_epoch(dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=dt.UTC))
        except (ValueError, InvalidOperation):
            return None
        return text

    def class_of(self, name: str) -> int:
        """The class of the ticket in a column."""
        known = self._classes.get(name)
        if known is not None:
            return known
        column = self.sorter.columns[name]
        if "decided" in column:  # may change from table to table
            word = self.decided.get(column["decided"])
            return 0 if word is None else int(column["words"].get(word, 1))
        self._classes[name] = self._class_of(column)
        return self._classes[name]

    def _class_of(self, column: Mapping[str, Any]) -> int:
        ask = column["ask"]
        if ask == "question":
            answers = self.ticket.fields.get(column["field"], ())
            return {"yes": 2, "no": 1}.get(answers[0] if answers else "", 0)
        value = self.fact(column["fact"])
        if value is None:
            return 0
        match ask:
            case "word":
                return int(column["words"].get(value, 1))
            case "number" | "duration" | "money" | "date":
                return self._range(column, value)
            case "present":
                return 2
            case "has":
                return 2 if column["of"] in value else 1
            case "mentions":
                return 2 if column["of"] in value.casefold() else 1
            case "during":
                return 2 if self._open(column["of"], value) else 1
            case "within" | "older_than" | "in_next":
                return 2 if self._window(column, value) else 1
        raise ValueError(f"the scrip knows no question '{ask}'")

    def _range(self, column: Mapping[str, Any], value: Any) -> int:
        cuts = column["cuts"]
        if column["ask"] == "date":
            return 1 + len([day for day, _ in cuts if day <= self._date(value)])
        if column["ask"] == "money":
            value, currency = value
            if currency != column["currency"]:
                return len(cuts) + 2
        return 1 + len([cut for cut, after in cuts if value > Decimal(cut) or (value == Decimal(cut) and not after)])

    def _open(self, hours: str, instant: int) -> bool:
        chosen = self.sorter.option["chosen"]
        while hours in chosen:
            value = self.fact(chosen[hours]["fact"])
            case = chosen[hours]["cases"].get(value) if value is not None else None
            meant = case if case is not None else chosen[hours]["otherwise"]
            if meant is None:
                return False
            hours = str(meant)
        return bisect_right(self.sorter.option["openings"][hours], instant) % 2 == 1

    def _window(self, column: Mapping[str, Any], value: int) -> bool:
        now = self.ticket.created
        if column["ask"] == "in_next":
            return value > now and self._near(column, now, value)
        return value <= now and self._near(column, value, now) == (column["ask"] == "within")

    def _near(self, column: Mapping[str, Any], first: int, last: int) -> bool:
        if column.get("minutes") is not None:
            return bool(last - first <= 60 * column["minutes"])
        return bool(self._day(last) - self._day(first) <= column["days"])

    def _day(self, instant: int) -> int:
        return (instant + self.sorter.ahead(instant)) // _DAY

    def _date(self, instant: int) -> str:
        return str(dt.date.fromordinal(dt.date(1970, 1, 1).toordinal() + self._day(instant)))
