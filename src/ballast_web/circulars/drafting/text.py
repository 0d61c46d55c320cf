"""The parts of a draft, and how figures stand in official papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ballast_web.circulars.drafting.tables import Table

#: What stands where nothing is known; never a zero.
UNKNOWN = "—"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Section:
    """A numbered part of the body: `heading` without its number, one paragraph a string."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A first draft."""

    title: str
    addressees: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]


def percent(share: Decimal | None) -> str:
    """A share with one digit: 86.5%; a dash where it is unknown."""
    return UNKNOWN if share is None else f"{share * 100:.1f}%"


def rounded(share: Decimal) -> Decimal:
    """A share as it is printed, so that what looks alike is alike."""
    return share.quantize(Decimal("0.001"), ROUND_HALF_UP)


def number(value: Decimal | None) -> str:
    """A figure without idle zeros; a dash where it is unknown."""
    if value is None:
        return UNKNOWN
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def day(value: date) -> str:
    """2022年10月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in a sentence, the first `most` of them: 甲、乙等12个."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}个"


def numbered(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Each paragraph with （一）, （二）… before it."""
    return tuple(
        f"（{NUMERALS[place]}）{text}" for place, text in enumerate(paragraphs) if place < 10
    )
