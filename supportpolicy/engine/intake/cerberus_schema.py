"""The one place that speaks to Cerberus: raw facts to typed ones by a schema, and its errors as ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from supportpolicy.engine.intake.coercion import Blank, Coercer
from supportpolicy.engine.intake.problems import Unfit
from supportpolicy.engine.values import Value

_MISSING: Any = object()
"""Stands for a value that said nothing, until it is taken out."""


class Misfit(NamedTuple):
    """A fact that does not fit, and what was expected; of an unknown one, nothing."""

    field: str
    expected: str | None


class Normaliser:
    """A Cerberus schema of facts, built once for a policy and used for every ticket."""

    def __init__(self, coercers: Mapping[str, Coercer]) -> None:
        self._failures: list[Exception] = []
        # Null is a value of its own here, known to be absent, so every fact may be it.
        self._validator = _validator(
            {name: {"nullable": True, "coerce": self._called(coercer)} for name, coercer in coercers.items()}
        )

    def facts(self, raw: Mapping[str, Any]) -> tuple[dict[str, Value | None], list[Misfit]]:
        """Typed facts, without those that said nothing, and what does not fit or is not known."""
        normalised: dict[str, Any] = self._validator.validated(raw, always_return_document=True)
        if self._failures:
            raise self._failures.pop()
        misfits = [
            Misfit(str(error.field), str(error.info[0]) if error.info else None) for error in self._validator._errors
        ]
        wrong = {misfit.field for misfit in misfits}
        found = {name: value for name, value in normalised.items() if name not in wrong and value is not _MISSING}
        return found, misfits

    def _called(self, coercer: Coercer) -> Callable[[Any], Any]:
        """A coercer as Cerberus calls it: null stays null, a blank becomes a mark, and what does not fit is an error."""

        def coerced(raw: Any) -> Any:
            if raw is None:
                return None
            try:
                return coercer(raw)
            except Blank:
                return _MISSING
            except Unfit:
                raise
            except Exception as failure:
                # A mistake of ours: Cerberus would make a problem of the ticket's of it.
                self._failures.append(failure)
                raise

        return coerced


def _validator(schema: Mapping[str, Any]) -> Any:
    """A Cerberus validator. Loaded here, where tickets come in, and by nobody who only checks or compiles."""
    from cerberus import Validator  # type: ignore[import-untyped]
    from cerberus.schema import DefinitionSchema  # type: ignore[import-untyped]

    class Checked(DefinitionSchema):  # type: ignore[misc]
        """A schema that is checked once. Cerberus copies it for each document, and a copy would check it anew."""

        def copy(self) -> dict[str, Any]:
            return dict(self.schema)

    validator = Validator(allow_unknown=False)
    validator.schema = Checked(validator, dict(schema))
    return validator
