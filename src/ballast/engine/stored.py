"""Tables as Parquet holds them: their parts, and the SQL type of each column."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def plain_schema(path: Path) -> pa.Schema:
    """The columns of a Parquet file, texts without their dictionaries."""
    schema = pq.read_schema(path)
    return pa.schema([field.with_type(_plain(field.type)) for field in schema])


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def sql_type(kind: pa.DataType) -> str:
    """The SQL type that holds a column of `kind`: of texts VARCHAR, of whole numbers BIGINT."""
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    if pa.types.is_integer(kind):
        return "BIGINT"
    return {pa.bool_(): "BOOLEAN", pa.date32(): "DATE"}.get(kind, "VARCHAR")


def parquet_parts(path: Path) -> list[Path]:
    """The Parquet files of a table: itself, or the parts in its folder."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]
