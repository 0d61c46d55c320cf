"""Calendar dates as documents print them: 2022年3月24日, 2023/10/16, 二○○八年六月三日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ballast.errors import NotAQuantity
from ballast.quantities import number

_PART = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
PATTERN = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d) ?(?:年 ?(?P<month>{_PART}) ?月 ?(?P<day>{_PART}) ?[日号]"
    r"|(?P<sign>[-/.])(?P<m>\d{1,2})(?P=sign)(?P<d>\d{1,2})(?!\d))"
)


def dates(view: str) -> Iterator[tuple[date, int, int]]:
    """Every whole date in the folded `view` with its place; impossible ones are left out."""
    for found in PATTERN.finditer(view):
        parts = (found["year"], found["month"] or found["m"], found["day"] or found["d"])
        made = make_date(*(ordinal(part) for part in parts))
        if made:
            yield made, found.start(), found.end()


@lru_cache(4096)
def ordinal(written: str) -> int:
    """The number that digits or Chinese numerals write; 0 where they write none (十十)."""
    try:
        return int(number(written))
    except (NotAQuantity, ValueError):
        return 0


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
