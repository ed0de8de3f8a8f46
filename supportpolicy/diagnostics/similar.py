"""The name the author probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable

_NEAR = 0.66
"""How alike two words must be, from 0 to 1, for one to be a slip for the other."""
_MANY, _TOO_MANY = 300, 2_000
"""Names among which less is tried, and none at all: a large policy with many mistakes must not take seconds."""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known name nearest to `word`, or None where nothing is near enough to be a slip of the pen.

    Looks past case, and past `_`, `-` and spaces taken for one another, first; then for a small edit distance.
    """
    words: Collection[str] = known if isinstance(known, Collection) else list(known)
    if len(words) > _TOO_MANY:
        return None
    choices: set[str] = set(words)
    plain = _plain(word)
    same = [choice for choice in choices if _plain(choice) == plain]
    if same:
        return min(same)
    if len(word) > 60:
        return None
    if len(choices) > _MANY:
        # Among very many names a slip is looked for only where the first letter is right; nothing may take seconds.
        choices = {choice for choice in choices if _plain(choice)[:1] == plain[:1]}
    # difflib is imported only when something is wrong: a clean check never pays for it.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, "", plain)
    best: tuple[float, str] | None = None
    for choice in sorted(choices):
        if abs(len(choice) - len(word)) > max(3, len(word) // 2):
            continue
        matcher.set_seq1(_plain(choice))
        least = _NEAR if best is None else max(_NEAR, best[0])
        # The two quick ones are upper bounds of the slow one.
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= _NEAR and (best is None or ratio > best[0]):
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
