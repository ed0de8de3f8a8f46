"""Every rule once and in order, every item short enough, nothing cut within a sentence, nothing said twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportpolicy.compiled import Compiled
from supportpolicy.targets.agent_guidance import TARGET
from supportpolicy.targets.agent_guidance.blocks import Block, Topic, items_of, pieces_of, sentences_of
from supportpolicy.targets.agent_guidance.dialect import VENDORS
from supportpolicy.targets.agent_guidance.topics import topics_of
from supportpolicy.targets.interface import Wish
from tests.engine.policies import POLICIES
from tests.targets.exporting import as_reviewed, compiled_at, compiled_from, exported, reference, small

TABLES = {"requests": "requests", "refunds": "refunds", "identity": "identity", "sla": "promises", "tier": "tiers"}
LENGTHS = (400, 700, 1500, 2500, 10_000)


def _texts(compiled: Compiled, **options: str) -> list[tuple[str, str]]:
    """Topic and text of each item, in order, read from the files."""
    rendered, _ = exported(TARGET, compiled, options=options)
    document = json.loads(rendered.files["guidance.json"])
    assert [rendered.files[item["file"]] for item in document["items"]] == [item["text"] for item in document["items"]]
    return [(item["topic"], item["text"]) for item in document["items"]]


def test_as_reviewed() -> None:
    as_reviewed(exported(TARGET, small(), options={"characters": "700"})[0], Path(__file__).parent / "golden")


@pytest.mark.parametrize("place", POLICIES, ids=lambda place: place.name)
@pytest.mark.parametrize("length", LENGTHS)
def test_every_rule_appears_once_and_in_order(place: Path, length: int) -> None:
    compiled = compiled_at(place)
    texts = _texts(compiled, characters=str(length))
    for table, topic in TABLES.items():
        rules = compiled.table(table).rules
        found = [
            (int(number), name)
            for key, text in texts
            if key == topic
            for number, name in re.findall(r"^Rule (\d+), “(.*?)”[:,]", text, re.MULTILINE)
        ]
        names = [rule.outcome.decides.get("sla", rule.name) if table == "sla" else rule.name for rule in rules]
        assert found == list(enumerate(names, 1))


@pytest.mark.parametrize("length", LENGTHS)
def test_no_item_is_too_long_and_no_sentence_is_cut(length: int) -> None:
    compiled = reference()
    rendered, _ = exported(TARGET, compiled, options={"characters": str(length)})
    whole = [sentence for topic in topics_of(compiled) for block in topic.blocks for sentence in block.sentences]
    texts = [text for path, text in rendered.files.items() if path.startswith("items/")]
    everything = "".join(texts)
    too_long = {change.loss.kind.name for change in TARGET.lower(Wish(compiled, {"characters": str(length)}))}
    assert all(len(text) <= length for text in texts) == ("sentence-too-long" not in too_long)
    assert length == 400 or too_long == {"topic-left-out"}
    for sentence in whole:
        assert sentence.strip() in everything, sentence


def test_messages_stand_there_as_they_are() -> None:
    compiled = reference()
    texts = "".join(text for topic, text in _texts(compiled) if topic == "messages")
    for name, words in compiled.messages.items():
        for language, text in words.items():
            assert f"“{name}” in {language}: {text.rstrip()}\n" in texts


def test_later_items_of_a_table_say_that_the_first_come_first() -> None:
    refunds = [text for topic, text in _texts(reference()) if topic == "refunds"]
    assert len(refunds) > 1
    assert "These rules come after" not in refunds[0]
    for number, text in enumerate(refunds[1:], 1):
        assert f"come after those of item {number}: use them only where none of those fits" in text


def test_what_to_ask_first_stands_in_the_order_of_the_rules() -> None:
    (text,) = [text for topic, text in _texts(small()) if topic == "refunds-questions"]
    asked = re.findall(r"^([a-z_.]+): (ask “.*”|look it up\.)", text, re.MULTILINE)
    assert asked == [
        ("reason", "ask “Why would you like your money back?”"),
        ("order.total", "ask “What did you pay?”"),
        ("order.delivered_at", "ask “When did the parcel arrive?”"),
    ]


def test_decisions_are_told_whole() -> None:
    (text,) = [text for topic, text in _texts(small()) if topic == "refunds"]
    assert "Rule 2, “in time”: if reason is mind and order.delivered_at was within the last 14d: approve it. " in text
    assert "The sum: 80% of order.total." in text
    assert "Rule 3, “large”: if order.total is above 200 EUR: promise nothing; a person reviews it. " in text
    assert "Nothing is done before finance agreed." in text
    assert "Reason to give the customer: “The time for this has passed.”" in text
    (identity,) = [text for topic, text in _texts(small()) if topic == "identity"]
    assert "Proofs have points: email-code 2 and invoice 1. At least 3 are needed." in identity
    assert "It is carried out after a wait of 72 hours." in identity


def test_every_vendor_gets_items_that_fit() -> None:
    for name, vendor in VENDORS.items():
        texts = _texts(reference(), vendor=name)
        assert len(texts) <= (vendor.items or len(texts))
        assert all(len(text) <= vendor.characters for _, text in texts)
        assert {one.loss.kind.level for one in TARGET.lower(Wish(reference(), {"vendor": name}))} == {"info"}


@pytest.mark.parametrize(
    ("options", "says"), [({"vendor": "nobody"}, "is no known vendor"), ({"characters": "12"}, "12")]
)
def test_a_wrong_option_is_said_and_the_shortest_items_are_made(options: dict[str, str], says: str) -> None:
    rendered, _ = exported(TARGET, small(), options=options)
    assert any(says in note for note in rendered.notes)
    assert json.loads(rendered.files["guidance.json"])["most_characters"] == 2500


def test_examples_of_the_kinds() -> None:
    from supportpolicy.targets.agent_guidance.gaps import KINDS

    for kind in KINDS:
        found = [
            {c.loss.kind.code for c in TARGET.lower(Wish(compiled_from(text)))} - {"SP950"}
            for text in (kind.bad, kind.good)
        ]
        assert found == [{kind.code}, set()]


def test_sentences() -> None:
    assert sentences_of("One. Two! “Three?” Four, e.g. Five. Six\nSeven z. B. Acht.") == (
        "One.",
        "Two!",
        "“Three?”",
        "Four, e.g. Five.",
        "Six",
        "Seven z. B. Acht.",
    )
    assert sentences_of("丁寧語で。お名前には「様」を。") == ("丁寧語で。", "お名前には「様」を。")


@given(st.text())
def test_pieces_put_together_are_the_text(text: str) -> None:
    assert "".join(pieces_of(text)) == text


@given(
    st.lists(st.lists(st.text("ab .", min_size=1, max_size=120), min_size=1, max_size=6), max_size=12),
    st.integers(400, 900),
)
def test_packing_loses_nothing(blocks: list[list[str]], most: int) -> None:
    topic = Topic(
        "t", "Title", "Opening.", tuple(Block(tuple(one), f"r{n}") for n, one in enumerate(blocks)), "refunds"
    )
    found = items_of(topic, most)
    assert all(len(item.text) <= most for item in found)
    assert [name for item in found for name in item.rules] == [block.name for block in topic.blocks]
