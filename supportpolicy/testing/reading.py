"""Test files to cases: named tickets, what tests and their cases add to them, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from supportpolicy.compiled import Compiled
from supportpolicy.diagnostics import Diagnostic, Related, Span, did_you_mean
from supportpolicy.source import Node, Source, Sources
from supportpolicy.source.kinds import EMPTY
from supportpolicy.testing import kinds
from supportpolicy.testing.cases import Case, Expected, Suite
from supportpolicy.testing.expecting import read_cell, read_expect
from supportpolicy.testing.given import Given, GivenEvent, read_event, read_fact
from supportpolicy.testing.making import make_case
from supportpolicy.testing.mistakes import Mistake, entries_of, items_of, word_of, words_of
from supportpolicy.testing.moments import Moment, read_moment
from supportpolicy.testing.vocabulary import Vocabulary, vocabulary_of

FILE_KEYS = ("tickets", "tests")
TEST_KEYS = ("name", "ticket", "with", "without", "events", "at", "expect", "cases", "table", "clause")
CASE_KEYS = ("name", "ticket", "with", "without", "events", "at", "expect", "clause")
TABLE_KEYS = ("given", "expect", "rows")


class NamedTicket(NamedTuple):
    """A ticket under `tickets`."""

    facts: dict[str, Given]
    span: Span
    """Of its name."""


class Layer(NamedTuple):
    """What a test says so far; a case adds to that of its test."""

    facts: dict[str, Given] | None = None
    """None: no ticket."""
    events: tuple[GivenEvent, ...] | None = None
    at: Moment | None = None
    expects: dict[tuple[str, str], tuple[Expected, ...]] = {}
    """By what is compared: a case's own expectation takes the place of its test's."""
    clauses: tuple[str, ...] = ()
    paths: frozenset[str] = frozenset()
    """Files that it draws on."""


def read_tests(sources: Sources, compiled: Compiled) -> Suite:
    """All cases of a folder's test files, and the mistakes in them. Files with mistakes give no cases."""
    reader = _Reader(vocabulary_of(compiled))
    unread = tuple(_of_tests(finding) for finding in sources.findings)
    roots = [(source, source.root) for source in sources.files if source.root is not None]
    for source, root in roots:
        reader.tickets(source, root)
    found: list[tuple[Case, frozenset[str]]] = []
    for source, root in roots:
        found.extend(reader.tests(source, root))
    broken = {finding.span.path for finding in (*unread, *reader.findings)}
    cases = tuple(case for case, paths in found if not paths & broken)
    findings = (*unread, *reader.findings)
    return Suite(cases, findings, len(sources.files), sources.texts, len(found) - len(cases))


def _of_tests(finding: Diagnostic) -> Diagnostic:
    """What the reader of files says, in words of tests: an empty file wants a test, and no policy."""
    if finding.code != EMPTY.code:
        return finding
    message = finding.message.replace("policy file", "test file")
    return kinds.SHAPE.at(finding.span, message, help="begin it with 'tests:' and a first test")


