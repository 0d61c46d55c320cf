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
from ballast.engine.columns import column, named, quoted
from ballast.engine.filling import Rows, filled, integer, text, together
from ballast.engine.plan import Plan
from ballast.engine.query import asked, from_table, query
from ballast.engine.scaled import Scaled, cast, literal
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
    rows = together([filled(_NOBODY), *found])
    engine.copy(filled(_IN_ORDER, {"rows": rows}), path)
    return int(engine.total(path, [filled("count(*)")])[0])


_NOBODY = """
SELECT '' AS key, '' AS owner, '' AS city, '' AS condition, '' AS fact,
  0::DECIMAL(38, 6) AS held, 0::DECIMAL(38, 6) AS wanted, 0::DECIMAL(38, 6) AS gap
WHERE false
"""
_IN_ORDER = "SELECT * FROM rows ORDER BY condition, key, owner"
_WANTED = """
CREATE OR REPLACE TEMP TABLE made AS
SELECT * FROM found WHERE wanted BETWEEN $least AND $most
"""
_CHANGED = """
CREATE OR REPLACE TEMP VIEW made AS
SELECT held.* REPLACE (near.wanted * $unit AS fact)
FROM subject AS held JOIN near ON near.key = $key
"""
_NEAR = """
SELECT near.key, $owner AS owner, near.city, $condition AS condition, $fact AS fact,
  near.held * $unit AS held, near.wanted * $unit AS wanted,
  (near.wanted - near.held) * $unit AS gap
FROM near JOIN judged USING (key)
WHERE $state = 0
"""


def _near(engine: DuckDB, plan: Plan, each: Threshold, at: int) -> exp.Expression:
    """The rows of one threshold, as a query over views that it makes."""
    near, changed = f"{NEAR}:{at}", f"{CHANGED}:{at}"
    engine.run(_wanted(plan, each, near))
    unit, key = _unit(each), column("held", plan.entity.key)
    tables: dict[str, Rows] = {"made": changed, "subject": plan.subject, "near": near}
    replaced = filled(_CHANGED, tables, unit=unit, key=key)
    for item in replaced.find_all(exp.Alias):
        if item.alias == "fact":
            item.set("alias", exp.to_identifier(each.fact.name, quoted=True))
    engine.run(replaced)
    judged = query(plan)
    from_table(judged, changed)
    (rule,) = plan.layout.rules
    return filled(
        _NEAR,
        {"near": near, "judged": judged},
        owner=column("near", plan.layout.owned_by),
        condition=text(each.name),
        fact=text(f"{each.fact.table}.{each.fact.name}"),
        unit=unit,
        state=column("judged", rule.state),
    )


def _unit(each: Threshold) -> exp.Expression:
    """The smallest amount of the fact."""
    scale = each.fact.type.numerator.scale
    return cast(text(f"{10**-scale:.{scale}f}"), f"DECIMAL({scale + 1}, {scale})")


def _wanted(plan: Plan, each: Threshold, made: str) -> exp.Expression:
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

    tables: dict[str, Rows] = {"made": made, "found": asked(plan, columns, alone)}
    return filled(_WANTED, tables, least=integer(least), most=integer(most))


def _nearest(emitter: Emitter, each: Threshold) -> exp.Expression:
    """The value nearest to the limit on its right side, at the scale of the fact."""
    limit, scale = emitter.number(each.limit), each.fact.type.numerator.scale
    upwards, strict = each.operator in (">", ">="), each.operator in ("<", ">")
    return _beyond(limit.at(scale), (1 if upwards else -1) if strict else 0).sql


def _beyond(value: Scaled, step: int) -> Scaled:
    return value + Scaled(literal(step), Range(step, step, value.range.scale)) if step else value
