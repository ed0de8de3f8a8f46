"""What is in a folder beside what an export would write there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import NamedTuple

from supportpolicy.targets.manifest import MANIFEST, OWN_FILES, digest_of, sums_in, target_in


class Drift(NamedTuple):
    """How a folder differs from an export; every list is sorted."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Files of an earlier export that would no longer be written."""
    retold: tuple[str, ...] = ()
    """Manifest and checklist where only they differ: places in the policy, words, what is accepted. The tool's files do not."""

    @property
    def any(self) -> bool:
        """Whether a file that the tool takes differs."""
        return bool(self.created or self.changed or self.removed)


class Standing(NamedTuple):
    """What stands in a folder that an export is to be written to."""

    foreign: tuple[str, ...] = ()
    """Files that no export wrote: they would be lost."""
    edited: tuple[str, ...] = ()
    """Files of an earlier export that somebody changed since."""
    target: str | None = None
    """The target of the earlier export; None where there is none."""


def drift(there: Mapping[str, bytes], files: Mapping[str, str]) -> Drift:
    """Compare what is there, by path, with what would be written."""
    own = set(OWN_FILES)
    former = set(listed(there)) - own
    created = sorted(path for path in files if path not in there and path not in own)
    changed = sorted(
        path for path, text in files.items() if path in there and path not in own and there[path] != text.encode()
    )
    removed = sorted(path for path in former if path in there and path not in files)
    retold = sorted(path for path in own if path in files and there.get(path) != files[path].encode())
    return Drift(tuple(created), tuple(changed), tuple(removed), tuple(retold))


def standing(there: Mapping[str, bytes]) -> Standing:
    """What of a folder would be lost if an export were written over it."""
    files = listed(there)
    ours = {*files, MANIFEST} if files else set()
    foreign = sorted(path for path in there if path not in ours)
    edited = sorted(path for path, digest in files.items() if path in there and digest_of(there[path]) != digest)
    return Standing(
        tuple(foreign), tuple(edited), target_in(there[MANIFEST].decode("utf-8", "replace")) if files else None
    )


def line_by_line(path: str, there: bytes, text: str) -> str:
    """The change of one file as a unified difference, a few lines around each."""
    old = there.decode("utf-8", errors="replace").splitlines()
    return "\n".join(
        difflib.unified_diff(old, text.splitlines(), f"{path} (there)", f"{path} (would be written)", lineterm="")
    )


def listed(there: Mapping[str, bytes]) -> dict[str, str]:
    """The files that the manifest in a folder names; none where it has no manifest of ours."""
    manifest = there.get(MANIFEST)
    if manifest is None:
        return {}
    try:
        return sums_in(manifest.decode("utf-8", errors="replace"))
    except ValueError:
        return {}
