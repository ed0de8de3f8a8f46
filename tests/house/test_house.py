"""The house keeps its own rules: small files, lazy heavy libraries, nothing said twice."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

from supportpolicy.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "supportpolicy"
MOST_LINES = 400
LONGER: dict[str, str] = {}
"""Files that may be longer, each with its reason."""

HEAVY = ("holidays", "rich", "jsonschema", "babel", "difflib", "cerberus")


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


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


def test_help_of_a_command_loads_nothing_heavy() -> None:
    """All commands one after another in one process: what each has loaded is there after it."""
    code = (
        "import sys\nfrom supportpolicy.cli import COMMANDS, main\n"
        "for command in COMMANDS:\n"
        "    try:\n        main([command, '--help'])\n    except SystemExit as stop:\n        assert not stop.code\n"
        f"    print(command, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr == "".join(f"{command} []\n" for command in COMMANDS)


def test_a_clean_check_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom supportpolicy.cli import main\n"
        f"try:\n    main(['check', {str(ROOT / 'policies')!r}])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stderr == "[]\n"


def test_every_public_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in _modules() if not ast.get_docstring(_parsed(path))]
    assert silent == []
