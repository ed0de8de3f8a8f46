"""Files to one policy: shapes checked, sections read and joined, what a file says of all its rules applied to them."""

from __future__ import annotations

import datetime as dt
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from supportpolicy.diagnostics import Diagnostic, Related, Span, closest, did_you_mean
from supportpolicy.language import kinds
from supportpolicy.language.applies import Applies, with_applies, with_applies_of_files
from supportpolicy.language.conditions import read_condition
from supportpolicy.language.name import Name
from supportpolicy.language.policy import Header, Policy
from supportpolicy.language.reading import Entry, Unreadable, entries, name_of, read_horizon
from supportpolicy.language.schema import HEADER, LANGUAGE_VERSION, policy_schema
from supportpolicy.language.sections import SECTIONS, Section
from supportpolicy.source import Node, Source, Sources

_EVERYTHING = frozenset(section.name for section in SECTIONS)
_BY_NAME = {section.name: section for section in SECTIONS}
ORDERED = frozenset(section.name for section in SECTIONS if section.form == "ordered")


class Loaded(NamedTuple):
    """A policy and what was wrong with its shape; without any readable file there is no policy."""

    policy: Policy
    findings: tuple[Diagnostic, ...]


class _Part(NamedTuple):
    """One section of one file."""

    source: Source
    key: Name
    node: Node
    applies: Applies | None


def load(sources: Sources) -> Loaded:
    """Read a policy out of its files. Whatever is wrong becomes a finding; what can be read, is."""
    return _Loader(sources).load()


