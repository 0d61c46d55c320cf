"""Snapshots: what is stored how, and what keeps a folder from being one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ballast.errors import BadTable, Invalid, MissingTable, NotFound, UnreadableFile
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, parquet_path, write_manifest, writer
from ballast.vocabulary.facts import Entity

FACTS = {
    "loan": {"label": "贷款编号", "type": "code", "required": True, "source": "合同"},
    "uscc": {"label": "借款人", "type": "code", "codelist": "uscc", "source": "合同"},
    "amount": {"label": "金额", "type": "money", "unit": "CNY", "source": "合同"},
    "rate": {"label": "利率", "type": "ratio", "source": "合同"},
    "power": {"label": "用电量", "type": "decimal", "source": "账单"},
    "months": {"label": "期限", "type": "integer", "unit": "个月", "source": "合同"},
    "signed_on": {"label": "签订日期", "type": "date", "source": "合同"},
    "secured": {"label": "有担保", "type": "bool", "source": "合同"},
    "purpose": {
        "label": "用途",
        "type": "enum",
        "values": {"x": "设备", "y": "周转"},
        "source": "合同",
    },
    "note": {"label": "备注", "type": "text", "source": "合同"},
}
LOAN = Entity.model_validate({"label": "贷款", "key": "loan", "owner": "uscc", "facts": FACTS})
ENTITIES = {"loan": LOAN}


def folder_with(tmp_path: Path, table: pa.Table, rows: int = 1) -> Path:
    pq.write_table(table, parquet_path(tmp_path, "loan"))
    write_manifest(
        tmp_path,
        Manifest(as_of=date(2022, 6, 30), synthetic=False, source="测试", tables={"loan": rows}),
    )
    return tmp_path


def loans(**changes: pa.Array) -> pa.Table:
    schema = arrow_schema(LOAN)
    columns = {field.name: pa.nulls(1, field.type) for field in schema}
    columns |= {"loan": pa.array(["1"]), "uscc": pa.array(["91440300708461136T"])}
    return pa.table(columns | changes)


def test_each_type_has_one_physical_type() -> None:
    assert {field.name: str(field.type) for field in arrow_schema(LOAN)} == {
        "loan": "string",
        "uscc": "string",
        "amount": "decimal128(18, 2)",
        "rate": "decimal128(9, 6)",
        "power": "decimal128(18, 4)",
        "months": "int64",
        "signed_on": "date32[day]",
        "secured": "bool",
        "purpose": "string",
        "note": "string",
    }


def test_only_keys_and_owners_may_not_be_null() -> None:
    assert [field.name for field in arrow_schema(LOAN) if not field.nullable] == ["loan", "uscc"]


def test_a_good_folder_opens_with_what_its_manifest_says(tmp_path: Path) -> None:
    snapshot = open_snapshot(folder_with(tmp_path, loans()), ENTITIES)
    assert snapshot.manifest.as_of == date(2022, 6, 30)
    assert not snapshot.manifest.synthetic
    assert snapshot.table("loan") == tmp_path / "loan.parquet"


def test_text_in_dictionaries_is_text(tmp_path: Path) -> None:
    table = loans(note=pa.array(["甲"]).dictionary_encode())
    assert open_snapshot(folder_with(tmp_path, table), ENTITIES).tables


def test_a_table_that_is_not_held_is_named_with_those_that_are(tmp_path: Path) -> None:
    snapshot = open_snapshot(folder_with(tmp_path, loans()), ENTITIES)
    with pytest.raises(MissingTable, match=r"no table “lease”; it has: loan"):
        snapshot.table("lease")


def test_a_table_whose_file_is_gone_is_missing(tmp_path: Path) -> None:
    folder_with(tmp_path, loans())
    parquet_path(tmp_path, "loan").unlink()
    with pytest.raises(MissingTable, match="loan"):
        open_snapshot(tmp_path, ENTITIES)


def test_every_missing_column_and_wrong_type_is_listed(tmp_path: Path) -> None:
    table = loans(amount=pa.array([1.5])).drop_columns(["rate"])
    with pytest.raises(BadTable) as caught:
        open_snapshot(folder_with(tmp_path, table), ENTITIES)
    assert "amount: double, expected decimal128(18, 2)" in str(caught.value)
    assert "rate: missing, expected decimal128(9, 6)" in str(caught.value)


def test_a_key_without_a_value_is_refused(tmp_path: Path) -> None:
    table = loans(loan=pa.nulls(1, pa.string()))
    with pytest.raises(BadTable, match="loan: 1 rows without a value"):
        open_snapshot(folder_with(tmp_path, table), ENTITIES)


def test_rows_other_than_stated_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"1 rows, but snapshot\.yaml says 7"):
        open_snapshot(folder_with(tmp_path, loans(), rows=7), ENTITIES)


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    folder_with(tmp_path, loans())
    parquet_path(tmp_path, "loan").write_text("no parquet")
    with pytest.raises(UnreadableFile, match="a Parquet file"):
        open_snapshot(tmp_path, ENTITIES)


def test_a_folder_without_a_manifest_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"snapshot\.yaml"):
        open_snapshot(tmp_path, ENTITIES)


def test_a_bad_manifest_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "snapshot.yaml").write_text(
        "as_of: someday\nsynthetic: false\nsource: x\ntables: {}\n"
    )
    with pytest.raises(Invalid, match=r"snapshot\.yaml:1:8"):
        open_snapshot(tmp_path, ENTITIES)


def test_decimals_are_stored_as_integers(tmp_path: Path) -> None:
    with writer(tmp_path / "x.parquet", arrow_schema(LOAN)) as out:
        out.write_table(loans().cast(arrow_schema(LOAN)))
    stored = pq.ParquetFile(tmp_path / "x.parquet").schema
    assert stored.column(2).physical_type == "INT64"
