"""Reading what stands under `expect`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from supportpolicy.diagnostics import Diagnostic, Span, did_you_mean
from supportpolicy.language.amounts import parse_amount
from supportpolicy.language.malformed import Malformed
from supportpolicy.source import Node
from supportpolicy.testing import kinds, parts
from supportpolicy.testing.cases import Expected, Want, WantedStep
from supportpolicy.testing.given import money_of
from supportpolicy.testing.mistakes import Mistake, entries_of, items_of, word_of, words_of
from supportpolicy.testing.moments import read_moment
from supportpolicy.testing.parts import Part
from supportpolicy.testing.vocabulary import FLAGS, TABLE_OF, Vocabulary

Report = Callable[[Diagnostic], None]
NONE = "none"
_YES_AND_NO: Mapping[str, bool] = {"yes": True, "no": False}
"""As an answer says it in text."""
_NOWHERE = Span("", 1, 1, 1, 1)


def read_expect(node: Node, names: Vocabulary, report: Report) -> tuple[Expected, ...]:
    """Every expectation of a mapping; mistakes are reported, and what they stand in is left out."""
    try:
        entries = entries_of(node, "'expect'")
    except Mistake as mistake:
        report(mistake.finding)
        return ()
    reader = _Reader(names, report)
    found: list[Expected] = []
    for key, value in entries.items():
        if key not in parts.KEYS:
            report(Mistake.unknown_key(node, key, parts.KEYS, kinds.EXPECTATION).finding)
            continue
        found.extend(reader.under(key, value))
    return tuple(found)


def read_cell(path: str, heading: Node, value: Node, names: Vocabulary, report: Report) -> tuple[Expected, ...]:
    """One cell of a table whose column is called `severity`, `targets.first_response` or `refunds.amount`."""
    reader = _Reader(names, report)
    key, _, rest = path.partition(".")
    with_names: Mapping[str, Collection[str]] = {
        "rules": names.rules,
        "targets": names.names["metric"],
        "timelines": names.names["timeline"],
        "coverage": names.calendars,
    }
    try:
        if key not in parts.KEYS:
            raise Mistake(
                kinds.EXPECTATION.at(
                    heading.span,
                    f"unknown column '{path}'",
                    help=did_you_mean(key, parts.KEYS, what="columns begin with"),
                )
            )
        if key in parts.ASKING and rest:
            return tuple(reader.parts(key, "", rest, heading, value, parts.DECISION))
        if key not in with_names or not rest:
            return tuple(reader.under(key, value))
        # Names may have dots in them: the longest that is known is meant.
        name = max(
            (name for name in with_names[key] if rest == name or rest.startswith(f"{name}.")), key=len, default=""
        )
        if not name:
            raise Mistake(
                kinds.NAME.at(
                    heading.span,
                    f"unknown name '{rest}'",
                    help=did_you_mean(rest, sorted(with_names[key]), what="the names are"),
                )
            )
        part = rest[len(name) + 1 :]
        if not part:
            return tuple(reader.named(key, name, value))
        shapes = {"targets": parts.TARGET, "timelines": parts.TIMELINE, "coverage": parts.HOURS}
        return tuple(reader.parts(key, name, part, heading, value, shapes.get(key, {})))
    except Mistake as mistake:
        report(mistake.finding)
        return ()


class _Reader:
    """Reads expectations of one policy's tests."""

    def __init__(self, names: Vocabulary, report: Report) -> None:
        self.names = names
        self.report = report

    def under(self, key: str, node: Node) -> Iterator[Expected]:
        """Everything under one key of `expect`."""
        try:
            if key in TABLE_OF:
                yield self.attribute(key, node)
            elif key in parts.ASKING:
                yield from self.decision(key, node)
            elif key in parts.LISTS:
                yield from self.listed(key, node)
            else:
                yield from self.all_named(key, node)
        except Mistake as mistake:
            self.report(mistake.finding)

    def attribute(self, key: str, node: Node) -> Expected:
        if _is_none(node):
            return Expected(key, None, node.span, NONE)
        if key in FLAGS:
            if not isinstance(node.plain, bool) and (node.quoted or node.text not in _YES_AND_NO):
                raise Mistake(kinds.VALUE.at(node.span, f"'{key}' is true or false", help="write true, false or none"))
            flag = node.plain if isinstance(node.plain, bool) else _YES_AND_NO[node.text]
            # A policy without such rules calls nothing an emergency, and decides nothing.
            decides = bool(self.names.rules.get(TABLE_OF[key]))
            return Expected(key, flag if flag or decides else None, node.span, node.text)
        known = self.names.attributes[key]
        if word_of(node, f"'{key}'") not in known:
            raise Mistake.unknown_name(node, key.replace("_", " "), known)
        return Expected(key, node.text, node.span, node.text)

    def all_named(self, key: str, node: Node) -> Iterator[Expected]:
        """`rules`, `targets`, `timelines` or `coverage`: a mapping by names."""
        known: Mapping[str, tuple[str, Collection[str]]] = {
            "rules": ("table", self.names.rules),
            "targets": ("metric", self.names.names["metric"]),
            "timelines": ("timeline", self.names.names["timeline"]),
            "coverage": ("coverage", self.names.calendars),
        }
        what, names = known[key]
        for name, value in entries_of(node, f"'{key}'").items():
            try:
                if name not in names:
                    raise Mistake.unknown_name_at_key(node, name, what, names)
                yield from self.named(key, name, value)
            except Mistake as mistake:
                self.report(mistake.finding)

    def named(self, key: str, name: str, node: Node) -> Iterator[Expected]:
        """What is expected of one table, metric, timeline or coverage."""
        match key:
            case "rules":
                if not _is_none(node) and word_of(node, "a rule") not in self.names.rules[name]:
                    raise Mistake.unknown_name(node, "rule", self.names.rules[name])
                yield Expected(key, None if _is_none(node) else node.text, node.span, node.text, name)
            case "targets":
                for run in node.items or (node,):
                    yield from self.target(name, run)
            case "timelines":
                for run in node.items or (node,):
                    yield from self.short_or_mapping(key, name, run, "state", parts.TIMELINE)
            case _:
                calendar = self.names.calendars[name]
                if calendar.kind == "choose":
                    raise Mistake(
                        kinds.NAME.at(
                            node.span,
                            f"the hours of '{name}' depend on the ticket's '{calendar.by}'",
                            help=f"ask about one of {', '.join(dict.fromkeys(calendar.cases.values()))}",
                        )
                    )
                yield from self.short_or_mapping(key, name, node, "is", parts.HOURS)

    def target(self, name: str, node: Node) -> Iterator[Expected]:
        if node.kind == "scalar" and node.text in parts.TARGET_STATES:
            yield Expected("targets", node.text, node.span, node.text, name, "state")
        elif node.kind == "mapping" and node.entries and not {"after", "before"} & node.entries.keys():
            yield from self.mapping("targets", name, node, parts.TARGET)
        elif _is_none(node):
            yield Expected("targets", None, node.span, NONE, name)
        else:
            yield Expected("targets", read_moment(node, self.names.zone), node.span, _text(node), name, "due")

    def short_or_mapping(
        self, key: str, name: str, node: Node, short: str, shapes: Mapping[str, Part]
    ) -> Iterator[Expected]:
        if node.kind == "mapping":
            yield from self.mapping(key, name, node, shapes)
        elif key == "timelines" and _is_none(node):
            yield Expected(key, None, node.span, NONE, name)
        else:
            yield Expected(key, self.want(node, shapes[short], short), node.span, _text(node), name, short)

    def decision(self, key: str, node: Node) -> Iterator[Expected]:
        if key not in self.names.rules:
            raise Mistake(
                kinds.NAME.at(node.span, f"the policy has no '{key}'", help="leave this out, or write the section")
            )
        if node.kind == "mapping":
            yield from self.mapping(key, "", node, parts.DECISION)
        elif node.text == parts.NOT_ASKED:
            yield Expected(key, parts.NOT_ASKED, node.span, node.text, "", "decision")
        else:
            word = self.word(node, parts.DECISION["decision"], (*parts.DECISIONS, parts.NOT_ASKED))
            yield Expected(key, word, node.span, node.text, "", "decision")

    def mapping(self, key: str, name: str, node: Node, shapes: Mapping[str, Part]) -> Iterator[Expected]:
        entries = dict(entries_of(node, f"'{name or key}'"))
        run: int | None = None
        if key in ("targets", "timelines") and (number := entries.pop("run", None)) is not None:
            if not isinstance(number.plain, int) or isinstance(number.plain, bool) or number.plain < 1:
                raise Mistake(kinds.VALUE.at(number.span, "a run is a number from 1", help="write 1 for the first run"))
            run = number.plain
        if not entries:
            raise Mistake(
                kinds.NOTHING.at(
                    node.span, "nothing is expected here", help=did_you_mean("", shapes, what="the keys are")
                )
            )
        for part, value in entries.items():
            try:
                if part not in shapes:
                    known = (*shapes, "run") if key in ("targets", "timelines") else tuple(shapes)
                    raise Mistake.unknown_key(node, part, known, kinds.EXPECTATION)
                yield self.part(key, name, part, value, shapes[part], run)
            except Mistake as mistake:
                self.report(mistake.finding)

    def parts(
        self, key: str, name: str, part: str, heading: Node, value: Node, shapes: Mapping[str, Part]
    ) -> Iterator[Expected]:
        """One part by its name, as the column of a table."""
        if part not in shapes:
            raise Mistake(
                kinds.EXPECTATION.at(
                    heading.span,
                    f"unknown part '{part}' of '{name or key}'",
                    help=did_you_mean(part, shapes, what="the parts are"),
                )
            )
        yield self.part(key, name, part, value, shapes[part], None)

    def part(self, key: str, name: str, part: str, node: Node, shape: Part, run: int | None) -> Expected:
        if key in parts.ASKING and part == "rule" and not _is_none(node):
            known = self.names.rules.get(key, frozenset())
            if word_of(node, "a rule") not in known:
                raise Mistake.unknown_name(node, "rule", known)
        if part == "decision" and node.text == NONE:
            return Expected(key, NONE, node.span, NONE, name, part)
        want = None if _is_none(node) else self.want(node, shape, part)
        return Expected(key, want, node.span, _text(node), name, part, run)

    def want(self, node: Node, shape: Part, part: str) -> Want:
        """An expected value in the form of its part."""
        match shape.form:
            case "instant":
                return read_moment(node, self.names.zone)
            case "word":
                return self.word(node, shape)
            case "words":
                return tuple(self.word(each, shape) for each in words_of(node, f"'{part}'"))
            case "money":
                return money_of(node)
            case "amount":
                return amount_text(word_of(node, f"'{part}'"))
            case "number":
                return _number(node, part)
            case "points":
                return {name: _number(value, name) for name, value in entries_of(node, f"'{part}'").items()}
            case "steps":
                return tuple(self.step(each) for each in items_of(node, "'steps'"))
        return word_of(node, f"'{part}'")

    def word(self, node: Node, shape: Part, values: tuple[str, ...] = ()) -> str:
        word = word_of(node, "this")
        known: Collection[str] = values or shape.values
        if known and word not in known:
            raise Mistake(
                kinds.VALUE.at(node.span, f"'{word}' is none of what this can be", help=did_you_mean(word, known))
            )
        if shape.names:
            names = self.names.facts if shape.names == "fact" else self.names.names[shape.names]
            if word not in names and word != "nobody":
                raise Mistake.unknown_name(node, shape.names, names)
        return word

    def step(self, node: Node) -> WantedStep:
        found: list[Expected] = []
        entries = entries_of(node, "a step")
        if not entries:
            raise Mistake(
                kinds.NOTHING.at(
                    node.span,
                    "nothing is expected of this step",
                    help=did_you_mean("", parts.STEP, what="the keys are"),
                )
            )
        for part, value in entries.items():
            if part not in parts.STEP:
                raise Mistake.unknown_key(node, part, parts.STEP, kinds.EXPECTATION)
            want = None if _is_none(value) else self.want(value, parts.STEP[part], part)
            found.append(Expected("steps", want, value.span, _text(value), "", part))
        return WantedStep(tuple(found), node.span)

    def listed(self, key: str, node: Node) -> Iterator[Expected]:
        shape = parts.LISTS[key]
        if key == "messages" and node.kind == "mapping":
            for name, language in entries_of(node, f"'{key}'").items():
                if name not in self.names.names["message"]:
                    raise Mistake.unknown_name_at_key(node, name, "message", self.names.names["message"])
                yield Expected(key, word_of(language, "a language"), language.span, language.text, name, "language")
            return
        nodes = words_of(node, f"'{key}'")
        if not nodes:
            raise Mistake(
                kinds.NOTHING.at(node.span, "nothing is expected here", help=f"write names, or leave '{key}' out")
            )
        for each in nodes:
            nothing = each.text == "all" if key == "no_messages" else key in ("do", "tags") and _is_none(each)
            if nothing:
                yield Expected(key, None, each.span, each.text)
            else:
                yield Expected(key, self.word(each, shape), each.span, each.text)


def amount_text(text: str) -> str:
    """An amount of time as the language writes it, so that `90m` and `1h30m` are one; other words stay as they are."""
    try:
        amount = parse_amount(text, _NOWHERE)
    except Malformed:
        return " ".join(text.split())
    if amount.unit != "minutes":
        return text.lstrip("0") or text
    hours, minutes = divmod(amount.number, 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"


def _number(node: Node, what: str) -> Decimal:
    if isinstance(node.plain, bool) or not isinstance(node.plain, (int, float)):
        raise Mistake(kinds.VALUE.at(node.span, f"'{what}' is a number", help="write a number, without quotes"))
    return Decimal(node.text) if isinstance(node.plain, float) else Decimal(node.plain)


def _is_none(node: Node) -> bool:
    return node.kind == "scalar" and node.text == NONE


def _text(node: Node) -> str:
    """What is expected, as it is written; longer things on one line."""
    if node.kind == "scalar":
        return node.text
    if node.items is not None:
        return f"[{', '.join(_text(item) for item in node.items)}]"
    return "{" + ", ".join(f"{key}: {_text(value)}" for key, value in (node.entries or {}).items()) + "}"


__all__ = ["amount_text", "read_cell", "read_expect"]
