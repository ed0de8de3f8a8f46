"""Two policies as propositions about one and the same ticket.

Facts, columns and calendars are put together; each policy is a side of its own that sorts the ticket by its own tables.

What a fact's default fills in may differ between the two. Then the side's column is worked out from what was given, and
"not given" and "known to be absent" are told apart. For requests, refunds and identity a fact that is not given and that a
policy fills in with nothing may be anything: its columns are left open there, for an answer that is the other policy's
whatever the fact is would be no difference.
"""

from __future__ import annotations

from collections.abc import Mapping

from supportpolicy.analysis.columns import ColumnForm
from supportpolicy.analysis.domains import Domains, constrain, domains_of, vector_of
from supportpolicy.analysis.moments import sweep
from supportpolicy.analysis.space import DECIDED_BY, Space, When
from supportpolicy.clock.instants import from_epoch
from supportpolicy.compiled import Compiled
from supportpolicy.compiled.partition import FLAG_YES, Column
from supportpolicy.compiled.tables import Duration
from supportpolicy.difference.common import (
    AS_IT_WAS,
    all_calendars,
    all_facts,
    common_horizon,
    common_span,
    moved_column,
)
from supportpolicy.difference.hours import Hours, renamed
from supportpolicy.difference.naming import Names
from supportpolicy.difference.refinement import Key, Refined, Rewriting, key_of, refined, united
from supportpolicy.difference.sharing import DecidedColumn, MadeColumn, Sharing
from supportpolicy.engine import Engine, prepare
from supportpolicy.engine.prepared import NOW, REQUEST, SEVERITY_RULE
from supportpolicy.engine.questions import Scene
from supportpolicy.engine.windows import parse_duration

REFUND = "refund"
"""The request that the table `refunds` answers."""


class Side(Space):
    """One of the two policies, over the common columns of facts."""

    def __init__(self, joint: Joint, engine: Engine, own: Engine, *, old: bool, asking: bool) -> None:
        self.is_old = old
        self._asking = asking
        self.engine = engine
        self.own = own
        """The policy as it is, to be asked about tickets."""
        self.joint = joint
        self.solver = joint.solver
        self.moments = joint.moments
        self.domains = joint.domains
        self.same_moment = joint.same_moment
        self._columns = {}
        self._tables = {}
        self._uncovered = {}
        self._levels = {}
        self._facts = len(joint.engine.compiled.columns)

    def _made(self, place: int, when: When) -> ColumnForm:
        form = self._columns.get((place, when))
        if form is not None:
            return form
        column = self.engine.compiled.columns[place]
        if place < self._facts:
            form = self._filled(place, self.joint.fact_column(place))
        else:
            by_value = self.by_value(column.fact, when)
            form = DecidedColumn(self.solver, column, by_value)
        self._columns[place, when] = form
        return form

    def _tie(self, form: ColumnForm, attribute: str, when: When) -> None:
        """A column of what is decided is made of what decides it."""

    def by_value(self, attribute: str, when: When) -> dict[str | None, int]:
        """For each value that an attribute may be given, a literal."""
        if attribute == "severity":
            return self.levels(when)
        table = self.table(DECIDED_BY[attribute])
        found: dict[str | None, list[int]] = {None: [table.none]}
        for rule, wins in zip(table.table.rules, table.wins, strict=True):
            value = rule.name if attribute == SEVERITY_RULE else rule.outcome.decides.get(attribute)
            found.setdefault(value, []).append(wins)
        return {value: self.solver.any_of(literals) for value, literals in found.items()}

    def _filled(self, place: int, given: ColumnForm) -> ColumnForm:
        """The column of a fact with this policy's own default in it, where the other has another one."""
        name = given.column.fact
        if name not in self.joint.split:
            return given
        solver = self.solver
        null = self.joint.null(name)
        left_out = solver.all_of([given.classes[0], -null])
        classes = [[literal] for literal in given.classes]
        classes[0] = [solver.all_of([given.classes[0], null])]
        value = self.own.defaults.get(name)
        if value is not None:
            now = self.moments.first
            scene = Scene(now, {NOW: from_epoch(now)}, self.joint.engine.windows)
            (filled,) = vector_of(self.joint.engine, (place,), value, scene)
            classes[filled].append(left_out)
        elif self._asking:
            for its, literal in zip(classes, self.joint.open_column(place).classes, strict=True):
                its.append(solver.all_of([left_out, literal]))
        else:
            classes[0].append(left_out)
        return MadeColumn(solver, given.column, [solver.any_of(its) for its in classes])


