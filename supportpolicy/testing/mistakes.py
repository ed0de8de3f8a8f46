"""How a reader of test files says that something is wrong, and the checks that many readers share."""

from __future__ import annotations

from collections.abc import Collection

from supportpolicy.diagnostics import Diagnostic, Kind, did_you_mean
from supportpolicy.source import Node
from supportpolicy.testing import kinds


class Mistake(Exception):
    """A finding about one part of a test file: what it stands in cannot be used, the rest is read on."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding

    @classmethod
    def unknown_key(cls, node: Node, key: str, known: Collection[str], kind: Kind | None = None) -> Mistake:
        """A key that this mapping cannot have."""
        return cls(
            (kind or kinds.KEY).at(
                node.key_span(key), f"unknown key '{key}'", help=did_you_mean(key, known, what="the keys are")
            )
        )

    @classmethod
    def unknown_name(cls, node: Node, what: str, known: Collection[str]) -> Mistake:
        """A word that should be one of the policy's names, such as a metric."""
        return cls(kinds.NAME.at(node.span, f"unknown {what} '{node.text}'", help=_known(node.text, what, known)))

    @classmethod
    def unknown_name_at_key(cls, node: Node, key: str, what: str, known: Collection[str]) -> Mistake:
        """A key that should be one of the policy's names."""
        return cls(kinds.NAME.at(node.key_span(key), f"unknown {what} '{key}'", help=_known(key, what, known)))


def _known(word: str, what: str, known: Collection[str]) -> str:
    # Sorted, for a set has another order in each run.
    return did_you_mean(
        word, sorted(known), what=f"the policy's names for a {what} are" if known else f"{what} by any name"
    )


def entries_of(node: Node, what: str) -> dict[str, Node]:
    """The entries of a mapping. Raises Mistake for anything else."""
    if node.kind != "mapping" or node.entries is None:
        raise Mistake(
            kinds.SHAPE.at(
                node.span,
                f"{what} must be a mapping, with lines such as 'key: value'",
                help=f"see docs/policy-tests.md for {what}",
            )
        )
    return node.entries


def items_of(node: Node, what: str) -> tuple[Node, ...]:
    """The items of a list. Raises Mistake for anything else."""
    if node.items is None:
        raise Mistake(
            kinds.SHAPE.at(
                node.span,
                f"{what} must be a list, with a dash before each entry",
                help=f"see docs/policy-tests.md for {what}",
            )
        )
    return node.items


def word_of(node: Node, what: str) -> str:
    """One word or text. Raises Mistake for a list, a mapping, or nothing at all."""
    if node.kind != "scalar" or (node.plain is None and not node.quoted):
        raise Mistake(
            kinds.SHAPE.at(node.span, f"{what} must be a text", help="write it on the same line, in quotes if need be")
        )
    return node.text


def words_of(node: Node, what: str) -> tuple[Node, ...]:
    """One word, or a list of them, as nodes. Raises Mistake."""
    nodes = node.items if node.items is not None else (node,)
    for each in nodes:
        word_of(each, what)
    return nodes
