"""YAML text to nodes, over the event stream of PyYAML's C parser: no recursion, no tags, nothing silently dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser

from supportpolicy.diagnostics import Diagnostic, Related, Remedy, Span
from supportpolicy.source import kinds
from supportpolicy.source.hidden import hidden_character
from supportpolicy.source.limits import MAX_DEPTH, MAX_VALUES, shown
from supportpolicy.source.node import Node, Plain
from supportpolicy.source.scalars import resolve

if TYPE_CHECKING:
    from supportpolicy.source.syntax import Around

# What explains a mistake is imported where one is found: a clean policy does not wait for it.

Report = Callable[[Diagnostic], None]
_ANCHOR = re.compile(r"&[^\s,\[\]{}]++(?:\s++|#[^\n]*+)*+")
_ENCODED_TAG = re.compile(r"!\S*%\S*")


class _Stop(Exception):
    """A finding after which the rest of the file cannot be trusted."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = (
        "anchor",
        "depth",
        "entries",
        "flow",
        "is_mapping",
        "items",
        "key",
        "keys",
        "last",
        "plain",
        "size",
        "start",
    )

    def __init__(self, is_mapping: bool, flow: bool, start: Span, anchor: str | None) -> None:
        self.is_mapping = is_mapping
        self.flow = flow
        self.start = start
        self.anchor = anchor
        self.plain: Any = {} if is_mapping else []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Span] = {}
        self.items: list[Node] = []
        self.last: Node | None = None
        self.key: tuple[str, Span] | None = None
        self.size = 1
        self.depth = 1


