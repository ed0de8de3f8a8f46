"""Every kind of loss that targets share. What only one tool gives rise to is in `targets/NAME/gaps.py`."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.hours_kinds import (
    CHOSEN,
    FAR_HOLIDAY,
    GRID,
    HOURS_KINDS,
    NO_HOLIDAYS,
    ONE_SPAN,
    ONE_ZONE,
    OVERNIGHT,
    SHORT_DAY,
    SHORT_SPAN,
    ZONE,
)
from supportpolicy.targets.kind_examples import PLAIN, Example, policy
from supportpolicy.targets.promise_kinds import (
    BUSINESS_DAYS,
    BY_PHRASE,
    METRIC,
    ON_CHANGE,
    ONE_CLOCK,
    PAUSE,
    PROMISE,
    PROMISE_KINDS,
    ROUNDED,
)
from supportpolicy.targets.sorting_kinds import (
    DELAY,
    LADDER,
    LEVELS,
    LIMIT,
    RULE,
    SORTED_ONCE,
    SORTING_KINDS,
    STEP,
    TEST,
    TOPIC,
    UNLESS,
)

DISAGREES = Kind(
    "SP960",
    "model-disagrees",
    "error",
    "By its documentation, the tool would treat a ticket otherwise than the exported policy says.",
    "The files would do something that nobody decided. Nothing is written, and the finding shows the ticket. It is a "
    "mistake of the exporter and not of the policy: please report it.",
    policy(Example(remark="# in a copy of the exported file, 240 minutes became 250\n")),
    PLAIN,
)
NO_ID = Kind(
    "SP961",
    "id-missing",
    "warning",
    "The map file has no id for something that exists in your account of the tool.",
    "The file names it by a reference, and the tool does not take the file until the reference is replaced.",
    policy(Example(remark="# ids: {}\n")),
    policy(Example(remark="# ids: {group:front: 360001}\n")),
)
UNUSED = Kind(
    "SP962",
    "allowed-in-vain",
    "warning",
    "The configuration allows a loss that there is not.",
    "If it comes back one day, it goes by unseen.",
    policy(Example(remark="# allow: {short-day: agents are told}\n")),
    PLAIN,
)
PLUGIN = Kind(
    "SP963",
    "target-broken",
    "warning",
    "An installed target cannot be used: it does not load, or was made for another version of supportpolicy.",
    "It is left out, and the other targets are not. Exports to it stop until it is updated or removed.",
    policy(Example(remark="# a plug-in for `old-desk` is installed that has no TARGET\n")),
    PLAIN,
)

FRAMEWORK_KINDS: tuple[Kind, ...] = (DISAGREES, NO_ID, UNUSED, PLUGIN)
"""What comes of exporting itself. Their examples differ from good ones by something beside the policy, said in a comment."""

LOSSES: tuple[Kind, ...] = (*PROMISE_KINDS, *HOURS_KINDS, *SORTING_KINDS)
"""What comes of the shared steps of lowering."""

KINDS: tuple[Kind, ...] = (*LOSSES, *FRAMEWORK_KINDS)

__all__ = [
    "BUSINESS_DAYS",
    "BY_PHRASE",
    "CHOSEN",
    "DELAY",
    "DISAGREES",
    "FAR_HOLIDAY",
    "FRAMEWORK_KINDS",
    "GRID",
    "KINDS",
    "LADDER",
    "LEVELS",
    "LIMIT",
    "LOSSES",
    "METRIC",
    "NO_HOLIDAYS",
    "NO_ID",
    "ONE_CLOCK",
    "ONE_SPAN",
    "ONE_ZONE",
    "ON_CHANGE",
    "OVERNIGHT",
    "PAUSE",
    "PLUGIN",
    "PROMISE",
    "ROUNDED",
    "RULE",
    "SHORT_DAY",
    "SHORT_SPAN",
    "SORTED_ONCE",
    "STEP",
    "TEST",
    "TOPIC",
    "UNLESS",
    "UNUSED",
    "ZONE",
]
