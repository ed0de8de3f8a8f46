"""Customer-support policy as code: check it, compile it, ask it.

    import supportpolicy

    policy = supportpolicy.load("policies")
    for finding in supportpolicy.check(policy):
        print(finding.span.place, finding.code, finding.message)
    answer = supportpolicy.decide(policy, {"facts": {"plan": "free", "opened": "2026-06-05T14:00:00Z"}})
    print(answer.stages["team"])

The names of `__all__` are what is public; everything else may change with any version. They are imported when they are
first used, so that `supportpolicy --help` is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from supportpolicy.api import (
        Answer,
        BadTicket,
        CompiledPolicy,
        EngineError,
        Finding,
        Money,
        Policy,
        PolicyError,
        Ticket,
        TicketEvent,
        Unreadable,
        as_data,
        as_text,
        check,
        compile,
        decide,
        load,
        read_compiled,
    )

__all__ = [
    "Answer",
    "BadTicket",
    "CompiledPolicy",
    "EngineError",
    "Finding",
    "Money",
    "Policy",
    "PolicyError",
    "Ticket",
    "TicketEvent",
    "Unreadable",
    "__version__",
    "as_data",
    "as_text",
    "check",
    "compile",
    "decide",
    "load",
    "read_compiled",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'supportpolicy' has no attribute '{name}'")
    from supportpolicy import api

    value = getattr(api, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
