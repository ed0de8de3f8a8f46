"""The name the author probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from supportpolicy.diagnostics.finding import Remedy

_NEAR = 0.66
"""How alike two words must be, from 0 to 1, for one to be a slip for the other."""
_MANY, _TOO_MANY = 300, 2_000
"""Names among which less is tried, and none at all: a large policy with many mistakes must not take seconds."""


class Meant(str):
    """Advice that names the one thing that was meant; carries what would mend the finding."""

    remedy: Remedy


def meant(wrong: str, near: str, *, known: Collection[str] = (), sure: bool | None = None) -> Meant:
    """`did you mean 'near'?`, with `near` in place of `wrong` as the remedy.

    It is sure where the two are one word but for capitals, `_`, `-` and spaces, and no other of `known` is.
    """
    advice = Meant(f"did you mean '{near}'?")
    if sure is None:
        plain = _plain(wrong)
        sure = plain == _plain(near) and sum(_plain(name) == plain for name in known) < 2
    advice.remedy = Remedy(near, sure, old=wrong)
    return advice


def write(
    instead: str, wrong: str, *, sure: bool = True, also: str = "", how: Literal["word", "yaml"] = "word"
) -> Meant:
    """`write INSTEAD` and perhaps more words, with the remedy that does so in place of `wrong`."""
    return remedied(f"write {instead}{also}", instead, wrong, sure=sure, how=how)


def remedied(
    words: str, instead: str, wrong: str, *, sure: bool = True, how: Literal["word", "yaml"] = "word"
) -> Meant:
    """Advice in any words, with what it says to write in place of `wrong`."""
    advice = Meant(words)
    advice.remedy = Remedy(instead, sure, old=wrong, how=how)
    return advice


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


def slips(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` becomes by one slip of the pen: a letter too many, missing, wrong, or two swapped.

    Capitals, `_`, `-` and spaces do not count; words of fewer than five letters are too near to each other.
    """
    plain = _plain(word)
    return [other for other in known if _one_slip(plain, _plain(other))]


def _one_slip(one: str, other: str) -> bool:
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5:
        return False
    start = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )


def did_you_mean(word: str, known: Collection[str], *, what: str = "", most: int = 12) -> str:
    """A help sentence: the near name if there is one, else the known names (at most `most` of them)."""
    near = closest(word, known)
    if near is not None:
        return meant(word, near, known=known)
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
