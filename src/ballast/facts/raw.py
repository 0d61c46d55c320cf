"""What stands in a cell before it is read, and how a cell is refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ballast.errors import BadCell


@dataclass(frozen=True)
class CellError:
    """A cell whose formula failed: #N/A, #DIV/0!, …"""

    text: str

    def __str__(self) -> str:
        return self.text


Raw = str | int | float | bool | Decimal | date | datetime | time | timedelta | CellError | None
Value = str | int | bool | Decimal | date | None


def plain(text: str) -> str:
    """`text` half-width, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def bad(raw: Raw, expected: str) -> BadCell:
    """The refusal of a cell."""
    return BadCell(given=shown(raw), expected=expected)


def shown(raw: Raw) -> str:
    """The cell as a person would see it: whole numbers without a point."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    return "" if raw is None else str(raw)
