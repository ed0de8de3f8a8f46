"""What a policy may say: typed sections, their readers, and the JSON Schema that is made of their fragments."""

from supportpolicy.language.kinds import KINDS
from supportpolicy.language.load import load
from supportpolicy.language.policy import Header, Policy

__all__ = ["KINDS", "Header", "Policy", "load"]
