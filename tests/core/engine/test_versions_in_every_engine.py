"""Of a table that holds versions, every engine judges those that count."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from golden_support import plan, tables

from ballast.engine import backends
from ballast.engine.versions import Versions
from ballast.errors import AmbiguousVersions
from ballast.facts.history import History

KNOWN_AT = date(2022, 5, 1)
HISTORY = History("workshop", ("valid_from", "known_from", "withdrawn"))


def versioned(folder):
    """Each row as first told, as corrected in June, and as it was on no day that counts."""
    paths = tables(folder)
    told = pq.read_table(paths["workshop"])
    nobody = pa.nulls(told.num_rows, pa.int64())
    corrected = told.set_column(told.column_names.index("staff"), "staff", nobody)
    parts = [
        dated(told, date(2022, 1, 1), date(2022, 2, 1), False),
        dated(corrected, date(2022, 1, 1), date(2022, 6, 1), False),
        dated(corrected.slice(0, 2), date(2022, 3, 1), date(2022, 3, 1), True),
        dated(corrected, date(2023, 1, 1), date(2022, 2, 1), False),
    ]
    pq.write_table(pa.concat_tables(parts), paths["workshop"])
    return paths


def dated(table, valid, known, withdrawn):
    columns = {"valid_from": valid, "known_from": known, "withdrawn": withdrawn}
    kinds = {"valid_from": pa.date32(), "known_from": pa.date32(), "withdrawn": pa.bool_()}
    for name, value in columns.items():
        table = table.append_column(name, pa.array([value] * table.num_rows, kinds[name]))
    return table


def judged(name, address, folder, known_at=KNOWN_AT):
    versions = Versions({"workshop": HISTORY}, date(2022, 6, 30), known_at)
    engine = backends.connect(name, versioned(folder), folder, address, versions)
    try:
        engine.check_versions()
        rows = sorted(engine.rows(plan()), key=lambda row: row["key"])
        return engine.count("workshop"), rows
    finally:
        if name != "spark":
            engine.close()


def test_duckdb_judges_what_was_known_then(tmp_path):
    first = pq.read_table(tables(tmp_path)["workshop"]).num_rows
    then, now = judged("duckdb", None, tmp_path), judged("duckdb", None, tmp_path, None)
    assert then[0] == now[0] == len(then[1]) == first - 2
    assert then[1] != now[1]


def test_postgresql_judges_the_versions_that_duckdb_judges(tmp_path, postgresql):
    assert judged("postgresql", postgresql, tmp_path) == judged("duckdb", None, tmp_path)


@pytest.mark.xdist_group("spark")
def test_spark_judges_the_versions_that_duckdb_judges(tmp_path, spark):
    assert judged("spark", spark, tmp_path) == judged("duckdb", None, tmp_path)


@pytest.mark.parametrize("name", ["duckdb", "postgresql"])
def test_versions_between_which_nothing_decides_are_refused_by_every_database(
    request, tmp_path, name
):
    paths = versioned(tmp_path)
    twice = pq.read_table(paths["workshop"])
    pq.write_table(pa.concat_tables([twice, twice.slice(0, 1)]), paths["workshop"])
    address = None if name == "duckdb" else request.getfixturevalue("postgresql")
    versions = Versions({"workshop": HISTORY})
    engine = backends.connect(name, paths, tmp_path, address, versions)
    with pytest.raises(AmbiguousVersions, match="车间 0"):
        engine.check_versions()
    engine.close()
