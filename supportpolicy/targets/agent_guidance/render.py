"""Guidance as files: an item each as Markdown, to be copied as it is, and all of them as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

from supportpolicy.compiled import Compiled
from supportpolicy.compiled.writing import pretty
from supportpolicy.targets.agent_guidance.blocks import Item, items_of
from supportpolicy.targets.agent_guidance.dialect import DEFAULT, LEAST_CHARACTERS, LONGEST, VENDOR, VENDORS, Vendor
from supportpolicy.targets.agent_guidance.topics import topics_of
from supportpolicy.targets.interface import Object, Rendered, Task, Wish


def vendor_of(wish: Wish) -> tuple[Vendor, str]:
    """Where the guidance goes, and what is wrong with the configuration: then the shortest items are made."""
    name, wrong = wish.options.get(VENDOR, DEFAULT), ""
    vendor = VENDORS.get(name)
    if vendor is None:
        wrong = f"'{name}' is no known {VENDOR}: {', '.join(VENDORS)}; items are made for {DEFAULT}"
        vendor = VENDORS[DEFAULT]
    longest = wish.options.get(LONGEST)
    if longest is None:
        return vendor, wrong
    if not longest.isdecimal() or int(longest) < LEAST_CHARACTERS:
        return vendor, f"'{longest}' is no length of an item: a whole number of {LEAST_CHARACTERS} or more"
    return Vendor(f"items of {longest} characters", int(longest), None, "the configuration"), wrong


def items(wish: Wish, compiled: Compiled) -> list[Item]:
    """Every item, in order."""
    vendor, _ = vendor_of(wish)
    return [item for topic in topics_of(compiled) for item in items_of(topic, vendor.characters)]


def render(wish: Wish, compiled: Compiled) -> Rendered:
    """The files: `items/NN-topic.md`, `guidance.json` and a list of the items."""
    vendor, wrong = vendor_of(wish)
    found = items(wish, compiled)
    names = [
        f"items/{place:02}-{item.topic}{f'-{item.number}' if item.of > 1 else ''}.md"
        for place, item in enumerate(found, 1)
    ]
    files = {name: item.text for name, item in zip(names, found, strict=True)}
    files["guidance.json"] = _as_json(compiled, vendor, names, found)
    files["README.md"] = _page(compiled, vendor, names, found)
    objects = tuple(Object(name, item.title, item.at, "item") for name, item in zip(names, found, strict=True))
    steps = tuple(f"{item.title}: the text of {name}" for name, item in zip(names, found, strict=True))
    notes = ["Conversations that run keep what the agent was told when they began, as far as the tool does."]
    if wrong:
        notes.append(wrong[0].upper() + wrong[1:] + ".")
    task = Task(f"Make an item of guidance of each file ({vendor.title}), in this order", steps)
    return Rendered(dict(sorted(files.items())), objects, (task,), tuple(notes))


def _as_json(compiled: Compiled, vendor: Vendor, names: Sequence[str], found: Sequence[Item]) -> str:
    document = {
        "policy": compiled.name,
        "behaviour": compiled.hashes.behaviour,
        "for": vendor.title,
        "most_characters": vendor.characters,
        "items": [
            {
                "file": name,
                "topic": item.topic,
                "number": item.number,
                "of": item.of,
                "title": item.title,
                "characters": len(item.text),
                "rules": list(item.rules),
                "at": list(item.at),
                "text": item.text,
            }
            for name, item in zip(names, found, strict=True)
        ],
    }
    return pretty(document) + "\n"


def _page(compiled: Compiled, vendor: Vendor, names: Sequence[str], found: Sequence[Item]) -> str:
    lines = [
        f"# Guidance for AI agents: {compiled.name}",
        "",
        f"For {vendor.title}: at most {vendor.characters} characters an item ({vendor.source}).",
        "Put the items in in this order. `guidance.json` has the same for programs.",
        "",
        "| file | title | characters |",
        "| --- | --- | --- |",
    ]
    lines.extend(f"| {name} | {item.title} | {len(item.text)} |" for name, item in zip(names, found, strict=True))
    return "\n".join([*lines, ""])
