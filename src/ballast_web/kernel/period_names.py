"""Reporting periods in English: 2022年第三季度 is Q3 2022.

Periods are kept by their Chinese names, see `ballast.supervision.periods`. They are no texts of
the catalogue, for there are as many as there are days.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable

_Match = re.Match[str]
_QUARTERS = "一二三四"
_HALVES = {"上半年": "H1", "下半年": "H2"}
#: From which day of a month to which; None is the month's last.
_PARTS: dict[str, tuple[int, int | None]] = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, None),
    "上半月": (1, 15),
    "下半月": (16, None),
}
_MONTH = r"([1-9]\d{3})年(1[0-2]|[1-9])月"


def _month(found: _Match) -> str:
    return f"{month_name[int(found[2])]} {found[1]}"


def _part(found: _Match) -> str:
    first, last = _PARTS[found[3]]
    return f"{first}–{last or monthrange(int(found[1]), int(found[2]))[1]} {_month(found)}"


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[_Match], str]], ...] = (
    (re.compile(rf"{_MONTH}(\d{{1,2}})日"), lambda m: f"{int(m[3])} {_month(m)}"),
    (re.compile(r"(\d{4})年第(\d{1,2})周"), lambda m: f"Week {m[2]} of {m[1]}"),
    (re.compile(rf"{_MONTH}({'|'.join(_PARTS)})"), _part),
    (re.compile(_MONTH), _month),
    (re.compile(r"(\d{4})年第([一二三四])季度"), lambda m: f"Q{_QUARTERS.index(m[2]) + 1} {m[1]}"),
    (re.compile(rf"(\d{{4}})年({'|'.join(_HALVES)})"), lambda m: f"{_HALVES[m[2]]} {m[1]}"),
    (re.compile(r"(\d{4})年"), lambda m: m[1]),
)


def in_english(label: str) -> str | None:
    """What the period `label` is called in English; None for what is no period's name."""
    parts = [_one(each) for each in label.split("至")] if len(label) < 64 else [None]
    known = [each for each in parts if each is not None]
    return " to ".join(known) if len(known) == len(parts) <= 2 else None


def _one(label: str) -> str | None:
    found = ((shape.fullmatch(label), told) for shape, told in _SHAPES)
    return next((told(match) for match, told in found if match), None)
