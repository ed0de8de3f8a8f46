"""SP526: a reminder that is sent in the night."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.promised import facts_read
from supportpolicy.checks.weeks import longest_closed
from supportpolicy.diagnostics import Diagnostic, Kind, Related
from supportpolicy.language.builtin import ALWAYS_OPEN

KIND = Kind(
    "SP526",
    "reminder-at-night",
    "warning",
    "A message goes out so many hours after something happened in the day that it often arrives at night.",
    "Hours on a clock that never stands still lead into the night and the weekend: what a colleague set aside at "
    "three in the afternoon reminds the customer at three in the morning. People still complain that night rules of "
    "their tools follow some server's clock and not their own.",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
messages: {still-there: Is this still a problem?}
lifecycle:
  rules:
    - name: remind
      starts_on: 'entered:waiting-on-customer'
      stops_on: customer_reply
      steps: [{after: 12h, say: still-there}]
""",
    """supportpolicy: 1
name: acme
timezone: Europe/Dublin
coverage: {office: {open: {mon-fri: 09:00-17:00}}}
messages: {still-there: Is this still a problem?}
lifecycle:
  rules:
    - name: remind
      starts_on: 'entered:waiting-on-customer'
      stops_on: customer_reply
      clock: office
      steps: [{after: 12h, say: still-there}]
""",
)
_DAY = 24 * 60
_LEAST, _MOST = 6 * 60, 18 * 60
"""Minutes past whole days that carry the morning or the afternoon into the night."""
_GRAVE = frozenset({"severity", "emergency", "claimed"})
"""Of grave tickets customers may want to hear at night."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Steps of lifecycle that say something after so many hours of a clock that is always open."""
    policy = context.policy
    if policy.lifecycle is None or not context.complete("coverage", "lifecycle"):
        return
    for rule in policy.lifecycle.rules:
        if longest_closed(policy, rule.clock or ALWAYS_OPEN) != 0 or not _GRAVE.isdisjoint(
            facts_read(policy, rule.when)
        ):
            continue
        for step in rule.steps:
            amount = step.after or step.every
            if not step.say or amount is None or amount.unit != "minutes":
                continue
            if _LEAST <= amount.number % _DAY <= _MOST:
                clock = f"on the clock '{rule.clock}'" if rule.clock is not None else "without a clock of its own"
                yield KIND.at(
                    amount.span,
                    f"{amount.text} {clock} leads from the day into the night",
                    help="name office hours with 'clock:', the customer's own if you can, or write whole days such as 1bd",
                    related=() if rule.clock is None else (Related(rule.clock.span, "the clock"),),
                )


CHECK = Check(KIND, check)
