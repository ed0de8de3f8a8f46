"""The form of the files: what RFC 5545 demands of every line, and the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.targets.icalendar import TARGET
from supportpolicy.targets.icalendar.lines import MOST_OCTETS, folded, text
from tests.targets.exporting import as_reviewed, exported, reference, small


def test_as_reviewed() -> None:
    as_reviewed(exported(TARGET, small())[0], Path(__file__).parent / "golden")


def test_same_bytes_every_time() -> None:
    assert exported(TARGET, reference())[0] == exported(TARGET, reference())[0]


def test_lines_are_folded_and_end_as_they_must() -> None:
    for path, content in exported(TARGET, reference())[0].files.items():
        if not path.endswith(".ics"):
            continue
        assert content.endswith("\r\nEND:VCALENDAR\r\n")
        assert "\n" not in content.replace("\r\n", "") and "\r" not in content.replace("\r\n", "")
        assert all(len(line.encode()) <= MOST_OCTETS for line in content.split("\r\n")), path
        uids = re.findall(r"\r\nUID:(.*)\r\n", content)
        assert len(uids) == len(set(uids)) == content.count("BEGIN:VEVENT") == content.count("\r\nDTSTAMP:")
        assert set(re.findall(r"TZID=([^:]+):", content)) == set(re.findall(r"\r\nTZID:(.+)\r\n", content))


def test_uids_stay_when_something_else_changes() -> None:
    compiled = small()
    moved = compiled._replace(
        calendars=tuple(one._replace(dates={}) if one.name == "dublin" else one for one in compiled.calendars)
    )
    uids = [
        set(re.findall(r"UID:(.*)\r", exported(TARGET, each)[0].files["coverage/dublin.ics"]))
        for each in (compiled, moved)
    ]
    assert uids[1] and uids[1] < uids[0]


@given(st.text())
def test_no_fold_loses_or_cuts_anything(value: str) -> None:
    pieces = list(folded("SUMMARY:" + text(value)))
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == "SUMMARY:" + text(value)
    assert all(len(piece.encode("utf-8", "surrogatepass")) <= MOST_OCTETS for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_escaping() -> None:
    assert text("a,b;c\\d\ne\r\n\x00f") == "a\\,b\\;c\\\\d\\ne\\nf"
