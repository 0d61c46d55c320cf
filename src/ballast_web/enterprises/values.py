"""Facts in JSON and back: exact numbers as decimal text, days in ISO 8601, the unknown left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ballast.vocabulary.facts import SCALES, Entity, Fact

_READERS: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "date": date.fromisoformat,
    **dict.fromkeys(("decimal", "money", "ratio"), Decimal),
}


def written(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def read(value: Any, fact: Fact) -> Any:
    """What JSON holds, as a rule reads it; None is unknown."""
    reader = _READERS.get(fact.type)
    return value if value is None or reader is None else reader(value)


def written_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON holds it: what is unknown is left out."""
    return {name: written(value) for name, value in row.items() if value is not None}


def read_row(values: Mapping[str, Any], entity: Entity) -> dict[str, Any]:
    """A row as rules read it; what the vocabulary no longer knows is left out."""
    facts, found = entity.facts, {}
    for name, value in values.items():
        if (fact := facts.get(name)) is not None:
            reader = _READERS.get(fact.type)
            found[name] = value if reader is None else reader(value)
    return found


def is_number(fact: Fact) -> bool:
    """Whether a fact is a number."""
    return fact.type in SCALES
