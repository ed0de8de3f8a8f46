"""How large a policy may be. Far above what people write, far below what harms a machine."""

MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_POLICY_BYTES = 64 * 1024 * 1024
MAX_FILES = 20_000
MAX_DEPTH = 40
"""Levels of nesting in one file."""
MAX_VALUES = 250_000
"""Values in one file, every use of an alias counted whole."""
MAX_NUMBER_LENGTH = 30
"""Longer digits stay text: no policy counts so far, and converting them costs time."""
MAX_SHOWN = 60
"""Characters of the author's text that a message repeats."""


def shown(text: str) -> str:
    """The author's text as a message repeats it."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
