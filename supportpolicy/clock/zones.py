"""Time zones of the `tzdata` package, never of the machine, so that every machine gives the same deadlines.

A zone is read twice from the same file. `ZoneInfo` says which offset holds at an instant. The list of transitions is
read from the file itself (TZif, RFC 9636), because ZoneInfo does not give it and trying instants at a fixed step could
jump over two changes that lie close together, as they do around Ramadan in Morocco. Past the last transition listed
the file ends with a yearly rule of two changes that are weeks apart; these are found by trying each day and halving.
"""

from __future__ import annotations

import io
import struct
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from supportpolicy.clock.errors import UnknownZone
from supportpolicy.clock.instants import DAY, from_epoch
from supportpolicy.clock.walls import Offsets

_HEADER: Final = struct.Struct(">4sc15x6L")
_V1_WIDTH: Final = 4
_V2_WIDTH: Final = 8


class Zone(NamedTuple):
    """A zone: its key, the answers of the standard library, and the transitions that its file lists, in seconds."""

    key: str
    info: ZoneInfo
    listed: tuple[int, ...]
    has_rule: bool
    """Whether clocks go on changing by a yearly rule after the last listed transition."""

    def offset(self, instant: int) -> int:
        """Seconds that the zone's clocks are ahead of UTC at an instant (seconds since 1970)."""
        ahead = self.info.utcoffset(from_epoch(instant).astimezone(self.info))
        if ahead is None:  # pragma: no cover - ZoneInfo always knows for an aware datetime
            raise UnknownZone(f"'{self.key}' has no offset")
        return ahead.days * DAY + ahead.seconds


@lru_cache(maxsize=1)
def zone_keys() -> frozenset[str]:
    """Every zone and link of the packaged database."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def zone_edition() -> str:
    """The edition of the packaged database, such as 2026c."""
    from tzdata import IANA_VERSION

    return str(IANA_VERSION)


@lru_cache(maxsize=1024)
def load_zone(key: str) -> Zone:
    """A zone by its IANA name. Raises UnknownZone for any other word."""
    if key not in zone_keys():
        raise UnknownZone(f"there is no time zone {key!a}; names are those of the IANA database, such as Europe/Dublin")
    data = _zone_file(key)
    return Zone(key, ZoneInfo.from_file(io.BytesIO(data), key), *_transitions(data))


@lru_cache(maxsize=1024)
def zone_offsets(key: str, start: int, until: int) -> Offsets:
    """The periods of equal offset of a zone in [start, until), both in seconds since 1970; neighbours differ.

    Raises UnknownZone, and ValueError where the range is empty.
    """
    if until <= start:
        raise ValueError("a range of instants must not be empty")
    zone = load_zone(key)
    starts, ahead = [start], [zone.offset(start)]
    for change in _changes(zone, start, until):
        offset = zone.offset(change)
        if offset != ahead[-1]:  # a change of the name alone, such as EDT to EST in one step of an hour
            starts.append(change)
            ahead.append(offset)
    return Offsets(tuple(starts), tuple(ahead), until)


def _zone_file(key: str) -> bytes:
    return files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


def _changes(zone: Zone, start: int, until: int) -> list[int]:
    """Instants in (start, until) at which the offset may change, ascending."""
    found = [change for change in takewhile(lambda change: change < until, zone.listed) if change > start]
    if not zone.has_rule:
        return found
    low = max(start, zone.listed[-1]) if zone.listed else start
    before = zone.offset(low) if low < until else 0
    while low < until - 1:
        high = min(low + DAY, until - 1)
        after = zone.offset(high)
        if after != before:
            found.append(_first_with(zone, after, low, high))
        low, before = high, after
    return found


def _first_with(zone: Zone, offset: int, low: int, high: int) -> int:
    """The first instant after `low` that has the offset of `high`, where one change lies between."""
    while high - low > 1:
        middle = (low + high) // 2
        if zone.offset(middle) == offset:
            high = middle
        else:
            low = middle
    return high


def _transitions(data: bytes) -> tuple[tuple[int, ...], bool]:
    """The transitions listed in a TZif file, and whether a yearly rule follows them."""
    version, at = _HEADER.unpack_from(data)[1], 0
    width = _V1_WIDTH
    if version >= b"2":  # the first block has 32-bit times for old readers; the second says the same in 64 bits
        at, width = _end_of_block(data, 0, _V1_WIDTH), _V2_WIDTH
    count = _HEADER.unpack_from(data, at)[5]
    listed = struct.unpack_from(f">{count}{'q' if width == _V2_WIDTH else 'l'}", data, at + _HEADER.size)
    footer = data[_end_of_block(data, at, width) :] if width == _V2_WIDTH else b""
    return listed, b"," in footer  # a rule of POSIX has its two days after a comma; one offset for ever has none


def _end_of_block(data: bytes, at: int, width: int) -> int:
    _, _, utc, standard, leaps, times, types, letters = _HEADER.unpack_from(data, at)
    return int(at + _HEADER.size + times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standard + utc)
