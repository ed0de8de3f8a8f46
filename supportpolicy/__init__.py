"""Customer-support policy as code: check it, compile it, ask it."""

__version__ = "0.1.0"
