"""How a declared fact is stored: the Arrow and Parquet type of each column.

Money is DECIMAL(18,2) in yuan (or dollars), other numbers with a point are DECIMAL too: a binary
float would lose 分. Null is unknown, never zero and never false.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from ballast.vocabulary.facts import SCALES, VERSION_FACTS, Entity, Fact

_TYPES: dict[str, pa.DataType] = {
    "bool": pa.bool_(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(18, SCALES["decimal"]),
    "money": pa.decimal128(18, SCALES["money"]),
    "ratio": pa.decimal128(9, SCALES["ratio"]),
    "date": pa.date32(),
    "enum": pa.string(),
    "code": pa.string(),
    "text": pa.string(),
}


def arrow_type(fact: Fact) -> pa.DataType:
    """The Arrow type that a column of `fact` is stored in."""
    return _TYPES[fact.type]


def arrow_schema(entity: Entity, versions: Iterable[str] = ()) -> pa.Schema:
    """The columns of `entity` in declared order; keys and owners may not be null.

    `versions` names the columns of versions that the table has behind its own.
    """
    own = [
        pa.field(name, arrow_type(fact), nullable=not is_required(entity, name))
        for name, fact in entity.facts.items()
    ]
    added = [pa.field(name, arrow_type(VERSION_FACTS[name])) for name in versions]
    return pa.schema([*own, *added])


def is_required(entity: Entity, column: str) -> bool:
    """Whether `column` must have a value in every row."""
    return column in (entity.key, entity.owner) or entity.facts[column].required


def differences(entity: Entity, schema: pa.Schema) -> list[str]:
    """What keeps a table with `schema` from being one of `entity`, one line a column.

    Columns that are not declared are no difference: rules cannot ask for them.
    """
    found = []
    for field in arrow_schema(entity, (name for name in VERSION_FACTS if name in schema.names)):
        place = schema.get_field_index(field.name)
        if place < 0:
            found.append(f"{field.name}: missing, expected {field.type}")
        elif _plain(schema.field(place).type) != field.type:
            found.append(f"{field.name}: {schema.field(place).type}, expected {field.type}")
    return found


def _plain(kind: pa.DataType) -> pa.DataType:
    """The stored type: text may be held in dictionaries or with large offsets."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.string() if pa.types.is_large_string(kind) else kind
