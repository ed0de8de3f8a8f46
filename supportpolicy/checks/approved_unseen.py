"""SP613-SP615: refunds that are approved although nothing is known: by the last rule, by what is missing, by a default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test, place_of, test_place
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.conditions import ALWAYS, Condition, Named, Test
from supportpolicy.language.sections.decisions import Decision

CATCH_ALL = Kind(
    "SP613",
    "approved-by-the-last-rule",
    "warning",
    "The last refund rule approves whatever no rule above it speaks of.",
    "A case that nobody thought of is paid. What a bot tells a customer by such a rule binds the company, as an airline "
    "learned in court.",
    """supportpolicy: 1
name: acme
fields: {order.opened: {type: boolean}}
refunds: [{name: opened, when: {order.opened: true}, decision: deny}, {name: rest, decision: approve}]
""",
    """supportpolicy: 1
name: acme
fields: {order.opened: {type: boolean}}
refunds: [{name: sealed, when: {order.opened: false}, decision: approve}, {name: rest, decision: review}]
""",
)
ON_MISSING = Kind(
    "SP614",
    "approved-where-facts-are-missing",
    "warning",
    "A refund is approved where nothing at all is known of the order.",
    "`not` also holds where the fact is missing. An order that the helpdesk cannot find is then paid without a question; "
    "test sets for agents were passed by doing nothing in just this way.",
    """supportpolicy: 1
name: acme
fields: {account.risk: {type: choice, values: [low, high]}}
refunds: [{name: no risk, when: {account.risk: {not: high}}, decision: approve}, {name: rest, decision: review}]
""",
    """supportpolicy: 1
name: acme
fields: {account.risk: {type: choice, values: [low, high]}}
refunds: [{name: no risk, when: {account.risk: low}, decision: approve}, {name: rest, decision: review}]
""",
)
BY_DEFAULT = Kind(
    "SP615",
    "approved-by-default",
    "warning",
    "A refund is approved on the strength of a default alone.",
    "The default stands in for what the ticket does not say, so money is paid on a guess. Give one only where you would "
    "bet on it, and never on the side of the payment.",
    """supportpolicy: 1
name: acme
fields: {order.returned: {type: boolean, default: true}}
refunds: [{name: back, when: {order.returned: true}, decision: approve}, {name: rest, decision: review}]
""",
    """supportpolicy: 1
