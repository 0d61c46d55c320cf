"""Who is nearly eligible: rows that one threshold excludes, and by how much, over a population.

Of each row that fails one condition and leaves none open: the fact that the condition compares, the
value held, the nearest value that would suffice, the gap. Every answer is judged again with that
value in place, so that a change which breaks another condition is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from ballast.assessment.incremental import earlier
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import named, quoted
from ballast.engine.plan import Plan
from ballast.engine.query import asked, from_table, query
from ballast.engine.scaled import Scaled, literal
from ballast.engine.sql import Emitter
from ballast.engine.versions import Versions
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.types import Range

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
CHANGED, NEAR = "changed:rows", "changed:values"


@dataclass(frozen=True)
class Threshold:
    """A condition that compares one fact of the row itself with a limit that does not read it."""

    place: int
    name: str
    fact: tree.FactOf
    operator: str
    limit: tree.Node


def thresholds(plan: Plan) -> Iterator[Threshold]:
    """The thresholds of the plan's only rule."""
    (rule,), ((conditions, _),) = plan.rules, plan.trees
    for place, (condition, node) in enumerate(zip(rule.conditions, conditions, strict=True)):
        if not isinstance(node, tree.Compare) or node.operator not in _MIRRORED:
            continue
        sides = ((node.left, node.operator, node.right), _mirrored(node))
        for fact, operator, limit in sides:
            if isinstance(fact, tree.FactOf) and _settles(plan, fact, limit):
                yield Threshold(place, condition.name, fact, operator, limit)


def _mirrored(node: tree.Compare) -> tuple[tree.Node, str, tree.Node]:
    return node.right, _MIRRORED[node.operator], node.left


def _settles(plan: Plan, fact: tree.FactOf, limit: tree.Node) -> bool:
    """Whether a number of the row alone decides against `limit`, which is no finer than it."""
    reads = plan.vocabulary.declared(limit, plan.day, plan.known_at)
    mine = fact.table == plan.subject and fact.type.kind == "number"
    coarse = limit.type.numerator.scale <= fact.type.numerator.scale
    return mine and coarse and fact not in reads and not limit.type.is_quotient


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

    Columns: key, owner, city, condition, fact (`table.fact`), held, wanted, gap (wanted - held);
    numbers as they are stored. Streamed by the engine, in order of condition and key.
    """
    found = [_near(engine, plan, each, at) for at, each in enumerate(thresholds(plan))]
    empty = (
        "SELECT '' AS key, '' AS owner, '' AS city, '' AS condition, '' AS fact, "
        "0::DECIMAL(38, 6) AS held, 0::DECIMAL(38, 6) AS wanted, 0::DECIMAL(38, 6) AS gap "
        "WHERE false"
    )
    rows = " UNION ALL BY NAME ".join([empty, *found])
    engine.copy(f"SELECT * FROM ({rows}) ORDER BY condition, key, owner", path)  # noqa: S608
    return int(engine.total(path, ["count(*)"])[0])


def _near(engine: DuckDB, plan: Plan, each: Threshold, at: int) -> str:
    """The rows of one threshold, as a query over views that it makes."""
    near, changed = f"{NEAR}:{at}", f"{CHANGED}:{at}"
    scale, fact = each.fact.type.numerator.scale, each.fact.name
    engine.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{near}" AS {_wanted(plan, each)}')
    unit = f"CAST('{10**-scale:.{scale}f}' AS DECIMAL({scale + 1}, {scale}))"
    key = plan.entity.key
    engine.connection.execute(
        f'CREATE OR REPLACE TEMP VIEW "{changed}" AS '  # noqa: S608
        f'SELECT held.* REPLACE (near.wanted * {unit} AS "{fact}") '
        f'FROM "{plan.subject}" held JOIN "{near}" near ON near.key = held."{key}"'
    )
    judged = query(plan)
    from_table(judged, changed)
    (rule,) = plan.layout.rules
    words = exp.Literal.string(each.name).sql(dialect="duckdb")
    owner = f"near.{plan.layout.owned_by}"
    return (
        f"SELECT near.key, {owner} AS owner, near.city, {words} AS condition, "  # noqa: S608
        f"'{each.fact.table}.{fact}' AS fact, near.held * {unit} AS held, "
        f"near.wanted * {unit} AS wanted, (near.wanted - near.held) * {unit} AS gap "
        f'FROM "{near}" near JOIN ({judged.sql(dialect="duckdb", identify=True)}) judged '
        f'USING (key) WHERE judged."{rule.state}" = 0'
    )


def _wanted(plan: Plan, each: Threshold) -> str:
    """The rows that this condition alone excludes: the fact and the nearest value, as integers."""
    (rule,) = plan.layout.rules
    alone = exp.EQ(this=quoted(rule.state), expression=exp.Literal.number(1 << each.place))
    entity = plan.vocabulary.entities[each.fact.table].facts[each.fact.name]
    least, most = (int(end.scaleb(each.fact.type.numerator.scale)) for end in entity.bounds)

    def columns(emitter: Emitter) -> Sequence[exp.Expression]:
        return [
            named(emitter.column(each.fact), "held"),
            named(_nearest(emitter, each), "wanted"),
        ]

    found = asked(plan, columns, alone).sql(dialect="duckdb", identify=True)
    return f"SELECT * FROM ({found}) WHERE wanted BETWEEN {least} AND {most}"  # noqa: S608


def _nearest(emitter: Emitter, each: Threshold) -> exp.Expression:
    """The value nearest to the limit on its right side, at the scale of the fact."""
    limit, scale = emitter.number(each.limit), each.fact.type.numerator.scale
    upwards, strict = each.operator in (">", ">="), each.operator in ("<", ">")
    return _beyond(limit.at(scale), (1 if upwards else -1) if strict else 0).sql


def _beyond(value: Scaled, step: int) -> Scaled:
    return value + Scaled(literal(step), Range(step, step, value.range.scale)) if step else value
