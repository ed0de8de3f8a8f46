"""SP703: a placeholder for something that does not exist. SP704: one that would show something private."""

from __future__ import annotations

from collections.abc import Iterator

from supportpolicy.checks.context import MOST_SUGGESTIONS, Check, Context, near_fact
from supportpolicy.diagnostics import Diagnostic, Kind, Remedy, Span
from supportpolicy.language.name import Words
from supportpolicy.language.sections.messages import PLACEHOLDER

UNKNOWN = Kind(
    "SP703",
    "unknown-placeholder",
    "error",
    "A message has a word in braces that is no fact.",
    "The customer would read the braces, or a gap.",
    """supportpolicy: 1
name: acme
messages: {hello: "Hello {requester.frist_name}"}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
messages: {hello: "Hello {requester.first_name}"}
channels: {forum: {support: none, say: hello}}
""",
)
PRIVATE = Kind(
    "SP704",
    "private-placeholder",
    "error",
    "A message shows a fact that its field calls sensitive.",
    "The customer, or whoever reads the mail, would see what should stay inside.",
    """supportpolicy: 1
name: acme
fields: {risk-score: {type: number, sensitive: true}}
messages: {hello: "Your score is {risk-score}"}
channels: {forum: {support: none, say: hello}}
""",
    """supportpolicy: 1
name: acme
fields: {risk-score: {type: number, sensitive: true}}
tiers: [{name: careful, when: {risk-score: {above: 3}}}, {name: rest}]
messages: {hello: "We will come back to you."}
channels: {forum: {support: none, say: hello}}
""",
)


def check_unknown(context: Context) -> Iterator[Diagnostic]:
    """Placeholders that are no facts; decided attributes may be shown too."""
    if not context.complete("fields", "facts"):
        return
    known = list(context.facts)
    nearest: dict[str, str | None] = {}
    for _, words in _texts(context):
        for name, span, start in _placeholders(words):
            if not name:
                yield UNKNOWN.at(
                    span, "nothing stands between these braces", help="write a fact there: {customer.name}"
                )
            elif name not in context.facts:
                if name not in nearest:
                    nearest[name] = near_fact(name, known) if len(nearest) < MOST_SUGGESTIONS else None
                near = nearest[name]
                advice = f"did you mean '{{{near}}}'?" if near else f"add '{name}' under 'fields:', or leave it out"
                remedy = Remedy(f"{{{near}}}", False, old=f"{{{name}}}", how="part") if near else None
                yield UNKNOWN.at(span, f"there is no fact '{name}' to put here", help=advice, remedy=remedy)
            elif _doubled(words.text, start):
                right = f"{{{name}}}"
                yield UNKNOWN.at(
                    span,
                    "the customer would read one pair of these braces",
                    help=f"write {right}",
                    remedy=Remedy(right, True, old=f"{{{right}}}", how="part"),
                )


def check_private(context: Context) -> Iterator[Diagnostic]:
    """Placeholders that show sensitive fields."""
    if not any(field.sensitive for field in context.policy.fields.values()):
        return
    for _, words in _texts(context):
        for name, span, _ in _placeholders(words):
            field = context.policy.fields.get(name)
            if field is not None and field.sensitive:
                yield PRIVATE.at(span, f"'{name}' is sensitive and may not be shown", help="say it without the value")


def _texts(context: Context) -> Iterator[tuple[str, Words]]:
    for message in context.policy.messages.values():
        yield from message.texts.items()


def _placeholders(words: Words) -> Iterator[tuple[str, Span, int]]:
    """What stands in braces, where, and how many characters into the text."""
    if "{" not in words.text:
        return
    for match in PLACEHOLDER.finditer(words.text):
        quoted = words.span.end_col - words.span.col == len(words.text) + 2
        doubled = int(_doubled(words.text, match.start()))
        place = words.span.inside(match.start() - doubled + int(quoted), len(match[0]) + 2 * doubled)
        yield match[1].strip(), place, match.start()


def _doubled(text: str, start: int) -> bool:
    """Whether a placeholder has two braces on both sides, as other tools write them."""
    return text[max(start - 1, 0) : start] == "{" and text.startswith("}", text.index("}", start) + 1)


CHECKS = (Check(UNKNOWN, check_unknown), Check(PRIVATE, check_private))