def parse(text: str, path: str, report: Report) -> Node | None:
    """The one document of `text`, or None where it cannot be used; every problem goes to `report`.

    `path` is what spans carry. An empty document is None too, with a finding. Raises nothing on any text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = hidden_character(text, path)
    if hidden is not None:
        report(hidden)
        return None
    builder = _Builder(path, text, report)
    try:
        return builder.build()
    except _Stop as stop:
        report(stop.finding)
    except UnicodeDecodeError:  # from the one thing the parser decodes further: %-codes in a tag
        report(_encoded_tag(text, path))
    except yaml.YAMLError as error:
        from supportpolicy.source.syntax import explain_yaml_error

        report(explain_yaml_error(error, text, path, builder.around()))
    return None


class _Builder:
    def __init__(self, path: str, text: str, report: Report) -> None:
        self.path = path
        self.text = text
        self.report = report
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.open_anchors: set[str] = set()
        self.root: Node | None = None
        self.last: Node | None = None
        self.documents = 0
        self.count = 0

    def build(self) -> Node | None:
        parser = CParser(self.text)
        while True:
            event: Any = parser.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.add(self.scalar(event), event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.close(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.open(event)
            elif kind is yaml.AliasEvent:
                self.add(self.alias(event), event)
            elif kind is yaml.DocumentStartEvent:
                self.document(event)
            elif kind is yaml.StreamEndEvent:
                break
        if self.root is None or (self.root.kind == "scalar" and self.root.plain is None):
            comments = any(line.lstrip().startswith("#") for line in self.text.split("\n"))
            raise _Stop(
                kinds.EMPTY.at(
                    Span(self.path, 1, 1, 1, 1),
                    "there is nothing but comments in this file" if comments else "the file is empty",
                    help="start with 'supportpolicy: 1' and 'name:', or remove the file",
                )
            )
        return self.root

    def around(self) -> Around:
        """What was open and what was just closed, for the message about a text that breaks off here."""
        from supportpolicy.source.syntax import Around

        bracket = next((done.start.inside(0, 1) for done in reversed(self.stack) if done.flow), None)
        last = self.last
        closes = last is not None and self.ends_in_sign(last)
        return Around(bracket, last.span if last is not None and closes else None)

    def char(self, line: int, col: int) -> str:
        """One character of the text; for messages, because it looks through all of it."""
        lines = self.text.split("\n")
        return lines[line - 1][col - 1 : col] if line <= len(lines) and col else ""

    def ends_in_sign(self, node: Node) -> bool:
        """Whether a value ends in a closing quotation mark, bracket or brace."""
        sign = self.char(node.span.end_line, node.span.end_col - 1)
        return sign in ("'", '"') if node.kind == "scalar" and node.quoted else sign in ("]", "}")

    def span(self, event: Any) -> Span:
        """The characters of an event, without the anchor before them."""
        start, end = event.start_mark, event.end_mark
        line, col = start.line + 1, start.column + 1
        if getattr(event, "anchor", None) is None:
            return Span(self.path, line, col, end.line + 1, end.column + 1)
        skipped = self.anchor(event)
        if "\n" in skipped:
            line, col = line + skipped.count("\n"), len(skipped) - skipped.rfind("\n")
        else:
            col += len(skipped)
        return Span(self.path, line, col, end.line + 1, end.column + 1)

    def anchor(self, event: Any) -> str:
        """The anchor an event begins with and what separates it from the value; all of it where no value follows."""
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is None:
            return ""
        found = _ANCHOR.match(self.text, start, end)
        return found[0] if found else ""

    def behind(self, mark: Any, span: Span) -> Span:
        """The place of a value that was left out: where the parser noticed it, moved back to what is written before."""
        index = mark.index
        while index and self.text[index - 1] in " \n":
            index -= 1
        lines = self.text.count("\n", index, mark.index)
        if mark.index == len(self.text) and mark.column == 0 and self.text[-1:] != "\n":
            lines += 1  # the parser ends every text with a line of its own
        col = index - self.text.rfind("\n", 0, index) if lines else span.col - (mark.index - index)
        return Span(self.path, span.line - lines, col, span.line - lines, col)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Stop(
                kinds.SEVERAL_DOCUMENTS.at(
                    self.span(event),
                    "a second document begins here",
                    help="remove the '---' line, or move what follows it into a file of its own",
                )
            )

    def scalar(self, event: Any) -> Node:
        if event.tag is not None:
            self.refuse_tag(event)
        value: str = event.value
        style = event.style
        plain: Plain = value if style else resolve(value)
        if event.anchor is None:
            # The usual case, without the calls: a policy is mostly scalars.
            start, end = event.start_mark, event.end_mark
            span = Span(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        else:
            span = self.span(event)
        if style in ("|", ">"):
            # The parser ends a block at the next thing after it; its own last line reads better in an excerpt.
            written = self.text[event.start_mark.index + len(self.anchor(event)) : event.end_mark.index].rstrip()
            more, last = written.count("\n"), len(written) - written.rfind("\n") - 1
            span = span._replace(end_line=span.line + more, end_col=last + (1 if more else span.col))
        elif not value and not style and event.anchor is None:
            span = self.behind(event.start_mark, span)
        node = Node("scalar", plain, span, value, bool(style))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
            self.open_anchors.discard(event.anchor)
        return node

    def alias(self, event: Any) -> Node:
        name: str = event.anchor
        target = self.anchors.get(name)
        if name in self.open_anchors or target is None:
            why = "stands inside its own anchor" if name in self.open_anchors else "has no anchor before it"
            raise _Stop(
                kinds.ALIAS.at(
                    self.span(event),
                    f"the alias '*{shown(name)}' {why}",
                    help=f"put the text in quotes if you meant a star; to YAML it means 'as at &{shown(name)}'",
                )
            )
        if len(self.stack) + target.depth > MAX_DEPTH:
            raise _Stop(self.too_deep(event))
        return target._replace(span=self.span(event))

    def open(self, event: Any) -> None:
        self.refuse_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(self.too_deep(event))
        if event.anchor is not None:
            self.open_anchors.add(event.anchor)
        is_mapping, flow = isinstance(event, yaml.MappingStartEvent), self.begins_with_bracket(event)
        self.stack.append(_Open(is_mapping, flow, self.span(event), event.anchor))

    def begins_with_bracket(self, event: Any) -> bool:
        """Whether a list or mapping is in brackets; a pair inside brackets, such as in `[a: b]`, is not by itself."""
        return bool(event.flow_style) and self.text[event.end_mark.index - 1 : event.end_mark.index] in ("[", "{")

    def too_deep(self, event: Any) -> Diagnostic:
        return kinds.TOO_LARGE.at(
            self.span(event),
            f"this is nested more than {MAX_DEPTH} levels deep",
            help="no policy goes so deep: look for brackets or dashes that are too many",
        )

    def close(self, event: Any) -> None:
        done = self.stack.pop()
        span = self.whole(done, event)
        if done.is_mapping:
            node = Node(
                "mapping", done.plain, span, entries=done.entries, keys=done.keys, size=done.size, depth=done.depth
            )
        else:
            node = Node("list", done.plain, span, items=tuple(done.items), size=done.size, depth=done.depth)
        if done.anchor is not None:
            self.open_anchors.discard(done.anchor)
            self.anchors[done.anchor] = node
        # The children were counted as they came; `add` counts this node as one more.
        self.count -= done.size - 1
        self.add(node, event)

    def whole(self, done: _Open, event: Any) -> Span:
        if done.flow:
            end = self.span(event)
            return done.start._replace(end_line=end.end_line, end_col=end.end_col)
        begin = done.start
        end = done.last.span if done.last is not None else begin
        return Span(begin.path, begin.line, begin.col, end.end_line, end.end_col)

    def add(self, node: Node, event: Any) -> None:
        self.last = node
        self.count += node.size
        if self.count > MAX_VALUES:
            raise _Stop(
                kinds.TOO_LARGE.at(
                    self.span(event),
                    f"the file holds more than {MAX_VALUES:,} values, aliases counted at every use",
                    help="write the repeated part once and refer to it by name, or split the file",
                )
            )
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += node.size
        if node.depth >= top.depth:
            top.depth = node.depth + 1
        if not top.is_mapping:
            top.plain.append(node.plain)
            top.items.append(node)
            top.last = node
        elif top.key is None:
            top.key = (self.key(node, top), node.span)
        else:
            self.entry(top, node)

    def key(self, node: Node, top: _Open) -> str:
        if node.kind == "scalar":
            return node.text
        span = node.span
        if top.flow and (top.start.line, top.start.col + 1) == (span.line, span.col):
            # `{{name}}`: what the author wrote as one thing begins and ends with the outer brace.
            closes = self.char(span.end_line, span.end_col) in ("}", "]")
            span = span._replace(line=top.start.line, col=top.start.col, end_col=span.end_col + closes)
        what = f"a {node.kind}"
        if self.ends_in_sign(node):
            what += " in braces" if node.kind == "mapping" else " in brackets"
        raise _Stop(
            kinds.KEY_NOT_TEXT.at(
                span,
                f"a key must be a word, and this is {what}",
                help='put quotes around the whole value if it is meant as text, such as "{{name}}, hello"',
            )
        )

    def entry(self, top: _Open, node: Node) -> None:
        assert top.key is not None
        (name, span), top.key = top.key, None
        if name in top.entries:
            self.report(
                kinds.DUPLICATE_KEY.at(
                    span,
                    f"the key '{shown(name)}' is given twice",
                    related=(Related(top.keys[name], "first given here"),),
                    help="keep one of the two; if both are meant, they need different names",
                    remedy=self.same_again(top.entries[name], node, span),
                )
            )
            return
        top.last = node
        top.entries[name] = node
        top.keys[name] = span
        top.plain[name] = node.plain

    def same_again(self, first: Node, second: Node, key: Span) -> Remedy | None:
        """The second of two entries that say the same may go."""
        if repr(first.plain) != repr(second.plain):
            return None
        return Remedy("", True, how="remove", span=Span(self.path, key.line, key.col, *second.span[3:]))

    def refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            span = self.span(event)
            begin = event.start_mark.index + len(self.anchor(event))
            word = self.text[begin : event.end_mark.index].split(maxsplit=1)[0]
            from supportpolicy.source.syntax import tag_finding

            raise _Stop(tag_finding(span._replace(end_line=span.line, end_col=span.col + len(word)), word))


def _encoded_tag(text: str, path: str) -> Diagnostic:
    found = _ENCODED_TAG.search(text)
    start, word = (found.start(), found[0]) if found else (0, "!")
    line, col = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    from supportpolicy.source.syntax import tag_finding

    return tag_finding(Span(path, line, col, line, col + len(word)), word)
