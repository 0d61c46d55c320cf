"""A run's verdicts for reading: the packed columns as one row a rule and subject row."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ballast.assessment.record import RunRecord, open_run, packed_path
from ballast.engine.backends.duckdb import literal
from ballast.engine.layout import MASK_BITS, Layout, RuleLayout
from ballast.engine.stored import parquet_parts
from ballast.rules.scope import OWNER

#: The columns of the view without any row, for a run that judged nothing.
_NOTHING = (
    "SELECT * FROM (SELECT '' AS subject, '' AS key, '' AS owner, '' AS city, '' AS rule, "
    "'' AS label, '' AS verdict, CAST(NULL AS DECIMAL(18, 2)) AS amount, "
    "CAST(NULL AS DECIMAL(18, 2)) AS payable, CAST(NULL AS DATE) AS until, '' AS period, "
    "[''] AS failed, [''] AS unknown, [''] AS missing) WHERE false"
)


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the view `verdicts` over the run in `folder`.

    Columns: subject, key, owner, city, rule, label, verdict (eligible, ineligible, unknown), amount
    and payable (yuan, DECIMAL(18, 2)), until (DATE), period (2022, 2022Q3, 2022-10 or empty),
    failed and unknown (lists of conditions), missing (list of table.fact). Rule, key and period
    name an entitlement. Raises NotFound.
    """
    record = open_run(folder)
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW verdicts AS {selection(record, folder)}")
    return connection


def selection(record: RunRecord, folder: Path) -> str:
    """The query behind the view `verdicts`; it finds nothing where the run judged nothing."""
    periods = {rule.id: rule.period.label if rule.period else "" for rule in record.rules}
    parts = [
        _select(layout, rule, periods[rule.id], folder)
        for layout in record.layouts
        for rule in layout.rules
    ]
    return " UNION ALL ".join(parts) or _NOTHING


def example(folder: Path) -> str | None:
    """An enterprise that is eligible for something, from the smallest table; None without one."""
    record = open_run(folder)
    tables = record.facts.tables
    for layout in sorted(record.layouts, key=lambda layout: tables[layout.subject]):
        reader = duckdb.connect().read_parquet(_files(folder, layout))
        eligible = " OR ".join(f'"{rule.state}" = 0' for rule in layout.rules)
        owner = layout.owned_by
        firms = f"{owner} <> key" if layout.subject != OWNER else "true"
        found = reader.filter(eligible).filter(firms).project(owner).limit(1).fetchall()
        if found:
            return str(found[0][0])
    return None


def _files(folder: Path, layout: Layout) -> list[str]:
    return [str(part) for part in parquet_parts(packed_path(folder, layout))]


def _select(layout: Layout, rule: RuleLayout, period: str, folder: Path) -> str:
    state, low = f'"{rule.state}"', rule.low
    amount, payable = (
        f'CAST("{column}" AS DECIMAL(20, 0)) / 100' if rule.pays else "NULL"
        for column in (rule.amount, rule.payable)
    )
    until = f'"{rule.until}"' if rule.defers else "NULL"
    failed = _names(state, rule.conditions, 0)
    unknown = _names(state, rule.conditions, rule.shift)
    missing = " || ".join(
        _names(
            f'"{rule.missing(chunk)}"',
            layout.facts[chunk * MASK_BITS : (chunk + 1) * MASK_BITS],
            0,
        )
        for chunk in layout.chunks
    )
    verdict = (
        f"CASE WHEN {state} = 0 THEN 'eligible' WHEN {state} & {low} <> 0 THEN 'ineligible' "
        "ELSE 'unknown' END"
    )
    source = literal(_files(folder, layout))
    return (
        f"SELECT {literal(layout.subject)} AS subject, key, {layout.owned_by} AS owner, city, "  # noqa: S608
        f"{literal(rule.id)} AS rule, {literal(rule.label)} AS label, {verdict} AS verdict, "
        f"CAST({amount} AS DECIMAL(18, 2)) AS amount, "
        f"CAST({payable} AS DECIMAL(18, 2)) AS payable, CAST({until} AS DATE) AS until, "
        f"{literal(period)} AS period, {failed} AS failed, {unknown} AS unknown, "
        f"{missing or '[]'} AS missing FROM read_parquet({source})"
    )


def _names(bits: str, names: tuple[str, ...], shift: int) -> str:
    """The names whose bit in `bits` is set, as an SQL list."""
    listed = ", ".join(literal(name) for name in names)
    flag = f"({bits} >> ({shift} + place - 1)) & 1 = 1"
    return f"list_filter([{listed}], lambda name, place: {flag})"
