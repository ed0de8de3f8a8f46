"""Bytes to YAML values that know their places: files found and read, limits kept, comments that suppress findings."""

from supportpolicy.source.files import Source, Sources, read_bytes_as_policy, read_policy, with_texts
from supportpolicy.source.kinds import KINDS
from supportpolicy.source.node import Node, Plain
from supportpolicy.source.parse import parse
from supportpolicy.source.suppressions import Suppression, apply_suppressions

__all__ = [
    "KINDS",
    "Node",
    "Plain",
    "Source",
    "Sources",
    "Suppression",
    "apply_suppressions",
    "parse",
    "read_bytes_as_policy",
    "read_policy",
    "with_texts",
]
