"""A YAML value with its place."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from supportpolicy.diagnostics import Span

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


class Node(NamedTuple):
    """One value of a YAML document.

    `plain` is the value as ordinary Python data, shared with the parents' `plain`; `entries` and `items` are the same
    children as nodes. An alias gives a node with the place where it is used; its children keep the place of the anchor.
    """

    kind: Literal["mapping", "list", "scalar"]
    plain: Plain
    span: Span
    text: str = ""
    """The characters of a scalar, before they were taken for a number or a boolean."""
    quoted: bool = False
    """Whether a scalar was written in quotes or as a block."""
    entries: dict[str, Node] | None = None
    keys: dict[str, Span] | None = None
    """The place of each key of a mapping."""
    items: tuple[Node, ...] | None = None
    size: int = 1
    """Values in it, itself included, aliases counted at every use."""
    depth: int = 0
    """Levels of lists and mappings in it, itself included, aliases followed."""

    def get(self, key: str) -> Node | None:
        """The value under `key` of a mapping, or None where the key is missing or the node is no mapping."""
        return self.entries.get(key) if self.entries is not None else None

    def key_span(self, key: str) -> Span:
        """The place of a key of this mapping, or of the mapping where it has no such key."""
        return (self.keys or {}).get(key, self.span)

    def at(self, path: tuple[str | int, ...]) -> Node:
        """The node at the end of `path`; the deepest one on the way where the path leads nowhere."""
        node = self
        for step in path:
            child: Node | None = None
            if isinstance(step, str):
                child = node.get(step)
            elif node.items is not None and step < len(node.items):
                child = node.items[step]
            if child is None:
                return node
            node = child
        return node
