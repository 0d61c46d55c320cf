"""Who is nearly eligible: rows that one number excludes, and by how much, over a population.

Of each row that leaves no condition open and fails only such as rest on one number (a fact of the
row, or a figure over what it owns): the value held, the nearest value that would suffice, the gap.
Every answer is judged again with that value in place, so that a change which breaks another
condition is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from ballast.assessment.incremental import earlier
from ballast.assessment.thresholds import Changeable, Threshold, thresholds
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import column, fact_name, named, quoted
from ballast.engine.filling import Rows, filled, integer, text, together
from ballast.engine.owned import aggregate_name
from ballast.engine.plan import Plan
from ballast.engine.query import asked, from_table, query
from ballast.engine.scaled import LARGEST, Scaled, cast, literal
from ballast.engine.sql import Emitter
from ballast.engine.versions import Versions
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rendering import rendered
from ballast.rules.types import Range

#: The tables of one number: its rows with their ways, the subject changed, what was found.
NEAR, CHANGED, SETTLED = "changed:values", "changed:rows", "changed:settled"
#: The column of the changed subject that holds the value to try.
WANTED = "changed:wanted"


def near_of_run(
    folder: Path, library: Library, vocabulary: Vocabulary, measure: str, path: Path
) -> int:
    """Write who is near the one rule that `measure` names, of the run in `folder`; how many.

    The run's facts and days, the library's law. Raises NotFound, FactsMoved, NoRule,
    SeveralMeasures.
    """
    before, rule = earlier(folder, vocabulary), library.one(measure)
    record = before.record
    tables = frozenset(before.snapshot.tables)
    plan = Plan(rule.subject, (rule.alone,), vocabulary, record.as_of, record.known_at, tables)
    snapshot = before.snapshot
    versions = Versions(snapshot.histories, record.as_of, record.known_at)
    engine = DuckDB(snapshot.tables, path.parent, versions=versions)
    try:
        return write_near(engine, plan, path)
    finally:
        engine.close()


def write_near(engine: DuckDB, plan: Plan, path: Path) -> int:
    """Write the near rows of the plan's only rule to the Parquet file at `path`; how many.

    Columns: key, owner, city, condition (those that fail), fact (`table.fact`, or the words for a
    figure over what is owned), held, wanted, gap (wanted - held); numbers as they are stored. In
    order of fact and key.
    """
    found = [_Number(engine, plan, what, limits, at).rows() for at, (what, limits) in _by(plan)]
    engine.copy(filled(_IN_ORDER, {"rows": together([filled(_NOBODY), *found])}), path)
    return int(engine.total(path, [filled("count(*)")])[0])


def _by(plan: Plan) -> Iterator[tuple[int, tuple[Changeable, tuple[Threshold, ...]]]]:
    """The thresholds of each number, numbers counted from 0."""
    found: dict[Changeable, list[Threshold]] = {}
    for each in thresholds(plan):
        found.setdefault(each.what, []).append(each)
    return enumerate((what, tuple(limits)) for what, limits in found.items())


_NOBODY = """
SELECT '' AS key, '' AS owner, '' AS city, '' AS condition, '' AS fact,
  0::DECIMAL(38, 6) AS held, 0::DECIMAL(38, 6) AS wanted, 0::DECIMAL(38, 6) AS gap
WHERE false
"""
_IN_ORDER = "SELECT * FROM rows ORDER BY fact, key, owner"
_FAILS = "$state <> 0 AND $state & $here = $state"
_WAY = """
CASE WHEN $nearest BETWEEN $least AND $most AND $differs
THEN {'far': abs($nearest - $held), 'gap': CAST($nearest - $held AS BIGINT)} END
"""
_NEAR = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT * REPLACE (list_sort(list_distinct(ways)) AS ways)
FROM found WHERE len(list_distinct(ways)) > 0
"""
_SETTLED = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT *, 0::BIGINT AS gap FROM near WHERE false
"""
_CHANGED = """
CREATE OR REPLACE TEMP VIEW made AS
SELECT held.*,
  near.held + struct_extract(list_extract(near.ways, $turn), 'gap') AS "changed:wanted"
FROM subject AS held JOIN near ON near.key = $key
WHERE len(near.ways) >= $turn AND near.key NOT IN (SELECT key FROM settled)
"""
_SETTLE = """
INSERT INTO made
SELECT near.*, struct_extract(list_extract(near.ways, $turn), 'gap')
FROM near JOIN judged USING (key) WHERE $state = 0
"""
_TURNS = "SELECT max(len(ways)) FROM rows"
_FOUND = """
SELECT key, $owner AS owner, city, array_to_string($failing, '、') AS condition, $fact AS fact,
  held * $unit AS held, (held + gap) * $unit AS wanted, gap * $unit AS gap