class _Reader:
    """Reads the files of one folder. Mistakes gather in `findings`."""

    def __init__(self, names: Vocabulary) -> None:
        self.names = names
        self.findings: list[Diagnostic] = []
        self.before = 0
        """How many there were before the test that is being read."""
        self.lent: dict[str, NamedTicket] = {}
        self.own: dict[str, dict[str, NamedTicket]] = {}
        """By path, the tickets of files that have tests too."""

    def report(self, finding: Diagnostic) -> None:
        self.findings.append(finding)

    def tickets(self, source: Source, root: Node) -> None:
        """Read the named tickets of one file; a file without tests lends them to all."""
        try:
            entries = entries_of(root, "a test file")
        except Mistake as mistake:
            self.report(mistake.finding)
            return
        for key in entries:
            if key not in FILE_KEYS:
                self.report(Mistake.unknown_key(root, key, FILE_KEYS).finding)
        section = entries.get("tickets")
        if section is None:
            if not entries:
                self.report(
                    kinds.SHAPE.at(
                        root.span, "there is no test in this file", help="write 'tests:' with a list, or 'tickets:'"
                    )
                )
            return
        known = self.lent if "tests" not in entries else self.own.setdefault(source.path, {})
        try:
            for name, node in entries_of(section, "'tickets'").items():
                span = section.key_span(name)
                if name in self.lent:
                    self.report(
                        kinds.TWICE.at(
                            span,
                            f"there are two tickets '{name}'",
                            related=(Related(self.lent[name].span, "the other one, lent to all files"),),
                            help="give one of them another name",
                        )
                    )
                known[name] = NamedTicket(self.facts(node, f"the ticket '{name}'"), span)
        except Mistake as mistake:
            self.report(mistake.finding)

    def facts(self, node: Node, what: str) -> dict[str, Given]:
        """The facts of a mapping; those with mistakes are left out."""
        found: dict[str, Given] = {}
        try:
            for name, value in entries_of(node, what).items():
                try:
                    found[name] = read_fact(value, name, self.names, node.key_span(name))
                except Mistake as mistake:
                    self.report(mistake.finding)
        except Mistake as mistake:
            self.report(mistake.finding)
        return found

    def tests(self, source: Source, root: Node) -> Iterator[tuple[Case, frozenset[str]]]:
        """The cases of one file."""
        section = root.get("tests")
        if section is None:
            return
        seen: dict[str, Span] = {}
        try:
            nodes = items_of(section, "'tests'")
        except Mistake as mistake:
            self.report(mistake.finding)
            return
        if not nodes:
            self.report(
                kinds.NO_TEST.at(section.span, "there is no test in this list", help="write a test, or remove the file")
            )
        for node in nodes:
            self.before = len(self.findings)
            try:
                yield from self.test(node, source.path, seen)
            except Mistake as mistake:
                self.report(mistake.finding)

    def test(self, node: Node, path: str, seen: dict[str, Span]) -> Iterator[tuple[Case, frozenset[str]]]:
        entries = self.keys(node, "a test", TEST_KEYS)
        name_node = entries.get("name")
        if name_node is None:
            raise Mistake(
                kinds.SHAPE.at(node.span, "a test without a name", help="begin it with 'name:' and what it shows")
            )
        name = word_of(name_node, "a name")
        if name in seen:
            raise Mistake(
                kinds.TWICE.at(
                    name_node.span,
                    f"there are two tests '{name}'",
                    related=(Related(seen[name], "the first one"),),
                    help="say in the name how they differ",
                )
            )
        seen[name] = name_node.span
        test = self.layer(Layer(paths=frozenset((path,))), entries, path)
        found = 0
        for title, span, layer in self.expanded(name, name_node.span, entries, test, path):
            found += 1
            yield from self.case(title, span, layer)
        if not found and "cases" not in entries and "table" not in entries:
            yield from self.case(name, name_node.span, test)

    def expanded(
        self, name: str, span: Span, entries: dict[str, Node], test: Layer, path: str
    ) -> Iterator[tuple[str, Span, Layer]]:
        """The cases and rows of a test."""
        if "cases" in entries:
            for number, node in enumerate(items_of(entries["cases"], "'cases'"), 1):
                inner = self.keys(node, "a case", CASE_KEYS)
                own = inner.get("name")
                title = f"{name}: {word_of(own, 'a name')}" if own is not None else f"{name} [{number}]"
                yield title, (own or node).span, self.layer(test, inner, path)
        if "table" in entries:
            yield from self.rows(name, entries["table"], test)

    def rows(self, name: str, table: Node, test: Layer) -> Iterator[tuple[str, Span, Layer]]:
        entries = self.keys(table, "a table", TABLE_KEYS)
        for key in TABLE_KEYS:
            if key not in entries:
                raise Mistake(
                    kinds.SHAPE.at(table.span, f"a table without '{key}'", help="a table has given, expect and rows")
                )
        given, expect = words_of(entries["given"], "'given'"), words_of(entries["expect"], "'expect'")
        width = len(given) + len(expect)
        for row in items_of(entries["rows"], "'rows'"):
            try:
                cells = items_of(row, "a row")
                if len(cells) != width:
                    raise Mistake(
                        kinds.SHAPE.at(
                            row.span,
                            f"this row has {len(cells)} cells, and the table has {width} columns",
                            help="give a value for each name of 'given' and 'expect', in their order",
                        )
                    )
            except Mistake as mistake:
                self.report(mistake.finding)
                continue
            title = ", ".join(cell.text or "…" for cell in cells[: len(given)])
            yield f"{name} ({title})", row.span, self.row(test, given, expect, cells)

    def row(self, test: Layer, given: tuple[Node, ...], expect: tuple[Node, ...], cells: tuple[Node, ...]) -> Layer:
        facts = dict(test.facts or {})
        at = test.at
        for heading, cell in zip(given, cells, strict=False):
            try:
                if heading.text == "at":
                    at = read_moment(cell, self.names.zone)
                else:
                    facts[heading.text] = read_fact(cell, heading.text, self.names, heading.span)
            except Mistake as mistake:
                self.report(mistake.finding)
        wanted: list[Expected] = []
        for heading, cell in zip(expect, cells[len(given) :], strict=True):
            wanted.extend(read_cell(heading.text, heading, cell, self.names, self.report))
        only_at = test.facts is None and all(heading.text == "at" for heading in given)
        return test._replace(facts=None if only_at else facts, at=at, expects={**test.expects, **_by_subject(wanted)})

    def layer(self, base: Layer, entries: dict[str, Node], path: str) -> Layer:
        """What a test or case says, on top of what was said before."""
        facts, paths = base.facts, base.paths
        ticket = entries.get("ticket")
        if ticket is not None:
            facts, paths = self.ticket(ticket, path, paths)
        if "with" in entries:
            facts = {**(facts or {}), **self.facts(entries["with"], "'with'")}
        if "without" in entries:
            facts = dict(facts or {})
            for node in words_of(entries["without"], "'without'"):
                if node.text not in facts:
                    raise Mistake(
                        kinds.FACT.at(
                            node.span,
                            f"the ticket has no '{node.text}' that could be taken out",
                            help=did_you_mean(node.text, facts, what="it has"),
                        )
                    )
                del facts[node.text]
        events = base.events
        if "events" in entries:
            events = tuple(self.events(entries["events"]))
        at = read_moment(entries["at"], self.names.zone) if "at" in entries else base.at
        expects = base.expects
        if "expect" in entries:
            expects = {**expects, **_by_subject(read_expect(entries["expect"], self.names, self.report))}
        clauses = base.clauses
        if "clause" in entries:
            clauses = tuple(each.text for each in words_of(entries["clause"], "'clause'"))
        return Layer(facts, events, at, expects, clauses, paths)

    def ticket(self, node: Node, path: str, paths: frozenset[str]) -> tuple[dict[str, Given], frozenset[str]]:
        if node.kind == "mapping":
            return self.facts(node, "'ticket'"), paths
        name = word_of(node, "'ticket'")
        own = self.own.get(path, {})
        found = own.get(name) or self.lent.get(name)
        if found is None:
            known = {**self.lent, **own}
            raise Mistake(
                kinds.TICKET.at(
                    node.span,
                    f"unknown ticket '{name}'",
                    help=did_you_mean(name, known, what="the tickets are")
                    if known
                    else "write it under 'tickets', or its facts here",
                )
            )
        return found.facts, paths | {found.span.path}

    def events(self, node: Node) -> Iterator[GivenEvent]:
        for each in items_of(node, "'events'"):
            try:
                yield read_event(each, self.names)
            except Mistake as mistake:
                self.report(mistake.finding)

    def case(self, name: str, span: Span, layer: Layer) -> Iterator[tuple[Case, frozenset[str]]]:
        try:
            yield make_case(name, span, layer.facts, layer.events, layer.at, _flat(layer), layer.clauses), layer.paths
        except Mistake as mistake:
            # Where a part could not be read, what misses it now need not be said too.
            if len(self.findings) == self.before:
                self.report(mistake.finding)

    def keys(self, node: Node, what: str, known: tuple[str, ...]) -> dict[str, Node]:
        """The entries of a mapping that may have only these keys; others are reported."""
        entries = entries_of(node, what)
        for key in entries:
            if key not in known:
                self.report(Mistake.unknown_key(node, key, known).finding)
        return entries


def _by_subject(expects: tuple[Expected, ...] | list[Expected]) -> dict[tuple[str, str], tuple[Expected, ...]]:
    found: dict[tuple[str, str], tuple[Expected, ...]] = {}
    for expected in expects:
        subject = (expected.key, expected.name)
        found[subject] = (*found.get(subject, ()), expected)
    return found


def _flat(layer: Layer) -> tuple[Expected, ...]:
    return tuple(expected for some in layer.expects.values() for expected in some)
