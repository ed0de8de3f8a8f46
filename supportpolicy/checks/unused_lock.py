"""SP311: the lock holds holidays that no coverage uses."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context
from supportpolicy.checks.holidays_used import country_holidays
from supportpolicy.diagnostics import Diagnostic, Kind
from supportpolicy.language.lock import region_key

KIND = Kind(
    "SP311",
    "unused-lock-region",
    "warning",
    "The lock of holidays holds those of a country that no coverage uses.",
    "Reviewers would look at dates that change nothing.",
    """supportpolicy: 1
name: acme
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {IE: {2026-12-25: Christmas Day}}
""",
    """supportpolicy: 1
name: acme
=== holidays.lock.yaml
lock: 1
holidays: "0.109"
horizon: 2026-12-24..2026-12-26
dates: {}
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Regions of the lock without a use."""
    if context.lock is None or not context.complete("coverage"):
        return
    used = {region_key(days.country, days.subdivision) for days in country_holidays(context.policy)}
    for region, span in context.lock.spans.items():
        if region not in used:
            yield KIND.at(span, f"no coverage uses the holidays of {region}", help="run 'supportpolicy lock' again")


CHECK = Check(KIND, check)
