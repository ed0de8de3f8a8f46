"""The tags by which rules of a desk remember what was decided, and names that stand for longer texts."""

from __future__ import annotations

import hashlib
import re
from typing import Final

PREFIX: Final = "policy"
NO_TEAM: Final = "none"
"""What a policy routes to where nobody gets the ticket: no group."""
_WORD: Final = re.compile(r"[a-z0-9-]{1,40}")


def short_hash(text: str) -> str:
    """Eight characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def slug(text: str) -> str:
    """A name as part of a tag. Different names give different words: what is not plain or is long gets a short hash."""
    if _WORD.fullmatch(text):
        return text
    words = re.sub(r"[^a-z0-9]+", "-", text.lower())[:20].strip("-")
    return f"{words}_{short_hash(text)}" if words else short_hash(text)


def decided_tag(attribute: str, value: str) -> str:
    """The tag that says what a stage decided, such as `policy_tier_enterprise`."""
    return f"{PREFIX}_{attribute}_{slug(value)}"


def done_tag(stage: str) -> str:
    """The tag that says that a stage has decided, so that no later rule of it does anything."""
    return f"{PREFIX}_done_{stage}"


def class_tag(column: str, label: str) -> str:
    """The tag by which an integration says in which class of values a fact lies, where rules cannot test it."""
    return f"{PREFIX}_fact_{slug(column)}_{slug(label)}"
