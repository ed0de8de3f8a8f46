"""What is known of a code: the text behind `explain` and `docs/checks/`, and the default level."""

from __future__ import annotations

from typing import NamedTuple

from supportpolicy.diagnostics.finding import Diagnostic, Fix, Level, Related, Remedy, Span
from supportpolicy.diagnostics.similar import Meant


class Kind(NamedTuple):
    """One sort of finding. Its examples are run by the tests: `bad` must give this code, `good` nothing at all.

    An example is the text of a policy file; `=== NAME` on a line of its own begins another file of the same policy.
    """

    code: str
    name: str
    level: Level
    what: str
    """One sentence: what the tool saw."""
    why: str
    """What goes wrong for customers or the team if it stays."""
    bad: str
    good: str

    def at(
        self,
        span: Span,
        message: str,
        *,
        help: str | None = None,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        remedy: Remedy | None = None,
    ) -> Diagnostic:
        """A finding of this kind at `span`. What the author wrote may have line breaks in it; a message has none.

        Help that names what was meant (`Meant`) brings its remedy along.
        """
        line = " ".join(message.splitlines())
        if isinstance(help, Meant):
            remedy, help = remedy or help.remedy, str(help)
        return Diagnostic(self.code, self.name, self.level, line, span, related, help, fix, remedy)
