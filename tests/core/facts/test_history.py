"""Versions of a row: which one counts, and what keeps a table from having them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_support import DECLARED, FIRMS, run, stored, write_csv, write_excel

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.versions import Versions
from ballast.errors import AmbiguousVersions, BadTable, Invalid
from ballast.facts.history import History
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, parquet_path, write_manifest, writer
from ballast.vocabulary.facts import Entity, load_entities

FIRM = Entity.model_validate(
    {
        "label": "企业",
        "key": "firm",
        "facts": {
            "firm": {"label": "编号", "type": "code", "source": "试验"},
            "staff": {"label": "人数", "type": "integer", "unit": "人", "source": "试验"},
        },
    }
)
DAYS = st.none() | st.integers(1, 6).map(lambda day: date(2022, 1, day))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "firm": st.sampled_from("甲乙丙"),
            "staff": st.none() | st.integers(0, 9),
            "valid_from": DAYS,
            "known_from": DAYS,
            "withdrawn": st.none() | st.booleans(),
        }
    ),
    max_size=12,
    unique_by=lambda row: (row["firm"], row["valid_from"], row["known_from"]),
)
COLUMNS = ("valid_from", "known_from", "withdrawn")
Row = dict[str, Any]


def counting(rows: Sequence[Row], day: date | None, known_at: date | None) -> list[Row]:
    """The same choice, in plain words."""

    def come(on: date | None, by: date | None) -> bool:
        return on is None or by is None or on <= by

    def order(row: Row) -> tuple[date, date]:
        return row["valid_from"] or date.min, row["known_from"] or date.min

    found = []
    for firm in sorted({row["firm"] for row in rows}):
        open_ = [row for row in rows if row["firm"] == firm]
        open_ = [row for row in open_ if come(row["valid_from"], day)]
        open_ = [row for row in open_ if come(row["known_from"], known_at)]
        if open_ and not (last := max(open_, key=order))["withdrawn"]:
            found.append(last)
    return found


def picked(engine: DuckDB, rows: Sequence[Row], versions: Versions) -> list[Row]:
    engine.connection.register(
        "held", pa.Table.from_pylist(list(rows), arrow_schema(FIRM, COLUMNS))
    )
    sql = versions.counting("firm", "held").order_by("firm").sql(dialect="duckdb")
    found = engine.connection.sql(sql)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


ENGINE = DuckDB(threads=1)


@settings(deadline=None)
@given(rows=ROWS, day=DAYS, known_at=DAYS)
def test_the_database_chooses_the_versions_that_a_plain_reading_chooses(rows, day, known_at):
    versions = Versions({"firm": History("firm", COLUMNS)}, day, known_at)
    assert picked(ENGINE, rows, versions) == counting(rows, day, known_at)


@settings(deadline=None)
@given(rows=ROWS, day=DAYS, known_at=DAYS)
def test_what_becomes_known_later_changes_nothing_that_was_known_before(rows, day, known_at):
    later = [row for row in rows if row["known_from"] and known_at and row["known_from"] > known_at]
    before = [row for row in rows if row not in later]
    versions = Versions({"firm": History("firm", COLUMNS)}, day, known_at)
    assert picked(ENGINE, rows, versions) == picked(ENGINE, before, versions)


def snapshot(folder: Path, rows: Sequence[Row], columns: Sequence[str]) -> Path:
    schema = arrow_schema(FIRM, columns)
    with writer(parquet_path(folder, "firm"), schema) as out:
        out.write_table(pa.Table.from_pylist(list(rows), schema))
    day, tables = date(2022, 12, 31), {"firm": len(rows)}
    write_manifest(folder, Manifest(as_of=day, synthetic=True, source="试验", tables=tables))
    return folder


def test_a_table_without_columns_of_versions_has_no_history(tmp_path):
    folder = snapshot(tmp_path, [{"firm": "甲"}], ())
    assert open_snapshot(folder, {"firm": FIRM}).histories == {}
    assert "known_at" not in (folder / "snapshot.yaml").read_text(encoding="utf-8")


def test_a_table_may_have_one_of_the_two_days(tmp_path):
    rows = [
        {"firm": "甲", "staff": 1},
        {"firm": "甲", "staff": 2, "known_from": date(2022, 7, 1)},
    ]
    opened = open_snapshot(snapshot(tmp_path, rows, ["known_from"]), {"firm": FIRM})
    assert opened.histories == {"firm": History("firm", ("known_from",))}
    for known_at, staff in ((date(2022, 6, 30), 1), (date(2022, 7, 1), 2), (None, 2)):
        versions = Versions(opened.histories, date(2022, 12, 31), known_at)
        engine = DuckDB(opened.tables, versions=versions)
        assert [row["staff"] for row in engine.select("firm", "firm", "甲", "firm")] == [staff]
        assert engine.count("firm") == 1


def test_versions_between_which_nothing_decides_are_refused(tmp_path):
    rows = [{"firm": "甲", "known_from": date(2022, 7, 1)}] * 2
    opened = open_snapshot(snapshot(tmp_path, rows, ["known_from"]), {"firm": FIRM})
    engine = DuckDB(opened.tables, versions=Versions(opened.histories))
    with pytest.raises(AmbiguousVersions, match="holds 甲 2 times with the same known_from"):
        engine.check_versions()


def test_a_day_of_another_type_is_refused(tmp_path):
    folder = snapshot(tmp_path, [{"firm": "甲"}], ["valid_from"])
    table = pa.table({"firm": ["甲"], "staff": pa.array([1]), "valid_from": ["2022-01-01"]})
    with writer(parquet_path(folder, "firm"), table.schema) as out:
        out.write_table(table)
    with pytest.raises(BadTable, match=r"valid_from: string, expected date32\[day\]"):
        open_snapshot(folder, {"firm": FIRM})


def test_no_fact_may_take_the_name_of_a_column_of_versions(tmp_path):
    (tmp_path / "permit.yaml").write_text(
        "label: 许可\nkey: permit\nfacts:\n"
        "  permit: {label: 编号, type: code, source: 试验}\n"
        "  valid_from: {label: 有效期起, type: date, source: 试验}\n",
        encoding="utf-8",
    )
    with pytest.raises(Invalid, match="valid_from tells versions of a row apart"):
        load_entities(tmp_path)


HEADER = ("统一社会信用代码", "从业人员（人）", "生效日期", "获知日期")


@pytest.mark.parametrize(("write", "name"), [(write_csv, "x.csv"), (write_excel, "x.xlsx")])
def test_an_import_with_days_keeps_every_version(tmp_path, write, name):
    rows = [
        (FIRMS[0], 310, "2022-01-01", "2022-02-01"),
        (FIRMS[0], 290, "2022-01-01", "2022-07-15"),
        (FIRMS[1], 20, None, None),
    ]
    report = run(tmp_path, write(tmp_path / name, [HEADER, *rows]))
    assert (report.imported, sum(report.findings.counts.values())) == (3, 0)
    (header,) = report.headers.values()
    assert not {"valid_from", "known_from", "withdrawn"} & set(header.missing)
    first, second = date(2022, 2, 1), date(2022, 7, 15)
    held = stored(tmp_path, "uscc", "staff", "valid_from", "known_from")
    assert held == [
        (FIRMS[0], 310, date(2022, 1, 1), first),
        (FIRMS[0], 290, date(2022, 1, 1), second),
        (FIRMS[1], 20, None, None),
    ]


def test_an_import_refuses_the_same_version_twice(tmp_path):
    rows = [(FIRMS[0], staff, "2022-01-01", "2022-02-01") for staff in (310, 290)]
    report = run(tmp_path, write_csv(tmp_path / "x.csv", [HEADER, *rows]))
    (finding,) = report.findings.first
    assert (finding.row, finding.outcome) == (3, "rejected")
    assert finding.expected == "a key not used, or another day; see x.csv row 2"


def test_a_day_that_cannot_be_read_leaves_its_version_out_even_with_partial(tmp_path):
    rows = [(FIRMS[0], 310, "2022-01-01", "二月初")]
    report = run(tmp_path, write_csv(tmp_path / "x.csv", [HEADER, *rows]), partial=True)
    (finding,) = report.findings.first
    assert (finding.column, finding.outcome, report.imported) == ("获知日期", "rejected", 0)


def test_a_correction_in_a_second_file_is_a_version_of_what_the_first_holds(tmp_path):
    first = write_csv(tmp_path / "a.csv", [HEADER[:2], (FIRMS[0], 310)])
    header = (*HEADER[:2], "获知日期", "撤销")
    second = write_csv(tmp_path / "b.csv", [header, (FIRMS[0], None, "2022-07-15", "是")])
    assert run(tmp_path, first, second).imported == 2
    held = stored(tmp_path, "staff", "known_from", "withdrawn")
    assert held == [(310, None, None), (None, date(2022, 7, 15), True)]


def test_without_days_a_repeated_key_is_refused_as_before(tmp_path):
    rows = [(FIRMS[0], 310), (FIRMS[0], 290)]
    report = run(tmp_path, write_csv(tmp_path / "x.csv", [HEADER[:2], *rows]))
    (finding,) = report.findings.first
    assert finding.expected == "a key not used; see x.csv row 2"
    columns = open_snapshot(tmp_path / "out", DECLARED.entities).histories
    assert columns == {}
