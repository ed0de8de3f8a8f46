"""Every published schema by name: of policy files and sections, the compiled policy, tickets, answers, tests and differences."""

from __future__ import annotations

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.schema import compiled_schema
from supportpolicy.compiled.ticket_schema import ticket_schema
from supportpolicy.language.schema import HEADER, policy_schema, section_schema
from supportpolicy.language.sections import SECTIONS
from supportpolicy.language.shape import Schema
from supportpolicy.reporting.answer_schema import answer_schema
from supportpolicy.reporting.difference_schema import difference_schema
from supportpolicy.reporting.tested_schema import report_schema
from supportpolicy.testing.schema import tests_schema


def schema_names() -> list[str]:
    """Names that can be asked for."""
    return [
        "policy",
        "compiled",
        "ticket",
        "answer",
        "tests",
        "test-report",
        "diff",
        *(section.name for section in SECTIONS),
        *HEADER,
    ]


def schema_named(name: str, compiled: Compiled | None) -> Schema:
    """A schema; those of tickets and answers are made for one policy. Raises KeyError for an unknown name."""
    match name:
        case "policy":
            return policy_schema()
        case "compiled":
            return compiled_schema()
        case "tests":
            return tests_schema()
        case "test-report":
            return report_schema()
        case "diff":
            return difference_schema()
        case "ticket" | "answer":
            policy = compiled if compiled is not None else Compiled()
            return ticket_schema(policy) if name == "ticket" else answer_schema(policy)
        case _:
            return section_schema(name)


def published() -> dict[str, Schema]:
    """File name -> schema, for everything under `schemas/` that is the same for every policy."""
    files = {"policy.schema.json": policy_schema(), "compiled.schema.json": compiled_schema()}
    files["ticket.schema.json"] = ticket_schema(Compiled())
    files["answer.schema.json"] = answer_schema(Compiled())
    files["tests.schema.json"] = tests_schema()
    files["test-report.schema.json"] = report_schema()
    files["diff.schema.json"] = difference_schema()
    for section in SECTIONS:
        files[f"sections/{section.name}.schema.json"] = section_schema(section.name)
    return files
