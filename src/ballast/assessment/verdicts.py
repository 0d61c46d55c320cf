"""A run's verdicts for reading: the packed columns as one row a rule and subject row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import duckdb
from sqlglot import exp

from ballast.assessment.record import RunRecord, open_run, packed_path
from ballast.engine.columns import named, quoted
from ballast.engine.filling import filled, integer, selected, text, together, written
from ballast.engine.layout import MASK_BITS, Layout, RuleLayout
from ballast.engine.sql import junction
from ballast.engine.stored import parquet_parts
from ballast.engine.waiting import missing
from ballast.rules.scope import OWNER

#: The columns of the view without any row, for a run that judged nothing.
_NOTHING = """
SELECT * FROM (
  SELECT '' AS subject, '' AS key, '' AS owner, '' AS city, '' AS rule, '' AS label,
    '' AS verdict, CAST(NULL AS DECIMAL(18, 2)) AS amount,
    CAST(NULL AS DECIMAL(18, 2)) AS payable, CAST(NULL AS DATE) AS until, '' AS period,
    [''] AS failed, [''] AS unknown, [''] AS missing
) AS nothing WHERE false
"""
_VIEW = "CREATE VIEW verdicts AS SELECT * FROM rows"
_SELECTED = """
SELECT $subject AS subject, key, $owner AS owner, city, $rule AS rule, $label AS label,
  CASE WHEN $state = 0 THEN 'eligible' WHEN $state & $low <> 0 THEN 'ineligible'
    ELSE 'unknown' END AS verdict,
  CAST($amount AS DECIMAL(18, 2)) AS amount, CAST($payable AS DECIMAL(18, 2)) AS payable,
  CAST($until AS DATE) AS until, $period AS period,
  $failed AS failed, $unknown AS unknown, $missing AS missing
FROM packed
"""
_PACKED = "SELECT * FROM read_parquet($files)"
_YUAN = "CAST($fen AS DECIMAL(20, 0)) / 100"
_NAMES = "list_filter($names, lambda name, place: (($bits >> ($shift + place - 1)) & 1) = 1)"
_ELIGIBLE = "$state = 0"
_OWNED = "$owner <> key"


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the view `verdicts` over the run in `folder`.

    Columns: subject, key, owner, city, rule, label, verdict (eligible, ineligible, unknown), amount
    and payable (yuan, DECIMAL(18, 2)), until (DATE), period (2022, 2022Q3, 2022-10 or empty),
    failed and unknown (lists of conditions), missing (list of table.fact). Rule, key and period
    name an entitlement. Raises NotFound.
    """
    record = open_run(folder)
    connection = duckdb.connect()
    connection.execute(written(filled(_VIEW, {"rows": selection(record, folder)})))
    return connection


def selection(record: RunRecord, folder: Path) -> exp.Expression:
    """The query behind the view `verdicts`; it finds nothing where the run judged nothing."""
    periods = {rule.id: rule.period.label if rule.period else "" for rule in record.rules}
    parts = [
        _select(layout, rule, periods[rule.id], folder)
        for layout in record.layouts
        for rule in layout.rules
    ]
    return together(parts) if parts else filled(_NOTHING)


def example(folder: Path) -> str | None:
    """An enterprise that is eligible for something, from the smallest table; None without one."""
    record = open_run(folder)
    tables = record.facts.tables
    for layout in sorted(record.layouts, key=lambda layout: tables[layout.subject]):
        reader = duckdb.connect().read_parquet(_files(folder, layout))
        states = [filled(_ELIGIBLE, state=quoted(rule.state)) for rule in layout.rules]
        owner = quoted(layout.owned_by)
        firms = filled(_OWNED, owner=owner) if layout.subject != OWNER else exp.true()
        where = junction(exp.And, [junction(exp.Or, states), firms])
        found = reader.filter(written(where)).project(written(owner)).limit(1).fetchall()
        if found:
            return str(found[0][0])
    return None


def _files(folder: Path, layout: Layout) -> list[str]:
    return [str(part) for part in parquet_parts(packed_path(folder, layout))]


def _select(layout: Layout, rule: RuleLayout, period: str, folder: Path) -> exp.Expression:
    state = quoted(rule.state)
    return filled(
        _SELECTED,
        {"packed": _packed(layout, rule, folder)},
        subject=text(layout.subject),
        owner=quoted(layout.owned_by),
        rule=text(rule.id),
        label=text(rule.label),
        state=state,
        low=integer(rule.low),
        amount=_yuan(rule, rule.amount),
        payable=_yuan(rule, rule.payable),
        until=quoted(rule.until) if rule.defers else exp.Null(),
        period=text(period),
        failed=_names(state, rule.conditions, 0),
        unknown=_names(state, rule.conditions, rule.shift),
        missing=_missing(layout),
    )


def _packed(layout: Layout, rule: RuleLayout, folder: Path) -> exp.Expression:
    """The packed rows with the masks of one rule."""
    rows = selected(_PACKED, files=_texts(_files(folder, layout)))
    masks = (named(missing(layout, rule, chunk), _mask(chunk)) for chunk in layout.chunks)
    return rows.select(*masks)


def _yuan(rule: RuleLayout, column: str) -> exp.Expression:
    return filled(_YUAN, fen=quoted(column)) if rule.pays else exp.Null()


def _mask(chunk: int) -> str:
    return f"missing:{chunk}"


def _missing(layout: Layout) -> exp.Expression:
    """The facts whose bit is set in one of the masks."""
    lists = [
        _names(
            quoted(_mask(chunk)),
            layout.facts[chunk * MASK_BITS : (chunk + 1) * MASK_BITS],
            0,
        )
        for chunk in layout.chunks
    ]
    return reduce(lambda a, b: filled("$a || $b", a=a, b=b), lists) if lists else _texts([])


def _names(bits: exp.Expression, names: Sequence[str], shift: int) -> exp.Expression:
    """The names whose bit in `bits` is set, as an SQL list."""
    return filled(_NAMES, names=_texts(names), bits=bits, shift=integer(shift))


def _texts(values: Sequence[str]) -> exp.Expression:
    return exp.Array(expressions=[text(value) for value in values])
