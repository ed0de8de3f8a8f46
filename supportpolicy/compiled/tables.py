"""Tables: ordered rules over columns of the partition, with the masks by which they are evaluated."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.compiled.admitted import Admitted


class Duration(NamedTuple):
    """An amount of time in exactly one of three units: minutes of open time, days of 24 hours, business days."""

    minutes: int | None = None
    days: int | None = None
    business_days: int | None = None


class Target(NamedTuple):
    """A promised metric. Without `at_most` and `by` no time is promised."""

    metric: str
    clock: str | None = None
    at_most: Duration | None = None
    by: str | None = None
    usually: Duration | None = None
    pause_while: tuple[str, ...] = ()
    on_change: str = "keep"
    at: str = ""


class Sum(NamedTuple):
    """A sum: a decimal number with its currency, or a money fact or price by name."""

    amount: str | None = None
    currency: str | None = None
    name: str | None = None


class Limit(NamedTuple):
    """The end of a band or the size of a unit, in the kind of the fact that is measured."""

    number: str | None = None
    money: Sum | None = None
    time: Duration | None = None


class Band(NamedTuple):
    """A row of `bands`: up to a limit (none: everything above), a sum or a share in percent."""

    up_to: Limit | None = None
    pay: Sum | None = None
    share: str | None = None


class Each(NamedTuple):
    """So much for each unit of a fact."""

    pay: Sum
    of: str
    per: Limit | None = None
    beyond: Limit | None = None
    started: bool = False


class Payment(NamedTuple):
    """How a sum is worked out; rounded once at the end, half up, never below zero."""

    of: Sum | None = None
    times: str | None = None
    """A whole number, or the name of a number fact."""
    share: str | None = None
    unused: str | None = None
    total: str | None = None
    bands_by: str | None = None
    bands: tuple[Band, ...] = ()
    each: Each | None = None
    less: tuple[Sum, ...] = ()
    at_least: Sum | None = None
    at_most: Sum | None = None


class Decision(NamedTuple):
    """The answer to a request."""

    decision: str
    amount: Payment | None = None
    to: tuple[str, ...] = ()
    paid_within: Duration | None = None
    approver: tuple[str, ...] = ()
    confirm: str | None = None
    proof: tuple[str, ...] = ()
    team: str | None = None
    redirect: str | None = None
    wait: Duration | None = None
    customer_reason: str | None = None


class Proof(NamedTuple):
    """The proof that a request needs: all of some, any of some, or points."""

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    points: dict[str, int] = {}
    at_least: int | None = None
    attempts: int | None = None
    never_reveal: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What a rule decides where it wins. Which parts are used depends on the table."""

    decides: dict[str, str] = {}
    """Decided attributes, such as tier or team; booleans as true and false."""
    targets: tuple[Target, ...] = ()
    decision: Decision | None = None
    proof: Proof | None = None
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()


class Part(NamedTuple):
    """One entry of a rule's condition, in the order written: it holds where any of its alternatives does.

    An alternative maps columns to the classes that are admitted, and all its columns must agree. Classes are written as
    ranges, both ends included: [[0, 2], [5, 5]] admits 0, 1, 2 and 5.
    """

    text: str
    """In words, for reasons."""
    any: tuple[dict[str, Admitted], ...]
    """The alternatives."""
    at: str = ""


class Rule(NamedTuple):
    """One rule of a table. It holds where all its parts do."""

    name: str
    outcome: Outcome
    parts: tuple[Part, ...] = ()
    row: str | None = None
    """Of a promise: the row that this rule was made of."""
    start: str | None = None
    """The local date from which the rule is in force; part of `parts` too."""
    until: str | None = None
    why: str | None = None
    source: str | None = None
    owner: str | None = None
    at: str = ""


class Table(NamedTuple):
    """Ordered rules. In mode `first` the first that holds wins; in mode `all` every one that holds counts.

    A bit of a mask stands for one alternative of one rule, in the order of the rules; `bits` says which rule. A ticket's
    answer is the lowest bit that is set in the AND, over `masks`, of the mask of the ticket's class in each column.
    """

    name: str
    stage: str
    mode: str
    rules: tuple[Rule, ...] = ()
    bits: tuple[int, ...] = ()
    masks: dict[str, tuple[str, ...]] = {}
    """Column -> for each class a mask in hexadecimal digits; columns that no rule tests are left out."""
