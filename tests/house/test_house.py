"""The house keeps its own rules: small files, lazy heavy libraries, nothing said twice."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "supportpolicy"
MOST_LINES = 400
LONGER: dict[str, str] = {}
"""Files that may be longer, each with its reason."""

HEAVY = ("holidays", "rich", "jsonschema", "babel", "difflib")


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
        and str(path.relative_to(ROOT)) not in LONGER
    }
    assert long == {}


def test_there_is_something_to_count() -> None:
    assert len(_modules()) > 80


@pytest.mark.parametrize("command", ["check", "compile", "build", "lock", "explain", "schema", "clock"])
def test_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    code = (
        "import sys\nfrom supportpolicy.cli import main\n"
        f"try:\n    main(['{command}', '--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


def test_a_clean_check_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom supportpolicy.cli import main\n"
        f"try:\n    main(['check', {str(ROOT / 'policies')!r}])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stderr == "[]\n"


def test_no_module_asks_for_the_time_or_the_zone_of_the_machine() -> None:
    """`now` is always a parameter; the one exception is the default of --today, at the edge."""
    found: list[str] = []
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "localtime", "time_ns"):
                found.append(f"{path.relative_to(PACKAGE)}: {ast.unparse(node)}")
    assert sorted(found) == sorted(ALLOWED)


ALLOWED = ["cli/pipeline.py: settings.today", "cli/settings.py: dt.datetime.now", "cli/settings.py: settings.today"]


def test_every_public_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in _modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
