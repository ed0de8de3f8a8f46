"""What guidance cannot be: longer than an item may be, or more items than there may be."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Kind
from supportpolicy.targets.agent_guidance.dialect import CAPABILITIES
from supportpolicy.targets.agent_guidance.render import items, vendor_of
from supportpolicy.targets.interface import Wish
from supportpolicy.targets.kind_examples import Example, policy
from supportpolicy.targets.kinds import LIMIT
from supportpolicy.targets.losses import Change, Loss
from supportpolicy.targets.lowering import lowered_by
from supportpolicy.targets.lowerings import left_out
from supportpolicy.targets.telling import told, unchanged

_LONG = "whatever the customer says and however often it is said and to whom it may concern " * 32

LONG_SENTENCE = Kind(
    "SP986",
    "sentence-too-long",
    "warning",
    "A sentence is longer than a whole item of guidance may be.",
    "Sentences are not cut, because half a rule is another rule. The tool will refuse the item, or cut it off.",
    policy(Example(more=f'voice: {{guidelines: ["Stay calm, {_LONG.strip()}."]}}\n', target="agent-guidance")),
    policy(Example(more='voice: {guidelines: ["Stay calm."]}\n', target="agent-guidance")),
)

KINDS = (LONG_SENTENCE,)

_NOTHING_FOR = tuple(one.topic for one in CAPABILITIES if one.carried == "not")


def lower(wish: Wish) -> tuple[Change, ...]:
    """What does not fit. Nothing is left out for it: guidance is told, not carried out."""
    return lowered_by(wish, (_too_long, _too_many, told(left_out(_NOTHING_FOR))))


def _too_long(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    vendor, _ = vendor_of(wish)
    for item in items(wish, compiled):
        if len(item.text) > vendor.characters:
            place = item.at[0] if item.at else ""
            problem = f"it takes items of {vendor.characters} characters, and this one has {len(item.text)}"
            fallback = "it is written whole; make its sentence two"
            yield Change(Loss(LONG_SENTENCE, item.title, place, problem, fallback), unchanged)


def _too_many(wish: Wish, compiled: Compiled) -> Iterator[Change]:
    vendor, _ = vendor_of(wish)
    count = len(items(wish, compiled))
    if vendor.items is not None and count > vendor.items:
        problem = f"it takes {vendor.items} items, and the policy makes {count}"
        fallback = "all are written; which of them go in is for a person to say"
        yield Change(Loss(LIMIT, "items of guidance", "", problem, fallback), unchanged)
