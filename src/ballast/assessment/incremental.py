"""A run continued: only rows whose facts changed and rules whose law changed are judged again.

A rule is the same where everything that it evaluates is: its trees with the day's parameters and
the definitions below them, whatever file they stand in. A row is the same where no fact that the
rules read of it, of its owner, or of what its owner owns is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlglot import exp

from ballast import __version__
from ballast.assessment.record import RunRecord, open_run, packed_path
from ballast.assessment.repacking import Source, repacked
from ballast.engine.backends.duckdb import DuckDB, statement
from ballast.engine.columns import quoted
from ballast.engine.filling import Rows, filled, selected, text, together
from ballast.engine.layout import Layout
from ballast.engine.plan import Plan
from ballast.engine.query import from_table
from ballast.errors import FactsMoved
from ballast.facts.snapshot import Snapshot, open_snapshot
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.scope import OWNER
from ballast.rules.tree import Node

#: Nothing can be kept: rows have versions; what the earlier run did not judge, or packed as runs
#: once were, or in several files; or tables that are read now were not there.
Why = Literal["versions", "not judged", "packed before", "in parts", "tables"]
BEFORE, RUN, STALE, KEPT = "before:", "run:", "stale:", "kept:"


@dataclass(frozen=True)
class Earlier:
    """A finished run and the facts that it judged."""

    folder: Path
    record: RunRecord
    snapshot: Snapshot

    def tables(self) -> dict[str, Path]:
        """Its facts and verdicts under names of their own, for an engine that compares."""
        verdicts = {
            RUN + layout.subject: packed_path(self.folder, layout)
            for layout in self.record.layouts
            if self.layout(layout.subject)
        }
        facts = {BEFORE + name: path for name, path in self.snapshot.tables.items()}
        return facts | verdicts

    def layout(self, subject: str) -> Layout | None:
        """How the verdicts on `subject` are packed; None where none of them can be kept."""
        return None if self.unfit(subject) else self._layouts(subject)[0]

    def _layouts(self, subject: str) -> list[Layout]:
        return [each for each in self.record.layouts if each.subject == subject]

    def unfit(self, subject: str) -> Why | None:
        """Why none of the verdicts on `subject` can be kept.

        Runs once packed the masks of each rule, in which those of the row are not found.
        """
        found = self._layouts(subject)
        if not found:
            return "not judged"
        if any(each.masks is None for each in found):
            return "packed before"
        whole = len(found) == 1 and packed_path(self.folder, found[0]).is_file()
        return None if whole else "in parts"


@dataclass(frozen=True)
class Anew:
    """A subject (its label) that a continued run judged anew, every rule on every row, and why."""

    subject: str
    why: Why


@dataclass(frozen=True)
class Continued:
    """How much of one subject was judged again: all rules on `rows`, `rules` on every row."""

    subject: str
    rows: int
    rules: int


def earlier(folder: Path, vocabulary: Vocabulary) -> Earlier:
    """The run in `folder` with its facts. Raises NotFound, and FactsMoved where these changed."""
    record = open_run(folder)
    path = folder / record.facts_at
    if not record.facts_at or not path.is_dir():
        raise FactsMoved(run=folder, path=path, reason="they are not there")
    snapshot = open_snapshot(path, vocabulary.entities)
    for name, digest in record.tables.items():
        if snapshot.digests.get(name) != digest:
            raise FactsMoved(run=folder, path=path, reason=f"the table {name} is another")
    return Earlier(folder, record, snapshot)


def prints(plan: Plan) -> dict[str, str]:
    """A digest of everything that each rule evaluates, by the rule's identifier."""
    found = {}
    for rule, (conditions, amount), payable, until in zip(
        plan.rules, plan.trees, plan.payables, plan.untils, strict=True
    ):
        nodes = [node for node in (*conditions, amount, payable, until) if node is not None]
        names = [condition.name for condition in rule.conditions]
        said = (__version__, names, conditions, amount, payable, until, *_below(plan, nodes))
        found[rule.id] = hashlib.sha256(repr(said).encode()).hexdigest()
    return found


