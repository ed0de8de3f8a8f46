"""The engine: a compiled policy and one ticket give an answer with reasons. Reads nothing but the compiled policy.

    engine = prepare(compiled)
    answer = decide(engine, Ticket({"opened": opened, "plan": "enterprise"}), at)

The moment asked for is always given, never taken from a clock.
"""

from supportpolicy.engine.answer import Answer
from supportpolicy.engine.decide import decide, why_not
from supportpolicy.engine.errors import BeyondPolicy, EngineError, NoInstant, NotOpenYet, TooMuch, UnknownName
from supportpolicy.engine.prepared import Engine, prepare
from supportpolicy.engine.reasons import WhyNot
from supportpolicy.engine.values import Money, Ticket, TicketEvent, Value

__all__ = [
    "Answer",
    "BeyondPolicy",
    "Engine",
    "EngineError",
    "Money",
    "NoInstant",
    "NotOpenYet",
    "Ticket",
    "TicketEvent",
    "TooMuch",
    "UnknownName",
    "Value",
    "WhyNot",
    "decide",
    "prepare",
    "why_not",
]
