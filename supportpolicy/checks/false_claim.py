"""SP524: an emergency that was claimed and is none keeps the level of a real one."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind, Related

KIND = Kind(
    "SP524",
    "false-claim-keeps-level",
    "warning",
    "A claimed emergency that is none may keep the level of a real one.",
    "Then a claim is worth as much as an emergency, and soon everything is claimed. Vendors with an emergency form lower "
    "what is none by a level, and tell the customer so.",
    """supportpolicy: 1
name: acme
roles: {on-call: {coverage: always, contact: page}}
channels: {email: {}, form: {}}
severities: {levels: [critical, high, low], rules: [{level: low}]}
emergency:
  when: {asks_for_human: true}
  claimed: {channel: form}
  severity: critical
  steps: [{after: 0m, tell: on-call, via: page}]
  if_not_one: {at_most: critical}
""",
    """supportpolicy: 1
name: acme
roles: {on-call: {coverage: always, contact: page}}
channels: {email: {}, form: {}}
severities: {levels: [critical, high, low], rules: [{level: low}]}
emergency:
  when: {asks_for_human: true}
  claimed: {channel: form}
  severity: critical
  steps: [{after: 0m, tell: on-call, via: page}]
  if_not_one: {at_most: high}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """`if_not_one` with a level at or above that of emergencies."""
    emergency, severities = context.policy.emergency, context.policy.severities
    if emergency is None or emergency.if_not_one is None or severities is None:
        return
    most, level, levels = emergency.if_not_one.at_most, emergency.severity, severities.levels
    if most is None or level is None or most not in levels or level not in levels:
        return
    if levels.index(most) <= levels.index(level):
        lower = levels[levels.index(level) + 1 :]
        advice = f"write a lower level, such as {lower[0]}" if lower else "emergencies need a level above all others"
        yield KIND.at(
            most.span,
            f"what is no emergency may keep '{most}', and emergencies have '{level}' at least",
            help=advice,
            related=(Related(level.span, "the level of emergencies"),),
        )


CHECK = Check(KIND, check)
