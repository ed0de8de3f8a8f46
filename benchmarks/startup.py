"""Cold starts, by the start of Python itself; and a check beside the same files in a checker of JSON Schemas."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.child import PYTHON, interleaved, run, script, seconds
from benchmarks.row import Row, milliseconds

RUNS = 25
PEER_RUNS = 9
POLICY = "policies"


def startup() -> Iterator[Row]:
    """`--help`, and `check` of the reference policy with and without the summary."""
    tool = script("supportpolicy")
    costs = interleaved(
        {
            "python": PYTHON,
            "help": (tool, "--help"),
            "check": (tool, "check", POLICY),
            "without": (tool, "check", "--no-summary", POLICY),
        },
        RUNS,
    )
    alone = seconds(costs["python"])
    yield Row("start of Python alone", "", milliseconds(alone), "1.0x")
    for name, figure, most in (
        ("help", "`--help`", 8.5),
        ("check", f"`check {POLICY}`", 21.0),
        ("without", f"`check --no-summary {POLICY}`", None),
    ):
        took = seconds(costs[name])
        ratio = took / alone
        target, met = ("", None) if most is None else (f"<= {most:g}x", ratio <= most)
        yield Row(figure, target, milliseconds(took), f"{ratio:.1f}x", met)


def peer() -> Iterator[Row]:
    """`check` beside check-jsonschema, which sees shapes only, on the same files."""
    tool, other = script("supportpolicy"), script("check-jsonschema")
    files = [str(path) for path in sorted(Path(POLICY).rglob("*.yaml")) if not path.name.endswith(".lock.yaml")]
    with tempfile.TemporaryDirectory(prefix="benchmark-schemas-") as folder:
        schema = Path(folder) / "policy.schema.json"
        run((tool, "schema", "-o", str(schema)))
        costs = interleaved(
            {"check": (tool, "check", POLICY), "peer": (other, "--schemafile", str(schema), *files)}, PEER_RUNS
        )
    ours, theirs = seconds(costs["check"]), seconds(costs["peer"])
    yield Row(
        f"`check {POLICY}` beside check-jsonschema",
        ">= 3x as fast",
        f"{milliseconds(ours)} beside {milliseconds(theirs)}",
        f"{theirs / ours:.1f}x",
        theirs / ours >= 3,
    )