def _below(plan: Plan, nodes: Sequence[Node]) -> Iterator[object]:
    """The definitions that `nodes` rest on, and which aggregated tables are at hand."""
    seen: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        for part in tree.walk(node):
            if isinstance(part, tree.Aggregate):
                yield part.table in plan.tables
            if isinstance(part, tree.DerivedOf) and part not in seen:
                seen.add(part)
                definition = plan.definition(part)
                yield part.name, definition
                waiting.extend([definition] if definition else [])


def why_anew(plan: Plan, before: Earlier, snapshot: Snapshot) -> Why | None:
    """Why nothing of the subject's verdicts can be kept; None where something can."""
    if snapshot.histories or before.snapshot.histories:
        return "versions"
    return before.unfit(plan.subject) or (None if _at_hand(plan, before) else "tables")


def _at_hand(plan: Plan, before: Earlier) -> bool:
    needed = {plan.subject, *plan.tables_read, *([OWNER] if plan.entity.owner else [])}
    return needed <= set(before.snapshot.tables)


def continued(
    engine: DuckDB, plan: Plan, before: Earlier, snapshot: Snapshot, path: Path
) -> Continued:
    """Write the verdicts of `plan` to `path`, as a full run would, from those of `before`."""
    old = before.layout(plan.subject)
    if old is None:
        raise ValueError(f"{plan.subject} was not judged before")
    compared = _Compared(engine, plan, before, snapshot)
    compared.find_stale()
    now, then = prints(plan), before.record.prints
    held = {rule.id: rule for rule in old.rules}
    kept = tuple(
        rule for rule in plan.rules if rule.id in held and then.get(rule.id) == now[rule.id]
    )
    again = tuple(rule for rule in plan.rules if rule not in kept)
    parts = [compared.fresh()]
    if kept:
        parts.append(compared.kept(old, {rule.id for rule in kept}, replace(plan, rules=again)))
    else:
        parts.append(compared.judged(plan, KEPT))
    rows = compared.in_order(filled(_BOTH, dict(zip(("fresh", "kept"), parts, strict=True))))
    columns = [quoted(name) for name in plan.layout.columns]
    engine.write_rows(exp.select(*columns).from_(_as(rows, "judged")), plan, path)
    return Continued(plan.subject, compared.stale, len(again))


_BOTH = "SELECT * FROM fresh UNION ALL BY NAME SELECT * FROM kept"
_STALE = "CREATE OR REPLACE TEMP TABLE stale AS SELECT DISTINCT key FROM rows"
_CHANGED_OR_NOT = {
    STALE: """
CREATE OR REPLACE TEMP VIEW made AS
SELECT * FROM subject WHERE $key IN (SELECT key FROM stale)
""",
    KEPT: """
CREATE OR REPLACE TEMP VIEW made AS
SELECT * FROM subject WHERE $key NOT IN (SELECT key FROM stale)
""",
}
_NAMED = "SELECT $column AS key FROM rows"
_TOUCHED = "SELECT $key AS key FROM subject WHERE $owner IN (SELECT key FROM owners)"
_NONE = "SELECT * FROM rows WHERE false"
_EXCEPT = "SELECT * FROM now EXCEPT ALL SELECT * FROM before"
_PLACES = """
SELECT judged.* FROM rows AS judged JOIN (
  SELECT $key AS key, file_row_number AS place FROM read_parquet($file, file_row_number = true)
) AS places USING (key)
ORDER BY places.place
"""
_HELD = "SELECT * FROM run WHERE key IN (SELECT $key FROM present)"
_ALONE = "SELECT * FROM mine AS held"
_BESIDE = "SELECT * FROM mine AS held JOIN others AS again USING (key)"


def _as(rows: exp.Expression, name: str) -> exp.Expression:
    return exp.Subquery(this=rows, alias=exp.TableAlias(this=exp.to_identifier(name)))