FROM settled
"""


@dataclass(frozen=True)
class _Number:
    """One number of a rule with its limits: the rows that it alone excludes, and what would do."""

    engine: DuckDB
    plan: Plan
    what: Changeable
    limits: tuple[Threshold, ...]
    at: int

    def rows(self) -> exp.Expression:
        """The near rows, as a query over a table that is made; nearest values are tried first."""
        self._run(_NEAR, NEAR, {"found": self._candidates()})
        self._run(_SETTLED, SETTLED, {"near": self._named(NEAR)})
        turns = self.engine.first(filled(_TURNS, {"rows": self._named(NEAR)}))[0] or 0
        for turn in range(1, turns + 1):
            self._try(turn)
        (rule,) = self.plan.layout.rules
        failing = [self._failing(place, rule.conditions[place]) for place in self.places]
        return filled(
            _FOUND,
            {"settled": self._named(SETTLED)},
            owner=quoted(self.plan.layout.owned_by),
            failing=exp.Array(expressions=failing),
            fact=text(self._words()),
            unit=self._unit(),
        )

    @property
    def places(self) -> list[int]:
        """The conditions that rest on the number."""
        return sorted({each.place for each in self.limits})

    def _named(self, table: str) -> str:
        return f"{table}:{self.at}"

    def _run(
        self, sql: str, made: str, tables: Mapping[str, Rows], **parts: exp.Expression
    ) -> None:
        self.engine.run(filled(sql, {"made": self._named(made), **tables}, **parts))

    def _candidates(self) -> exp.Expression:
        """The rows that only conditions on this number exclude: held, and each way out."""
        (rule,) = self.plan.layout.rules
        here = sum(1 << place for place in self.places)
        state = quoted(rule.state)
        return asked(self.plan, self._ways, filled(_FAILS, state=state, here=integer(here)))

    def _ways(self, emitter: Emitter) -> Sequence[exp.Expression]:
        (rule,) = self.plan.layout.rules
        held = emitter.sql(self.what)
        ways = [self._way(held, _nearest(emitter, each), each) for each in self.limits]
        state = named(quoted(rule.state), "state")
        return [named(held, "held"), state, named(exp.Array(expressions=ways), "ways")]

    def _way(
        self, held: exp.Expression, nearest: exp.Expression, each: Threshold
    ) -> exp.Expression:
        least, most = self._bounds()
        towards = exp.GT if each.operator in (">", ">=") else exp.LT
        return filled(
            _WAY,
            nearest=nearest,
            held=held,
            least=integer(least),
            most=integer(most),
            differs=towards(this=nearest.copy(), expression=held.copy()),
        )

    def _bounds(self) -> tuple[int, int]:
        """What the number can be, as integers."""
        if isinstance(self.what, tree.Aggregate):
            span = self.what.type.numerator
            return max(span.low, -LARGEST), min(span.high, LARGEST)
        entity = self.plan.vocabulary.entities[self.what.table].facts[self.what.name]
        least, most = (int(end.scaleb(self._scale)) for end in entity.bounds)
        return least, most

    def _try(self, turn: int) -> None:
        """Judge the rows that are not settled yet with their next nearest value in place."""
        near, settled, changed = map(self._named, (NEAR, SETTLED, CHANGED))
        (rule,), place = self.plan.layout.rules, integer(turn)
        tables: dict[str, Rows] = {"subject": self.plan.subject, "near": near, "settled": settled}
        key = column("held", self.plan.entity.key)
        self._run(_CHANGED, CHANGED, tables, turn=place, key=key)
        judged = query(self.plan)
        from_table(judged, changed)
        _replace(judged, self._column(), column("row", WANTED))
        tables = {"near": near, "judged": judged}
        self._run(_SETTLE, SETTLED, tables, turn=place, state=column("judged", rule.state))

    def _column(self) -> str:
        """The column that holds the number in the query's first stage."""
        if isinstance(self.what, tree.Aggregate):
            return aggregate_name(self.plan.aggregates.index(self.what))
        return fact_name(self.what)

    def _failing(self, place: int, name: str) -> exp.Expression:
        return filled(_IF_FAILED, bit=integer(1 << place), name=text(name))

    def _words(self) -> str:
        return rendered(self.what) if isinstance(self.what, tree.Aggregate) else self._column()

    @property
    def _scale(self) -> int:
        return self.what.type.numerator.scale

    def _unit(self) -> exp.Expression:
        """The smallest amount of the number."""
        return cast(
            text(f"{10**-self._scale:.{self._scale}f}"),
            f"DECIMAL({self._scale + 1}, {self._scale})",
        )


_IF_FAILED = "CASE WHEN state & $bit <> 0 THEN $name END"


def _replace(judged: exp.Expression, name: str, value: exp.Expression) -> None:
    """Let a query's first stage take `value` for the column `name`."""
    stage = judged.find(exp.CTE)
    for item in stage.this.expressions if stage else ():
        if item.alias == name:
            item.set("this", value)


def _nearest(emitter: Emitter, each: Threshold) -> exp.Expression:
    """The value nearest to the limit on its right side, at the scale of the number."""
    limit, scale = emitter.number(each.limit), each.what.type.numerator.scale
    upwards, strict = each.operator in (">", ">="), each.operator in ("<", ">")
    return _beyond(limit.at(scale), (1 if upwards else -1) if strict else 0).sql


def _beyond(value: Scaled, step: int) -> Scaled:
    return value + Scaled(literal(step), Range(step, step, value.range.scale)) if step else value
