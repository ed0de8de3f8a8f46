"""The words of events: plain ones, so that no condition needs quoting and none asks for what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from supportpolicy.targets.pagerduty.dialect import LADDER, slug
from supportpolicy.targets.paging.contract import SIGNAL, Label

NONE = "none"
"""Written where a fact is missing."""


def plain(label: Label) -> Label:
    """A label as a detail of an event: its name and the word of each class of letters, digits and underscores."""
    return label._replace(name=slug(label.name), words=tuple(_apart((NONE, *label.words[1:]))))


def plain_labels(labels: Sequence[Label]) -> tuple[Label, ...]:
    """Labels as details, with names kept apart."""
    named = [plain(label) for label in labels]
    names = _apart((LADDER, SIGNAL, *(label.name for label in named)))[2:]
    return tuple(label._replace(name=name) for label, name in zip(named, names, strict=True))


def _apart(words: Sequence[str]) -> list[str]:
    """Words in plain form, the later of two that would be alike numbered."""
    found: list[str] = []
    for word in words:
        base = name = slug(word)
        number = 2
        while name in found:
            name, number = f"{base}_{number}", number + 1
        found.append(name)
    return found