@dataclass
class _Compared:
    """The rows of a plan's subject, split into those that changed and those that did not."""

    engine: DuckDB
    plan: Plan
    before: Earlier
    snapshot: Snapshot
    stale: int = 0

    def find_stale(self) -> None:
        """Make the views of the rows to judge again and of those to keep."""
        subject, key = self.plan.subject, quoted(self.plan.entity.key)
        self.engine.run(filled(_STALE, {"rows": self._stale()}))
        for name, view in _CHANGED_OR_NOT.items():
            made = f"{name}{subject}"
            self.engine.run(filled(view, {"made": made, "subject": subject}, key=key))
        self.stale = self.engine.count(f"{STALE}{subject}")

    def _stale(self) -> exp.Expression:
        """The keys of rows that changed, or whose owner did, or what their owner owns."""
        plan, entity = self.plan, self.plan.entity
        own = _keys(self._changed(plan.subject), entity.key)
        owners = [self._changed_owners()] if entity.owner else []
        owners += [self._owners(table) for table in plan.owned]
        if not owners:
            return own
        tables: dict[str, Rows] = {"subject": plan.subject, "owners": together(owners)}
        key, owner = quoted(entity.key), quoted(entity.owner or entity.key)
        return together([own, filled(_TOUCHED, tables, key=key, owner=owner)])

    def _changed_owners(self) -> exp.Expression:
        return _keys(self._changed(OWNER), self.plan.vocabulary.entities[OWNER].key)

    def _owners(self, table: str) -> exp.Expression:
        """Whose rows of an aggregated table came, went or changed."""
        entity = self.plan.vocabulary.entities[table]
        both = together([self._changed(table), self._changed(table, backwards=True)])
        return _keys(both, entity.owner or entity.key)

    def _changed(self, table: str, *, backwards: bool = False) -> exp.Expression:
        """The rows of `table` that were not there before, or (backwards) are not there now."""
        columns = [quoted(name) for name in self._columns(table)]
        now = exp.select(*columns).from_(exp.to_identifier(table, quoted=True))
        then = exp.select(*columns).from_(exp.to_identifier(BEFORE + table, quoted=True))
        if self._same_file(table):
            return filled(_NONE, {"rows": now})
        first, second = (then, now) if backwards else (now, then)
        return filled(_EXCEPT, {"now": first, "before": second})

    def _columns(self, table: str) -> list[str]:
        """What the plan reads of a table, with its keys and where it lies."""
        entity = self.plan.vocabulary.entities[table]
        read = {fact.name for fact in self.plan.own_facts if fact.table == table}
        read |= {fact.name for fact in self.plan.facts if fact.table == table}
        read |= {name for name in ("city", entity.owner, entity.key) if name in entity.facts}
        aggregated = (part for each in self.plan.aggregates for part in tree.walk(each))
        read |= {
            part.name
            for part in aggregated
            if isinstance(part, tree.FactOf) and part.table == table
        }
        return sorted(read)

    def _same_file(self, table: str) -> bool:
        return self.before.record.tables.get(table) == self.snapshot.digests[table]

    def in_order(self, rows: exp.Expression) -> exp.Expression:
        """`rows` in the order of the table's file, where a full run writes them in it."""
        if self.plan.entity.owner or self.plan.owned:
            return rows
        file = text(str(self.snapshot.tables[self.plan.subject].resolve()))
        return filled(_PLACES, {"rows": rows}, key=quoted(self.plan.entity.key), file=file)

    def fresh(self) -> exp.Expression:
        """The verdicts of every rule on the rows that changed."""
        return self.judged(self.plan, STALE)

    def judged(self, plan: Plan, rows: str) -> exp.Expression:
        """The query of `plan` over the rows of one of the views."""
        found = statement(plan)
        from_table(found, f"{rows}{plan.subject}")
        return found

    def kept(self, old: Layout, rules: set[str], again: Plan) -> exp.Expression:
        """The verdicts held of the rows that did not change; other rules are judged on them."""
        subject = self.plan.subject
        tables: dict[str, Rows] = {"run": f"{RUN}{subject}", "present": f"{KEPT}{subject}"}
        held = filled(_HELD, tables, key=quoted(old.key))
        sources = [Source("held", old, frozenset(rules))]
        found = selected(_ALONE, {"mine": held})
        if again.rules:
            judged = frozenset(rule.id for rule in again.rules)
            sources.append(Source("again", again.layout, judged))
            found = selected(_BESIDE, {"mine": held, "others": self.judged(again, KEPT)})
        return found.select(*repacked(self.plan.layout, sources), append=False)


def _keys(rows: exp.Expression, column: str) -> exp.Expression:
    return filled(_NAMED, {"rows": rows}, column=quoted(column))
