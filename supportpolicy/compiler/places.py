"""Places as the compiled policy carries them: the file's name within the policy, and the line."""

from __future__ import annotations

from supportpolicy.diagnostics import Span
from supportpolicy.language.policy import Policy


class Places:
    """`file:line` of anything written, the same on every machine and from every folder."""

    def __init__(self, policy: Policy) -> None:
        self._names = {source.path: source.name for source in policy.files}

    def at(self, span: Span) -> str:
        """The place of a span."""
        return f"{self._names.get(span.path, span.path)}:{span.line}"