class Joint(Space):
    """What both policies can be told of a ticket. Raises NoSolver, ClockError, NothingInCommon."""

    def __init__(self, old: Engine, new: Engine) -> None:
        span = common_span(old, new)
        self.hours = Hours(old, new, span)
        self.names = Names(old.compiled, new.compiled, renamed(self.hours))
        probes = self._probes(old.compiled, new.compiled)
        facts, own_facts, self.split = all_facts(old.compiled, new.compiled, self.names.facts)
        before = [moved_column(column, probes, own_facts) for column in old.compiled.columns]
        after = list(new.compiled.columns)
        known = {*(fact.name for fact in facts), NOW}
        words = {REQUEST: (REFUND,)}
        asked = Column(REQUEST, REQUEST, "values", "choice")
        columns = united((one for one in (asked, *after, *before) if one.fact in known), words)
        calendars = all_calendars(old.compiled, new.compiled, probes)
        first, last = common_horizon(old.compiled, new.compiled)
        base = new.compiled._replace(
            facts=facts, columns=columns, calendars=calendars, tables=(), horizon=(str(first), str(last)), timelines=()
        )
        self.engine = prepare(base)
        self.solver = Sharing()
        self.moments = sweep(self.engine)
        self.domains: Domains = domains_of(self.engine, self.moments)
        self._columns = {}
        self._tables = {}
        self._uncovered = {}
        self._levels = {}
        self.same_moment = constrain(self.solver, self.domains, self.moments, self.fact_column)
        common = {key_of(column): column for column in columns}
        self._nested_windows()
        self._nulls: dict[str, int] = {}
        self.open_columns: dict[int, ColumnForm] = {}
        """Columns of facts with two defaults, as they may be where nothing is known of them."""
        self.old, self._asking_old = (
            self._side(old, before, common, base, old=True, asking=one) for one in (False, True)
        )
        self.new, self._asking_new = (
            self._side(new, after, common, base, old=False, asking=one) for one in (False, True)
        )
        self.own_facts = own_facts
        """Facts of the old policy that stand here under another name."""

    def sides(self, *, asking: bool) -> tuple[Side, Side]:
        """The old and the new policy; `asking`: as requests, refunds and identity are asked."""
        return (self._asking_old, self._asking_new) if asking and self.split else (self.old, self.new)

    def null(self, fact: str) -> int:
        """Of a fact with two defaults: whether it is known to be absent, and not just left out."""
        if fact not in self._nulls:
            self._nulls[fact] = self.solver.new()
        return self._nulls[fact]

    def open_column(self, place: int) -> ColumnForm:
        """A column of a fact of which nothing is known."""
        if place not in self.open_columns:
            self.open_columns[place] = ColumnForm(self.solver, self.engine.compiled.columns[place])
        return self.open_columns[place]

    def _side(
        self,
        own: Engine,
        moved: list[Column],
        common: Mapping[Key, Column],
        base: Compiled,
        *,
        old: bool,
        asking: bool,
    ) -> Side:
        mapped: dict[str, Refined] = {}
        decided: list[Column] = []
        for column, its in zip(own.compiled.columns, moved, strict=True):
            one = common.get(key_of(its))
            if one is None:
                decided.append(column)
            else:
                mapped[column.id] = refined(its, one)
        # A column of what is decided keeps its id; should a common one be called so, it is told apart.
        ids = {column.id for column in base.columns}
        clash = {column.id: column._replace(id=f"{column.id}{AS_IT_WAS}") for column in decided if column.id in ids}
        for id_, column in clash.items():
            mapped[id_] = Refined(column, tuple(((number, number),) for number in range(column.size)))
        rewriting = Rewriting(mapped)
        compiled = own.compiled._replace(
            facts=base.facts,
            calendars=base.calendars,
            horizon=base.horizon,
            columns=(*base.columns, *(clash.get(column.id, column) for column in decided)),
            tables=tuple(rewriting.table(table) for table in own.compiled.tables),
        )
        engine = self.engine._replace(
            compiled=compiled,
            places={column.id: place for place, column in enumerate(compiled.columns)},
            levels={level: rank for rank, level in enumerate(compiled.severity_levels)},
        )
        return Side(self, engine, own, old=old, asking=asking)

    def _nested_windows(self) -> None:
        """What lies within 20 days lies within 30: told to the solver where a fact has more columns than are listed."""
        windows: dict[tuple[str, str], list[tuple[Duration, ColumnForm]]] = {}
        for form in self.fact_columns.values():
            probe = form.column.probe
            if probe is not None and probe.operator in ("within", "in_next", "older_than"):
                windows.setdefault((form.column.fact, probe.operator), []).append((parse_duration(probe.operand), form))
        for (_, operator), found in windows.items():
            for one, narrow in found:
                for other, wide in found:
                    units = [
                        short is not None and long is not None and short < long
                        for short, long in zip(one, other, strict=True)
                    ]
                    if any(units):
                        wanted = (narrow, wide) if operator != "older_than" else (wide, narrow)
                        self.solver.add(-wanted[0].classes[FLAG_YES], wanted[1].classes[FLAG_YES])

    def _probes(self, old: Compiled, new: Compiled) -> dict[str, str]:
        """Calendars of the old policy -> what they are called among the common ones."""
        after = {one.name for one in new.calendars}
        found: dict[str, str] = {}
        for one in old.calendars:
            name = self.names.calendars.get(one.name, one.name)
            changed = name in after and not self.hours.same(one.name, name)
            found[one.name] = f"{one.name}{AS_IT_WAS}" if changed else name
        return found
