"""`check` knows the codes of proofs without loading them."""

from supportpolicy.analysis import KINDS
from supportpolicy.checks.proved_elsewhere import PROVED


def test_check_knows_every_code_that_only_proofs_look_for() -> None:
    assert {word for kind in KINDS for word in (kind.code, kind.name)} == PROVED
