"""Guidance in blocks, and blocks in items of a limited length: never cut within a sentence, and within a block only
where it is too long for an item of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[^\W_a-z]|[\"'“„«(\[\d])|(?<=[。！？])\s*(?=\S)")
"""Where one sentence ends and the next begins: after a stop, before a capital, a figure or a quotation mark."""
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|No|Nr|Mr|Mrs|Ms|Dr|St|Art|bzw|z\.\s?B|d\.\s?h|ca)|\b\d{1,2}|\b[A-Za-z])\.$"
)
"""Endings that look like the end of a sentence and may be none."""

_WIDE_STOPS = ("。", "！", "？")
"""After these no space stands."""


class Block(NamedTuple):
    """What belongs together: a rule, a piece of guidance, a message in one language."""

    sentences: tuple[str, ...]
    name: str = ""
    """Of a rule: its name."""
    at: str = ""
    verbatim: bool = False
    """Whether the sentences bring the spaces between them along, as the words of a message do."""

    @property
    def text(self) -> str:
        """The whole block, on lines of its own."""
        text = ""
        for sentence in self.sentences:
            apart = text and not self.verbatim and not text.endswith(_WIDE_STOPS)
            text += f" {sentence}" if apart else sentence
        return text.rstrip()


class Topic(NamedTuple):
    """Blocks about one thing, in their order."""

    key: str
    title: str
    opening: str
    """What holds for all blocks; every item of the topic begins with it."""
    blocks: tuple[Block, ...]
    table: str = ""
    """The table whose rules the blocks are, if they are: then the order counts."""


class Item(NamedTuple):
    """One piece of guidance as it is put into a tool."""

    topic: str
    number: int
    """Within its topic, from 1."""
    of: int
    title: str
    text: str
    rules: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


def sentences_of(text: str) -> tuple[str, ...]:
    """A text in its sentences; a line break ends one too. What may be an abbreviation ends none."""
    return tuple(piece.strip() for piece in pieces_of(text) if piece.strip())


def pieces_of(text: str) -> tuple[str, ...]:
    """The same with all spaces and line breaks: put together again they are the text."""
    found: list[str] = []
    for line in text.splitlines(keepends=True):
        start = 0
        for match in _END.finditer(line):
            if not _SHORT.search(line[start : match.end()].rstrip()):
                found.append(line[start : match.end()])
                start = match.end()
        if line[start:]:
            found.append(line[start:])
    return tuple(found)


def items_of(topic: Topic, most: int) -> list[Item]:
    """A topic as items of at most so many characters, fewest first come. A sentence that is too long stands alone."""
    room = most - len(_head(topic, 99, 99, continued=True))
    groups: list[list[Block]] = []
    used = 0
    for block in topic.blocks:
        for part in _parts(block, room):
            size = len(part.text) + 1
            if groups and used + size <= room:
                groups[-1].append(part)
                used += size
            else:
                groups.append([part])
                used = size
    return [
        Item(
            topic.key,
            number,
            len(groups),
            topic.title if len(groups) == 1 else f"{topic.title} ({number} of {len(groups)})",
            _head(topic, number, len(groups), continued=number > 1) + "\n".join(part.text for part in group) + "\n",
            tuple(part.name for part in group if part.name),
            tuple(dict.fromkeys(part.at for part in group if part.at)),
        )
        for number, group in enumerate(groups, 1)
    ]


def _head(topic: Topic, number: int, of: int, *, continued: bool) -> str:
    """The beginning of an item. Of rules in order, later items say that those before come first."""
    title = topic.title if of == 1 else f"{topic.title} ({number} of {of})"
    lines = [title, topic.opening] if topic.opening else [title]
    if continued and topic.table:
        lines.append(f"These rules come after those of item {number - 1}: use them only where none of those fits.")
    return "\n".join(lines) + "\n"


def _parts(block: Block, room: int) -> Sequence[Block]:
    """A block as it is; where it does not fit into an item of its own, as many sentences at a time as do."""
    if len(block.text) + 1 <= room:
        return (block,)
    parts: list[list[str]] = []
    again = f"“{block.name}”, continued:" if block.name else ""
    used = 0
    for sentence in block.sentences:
        if parts and used + len(sentence) + 1 <= room - 1:
            parts[-1].append(sentence)
            used += len(sentence) + 1
        else:
            parts.append([again, sentence] if parts and again else [sentence])
            used = sum(len(one) + 1 for one in parts[-1])
    return [
        block._replace(sentences=tuple(part), name=block.name if number == 0 else "")
        for number, part in enumerate(parts)
    ]
