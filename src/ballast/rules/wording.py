"""Values as people write them in Chinese: 480万元, 5.5%, 2022年6月30日, 是, 未知. Always exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ballast.rules.types import Type

UNKNOWN = "未知"
_CURRENCY = {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元"}
_PERIODS = {"years": "年", "quarters": "个季度", "months": "个月", "weeks": "周", "days": "天"}
_TEN_THOUSAND, _HUNDRED_MILLION = 10**4, 10**8
#: Digits after the point of a quotient that never ends; it is then marked with 约.
_SHOWN = 4


def value(content: Any, kind: Type) -> str:
    """`content` of type `kind` in words; None is 未知."""
    if content is None:
        return UNKNOWN
    if kind.kind == "bool":
        return "是" if content else "否"
    if kind.kind == "number" and not kind.values:
        return number(Fraction(content), kind.unit)
    if isinstance(content, date):
        return day(content)
    return kind.values.get(str(content), str(content))


def day(content: date) -> str:
    """A date: 2022年6月30日."""
    return f"{content.year}年{content.month}月{content.day}日"


def number(content: Fraction, unit: str) -> str:
    """A number with its unit; money in 万元 or 亿元 where it is that large."""
    if unit in _CURRENCY:
        return money(content, unit)
    return f"{exact(content)}{_PERIODS.get(unit, unit)}"


def money(content: Fraction, currency: str = "CNY") -> str:
    """An amount: 480万元, 1.2亿元; in full where two digits would not say all: 4,999,999.99元."""
    word = _CURRENCY[currency]
    for size, name in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if abs(content) >= size and (content * 100 / size).denominator == 1:
            return f"{exact(content / size)}{name}{word}"
    if (content * 100).denominator == 1:
        return f"{Decimal(int(content * 100)) / 100:,}{word}"
    return f"{exact(content)}{word}"


def share(content: Fraction) -> str:
    """A fraction as a percentage."""
    return f"{exact(content * 100)}%"


def exact(content: Fraction) -> str:
    """Decimal digits, without trailing zeros; 约 before what they cannot say exactly."""
    below = content.denominator
    for factor in (2, 5):
        while below % factor == 0:
            below //= factor
    if below == 1:
        digits = Decimal(content.numerator) / Decimal(content.denominator)
        return f"{digits.normalize():f}"
    return f"约{round(content * 10**_SHOWN) / Decimal(10**_SHOWN):f}"


def rough_money(yuan: Decimal) -> str:
    """A large amount to two digits of 亿元 or 万元, for tables."""
    size, name = (
        (_HUNDRED_MILLION, "亿元") if abs(yuan) >= _HUNDRED_MILLION else (_TEN_THOUSAND, "万元")
    )
    return f"{yuan / size:,.2f}{name}"


def fen(amount: int | None) -> str:
    """An amount in 分 as yuan with two digits and thousands: 3,000,000.00元; None is 未知."""
    return UNKNOWN if amount is None else f"{Decimal(amount) / 100:,.2f}元"
