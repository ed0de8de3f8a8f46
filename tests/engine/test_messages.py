"""Words for the customer and guidance for whoever answers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from supportpolicy.compiler import compile_policy
from supportpolicy.engine import Answer, Ticket, Value, decide, prepare
from supportpolicy.engine.answer import Message
from supportpolicy.language import load
from supportpolicy.source import read_bytes_as_policy
from tests.compiler.building import HEAD
from tests.engine.asking import ask, eur, local

NOW = local("2026-06-03 10:00")
POLICY = """\
fields:
  topic: {type: choice, values: [billing, other]}
  paid_on: {type: time}
  total: {type: money}
  count: {type: number}
  wait: {type: duration}
  ok: {type: boolean}
languages:
  en: {level: full}
  pt: {level: full}
  pt-BR: {level: full}
  de-AT: {level: full}
  otherwise: {reply_in: en, level: none}
messages:
  hello: {en: "Hello {requester.first_name}", pt: Ola, de-AT: Servus}
  brazil: {en: Hi, pt-BR: Oi}
  only: {de-AT: Servus, pt: Ola}
  plain: "We look at it, {requester.first_name | dear customer}."
  facts: "{topic}, {total}, {count}, {wait}, {ok}, {paid_on}, {tags}, {team}, {severity}"
teams: [{name: desk}]
severities: {levels: [high, low], rules: [{level: low}]}
routing:
  - {name: billing, when: {topic: billing}, team: desk, say: [hello, brazil, only, plain]}
  - {name: other, when: {topic: other}, team: desk, say: facts}
"""


# The checks want words in every language that is served; what happens without them is shown here.
ENGINE = prepare(compile_policy(load(read_bytes_as_policy((HEAD + POLICY).encode(), "policy.yaml")).policy))


def messages(**facts: Value | None) -> tuple[Message, ...]:
    return decide(ENGINE, Ticket({"opened": NOW, **facts})).messages


def said(language: str | None, **facts: Value | None) -> dict[str, tuple[str | None, str]]:
    given: dict[str, Value | None] = {"topic": "billing", **facts}
    if language is not None:
        given["language"] = language
    return {one.name: (one.language, one.text) for one in messages(**given)}


@pytest.mark.parametrize(
    ("language", "hello", "brazil", "only"),
    [
        ("en", ("en", "Hello Ann"), ("en", "Hi"), ("de-AT", "Servus")),
        ("pt", ("pt", "Ola"), ("en", "Hi"), ("pt", "Ola")),
        ("pt-BR", ("pt", "Ola"), ("pt-BR", "Oi"), ("pt", "Ola")),  # a region falls back to its language
        ("de-AT", ("de-AT", "Servus"), ("en", "Hi"), ("de-AT", "Servus")),
        ("ja", ("en", "Hello Ann"), ("en", "Hi"), ("de-AT", "Servus")),  # what is not served: the reply's language
        (None, ("en", "Hello Ann"), ("en", "Hi"), ("de-AT", "Servus")),
    ],
)
def test_the_text_is_in_the_language_of_the_reply(
    language: str | None, hello: tuple[str, str], brazil: tuple[str, str], only: tuple[str, str]
) -> None:
    found = said(language, **{"requester.first_name": "Ann"})
    assert (found["hello"], found["brazil"], found["only"]) == (hello, brazil, only)


def test_placeholders_take_facts_and_say_which_are_missing() -> None:
    by = {one.name: one for one in messages(topic="billing", language="en")}
    assert (by["hello"].text, by["hello"].missing) == ("Hello {requester.first_name}", ("requester.first_name",))
    assert (by["plain"].text, by["plain"].missing) == ("We look at it, dear customer.", ())
    assert said("en", **{"requester.first_name": "Ann"})["plain"][1] == "We look at it, Ann."


def test_a_value_in_a_text_is_not_read_as_a_placeholder() -> None:
    found = said("en", **{"requester.first_name": "{severity}"})
    assert found["hello"][1] == "Hello {severity}"


def test_values_as_a_customer_reads_them() -> None:
    facts: dict[str, Value | None] = {
        "total": eur("12.50"),
        "count": Decimal("3"),
        "wait": dt.timedelta(minutes=90),
        "ok": True,
        "paid_on": dt.datetime(2026, 6, 3, 9, 0, tzinfo=dt.UTC),
        "tags": frozenset({"b", "a"}),
    }
    [message] = messages(topic="other", **facts)
    assert message.text == "other, 12.50 EUR, 3, 1h30m, yes, 2026-06-03 10:00, a, b, desk, low"


GUIDANCE = """\
fields:
  topic: {type: choice, values: [billing, other]}
languages: {en: {level: full}}
messages: {m: Hello.}
severities:
  levels: [high, low]
  describe: {high: Very bad., low: Not bad.}
  rules: [{level: low}]
voice:
  formality: casual
  tones: [{when: {topic: billing}, tone: apologise once}, {when: {topic: other}, tone: be brief}]
self_service: {bot: {may_answer: {topic: other}, hand_over: {asks_for_human: true}}}
style: {answers: complete, channels: {chat: {answers: conversation}}}
channels: {chat: {}, email: {}}
"""


def guided(**facts: Value | None) -> Answer:
    return ask(GUIDANCE, {"opened": NOW, **facts})


def test_guidance_has_what_applies_and_nothing_else() -> None:
    billing = guided(topic="billing", channel="chat")
    assert [one["tone"] for one in billing.guidance["voice"]["tones"]] == ["apologise once"]
    assert billing.guidance["style"]["answers"] == "conversation"
    assert billing.guidance["severities"] == {"low": "Not bad."}
    assert billing.guidance["self_service"]["bot"] == {"may_answer": False, "hand_over": False}
    other = guided(topic="other", channel="email", asks_for_human=True)
    assert [one["tone"] for one in other.guidance["voice"]["tones"]] == ["be brief"]
    assert other.guidance["style"]["answers"] == "complete"
    assert other.guidance["self_service"]["bot"] == {"may_answer": True, "hand_over": True}
    assert "tones" not in guided().guidance["voice"]
    for text in (str(billing.guidance), str(other.guidance)):
        assert "'rule'" not in text and "'when'" not in text
