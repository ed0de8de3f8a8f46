"""YAML text to nodes, over the event stream of PyYAML's C parser: no recursion, no tags, nothing silently dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser

from supportpolicy.diagnostics import Diagnostic, Related, Span
from supportpolicy.source import kinds
from supportpolicy.source.limits import MAX_DEPTH, MAX_VALUES
from supportpolicy.source.node import Node, Plain
from supportpolicy.source.scalars import resolve
from supportpolicy.source.syntax import explain_yaml_error, stray_tab

Report = Callable[[Diagnostic], None]


class _Stop(Exception):
    """A finding after which the rest of the file cannot be trusted."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = ("anchor", "entries", "is_mapping", "items", "key", "keys", "plain", "size", "start")

    def __init__(self, is_mapping: bool, start: Span, anchor: str | None) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.anchor = anchor
        self.plain: Any = {} if is_mapping else []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Span] = {}
        self.items: list[Node] = []
        self.key: tuple[str, Span] | None = None
        self.size = 1


def parse(text: str, path: str, report: Report) -> Node | None:
    """The one document of `text`, or None where it cannot be used; every problem goes to `report`.

    `path` is what spans carry. An empty document is None too, with a finding. Raises nothing on any text.
    """
    try:
        return _Builder(path, report).build(text)
    except _Stop as stop:
        report(stop.finding)
    except yaml.YAMLError as error:
        report(stray_tab(text, path) or explain_yaml_error(error, text, path))
    return None


class _Builder:
    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.report = report
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.open_anchors: set[str] = set()
        self.root: Node | None = None
        self.documents = 0
        self.count = 0

    def build(self, text: str) -> Node | None:
        parser = CParser(text)
        while True:
            event: Any = parser.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                break
            if isinstance(event, yaml.ScalarEvent):
                self.add(self.scalar(event), event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.close(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self.open(event)
            elif isinstance(event, yaml.AliasEvent):
                self.add(self.alias(event), event)
            elif isinstance(event, yaml.DocumentStartEvent):
                self.document(event)
        if self.root is None or (self.root.kind == "scalar" and self.root.plain is None):
            raise _Stop(
                kinds.EMPTY.at(
                    Span(self.path, 1, 1, 1, 1),
                    "the file is empty",
                    help="start with 'supportpolicy: 1' and 'name:', or remove the file",
                )
            )
        return self.root

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _Stop(
                kinds.SEVERAL_DOCUMENTS.at(
                    self.span(event),
                    "a second document begins here",
                    help="remove the '---' line, or move what follows into a file of its own",
                )
            )

    def scalar(self, event: Any) -> Node:
        self.refuse_tag(event)
        value: str = event.value
        style = event.style
        plain: Plain = value if style else resolve(value)
        span = self.span(event)
        if style in ("|", ">") and span.end_col == 1 and span.end_line > span.line:
            # A block ends at the start of the line after it; its last own line reads better in an excerpt.
            span = span._replace(end_line=span.end_line - 1, end_col=1)
        node = Node("scalar", plain, span, value, bool(style))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: Any) -> Node:
        name: str = event.anchor
        target = self.anchors.get(name)
        if name in self.open_anchors or target is None:
            why = "stands inside its own anchor" if name in self.open_anchors else "has no anchor before it"
            raise _Stop(
                kinds.ALIAS.at(
                    self.span(event),
                    f"the alias '*{name}' {why}",
                    help="a star begins an alias in YAML; put the text in quotes if you meant a star",
                )
            )
        return target._replace(span=self.span(event))

    def open(self, event: Any) -> None:
        self.refuse_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(
                kinds.TOO_LARGE.at(
                    self.span(event), f"nested more than {MAX_DEPTH} levels deep", help="flatten this part"
                )
            )
        if event.anchor is not None:
            self.open_anchors.add(event.anchor)
        self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), self.span(event), event.anchor))

    def close(self, event: Any) -> None:
        done = self.stack.pop()
        span = self.whole(done, event)
        if done.is_mapping:
            node = Node("mapping", done.plain, span, entries=done.entries, keys=done.keys, size=done.size)
        else:
            node = Node("list", done.plain, span, items=tuple(done.items), size=done.size)
        if done.anchor is not None:
            self.open_anchors.discard(done.anchor)
            self.anchors[done.anchor] = node
        # The children were counted as they came; `add` counts this node as one more.
        self.count -= done.size - 1
        self.add(node, event)

    def whole(self, done: _Open, event: Any) -> Span:
        end = self.span(event)
        if (end.line, end.col) != (end.end_line, end.end_col):  # flow style: the closing bracket has a width
            return done.start._replace(end_line=end.end_line, end_col=end.end_col)
        children = list(done.entries.values()) if done.is_mapping else done.items
        last = children[-1].span if children else done.start
        return done.start._replace(end_line=last.end_line, end_col=last.end_col)

    def add(self, node: Node, event: Any) -> None:
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
        if not top.is_mapping:
            top.plain.append(node.plain)
            top.items.append(node)
        elif top.key is None:
            top.key = (self.key(node), node.span)
        else:
            self.entry(top, node)

    def key(self, node: Node) -> str:
        if node.kind != "scalar":
            raise _Stop(
                kinds.KEY_NOT_TEXT.at(
                    node.span,
                    f"a key must be a word, and this is a {node.kind}",
                    help="put it in quotes if it is meant as text",
                )
            )
        return node.text

    def entry(self, top: _Open, node: Node) -> None:
        assert top.key is not None
        (name, span), top.key = top.key, None
        if name in top.entries:
            self.report(
                kinds.DUPLICATE_KEY.at(
                    span,
                    f"the key '{name}' is given twice",
                    related=(Related(top.keys[name], "first given here"),),
                    help="keep one of the two; if both are meant, they need different names",
                )
            )
            return
        top.entries[name] = node
        top.keys[name] = span
        top.plain[name] = node.plain

    def refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise _Stop(
                kinds.TAG.at(
                    self.span(event),
                    f"the YAML tag '{tag}' is not allowed in a policy",
                    help="remove it; put the value in quotes if it is meant as text",
                )
            )
