"""Policy tests: files that say what a ticket must be answered, run against the policy, with what they leave untried.

Import from the modules: `reading` (files to cases), `running` (cases to results), `coverage`, `suggesting`. Here stand
only the kinds of findings, so that whoever lists them loads no engine.
"""

from supportpolicy.testing.kinds import KINDS

__all__ = ["KINDS"]
