"""Policies that are small to write and large to work out: chains that double, long numbers, thousands of mistakes."""

from collections.abc import Callable, Iterable

_HEAD = "supportpolicy: 1\nname: acme\ntimezone: Europe/Dublin\ncurrency: EUR\n"
_USED = "teams: [{name: t, coverage: always}]\nrouting: [{name: r, when: {is: c0}, team: t}]\n"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _list(parts: Iterable[str]) -> str:
    return "[" + ", ".join(parts) + "]"


def _conditions(count: int, says: Callable[[int], str]) -> str:
    return f"{_HEAD}fields: {{p: {{type: boolean}}}}\nconditions:\n{_lines(f'  c{i}: {says(i)}' for i in range(count))}{_USED}"


def _doubled(number: int) -> str:
    return "{p: true}" if number == 40 else f"{{any_of: [{{is: c{number + 1}}}, {{is: c{number + 1}, p: true}}]}}"


def _chained(number: int) -> str:
    return "{p: true}" if number == 2_999 else f"{{is: c{number + 1}}}"


def _in_every_rule(conditions: str) -> str:
    rules = _lines(f"  - {{name: r{i}, when: {{is: c{i}}}, team: t}}" for i in range(2_000))
    return conditions.replace("routing: [{name: r, when: {is: c0}, team: t}]\n", f"routing:\n{rules}")


def _round(number: int) -> str:
    return f"{{any_of: {_list(f'{{is: c{(number + step) % 30}}}' for step in (1, 5, 7))}}}"


def _coverages(count: int, says: Callable[[int], str]) -> str:
    first = "  u0: {open: {mon: 09:00-10:00}}\n"
    rest = _lines(f"  u{i}: {says(i)}" for i in range(1, count))
    return f"{_HEAD}coverage:\n{first}{rest}teams: [{{name: t, coverage: u{count - 1}}}]\n"


def _rules(count: int, says: Callable[[int], str]) -> str:
    return f"{_HEAD}teams: [{{name: t, coverage: always}}]\nrouting:\n{_lines(f'  - {says(i)}' for i in range(count))}"


def _grid(size: int) -> str:
    values = _list(f"v{i}" for i in range(size))
    cells = "{" + ", ".join(f"v{i}: x" for i in range(size)) + "}"
    return (
        f"{_HEAD}fields:\n  a: {{type: choice, values: {values}}}\n  b: {{type: choice, values: {values}}}\n"
        "severities:\n  levels: [x, y]\n  grid:\n    down: a\n    across: b\n    cells:\n"
        + _lines(f"      v{i}: {cells}" for i in range(size))
    )


def _amount(text: str) -> str:
    return f"{_HEAD}sla: [{{name: a, targets: {{first_response: '{text}', clock: always}}}}]\n"


def _hours(text: str) -> str:
    return f"{_HEAD}coverage: {{a: {{open: '{text}'}}, b: {{open: {{mon: '{text}'}}}}}}\n"


def _days(inner: str, horizon: str = "2026-01-01..2028-12-31") -> str:
    return f"{_HEAD}horizon: {horizon}\ncoverage:\n  a: {{open: {{mon-fri: 09:00-17:00}}, {inner}}}\nteams: [{{name: t, coverage: a}}]\n"


LARGE: dict[str, str] = {
    "conditions that double": _conditions(41, _doubled),
    "a long chain of conditions": _conditions(3_000, _chained),
    "a long chain, each link in a rule": _in_every_rule(_conditions(3_000, _chained)),
    "a long circle, each link in a rule": _in_every_rule(_conditions(3_000, lambda i: f"{{is: c{(i + 1) % 3_000}}}")),
    "a large condition in many rules": _in_every_rule(
        _conditions(2_000, lambda i: f"{{any_of: {_list(f'{{subject: {{mentions: w{n}}}, p: true}}' for n in range(900))}}}" if not i else "{is: c0}")
    ),
    "conditions in many circles": _conditions(30, _round),
    "unions that double": _coverages(300, lambda i: f"{{union: [u{i - 1}, u{i - 1}]}}"),
    "a long chain of unions": _coverages(3_000, lambda i: f"{{union: [u{i - 1}]}}"),
    "many unknown teams": _rules(2_000, lambda i: f"{{name: r{i}, team: team-numbre-{i}}}"),
    "many misspelt facts": _rules(2_000, lambda i: f"{{name: r{i}, when: {{fcat-{i}: true}}, team: t}}")
    + "fields:\n" + _lines(f"  fact-{i}: {{type: boolean}}" for i in range(2_000)),
    "many wrong keys": _rules(800, lambda i: f"{{name: r{i}, when: {{a: {{at_laest: 3}}}}, tema: t}}"),
    "a horizon of ten thousand years": _days("exceptions: [{dates: 0001-01-01..9999-12-31, open: closed}]", "0001-01-01..9999-12-31"),
    "exceptions of ten thousand years": _days(f"exceptions: {_list(['{dates: 0001-01-01..9999-12-31, open: closed}'] * 20)}"),
    "an exception of ten thousand years": _days("exceptions: [{dates: 0001-01-01..9999-12-31, open: closed}]"),
    "many long exceptions": _days(f"exceptions: {_list(['{dates: 2026-01-01..2028-12-31, open: closed}'] * 500)}"),
    "many hours on one day": f"{_HEAD}coverage: {{a: {{open: {{mon: {_list(['09:00-17:00'] * 800)}}}}}}}\n",
    "a large grid": _grid(60),
    "many digits": _amount("1" * 20_000 + "m"),
    "a long amount": _amount("1h" * 20_000),
    "an amount of blanks": _amount(" " * 20_000 + "1h"),
    "long hours": _hours("09:00-" * 10_000),
    "long days": _hours("mon " * 10_000),
    "a long sum": f"{_HEAD}prices: {{a: '{'1' * 20_000}', b: '{'1,' * 10_000} EUR', c: '{' ' * 20_000}x'}}\n",
    "many braces on a line": f"{_HEAD}messages: {{a: '{'{' * 100_000}', b: '{'{x}' * 30_000}'}}\n",
    "many names on a line": f"{_HEAD}messages: {{{', '.join(f'm{i}: hello' for i in range(20_000))}}}\n",
    "many messages": f"{_HEAD}messages:\n{_lines(f'  m{i}: hello' for i in range(8_000))}",
    "many comments": _HEAD + "# supportpolicy: ignore[SP201] x\n" * 5_000 + "routing: [{name: r, team: t}]\n",
    "a long comment": f"{_HEAD}# supportpolicy: ignore[{'[' * 50_000}\n# supportpolicy: ignore{' ' * 50_000}x\n",
    "many alternatives": _rules(
        1, lambda _: f"{{name: r, team: t, when: {{any_of: {_list(f'{{subject: {{mentions: w{i}}}, sentiment: {{below: {i}}}}}' for i in range(900))}}}}}"
    ),
    "more alternatives than anybody can review": _rules(
        1, lambda _: f"{{name: r, team: t, when: {{all_of: {_list(f'{{any_of: [{{tags: {{has: a{i}}}}}, {{tags: {{has: b{i}}}}}]}}' for i in range(20))}}}}}"
    ),
    "many values": f"{_HEAD}fields: {{a: {{type: choice, values: {_list(f'v{i}' for i in range(3_000))}}}}}\n"
    f"tiers: [{{name: a, when: {{a: {_list(f'v{i}' for i in range(3_000))}}}}}, {{name: b}}]\n",
    "a text of megabytes": f"{_HEAD}messages: {{a: '{'x' * 3_000_000}'}}\n",
}  # fmt: skip
"""What each is, and the file."""
