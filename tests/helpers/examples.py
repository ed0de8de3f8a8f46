"""Lays out the small example policies of `Kind.bad` and `Kind.good` on disk."""

import re
from pathlib import Path

_HEADER = re.compile(r"=== (?P<name>\S+)(?: -> (?P<target>\S+))?")


def write_example(text: str, folder: Path) -> None:
    """Write the files of one example under `folder`, made if need be.

    `=== NAME` on a line of its own begins another file, `=== NAME -> TARGET` is a symlink with nothing in it. What
    stands before the first of them is `policy.yaml`. The text goes to disk as it is: UTF-8, no end of line changed.
    """
    files: list[tuple[str, list[str]]] = [("policy.yaml", [])]
    folder.mkdir(parents=True, exist_ok=True)
    for line in text.split("\n"):
        header = _HEADER.fullmatch(line)
        if header is None:
            files[-1][1].append(line)
        elif header["target"] is None:
            files.append((header["name"], []))
        else:
            link = folder / header["name"]
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(header["target"])
    if len(files) > 1 and not any(files[0][1]):
        del files[0]
    for number, (name, lines) in enumerate(files):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # The end of line before a header belongs to the file above it.
        end = "\n" if number < len(files) - 1 else ""
        path.write_bytes(("\n".join(lines) + end).encode())
