"""The small policies by which the losses of tools for calling people explain themselves."""

from __future__ import annotations


def ladder(target: str, rest: str) -> str:
    """A policy with one ladder; `rest` has its clock and its steps, in flow style."""
    boss = ", boss: {coverage: office, contact: [phone, page]}" if "boss" in rest else ""
    return (
        f"# export: {target}\nsupportpolicy: 1\nname: acme\ntimezone: Europe/Dublin\nhorizon: 2026-01-01..2027-12-31\n"
        f"roles: {{lead: {{coverage: office, contact: [phone, page]}}{boss}}}\n"
        "coverage:\n  office: {open: {mon-fri: 09:00-17:00}}\n"
        "teams:\n  - {name: front, coverage: office, lead: lead}\n"
        "routing:\n  - {name: all, team: front}\n"
        f"escalation:\n  - {{name: late, starts_on: opened, stops_on: solved, {rest}}}\n"
    )
