"""SP207: a fact that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import Check, Context, near_fact
from supportpolicy.diagnostics import Diagnostic, Kind, meant, quoted_list

KIND = Kind(
    "SP207",
    "unknown-fact",
    "error",
    "A condition or sum asks for a fact that is neither built in nor declared in the section fields.",
    "No ticket would ever have it, so the rule would never apply and nobody would notice.",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
tiers: [{name: paying, when: {pln: paid}}, {name: trial, when: {plan: free}}, {name: rest}]
""",
    """supportpolicy: 1
name: acme
fields: {plan: {type: choice, values: [free, paid]}}
tiers: [{name: paying, when: {plan: paid}}, {name: rest}]
""",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every use of a fact that does not exist."""
    if not context.complete("fields", "facts"):
        return
    # The policy's own first: they are what a list in the help should show.
    known = sorted(context.facts, key=lambda name: context.facts[name].origin == "built-in")
    for reference in context.references_to("fact"):
        if reference.name not in context.facts:
            near = near_fact(reference.name, known)
            listed = f"use {quoted_list(known, most=8)}, or add '{reference.name}' under 'fields:'"
            help_text = meant(reference.name, near) if near is not None else listed
            yield KIND.at(reference.span, f"there is no fact '{reference.name}'", help=help_text)


CHECK = Check(KIND, check)
