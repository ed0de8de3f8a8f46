"""The name the author probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known name nearest to `word`, or None where nothing is near enough to be a slip of the pen.

    Looks past case, and past `_`, `-` and spaces taken for one another, first; then for a small edit distance.
    """
    choices = sorted(set(known))
    plain = _plain(word)
    for choice in choices:
        if _plain(choice) == plain:
            return choice
    # difflib is imported only when something is wrong: a clean check never pays for it.
    from difflib import SequenceMatcher

    if len(word) > 60:
        return None
    best: tuple[float, str] | None = None
    for choice in choices:
        if abs(len(choice) - len(word)) > max(3, len(word) // 2):
            continue
        ratio = SequenceMatcher(None, plain, _plain(choice)).ratio()
        if ratio >= 0.66 and (best is None or ratio > best[0]):
            best = (ratio, choice)
    return best[1] if best else None


def did_you_mean(word: str, known: Collection[str], *, what: str = "", most: int = 12) -> str:
    """A help sentence: the near name if there is one, else the known names (at most `most` of them)."""
    near = closest(word, known)
    if near is not None:
        return f"did you mean '{near}'?"
    if not known:
        return f"the policy has no {what} yet" if what else "nothing is known by that name"
    prefix = f"{what}: " if what else "expected "
    return prefix + quoted_list(known, most=most)


def quoted_list(names: Iterable[str], *, most: int = 12, last: str = "or") -> str:
    """`a, b or c`, in the given order, cut with the number left off."""
    items = list(names)
    if len(items) > most:
        return ", ".join(items[:most]) + f" ({len(items) - most} more)"
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {last} {items[-1]}"


def _plain(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")
