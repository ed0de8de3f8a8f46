"""`channels` and `languages` as tables."""

from __future__ import annotations

from supportpolicy.compiled.tables import Rule
from tests.compiler.building import compiled
from tests.compiler.lookup import winner
from tests.compiler.reading import rule_named, rules, some

BASE = """\
coverage: {desk: {open: {mon-fri: 09:00-17:00}}}
fields: {plan: {type: choice, values: [free, paid]}}
messages: {elsewhere: Please write., we-answer-in-english: Hello.}
"""
CHANNELS = """\
channels:
  phone: {coverage: desk, for: {plan: paid}, redirect: email, say: elsewhere, languages: en, needs: plan}
  email: {}
  hotline: {coverage: always}
  reviews: {support: none, redirect: email, say: elsewhere, about: Stars.}
"""


def test_channels() -> None:
    found = compiled(f"{BASE}languages: {{en: {{level: full}}}}\n{CHANNELS}")
    assert rules(found, "channel") == [
        ("email: yes", ["channel is email"], {"channel_support": "yes"}),
        ("hotline: yes", ["channel is hotline"], {"channel_support": "yes"}),
        (
            "phone: not_for_you",
            ["channel is phone", "not among those it serves"],
            {"channel_support": "not_for_you", "redirect": "email"},
        ),
        (
            "phone: closed",
            ["channel is phone", "now is outside desk"],
            {"channel_support": "closed", "redirect": "email"},
        ),
        ("phone: yes", ["channel is phone"], {"channel_support": "yes"}),
        ("reviews: none", ["channel is reviews"], {"channel_support": "none", "redirect": "email"}),
    ]
    said = {rule.name: rule.outcome.say for rule in found.table("channel").rules if rule.outcome.say}
    assert said == dict.fromkeys(("phone: not_for_you", "phone: closed", "reviews: none"), ("elsewhere",))


def test_who_is_not_served_is_not_told_that_it_is_closed() -> None:
    found = compiled(f"{BASE}languages: {{en: {{level: full}}}}\n{CHANNELS}")
    channel, plan = found.column("channel"), found.column("plan")

    def answer(plan_class: int, open_: bool) -> str:
        won = winner(
            found.table("channel"),
            {"channel": channel.values.index("phone") + 2, "plan": plan_class, "now during desk": 2 if open_ else 1},
        )
        assert isinstance(won, Rule)
        return won.outcome.decides["channel_support"]

    paid = plan.values.index("paid") + 2
    assert (answer(paid, True), answer(paid, False)) == ("yes", "closed")
    assert (answer(0, True), answer(1, False)) == ("not_for_you", "not_for_you")


def test_channels_as_they_are_listed() -> None:
    found = compiled(f"{BASE}languages: {{en: {{level: full}}}}\n{CHANNELS}")
    assert [channel.name for channel in found.channels] == ["phone", "email", "hotline", "reviews"]
    assert some(found.channels[0]) == {
        "name": "phone",
        "coverage": "desk",
        "for_whom": "plan is paid",
        "redirect": "email",
        "needs": ("plan",),
        "languages": ("en",),
    }
    assert some(found.channels[3]) == {"name": "reviews", "support": "none", "redirect": "email", "about": "Stars."}


def test_languages_and_otherwise() -> None:
    found = compiled(
        f"{BASE}languages:\n  otherwise: {{reply_in: en, say: we-answer-in-english}}\n  ja: {{level: best-effort, coverage: desk}}\n"
        "  en: {level: full}\n  fr: {level: machine-translated, reply_in: en}\n"
    )
    assert rules(found, "language") == [
        ("en", ["language is en"], {"reply_language": "en", "language_level": "full"}),
        ("fr", ["language is fr"], {"reply_language": "en", "language_level": "machine-translated"}),
        ("ja", ["language is ja"], {"reply_language": "ja", "language_level": "best-effort"}),
        ("otherwise", [], {"reply_language": "en", "language_level": "none"}),
    ]
    assert rule_named(found, "language", "otherwise").outcome.say == ("we-answer-in-english",)
    assert found.main_language == "en"


def test_otherwise_without_a_language_answers_in_the_first() -> None:
    found = compiled("languages: {ja: {level: full}, en: {level: full}, otherwise: {}}\n")
    assert found.main_language == "ja"
    assert rules(found, "language")[-1] == ("otherwise", [], {"reply_language": "ja", "language_level": "none"})


def test_no_otherwise_is_no_answer() -> None:
    found = compiled("languages: {en: {level: full}}\n")
    assert winner(found.table("language"), {"language": 0}) is None
