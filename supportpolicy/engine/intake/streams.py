"""Many tickets from a stream of bytes: one JSON document, a JSON list, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from supportpolicy.engine.intake.problems import BadTicket, Problem, TooManyDigits, Unusable, shown
from supportpolicy.engine.intake.reading import Intake
from supportpolicy.engine.values import Ticket

MOST_LINE_BYTES = 4 * 1024 * 1024
MOST_DOCUMENT_BYTES = 64 * 1024 * 1024
"""Of a document or list that is written over several lines; JSON Lines may be of any length."""

_LONGEST_NUMBER = 100
_MARK = b"\xef\xbb\xbf"


class _Unreadable(ValueError):
    """Bytes that are no JSON; the text says why."""


def read_tickets(stream: BinaryIO, intake: Intake, name: str = "the input") -> Iterator[Ticket | BadTicket]:
    """The tickets of a stream, each as soon as it is read; in place of a bad one, what is wrong with it.

    JSON Lines are read line by line, so that a stream may be endless; one document or list that takes several lines is
    read whole. Problems name the line, or of a list which item; where nothing can be read at all, `name`, which is what
    the stream is called. Nothing comes of an empty stream.
    """
    number, first = 0, b""
    while not first.strip():
        number, first = number + 1, stream.readline(MOST_LINE_BYTES + 1)
        if not first:
            return
        first = first.removeprefix(_MARK) if number == 1 else first
    try:
        if len(first) > MOST_LINE_BYTES:
            raise _Unreadable("too long")
        raw = parse(first)
    except _Unreadable:
        yield from _several(stream, number, first, intake, name)
        return
    if isinstance(raw, list):
        yield from _items(raw, intake)
    else:
        yield _ticket(raw, f"line {number}", intake)
    yield from _lines(stream, number, intake)


def parse(data: bytes) -> Any:
    """JSON with exact numbers; what a ticket cannot hold (NaN, digits without end) becomes Unusable. Raises ValueError."""
    try:
        return json.loads(
            data.decode("utf-8"),
            parse_float=_number,
            parse_int=_whole,
            parse_constant=Unusable,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as problem:
        line, byte = data.count(b"\n", 0, problem.start) + 1, problem.start - data.rfind(b"\n", 0, problem.start)
        raise _Unreadable(f"not UTF-8 text at {f'line {line}, ' if line > 1 else ''}byte {byte}") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}" if problem.lineno > 1 else f"column {problem.colno}"
        if problem.doc.startswith("{") and problem.msg == "Extra data" and problem.doc.startswith("{", problem.pos):
            raise _Unreadable(f"two tickets one after the other, the second at {where}") from None
        raise _Unreadable(f"not JSON ({problem.msg[:1].lower()}{problem.msg[1:]} at {where})") from None
    except RecursionError:
        raise _Unreadable("nested too deeply") from None


def _several(stream: BinaryIO, number: int, first: bytes, intake: Intake, name: str) -> Iterator[Ticket | BadTicket]:
    """A document over several lines; where it is none, JSON Lines whose first line is wrong."""
    data = first + stream.read(MOST_DOCUMENT_BYTES - len(first) + 1)
    if len(data) > MOST_DOCUMENT_BYTES:
        reason = f"longer than {MOST_DOCUMENT_BYTES // 1024**2} MiB"
        yield _bad(name, reason, "JSON Lines, a ticket on each line, where there are so many")
        return
    try:
        raw = parse(data)
    except _Unreadable as problem:
        lines = data.split(b"\n")
        written = [line for line in lines if line.strip()]
        if 2 * sum(map(_is_ticket, written)) >= len(written):
            for count, line in enumerate(lines, number):
                if line.strip():
                    yield _line(line, count, intake)
            return
        yield _bad(name, str(problem), "a ticket, a list of tickets, or a ticket on each line, as JSON")
        return
    yield from _items(raw, intake) if isinstance(raw, list) else [_ticket(raw, "", intake)]


def _lines(stream: BinaryIO, number: int, intake: Intake) -> Iterator[Ticket | BadTicket]:
    while line := stream.readline(MOST_LINE_BYTES + 1):
        number += 1
        whole = line
        while len(whole) > MOST_LINE_BYTES and not whole.endswith(b"\n"):
            whole = stream.readline(MOST_LINE_BYTES + 1)
            if not whole:
                break
        if line.strip():
            yield _line(line, number, intake)


def _line(line: bytes, number: int, intake: Intake) -> Ticket | BadTicket:
    where = f"line {number}"
    if len(line) > MOST_LINE_BYTES:
        return _bad(where, f"longer than {MOST_LINE_BYTES // 1024**2} MiB", "a ticket")
    try:
        return _ticket(parse(line.strip()), where, intake)
    except _Unreadable as problem:
        return _bad(where, str(problem), "a ticket as a JSON object on one line")


def _items(raw: list[Any], intake: Intake) -> Iterator[Ticket | BadTicket]:
    for number, item in enumerate(raw, 1):
        yield _ticket(item, f"item {number}", intake)


def _ticket(raw: Any, where: str, intake: Intake) -> Ticket | BadTicket:
    try:
        return intake.ticket(raw, where)
    except BadTicket as bad:
        return bad


def _bad(where: str, found: str, expected: str) -> BadTicket:
    return BadTicket([Problem(where, "it", found, expected)])


def _is_ticket(line: bytes) -> bool:
    try:
        return isinstance(parse(line), dict)
    except _Unreadable:
        return False


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    return Unusable(f"a mapping with {shown(next(name for name in found if names.count(name) > 1))} in it twice")


def _number(text: str) -> Any:
    try:
        return Decimal(text) if len(text) <= _LONGEST_NUMBER else _too_long(text)
    except InvalidOperation:
        return Unusable(text)


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _LONGEST_NUMBER else _too_long(text)


def _too_long(text: str) -> TooManyDigits:
    return TooManyDigits(f"a number of {sum(map(str.isdigit, text)):,} digits")
