"""SP920 to SP950: what tools cannot say of rules, ladders and everything else."""

from __future__ import annotations

from supportpolicy.diagnostics import Kind
from supportpolicy.targets.kind_examples import DEMO, PLAIN, SMALL_DEMO, Example, policy

_FIELDS = {
    "topic": "  topic: {type: choice, values: [billing, login]}\n",
    "order.total": "  order.total: {type: money}\n",
}


def _ladder(*steps: str) -> str:
    ladder = f"{{name: late, stops_on: solved, clock: office, steps: [{', '.join(steps)}]}}"
    roles = "roles: {lead: {coverage: office, contact: phone}}\n" if "tell: lead" in ladder else ""
    return policy(Example(more=f"{roles}escalation:\n  - {ladder}\n"))


def _levels(*levels: str) -> str:
    names = ", ".join(levels)
    fields = f"fields:\n  impact: {{type: choice, values: [{names}]}}\n"
    rules = "".join(f"    - {{level: {level}, when: {{impact: {level}}}}}\n" for level in levels[:-1])
    last = f"    - {{level: {levels[-1]}}}\n"
    return policy(Example(more=f"{fields}severities:\n  levels: [{names}]\n  rules:\n{rules}{last}"))


def _routed(*conditions: str, target: str = DEMO) -> str:
    rules = "".join(
        f"  - {{name: rule {place}, when: {{{one}}}, team: front}}\n" for place, one in enumerate(conditions, 1)
    )
    fields = "".join(field for name, field in _FIELDS.items() if name in rules)
    more = f"fields:\n{fields}" if fields else ""
    return policy(Example(more=more, routing=f"{rules}  - {{name: the rest, team: front}}\n", target=target))


LEVELS = Kind(
    "SP920",
    "severities-joined",
    "error",
    "The tool has fewer severities than the policy, and some become one.",
    "Tickets of the lower severity are shown, sorted and promised like those of the higher one.",
    _levels("critical", "high", "normal", "low", "trivial"),
    _levels("critical", "high", "normal", "low"),
)
TEST = Kind(
    "SP921",
    "test-left-out",
    "error",
    "The tool cannot make this test, and the condition is decided without it.",
    "Some tickets are taken by another rule than the policy says.",
    _routed("any_of: [{topic: billing}, {order.total: {above: 200 EUR}}]"),
    _routed("any_of: [{topic: billing}, {topic: login}]"),
)
RULE = Kind(
    "SP922",
    "rule-left-out",
    "error",
    "The tool cannot tell when this rule holds, so it does not have the rule.",
    "Its tickets are decided by the rules that follow it.",
    _routed("order.total: {above: 200 EUR}"),
    _routed("topic: billing"),
)
LIMIT = Kind(
    "SP923",
    "too-many",
    "error",
    "The tool does not take so many of these.",
    "What is beyond the limit is not there, and its tickets are decided by what is left.",
    _routed(*(f"language: {language}" for language in ("de", "fr", "es", "it", "pl", "cs", "nl", "pt"))),
    _routed(*(f"language: {language}" for language in ("de", "fr", "es"))),
)
LADDER = Kind(
    "SP930",
    "ladder-left-out",
    "error",
    "The tool can do no step of this ladder.",
    "Nobody is told, however long the ticket waits.",
    _ladder("{after: 1h, assign: front}"),
    _ladder("{after: 1h, tell: lead}"),
)
DELAY = Kind(
    "SP931",
    "step-delay-rounded",
    "error",
    "The tool does not take so fine a delay, and the step comes earlier or later.",
    "Whoever is told has more or less time than the policy gives.",
    _ladder("{after: 50m, tell: lead}"),
    _ladder("{after: 60m, tell: lead}"),
)
STEP = Kind(
    "SP932",
    "step-left-out",
    "error",
    "The tool cannot do this step of a ladder.",
    "The other steps come, and this one never does.",
    _ladder("{after: 1h, tell: lead}", "{after: 2h, assign: front}"),
    _ladder("{after: 1h, tell: front}", "{after: 2h, tell: lead}"),
)
UNLESS = Kind(
    "SP933",
    "unless-left-out",
    "error",
    "The tool does the step whether or not this has happened.",
    "People are told of what somebody has already taken care of, and stop reading such messages.",
    _ladder("{after: 1h, unless: acknowledged, tell: lead}"),
    _ladder("{after: 1h, tell: lead}"),
)
SORTED_ONCE = Kind(
    "SP940",
    "sorted-once",
    "error",
    "The tool sorts a ticket when it is opened and never again.",
    "If a fact changes later, the ticket keeps the team, severity and promise it had.",
    _routed("topic: billing", target=SMALL_DEMO),
    _routed(target=SMALL_DEMO),
)
TOPIC = Kind(
    "SP950",
    "topic-left-out",
    "info",
    "The tool has nothing for this part of the policy.",
    "People have to find it elsewhere. The table of what each tool takes says so too.",
    policy(Example(more="voice: {formality: casual}\n")),
    PLAIN,
)

SORTING_KINDS: tuple[Kind, ...] = (
    LEVELS,
    TEST,
    RULE,
    LIMIT,
    LADDER,
    DELAY,
    STEP,
    UNLESS,
    SORTED_ONCE,
    TOPIC,
)
