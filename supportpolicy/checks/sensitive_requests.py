"""SP622: a request for the keys of an account is carried out without any proof of who asks."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.written_out import every_test, place_of
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.conditions import ALWAYS, Condition, Group, Test, Value
from supportpolicy.language.policy import Policy
from supportpolicy.language.sections.decisions import Decision, IdentityRule
from supportpolicy.language.walk import tests_in

KIND = Kind(
    "SP622",
    "sensitive-without-proof",
    "warning",
    "A request about passwords, second factors, ownership or all of somebody's data is approved, and no proof is asked for.",
    "Most stolen accounts are stolen from the help desk. One company claims 380 million dollars from a desk that, it says, "
    "reset passwords for anybody who called.",
    """supportpolicy: 1
name: acme
requests: [{name: reset, when: {request: password-reset}, decision: approve}]
identity: [{name: everybody, verify: none}]
""",
    """supportpolicy: 1
name: acme
requests: [{name: reset, when: {request: password-reset}, decision: approve}]
identity: [{name: reset, when: {request: password-reset}, verify: email-code}, {name: everybody, verify: none}]
""",
)

_ALONE = frozenset("password passwords passcode mfa 2fa totp otp".split())
_TOGETHER: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"second"}), frozenset({"factor"})),
    (frozenset({"two"}), frozenset({"factor"})),
    (frozenset("change new update replace".split()), frozenset("email mail owner iban payout".split())),
    (frozenset("delete close erase recover recovery unlock".split()), frozenset({"account"})),
    (frozenset({"export", "copy", "delete", "erase"}), frozenset({"data"})),
    (frozenset("new reset show".split()), frozenset({"key", "keys", "token", "credentials"})),
)
_BETWEEN_WORDS = str.maketrans("-_./", "    ")


def check(context: Context) -> Iterator[Diagnostic]:
    """Sensitive requests that a rule approves, where no rule of `identity` that may apply asks for anything."""
    policy = context.policy
    if not policy.requests or not context.complete("requests", "identity", "conditions"):
        return
    said: set[str] = set()
    for rule in policy.requests:
        if rule.decision != "approve" or rule.proof or rule.approver or _knows(rule, policy):
            continue
        for value in _requests(rule.head.when):
            if value.text in said or not sensitive(value.text):
                continue
            let_through = _let_through(value.text, policy)
            if let_through is None:
                continue
            said.add(value.text)
            related = (Related(place_of(let_through[-1].head), "nothing is asked for here"),) if let_through else ()
            yield KIND.at(
                value.span,
                f"'{value.text}' is approved, and nobody has to show who they are",
                related=related,
                help="add a rule to 'identity:' that says what to verify for this request",
            )


def sensitive(request: str) -> bool:
    """Whether a request, by its name, gives away an account or what is in it."""
    words = set(request.lower().translate(_BETWEEN_WORDS).split())
    return not words.isdisjoint(_ALONE) or any(words & one and words & other for one, other in _TOGETHER)


def _requests(condition: Condition) -> Iterator[Value]:
    """The requests for which a condition may hold, as it names them itself."""
    for test in tests_in(condition):
        if test.field == "request" and test.operator == "is":
            yield from (value for value in test.values if value.kind == "text")


def _knows(rule: Decision, policy: Policy) -> bool:
    """Whether the rule itself looks at who asks, or who agreed."""
    return any(
        test.field.startswith("requester.") or "verified" in test.field or "owner" in test.field
        for test in every_test(rule.head.when, policy)
    )


def _let_through(request: str, policy: Policy) -> list[IdentityRule] | None:
    """The identity rules that may apply to a request; None where one of them asks for something, or refuses."""
    found: list[IdentityRule] = []
    for rule in policy.identity:
        if _excluded(rule.head.when, request):
            continue
        verify = rule.verify
        if (
            rule.decision != "approve"
            or rule.approver
            or (verify and (verify.all_of or verify.any_of or verify.points))
        ):
            return None
        found.append(rule)
        if rule.head.when == ALWAYS and rule.head.about.effective is None:
            break
    return found


def _excluded(condition: Condition, request: str) -> bool:
    """Whether a condition certainly does not hold for a request."""
    parts = condition.parts if isinstance(condition, Group) and condition.how == "all" else (condition,)
    for part in parts:
        if isinstance(part, Test) and part.field == "request" and part.operator in ("is", "not"):
            among = request in [value.text for value in part.values]
            if among != (part.operator == "is"):
                return True
    return False


CHECK = Check(KIND, check)
