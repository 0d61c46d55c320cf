"""Tables of a circular, as they are kept: texts alone, so that they never change again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table: `widths` are shares of the line, `left` the columns that are not centred."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    left: tuple[int, ...] = ()
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self)


def table_of(kept: dict[str, Any]) -> Table:
    """The table that `as_json` gave."""
    rows: Sequence[Sequence[str]] = kept["rows"]
    return Table(
        title=kept["title"],
        heads=tuple(kept["heads"]),
        rows=tuple(tuple(row) for row in rows),
        widths=tuple(kept["widths"]),
        left=tuple(kept["left"]),
        note=kept["note"],
    )
