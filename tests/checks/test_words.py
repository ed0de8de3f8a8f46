"""The borders of the checks on languages, on the words of messages, and on what is told twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.underlined import underlined

_SERVED = ("SP706", "SP707", "SP709", "SP710")


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("en: {coverage: always}, fr: {coverage: always}", [("SP706", "fr")]),
        ("en: {coverage: always}, fr: {level: best-effort}", []),
        ("en: {coverage: always}, fr: {reply_in: en}", []),
        ("en: {coverage: always}, en-GB: {coverage: always}", []),
        ("en: {}, de: {}", []),
        ("en: {coverage: always}, de: {}", [("SP707", "de")]),
        ("en: {coverage: always}, de: {level: machine-translated}", []),
        ("en: {level: best-effort, coverage: always}, de: {}", []),
        ("en: {}, otherwise: {}", [("SP709", "otherwise")]),
        ("en: {}, otherwise: {reply_in: en}", []),
        ("en: {}, nl: {level: none, say: sorry}", []),
        ("en: {}, otherwise: {level: machine-translated}", []),
        ("en: {}, nl: {level: none, reply_in: fr}, fr: {level: none, reply_in: en}", [("SP710", "fr")]),
        ("en: {}, nl: {level: none, reply_in: fr}, fr: {level: machine-translated}", []),
        ("en: {level: none, reply_in: en}, otherwise: {reply_in: en}", [("SP710", "en")]),
    ],
)
def test_languages(languages: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = (
        f"languages: {{{languages}}}\nmessages: {{sorry: Sorry}}\n"
        "teams: [{name: front, languages: [en]}, {name: europe, languages: [de, nl]}]\n"
    )
    assert underlined(text, tmp_path, _SERVED) == expected


def test_a_team_without_a_list_may_speak_anything(tmp_path: Path) -> None:
    text = "languages: {en: {}, fr: {}}\nteams: [{name: front, languages: en}, {name: back}]\n"
    assert underlined(text, tmp_path, _SERVED) == []


@pytest.mark.parametrize(
    ("languages", "text", "found"),
    [
        ("en: {}, de: {}", "We are here.", 1),
        ("en: {}, de: {}", "{en: We are here., de: Wir sind da.}", 0),
        ("en: {}", "We are here.", 0),
        ("en-GB: {}, en-US: {}", "We are here.", 0),
        ("en: {}, otherwise: {level: none, reply_in: en}", "We are here.", 0),
        ("en: {}, de: {reply_in: en}", "We are here.", 0),
    ],
)
def test_one_text_for_all(languages: str, text: str, found: int, tmp_path: Path) -> None:
    body = f"languages: {{{languages}}}\nmessages: {{hello: {text}}}\nchannels: {{forum: {{say: hello}}}}\n"
    assert underlined(body, tmp_path, ("SP708",)) == [("SP708", "hello")] * found


@pytest.mark.parametrize(
    "more",
    [
        # Whoever writes another language is told in English, and so is nobody else.
        "languages: {en: {}, de: {}, otherwise: {reply_in: en, say: hello}}\n",
        "languages: {en: {}, de: {}}\nteams: [{name: a}]\nrouting: [{name: b, when: {language: de}, team: a, say: hello}]\n",
        "languages: {en: {}, de: {}}\n",
    ],
)
def test_one_text_for_one_language(more: str, tmp_path: Path) -> None:
    assert underlined(f"messages: {{hello: We are here.}}\n{more}", tmp_path, ("SP708",)) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("when: {language: ja}, team: front", ["ja"]),
        ("when: {language: [en, ja]}, team: front", ["ja"]),
        ("when: {topic: a, language: ja}, team: front", ["ja"]),
        ("when: {all_of: [{language: ja}, {topic: a}]}, team: front", ["ja"]),
        ("when: {language: ja}, team: tokyo", []),
        ("when: {language: {not: en}}, team: front", []),
        ("when: {any_of: [{language: ja}, {topic: a}]}, team: front", []),
        # The customer is told.
        ("when: {language: ja}, team: front, say: sorry", []),
        ("when: {language: ja}, team: anybody", []),
        ("when: {language: nl}, team: front", []),
    ],
)
def test_routing_by_language(rule: str, expected: list[str], tmp_path: Path) -> None:
    text = (
        "fields: {topic: {type: choice, values: [a]}}\nmessages: {sorry: {en: Sorry, ja: ごめん}}\n"
        "languages: {en: {}, ja: {}, nl: {level: best-effort}}\n"
        "teams: [{name: front, languages: en}, {name: tokyo, languages: ja}, {name: anybody}]\n"
        f"routing: [{{name: first, {rule}}}, {{name: all, team: anybody}}]\n"
    )
    assert underlined(text, tmp_path, ("SP711",)) == [("SP711", text) for text in expected]


@pytest.mark.parametrize(
    ("channel", "teams", "expected"),
    [
        ("{languages: [en, ja]}", "{name: a, languages: en}, {name: b, languages: ja, channels: email}", ["ja"]),
        ("{languages: [en, ja]}", "{name: a, languages: en}, {name: b, languages: ja, channels: chat}", []),
        ("{languages: [en, ja]}", "{name: a}, {name: b, languages: ja, channels: email}", []),
        ("{}", "{name: a, languages: en}, {name: b, languages: ja, channels: email}", []),
        ("{languages: [ja], support: none}", "{name: a, languages: en}, {name: b, languages: ja, channels: email}", []),
        # Nobody speaks it anywhere: said of the language.
        ("{languages: [en, ja]}", "{name: a, languages: en}", []),
    ],
)
def test_languages_of_a_channel(channel: str, teams: str, expected: list[str], tmp_path: Path) -> None:
    text = f"languages: {{en: {{}}, ja: {{}}}}\nchannels: {{chat: {channel}, email: {{}}}}\nteams: [{teams}]\n"
    assert underlined(text, tmp_path, ("SP712",)) == [("SP712", text) for text in expected]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("kindly", "Kindly wait.", ["Kindly"]),
        ("kindly", "Kindly wait, kindly.", ["Kindly"]),
        ("kindly", "How unkindly!", []),
        ("kindly", "'Please be kindly-minded.'", ["kindly"]),
        ("as per", "We do it as  per our terms.", ["as  per"]),
        ("I'm afraid", "But I'm afraid so.", ["I'm afraid"]),
        ("kindly", "'{customer.kindly|kindly}, wait.'", []),
        ("[sorry, very sorry]", "We are very sorry.", ["very sorry"]),
        ("残念", "誠に残念ながら", ["残念"]),
        ("kind(ly", "kind(ly", ["kind(ly"]),
    ],
)
def test_words_to_avoid(words: str, text: str, expected: list[str], tmp_path: Path) -> None:
    words = words if words.startswith("[") else f'"{words}"'
    body = f"voice: {{avoid: [{{words: {words}}}]}}\nmessages:\n  hello: {text}\n"
    assert underlined(body, tmp_path, ("SP713",)) == [("SP713", text) for text in expected]


def test_words_in_a_text_over_several_lines(tmp_path: Path) -> None:
    body = "voice: {avoid: [{words: [kindly, as per]}]}\nmessages:\n  hello: >-\n    We thank you and\n    ask you kindly to do as\n    per our terms.\n"
    assert underlined(body, tmp_path, ("SP713",)) == [("SP713", ">-"), ("SP713", "kindly")]


@pytest.mark.parametrize(
    ("emoji", "text", "expected"),
    [
        ("none", "We are here 🙂", ["🙂"]),
        ("none", "Done ✅", ["✅"]),
        ("none", "Done ❤️", ["❤️"]),
        ("none", "See you :-)", [":-)"]),
        ("none", "Grüße • © 2026 – 10 → 12 ✓ ★ 日本語 ½", []),
        ("none", "Two cases (see 3:-)", []),
        ("sparing", "We are here 🙂", []),
    ],
)
def test_emoji(emoji: str, text: str, expected: list[str], tmp_path: Path) -> None:
    body = f"voice: {{emoji: {emoji}}}\nmessages:\n  hello: {text}\n"
    assert underlined(body, tmp_path, ("SP714",)) == [("SP714", text) for text in expected]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": "{sum} is paid", "de": "Bezahlt"}, ["de"]),
        ({"en": "{sum} is paid", "de": "{sum} ist bezahlt"}, []),
        ({"en": "{sum} is paid", "de": "{sum|Alles} ist bezahlt"}, []),
        ({"en": "{sum}", "de": "Bezahlt", "fr": "Payé"}, []),
        ({"en": "{sum}", "de": "{sum}!", "fr": "Payé"}, ["fr"]),
        # Whom to address how is a matter of the language.
        ({"en": "{requester.first_name}", "de": "{requester.name}!"}, []),
        ({"en": "Hello {requester.first_name}", "de": "Hallo"}, []),
        # One says it by the day, the other by how long it takes.
        ({"en": "{sum} on {day}", "de": "{sum} in {wait}"}, []),
        ({"en": "{sum} on {day}", "de": "in {wait}"}, ["de"]),
    ],
)
def test_placeholders_in_translation(texts: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    lines = "".join(f'    {language}: "{text}"\n' for language, text in texts.items())
    languages = ", ".join(f"{language}: {{}}" for language in texts)
    body = (
        "fields: {sum: {type: money}, day: {type: time}, wait: {type: duration}}\n"
        f"languages: {{{languages}}}\nmessages:\n  paid:\n{lines}"
    )
    assert underlined(body, tmp_path, ("SP715",)) == [("SP715", text) for text in expected]


@pytest.mark.parametrize(
    ("languages", "texts", "expected"),
    [
        (("en", "de"), ("We have your message.", "We have your message."), ["de"]),
        (("en", "de"), ("We have your message.", "We have  your message. "), ["de"]),
        (("en", "de"), ("We have your message.", "We have your message!"), []),
        (("en-GB", "en-US"), ("We have your message.", "We have your message."), []),
        # Short words and names may well be the same.
        (("en", "de"), ("OK, {customer.name|world}!", "OK, {customer.name|world}!"), []),
    ],
)
def test_texts_that_were_copied(
    languages: tuple[str, ...], texts: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    lines = "".join(f'    {language}: "{text}"\n' for language, text in zip(languages, texts, strict=True))
    body = f"languages: {{{languages[0]}: {{}}, {languages[1]}: {{}}}}\nmessages:\n  hello:\n{lines}"
    assert underlined(body, tmp_path, ("SP716",)) == [("SP716", text) for text in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear [first name], hello", [("SP717", "[first name]")]),
        ("Dear [NAME], hello", [("SP717", "[NAME]")]),
        ("Dear <your name>, hello", [("SP717", "<your name>")]),
        ("[Insert the date here] we call", [("SP717", "[Insert the date here]")]),
        ("Ticket %TICKET_ID% is open", [("SP717", "%TICKET_ID%")]),
        ("Ticket [[ticket.id]] is open", [("SP717", "[[ticket.id]]")]),
        ("TODO write this", [("SP717", "TODO")]),
        ("Hello ${requester.name}", [("SP717", "$")]),
        ("Hello %{requester.name}", [("SP717", "%")]),
        ("We pay 100% of it [see below], <b>promised</b>", []),
        ("Press [Enter] or [Add to order], then [Order]; 50%OFF%", []),
        ("A todo list for the customer", []),
        ("https://acme.example.com/%7Eteam%20list", []),
        ("Order #{requester.name}", []),
        ("Hello {requester.name", [("SP718", "{")]),
        ("Hello requester.name}", [("SP718", "}")]),
        ("Hello {requester.name}}", [("SP718", "}")]),
        ("Hello {requester.name|you}", []),
    ],
)
def test_gaps_and_braces(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    body = f'messages:\n  hello: "{text}"\n'
    assert underlined(body, tmp_path, ("SP703", "SP717", "SP718")) == expected


def test_what_is_said_of_a_placeholder_is_not_said_again(tmp_path: Path) -> None:
    for number, text in enumerate(("Hello {{requester.name}}", "Hello {{name}}", "Hello ${ticket.name}")):
        found = underlined(f'messages:\n  hello: "{text}"\n', tmp_path / str(number), ("SP703", "SP717", "SP718"))
        assert [code for code, _ in found] == ["SP703"]


_STEPS = "steps: [{after: 72h, say: one}"


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((f"starts_on: opened, {_STEPS}, {{after: 99h, say: two}}]",), 0),
        ((f"starts_on: opened, {_STEPS}, {{after: 99h, say: [two, one]}}]",), 1),
        ((f"starts_on: opened, {_STEPS}, {{every: 99h, say: two}}]",), 0),
        (("starts_on: opened, steps: [{after: 1h, say: [one, one]}]",), 1),
        ((f"starts_on: opened, {_STEPS}]", f"starts_on: opened, {_STEPS}]"), 1),
        ((f"starts_on: opened, {_STEPS}]", f"starts_on: reopened, {_STEPS}]"), 0),
        ((f"starts_on: opened, when: {{ok: true}}, {_STEPS}]", f"starts_on: opened, {_STEPS}]"), 0),
        (
            (
                f"starts_on: opened, when: {{ok: true}}, {_STEPS}]",
                f"starts_on: opened, when: {{any_of: [{{ok: true}}]}}, {_STEPS}]",
            ),
            1,
        ),
    ],
)
def test_told_twice(rules: tuple[str, ...], found: int, tmp_path: Path) -> None:
    body = "fields: {ok: {type: boolean}}\nmessages: {one: One, two: Two}\nescalation:\n" + "".join(
        f"  - {{name: r{number}, {rule}}}\n" for number, rule in enumerate(rules)
    )
    assert underlined(body, tmp_path, ("SP719",)) == [("SP719", "one")] * found


def test_an_emergency_tells_once(tmp_path: Path) -> None:
    body = (
        "fields: {down: {type: boolean}}\nmessages: {one: One, two: Two}\n"
        "emergency: {when: {down: true}, say: one, steps: [{after: 0m, say: SAID}], update_customer: {every: 30m, say: two}}\n"
    )
    assert underlined(body.replace("SAID", "one"), tmp_path / "a", ("SP719",)) == [("SP719", "one")]
    assert underlined(body.replace("SAID", "[]").replace(", say: []", ", do: x"), tmp_path / "b", ("SP719",)) == []
    assert underlined(body.replace("SAID", "two"), tmp_path / "c", ("SP719",)) == [("SP719", "two")]
