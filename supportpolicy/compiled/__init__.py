"""The compiled policy: the one form that everything after the compiler reads. Frozen types, partition, JSON, hashes."""

from supportpolicy.compiled.document import FORMAT, Compiled
from supportpolicy.compiled.reading import Unreadable, read_compiled
from supportpolicy.compiled.writing import with_hashes, write_compiled

__all__ = ["FORMAT", "Compiled", "Unreadable", "read_compiled", "with_hashes", "write_compiled"]
