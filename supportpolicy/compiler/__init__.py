"""From the language model to the compiled policy: an ordered list of named pure steps."""

from supportpolicy.compiler.masks import TooBranched
from supportpolicy.compiler.steps import STEPS, compile_policy

__all__ = ["STEPS", "TooBranched", "compile_policy"]
