"""Names of time zones, from the `tzdata` package and never from the machine, so that every machine knows the same."""

from __future__ import annotations

from importlib.resources import files


def zone_names() -> frozenset[str]:
    """Every zone and link of the IANA database as packaged in `tzdata`."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def tzdata_version() -> str:
    """The edition of the packaged database, such as 2026c."""
    from tzdata import IANA_VERSION

    return str(IANA_VERSION)
