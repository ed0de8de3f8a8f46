"""Finds in a module's source what would make answers inexact: the machine's clock, floats near money, naive datetimes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

_MONEY_NAMES = frozenset({"Money", "MINOR_UNITS", "parse_money", "pay"})
_CLOCKS = frozenset(
    {
        *(f"datetime.{kind}.{name}" for kind in ("datetime", "date") for name in ("now", "today", "utcnow")),
        *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "asctime", "strftime")),
        *(f"time.{name}" for name in ("timezone", "altzone", "daylight", "tzname")),
        *(f"time.{name}{ns}" for name in ("monotonic", "perf_counter", "process_time") for ns in ("", "_ns")),
    }
)
_DATETIME = "datetime.datetime"
_WITHOUT_ZONE = frozenset(
    f"{_DATETIME}.{name}"
    for name in ("utcnow", "utcfromtimestamp", "strptime", "fromordinal", "fromisocalendar", "today", "fromisoformat")
)
_ZONE_PLACE = {_DATETIME: 7, f"{_DATETIME}.combine": 2, f"{_DATETIME}.fromtimestamp": 1, f"{_DATETIME}.now": 0}
"""How many arguments come before the zone."""


def clock_readings(tree: ast.Module) -> Iterator[str]:
    """Expressions that ask which time or day it is, or for the zone of the machine."""
    names = _imported(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute() | ast.Name() if _meant(node, names) in _CLOCKS:
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="astimezone"), args=[], keywords=[]):
                yield ast.unparse(node)


def handles_money(tree: ast.Module) -> bool:
    """Whether a module imports or defines something that has to do with sums."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and any(name.name in _MONEY_NAMES for name in node.names):
            return True
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name in _MONEY_NAMES:
            return True
    return False


def inexact_numbers(tree: ast.Module) -> Iterator[str]:
    """Float literals, calls of float() and round(), and divisions with a slash, which make a float of two ints."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex()):
                yield ast.unparse(node)
            case ast.Call(func=ast.Name(id="float" | "round")):
                yield ast.unparse(node)
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                yield ast.unparse(node)


def naive_datetimes(tree: ast.Module) -> Iterator[str]:
    """Expressions that make a datetime without an offset. One that gets its zone in the same expression is none."""
    names = _imported(tree)
    given_zone = {id(node.func.value) for node in ast.walk(tree) if _gives_zone(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if id(node) not in given_zone and _is_naive(node, names):
            yield ast.unparse(node)


def _is_naive(node: ast.AST, names: Mapping[str, str]) -> bool:
    match node:
        case ast.Attribute(attr="min" | "max"):
            return _meant(node.value, names) == _DATETIME
        case ast.Call(func=ast.Attribute(attr="replace")):
            return any(keyword.arg == "tzinfo" and _is_none(keyword.value) for keyword in node.keywords)
        case ast.Call():
            made = _meant(node.func, names)
            if made in _ZONE_PLACE:
                zones = [keyword.value for keyword in node.keywords if keyword.arg in ("tzinfo", "tz")]
                zones += node.args[_ZONE_PLACE[made] :]
                return not zones or _is_none(zones[0])
            return made in _WITHOUT_ZONE
    return False


def _gives_zone(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="replace")):
            return any(keyword.arg == "tzinfo" and not _is_none(keyword.value) for keyword in node.keywords)
    return False


def _imported(tree: ast.Module) -> dict[str, str]:
    """What each imported name of the modules datetime and time stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.asname or name.name: name.name for name in node.names if name.name in ("datetime", "time")}
        elif isinstance(node, ast.ImportFrom) and node.module in ("datetime", "time"):
            found |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    return found


def _meant(node: ast.AST, names: Mapping[str, str]) -> str:
    """A dotted name in full, whatever its module was called on import; empty for any other expression."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        owner = _meant(node.value, names)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