class _Loader:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.findings: list[Diagnostic] = []
        self.incomplete: set[str] = set()
        self.broken: dict[str, set[tuple[str | int, ...]]] = {}
        self.headers: dict[str, Node] = {}
        self.header_places: dict[str, Span] = {}
        self.parts: dict[str, list[_Part]] = {}
        self.applies: dict[str, Applies | None] = {}

    def load(self) -> Loaded:
        if self.sources.findings:
            # Something could not be read, so nobody can say that a name does not exist.
            self.incomplete.update(_EVERYTHING)
        self.check_shapes()
        for source in self.sources.files:
            if source.root is not None and source.root.entries is not None:
                self.take(source, source.root)
        header = self.header()
        values: dict[str, Any] = {section.name: self.section(section) for section in SECTIONS}
        policy = Policy(
            self.sources.folder,
            header,
            self.sources.lock,
            self.sources.files,
            frozenset(self.incomplete),
            **values,
        )
        return Loaded(policy, tuple(self.findings))

    def check_shapes(self) -> None:
        validator = _validator()
        explainer: Any = None
        for source in self.sources.files:
            if source.root is None or validator.is_valid(source.root.plain):
                continue
            if explainer is None:
                from supportpolicy.language.explain import Explainer

                explainer = Explainer(policy_schema())
            broken = self.broken.setdefault(source.path, set())
            for mistake in explainer.explain(source.root):
                if mistake.finding is not None:
                    self.findings.append(mistake.finding)
                broken.add(mistake.path[:3])
                self.incomplete.update(_EVERYTHING if not mistake.path else {str(mistake.path[0])})

    def take(self, source: Source, root: Node) -> None:
        applies = self.file_applies(source, root)
        for key, node in entries(root):
            if key in HEADER:
                if key == "applies" or self.is_broken(source, (key,)):
                    continue
                if key in self.headers and key != "supportpolicy":
                    self.given_twice(key, self.header_places[key])
                    continue
                self.headers[key] = node
                self.header_places[key] = key.span
            elif key in _BY_NAME:
                self.parts.setdefault(key, []).append(_Part(source, key, node, applies))

    def file_applies(self, source: Source, root: Node) -> Applies | None:
        node = root.get("applies")
        if node is None:
            return None
        if self.is_broken(source, ("applies",)):
            self.incomplete.update(root.entries or ())
            return None
        try:
            return Applies(read_condition(node.get("when")), Entry(node).effective("effective"))
        except Unreadable as error:
            self.unreadable(error, "applies")
            # Without what was to be joined to them, these rules seem to apply to more than they do.
            self.incomplete.update(root.entries or ())
            return None

    def is_broken(self, source: Source, path: tuple[str | int, ...]) -> bool:
        return any(mistake[: len(path)] == path for mistake in self.broken.get(source.path, ()))

    def given_twice(self, key: Name, first: Span) -> None:
        finding = kinds.GIVEN_TWICE.at(
            key.span,
            f"'{key}' is given in two files",
            related=(Related(first, "first given here"),),
            help="keep one of the two",
        )
        self.findings.append(finding)

    def header(self) -> Header:
        version = self.headers.get("supportpolicy")
        if version is not None and version.plain != LANGUAGE_VERSION:
            self.findings.append(
                kinds.NEWER_LANGUAGE.at(
                    version.span,
                    f"this tool knows version {LANGUAGE_VERSION} of the language, and this says {version.text}",
                    help=f"write 'supportpolicy: {LANGUAGE_VERSION}', or use a newer version of the tool",
                )
            )
        horizon = self.headers.get("horizon")
        dates: tuple[dt.date, dt.date] | None = None
        if horizon is not None:
            try:
                dates = read_horizon(horizon)
            except Unreadable as error:
                self.unreadable(error, "horizon")
                horizon = None
        description = self.headers.get("description")
        return Header(
            self.header_name("name"),
            None if description is None else description.text,
            self.header_name("timezone"),
            self.header_name("currency"),
            dates,
            None if horizon is None else horizon.span,
            self.header_name("business_day_calendar"),
        )

    def header_name(self, key: str) -> Name | None:
        node = self.headers.get(key)
        return None if node is None else name_of(node)

    def section(self, section: Section) -> Any:
        parts = self.parts.get(section.name, [])
        if section.form == "ordered":
            parts = self.in_order(section.name, parts)
        if section.form == "single":
            return self.single(section, parts)
        if section.form == "named":
            return self.named(section, parts)
        items = self.listed(section, parts)
        return {item.name: item for item in items} if section.name == "teams" else tuple(items)

    def named(self, section: Section, parts: list[_Part]) -> dict[str, Any]:
        assert section.read_named is not None
        found: dict[str, Any] = {}
        places: dict[str, Span] = {}
        for part in parts:
            for name, node in entries(part.node):
                if self.is_broken(part.source, (section.name, name)) or self.twice(name, places, section.name):
                    continue
                try:
                    found[name] = with_applies(section.read_named(name, node), part.applies)
                except Unreadable as error:
                    self.unreadable(error, section.name)
        return found

    def listed(self, section: Section, parts: list[_Part]) -> list[Any]:
        assert section.read_item is not None
        found: list[Any] = []
        places: dict[str, Span] = {}
        for part in parts:
            for index, node in enumerate(part.node.items or ()):
                if self.is_broken(part.source, (section.name, index)):
                    continue
                name = node.get("name")
                if name is not None and self.twice(name_of(name), places, section.name):
                    continue
                try:
                    found.append(with_applies(section.read_item(Entry(node)), part.applies))
                except Unreadable as error:
                    self.unreadable(error, section.name)
        return found

    def single(self, section: Section, parts: list[_Part]) -> Any:
        assert section.read_single is not None
        usable: list[_Part] = []
        places: dict[str, Span] = {}
        for part in parts:
            if part.node.entries is None or self.is_broken(part.source, (section.name,)):
                continue
            for key, _ in entries(part.node):
                if key in places:
                    self.given_twice(key, places[key])
                places.setdefault(key, key.span)
            usable.append(part)
        if not usable:
            return None
        # The file of the `when` speaks for a section that is one rule.
        node = next((part.node for part in usable if part.node.get("when") is not None), usable[0].node)
        if len(usable) > 1:
            merged: dict[str, Node] = {}
            keys: dict[str, Span] = {}
            for part in reversed(usable):
                merged.update(part.node.entries or {})
                keys.update(part.node.keys or {})
            node = node._replace(entries=merged, keys=keys)
        try:
            by_file = {part.source.path: part.applies for part in usable}
            return with_applies_of_files(section.read_single(Entry(node)), by_file)
        except Unreadable as error:
            self.unreadable(error, section.name)
            return None

    def unreadable(self, error: Unreadable, section: str) -> None:
        self.findings.append(error.finding)
        self.incomplete.add(section)

    def twice(self, name: Name, places: dict[str, Span], section: str) -> bool:
        first = places.setdefault(name, name.span)
        if first is name.span:
            return False
        self.findings.append(
            kinds.NAME_TWICE.at(
                name.span,
                f"'{name}' is there twice in {section}",
                related=(Related(first, "first given here"),),
                help="give one of the two another name, or remove it",
            )
        )
        return True

    def in_order(self, section: str, parts: list[_Part]) -> list[_Part]:
        order = self.headers.get("order")
        wanted = order.get(section) if order is not None else None
        if wanted is None or wanted.items is None:
            if len(parts) > 1:
                self.no_order(section, parts)
            return parts
        ranked: list[_Part] = []
        left = list(parts)
        missing: list[str] = []
        for pattern in wanted.items:
            matching = sorted((part for part in left if fnmatchcase(part.source.name, pattern.text)), key=_file_name)
            if not matching:
                names = [part.source.name for part in parts]
                missing.append(pattern.text)
                self.findings.append(
                    kinds.NOT_IN_ORDER.at(
                        pattern.span,
                        f"no file '{pattern.text}' has rules of {section}",
                        help=did_you_mean(pattern.text, names, what=f"files with {section}"),
                    )
                )
            ranked.extend(matching)
            left = [part for part in left if part not in matching]
        for part in left:
            self.incomplete.add(section)
            if closest(part.source.name, missing) is not None:
                continue  # the order names it, but misspells it
            self.findings.append(
                kinds.NOT_IN_ORDER.at(
                    part.key.span,
                    f"'{part.source.name}' has rules of {section}, but the order leaves the file out",
                    related=(Related(wanted.span, "the order is given here"),),
                    help=f"add '{part.source.name}' where its rules belong",
                )
            )
        return ranked + left

    def no_order(self, section: str, parts: list[_Part]) -> None:
        self.incomplete.add(section)
        if "order" in self.incomplete:
            return  # an order is given and could not be read
        names = ", ".join(part.source.name for part in parts)
        self.findings.append(
            kinds.NO_ORDER.at(
                parts[1].key.span,
                f"{section} stands in {len(parts)} files, and nothing says which comes first",
                related=(Related(parts[0].key.span, "also here"),),
                help=f"say it in the header: order: {{{section}: [{names}]}}",
            )
        )


@cache
def _validator() -> Any:
    """The schema compiled, once for a process: it is the same for every policy."""
    import jsonschema_rs

    return jsonschema_rs.validator_for(policy_schema())


def _file_name(part: _Part) -> str:
    return part.source.name
