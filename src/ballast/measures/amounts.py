"""Quantities in running text: money, shares, counts and periods, with bounds and ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from ballast import quantities
from ballast.documents.text import Span, Text
from ballast.errors import NotAQuantity
from ballast.measures.comparators import bound
from ballast.measures.counting import (
    CHINESE,
    CHINESE_UNIT,
    DIGITS,
    SCALE,
    UNIT,
    masked,
    named_period,
    needs_bound,
)
from ballast.measures.model import Amount

_JOIN = r" ?(?:—|-|~|至|到|——) ?"
_NUMBER = re.compile(
    rf"(?=\d)(?<![\d.A-Za-z第〔+/□-])(?:(?P<low>{DIGITS})(?P<low_scale>{SCALE})(?P<low_unit>{UNIT})?{_JOIN})?"
    rf"(?P<digits>{DIGITS})(?P<scale>{SCALE})(?P<more>余|多|来)?(?P<unit>{UNIT})"
)
_WRITTEN = re.compile(
    rf"(?=[{CHINESE}半])(?<![第每{CHINESE}□])(?P<digits>[{CHINESE}]{{1,6}}|(?<![上下前后])半)(?P<scale>亿?)(?P<unit>{CHINESE_UNIT})"
)
_PARTS = re.compile(
    rf"(?P<whole>[{CHINESE}]{{1,3}}|\d{{1,3}})分之(?P<part>[{CHINESE}]{{1,4}}|\d{{1,3}}(?:\.\d+)?)"
)
_DISCOUNT = re.compile(
    r"(?<![\d.一二三四五六七八九])(?P<fold>[一二三四五六七八九]{1,2}|\d(?:\.\d)?)折(?!旧|叠|扣|射|中|合|算)"
)
_TENTHS = re.compile(
    r"(?<![第完建达促落形])(?P<tenths>[一二两三四五六七八九])成(?=以上|以下|左右|的|$|[,。;)])"
)
_YUAN = re.compile(r"(?:元人民币|元|人民币)(?P<per>/.+)?")
_POWERS = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}
_HALF = re.compile(r"减半(?!导)")
_CHANGE = re.compile(
    r"[^,。;\d]{0,14}?(?:提高|提升|提|增加|增|降低|降|下调|上调|下降|上升|放宽|扩大|扩展|延长|缩短|调整|压缩|压减|减少|减)"
    r"(?:至|到|为)[^,。;\d]{0,6}"
)
_FROM = re.compile(r"(?:从|由)[^,。;]{0,30}$")


def amounts(text: Text) -> tuple[Amount, ...]:
    """The quantities of `text` in order. Dates, ordinals, names and document numbers are none."""
    return tuple(found.amount for found in figures(text))


def figures(text: Text) -> tuple[Figure, ...]:
    """The quantities of `text` in order, with their places in it."""
    view, plain = masked(text.view), text.plain
    every = (_counted, _written, _fractions)
    found = [figure for find in every for figure in find(text, plain, view)]
    found.sort(key=lambda item: (item.number, -item.end))
    return tuple(_changes(view, _apart(found)))


class Figure(NamedTuple):
    """An amount, the place of its phrase, and where its number stands."""

    start: int
    end: int
    amount: Amount
    number: int


def _apart(found: list[Figure]) -> list[Figure]:
    """Without those that start inside another."""
    kept: list[Figure] = []
    for item in found:
        if not kept or item.number >= kept[-1].end:
            kept.append(item)
    return kept


def _counted(text: Text, plain: str, view: str) -> Iterator[Figure]:
    """Numbers in digits with a unit."""
    for found in _NUMBER.finditer(view):
        value = _value(found["digits"], found["scale"], found["unit"])
        if value is None or named_period(view, found):
            continue
        low = _low(found) if found["low"] else None
        yield _amount(text, plain, view, found, value, low, rough=bool(found["more"]))


def _written(text: Text, plain: str, view: str) -> Iterator[Figure]:
    """Numbers in Chinese: 至少两个, 一个季度. Many such are names, so most need a bound."""
    for found in _WRITTEN.finditer(view):
        value = _value(found["digits"], found["scale"], found["unit"])
        if value is None or named_period(view, found):
            continue
        item = _amount(text, plain, view, found, value)
        if item.amount.comparator != "=" or not needs_bound(found):
            yield item


def _amount(
    text: Text,
    plain: str,
    view: str,
    found: re.Match[str],
    value: quantities.Quantity,
    low: quantities.Quantity | None = None,
    rough: bool = False,
) -> Figure:
    known, start, end = bound(view, found.start(), found.end())
    first, upper = (low.value, value.value) if low else (value.value, None)
    amount = Amount(
        plain[start:end],
        first,
        intern(value.unit),
        known.comparator,
        known.basis,
        upper,
        text.span(start, end),
        known.approximate or rough,
    )
    return Figure(start, end, amount, found.start())


def _low(found: re.Match[str]) -> quantities.Quantity | None:
    """The first number of a range, in the scale and unit of the second where it has none."""
    scale = found["low_scale"] or ("" if found["low_unit"] else found["scale"]) or ""
    return _value(found["low"], scale, found["low_unit"] or found["unit"])


@lru_cache(1024)
def _value(digits: str, scale: str, unit: str) -> quantities.Quantity | None:
    money = _YUAN.fullmatch(unit)
    try:
        if digits == "半":
            return quantities.Quantity(Decimal("0.5"), quantities.unit_code(unit))
        counted = "元" if money else unit
        if not digits[0].isdigit():
            return quantities.parse(f"{digits}{scale}{counted}")
        made = quantities.quantity(digits, scale, counted)
        per = money["per"] if money else None
        return quantities.Quantity(made.value, made.unit + per) if per else made
    except (NotAQuantity, ValueError):  # 百十万家: numerals that write no number
        return None


def _fractions(text: Text, plain: str, view: str) -> Iterator[Figure]:
    """Shares in words: 五分之一, 六五折, 三成, 减半."""
    for needed, pattern, share in _SHARES:
        for found in pattern.finditer(view) if needed in view else ():
            value = share(found)
            if value is not None:
                yield _amount(text, plain, view, found, quantities.Quantity(value, "ratio"))


def _part(found: re.Match[str]) -> Decimal | None:
    whole, part = _number(found["whole"]), _number(found["part"])
    return part / whole if whole and part is not None else None


def _fold(found: re.Match[str]) -> Decimal | None:
    written = found["fold"]
    digits = [_number(digit) for digit in written] if not written[0].isdigit() else []
    if digits:
        return Decimal("0." + "".join(str(digit) for digit in digits))
    return Decimal(written).scaleb(-1)


def _tenth(found: re.Match[str]) -> Decimal | None:
    number = _number(found["tenths"])
    return number.scaleb(-1) if number is not None else None


def _half(_: re.Match[str]) -> Decimal:
    return Decimal("0.5")


#: What every match holds, the pattern, and the share that it writes.
_SHARES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Decimal | None]], ...] = (
    ("分之", _PARTS, _part),
    ("折", _DISCOUNT, _fold),
    ("成", _TENTHS, _tenth),
    ("减半", _HALF, _half),
)


def _number(written: str) -> Decimal | None:
    if written in _POWERS:
        return _POWERS[written]
    try:
        return quantities.number(written)
    except (NotAQuantity, ValueError):  # numerals that write no number
        return None


def _changes(view: str, found: list[Figure]) -> Iterator[Figure]:
    """Two amounts that are one change: 从60%最高提至90% has a value and an upper."""
    waiting: Figure | None = None
    for item in found:
        merged = _change(view, waiting, item) if waiting else None
        if waiting and not merged:
            yield waiting
        waiting = merged or item
    if waiting:
        yield waiting


def _change(view: str, first: Figure, second: Figure) -> Figure | None:
    before, after = first.amount, second.amount
    if before.unit != after.unit or before.upper is not None or after.upper is not None:
        return None
    between = view[first.end : second.number]
    if not _CHANGE.fullmatch(between) or not _FROM.search(
        view[max(0, first.start - 32) : first.start]
    ):
        return None
    rest = after.text[max(0, second.number - second.start) :]
    merged = after._replace(
        text=before.text + between + rest,
        value=before.value,
        upper=after.value,
        span=Span(before.span.start, after.span.end),
    )
    return Figure(first.start, second.end, merged, first.number)
