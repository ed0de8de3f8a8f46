"""SP501: a promised time without a clock."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.diagnostics import Diagnostic, Kind

KIND = Kind(
    "SP501",
    "target-without-clock",
    "error",
    "A promised time does not say on which hours it is counted.",
    "Four hours around the clock and four business hours are different promises; customers assume the first.",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h}}]
""",
    """supportpolicy: 1
name: acme
sla: [{name: all, targets: {first_response: 4h, clock: always}}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Targets with a time and no clock; one finding for each row."""
    for promise in context.policy.sla:
        for row in promise.rows:
            bare = [target for target in row.targets if (target.promised or target.usually) and target.clock is None]
            if bare:
                more = f" (nor {len(bare) - 1} more in this row)" if len(bare) > 1 else ""
                yield KIND.at(
                    bare[0].span,
                    f"{bare[0].metric} does not say on which clock it is counted{more}",
                    help="add 'clock:' with a coverage, always or team, to the target, the row or the rule",
                )


CHECK = Check(KIND, check)