name: acme
fields: {order.returned: {type: boolean}}
refunds: [{name: back, when: {order.returned: true}, decision: approve}, {name: rest, decision: review}]
""",
)

_Holds: TypeAlias = "bool | None"
"""None where it cannot be told."""

_ALWAYS_THERE = frozenset("channel language subject body status opened now tags".split())
"""Built-in facts that helpdesks give of every ticket, or where nothing is as good as something."""


class _Nothing:
    """A ticket that asks for a refund and says nothing else."""

    def __init__(self, context: Context, defaults: bool) -> None:
        self.context = context
        self.defaults = defaults
        self.named: dict[str, _Holds] = {}

    def holds(self, condition: Condition) -> _Holds:
        """Whether the condition holds for it."""
        if isinstance(condition, Test):
            return self._test(condition)
        if isinstance(condition, Named):
            return _any([self._named(name) for name in condition.names])
        parts = [self.holds(part) for part in condition.parts]
        if condition.how == "all":
            return _not(_any([_not(part) for part in parts]))
        return _any(parts) if condition.how == "any" else _not(_any(parts))

    def _named(self, name: str) -> _Holds:
        if name not in self.named:
            self.named[name] = None  # a circle leads back here
            condition = self.context.policy.conditions.get(name)
            if condition is not None:
                self.named[name] = self.holds(condition.when)
        return self.named[name]

    def _test(self, test: Test) -> _Holds:
        fact = self.context.facts.get(test.field)
        if fact is None or fact.stage != "facts" or test.field in _ALWAYS_THERE:
            return None
        value = "refund" if test.field == "request" else self._default(test.field)
        if value is None:
            return test.operator == "not" or (test.operator == "present" and test.values[0].text == "false")
        if test.operator in ("is", "not") and all(word.kind != "field" for word in test.values):
            return (value in [word.text for word in test.values]) == (test.operator == "is")
        return (test.values[0].text == "true") if test.operator == "present" else None

    def _default(self, name: str) -> str | None:
        field = self.context.policy.fields.get(name)
        if not self.defaults or field is None or field.default is None:
            return None
        return field.default.text.lower() if field.type == "boolean" else field.default.text


def check_catch_all(context: Context) -> Iterator[Diagnostic]:
    """An approving rule without a condition below others."""
    if not context.complete("refunds"):
        return
    rules = context.policy.refunds
    last = next((place for place, rule in enumerate(rules) if _always(rule)), None)
    # What stands below a rule that always applies is said elsewhere.
    if last and _pays(rules[last]):
        yield CATCH_ALL.at(
            place_of(rules[last].head),
            "this approves whatever no rule above speaks of",
            help="say in a 'when' what is approved, and let the last rule review or deny",
        )


def check_on_missing(context: Context) -> Iterator[Diagnostic]:
    """A condition that holds for a ticket without any fact, defaults left aside."""
    rule = _first(context, defaults=False)
    if rule is not None:
        fact = next(_tests(rule, context), None)
        yield ON_MISSING.at(
            test_place(rule.head, fact.field) if fact is not None else place_of(rule.head),
            "this also holds where nothing is known, and approves",
            help="ask for the value that you mean, or add another test for something that must be known",
        )


def check_by_default(context: Context) -> Iterator[Diagnostic]:
    """A condition that holds for a ticket without any fact once defaults are filled in."""
    rule = _first(context, defaults=True)
    if rule is None or rule is _first(context, defaults=False):
        return
    fields = context.policy.fields
    test = next((test for test in _tests(rule, context) if _has_default(test, context)), None)
    default = fields[test.field].default if test is not None else None
    related = (Related(default.span, "the default"),) if default is not None else ()
    yield BY_DEFAULT.at(
        test_place(rule.head, test.field) if test is not None else place_of(rule.head),
        "this holds by a default alone, and approves",
        related=related,
        help="leave the default out, so that the fact is asked for, or give it the value that does not pay",
    )


def _first(context: Context, *, defaults: bool) -> Decision | None:
    """The rule that decides for a ticket of which nothing is known, if it has a condition and approves."""
    if not context.policy.refunds or not context.complete("refunds", "fields", "facts", "conditions"):
        return None
    nothing = _Nothing(context, defaults)
    for rule in context.policy.refunds:
        if rule.head.about.effective is not None:
            continue
        holds = nothing.holds(rule.head.when)
        if holds is None or (holds and (rule.head.when == ALWAYS or not _pays(rule))):
            return None
        if holds:
            return rule
    return None


def _always(rule: Decision) -> bool:
    return rule.head.when == ALWAYS and rule.head.about.effective is None


def _pays(rule: Decision) -> bool:
    """Whether the rule approves with nobody who looks, and nothing that must be shown."""
    return rule.decision == "approve" and not rule.approver and not rule.proof and rule.head.about.effective is None


def _tests(rule: Decision, context: Context) -> Iterator[Test]:
    return (test for test in every_test(rule.head.when, context.policy) if test.field != "request")


def _has_default(test: Test, context: Context) -> bool:
    field = context.policy.fields.get(test.field)
    return field is not None and field.default is not None


def _any(parts: list[_Holds]) -> _Holds:
    if True in parts:
        return True
    return None if None in parts else False


def _not(holds: _Holds) -> _Holds:
    return None if holds is None else not holds


CHECKS = (
    Check(CATCH_ALL, check_catch_all),
    Check(ON_MISSING, check_on_missing),
    Check(BY_DEFAULT, check_by_default),
)
