"""From the text of a policy to the files for Zendesk, and to the model that has them."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from supportpolicy import api
from supportpolicy.compiled import Compiled, read_compiled
from supportpolicy.engine import Engine, prepare
from supportpolicy.targets.ids import ids_file
from supportpolicy.targets.interface import Rendered, Wish
from supportpolicy.targets.losses import Change
from supportpolicy.targets.lowering import applied
from supportpolicy.targets.zendesk import TARGET
from supportpolicy.targets.zendesk.simulate import read
from tests.targets.lowering_help import compiled_of

TODAY = dt.date(2026, 11, 30)
DATA = Path(__file__).parent / "data"
POLICIES = Path(__file__).parents[3] / "policies"


class Made(NamedTuple):
    """An export and what it came from."""

    changes: tuple[Change, ...]
    lowered: Compiled
    rendered: Rendered
    engine: Engine
    files: dict[str, str]
    """What the model reads."""


def exported(compiled: Compiled, ids: dict[str, str] | None = None) -> Made:
    """An export of a policy."""
    wish = Wish(compiled, ids=ids or {}, today=TODAY)
    changes = TARGET.lower(wish)
    lowered = applied(compiled, changes)
    rendered = TARGET.render(wish, lowered)
    files = {**rendered.files, **ids_file(ids or {}, rendered.unresolved)}
    return Made(changes, lowered, rendered, prepare(lowered), files)


def made(text: str, folder: Path, ids: dict[str, str] | None = None) -> Made:
    """An export of a policy by its text."""
    return exported(compiled_of(text, folder), ids)


@lru_cache(maxsize=1)
def reference() -> Made:
    """The export of the policy in `policies/`."""
    return exported(read_compiled(api.compile(api.load(POLICIES)).to_json()))


def asked(one: Made, **facts: Any) -> dict[str, Any]:
    """What the model says of a ticket; `opened` is a local time in text, with its offset."""
    return dict(read(one.files, one.engine)({**facts, "opened": dt.datetime.fromisoformat(facts["opened"])}))


def instant(text: str) -> int:
    """An instant in seconds since 1970."""
    return int(dt.datetime.fromisoformat(text).timestamp())
