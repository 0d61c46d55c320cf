"""Numbers, money, shares and periods as people write them in Chinese: 500万元, 50%, 6个月, 300人.

`parse` reads one whole text strictly (a parameter of a rule, a cell of a sheet); readers of running
text find candidates themselves and hand them here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import cn2an

from ballast.errors import NotAQuantity

_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MONEY = {"元": "CNY", "人民币": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR"}
_SHARES = {"%": -2, "％": -2, "‰": -3, "个百分点": -2, "个基点": -4, "基点": -4}
_PERIODS = {
    **dict.fromkeys(("年", "个年度", "周年"), "years"),
    **dict.fromkeys(("季度", "个季度"), "quarters"),
    **dict.fromkeys(("个月", "月"), "months"),
    **dict.fromkeys(("周", "个星期"), "weeks"),
    **dict.fromkeys(("天", "日"), "days"),
    "个工作日": "working_days",
}
#: Longer numbers would leave the digits that Decimal computes exactly.
_LONGEST = 20
_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    r"|[〇零一二两三四五六七八九十百千]+(?=[^〇零一二两三四五六七八九十百千]|$))"
    r"(?P<scale>(?:[十百]|千(?![瓦克米]))?[万亿]{0,2})(?P<unit>|%|％|‰|[^\W\d_][^\d]*)"
)


@dataclass(frozen=True)
class Quantity:
    """An exact value and its unit: `CNY`, `USD`, …, `ratio`, `years`, `months`, or a measure word.

    Money is in yuan (or dollars), a share is a fraction (50% is 0.5).
    """

    value: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}".strip()


@lru_cache(maxsize=1024)  # documents and sheets repeat the same few amounts
def parse(text: str) -> Quantity:
    """The quantity that `text` is, as a whole. Raises NotAQuantity."""
    found = _NUMBER.fullmatch(text.strip().replace(" ", ""))
    if found is None:
        raise NotAQuantity(given=text)
    made = quantity(found["digits"], found["scale"], found["unit"])
    return Quantity(-made.value, made.unit) if found["sign"] else made


def quantity(digits: str, scaled: str, unit: str) -> Quantity:
    """The quantity of 500, 万 and 元. Raises NotAQuantity where `digits` are no number."""
    value = number(digits)
    if scaled:
        value *= scale(scaled)
    if unit in _SHARES:
        return Quantity(value.scaleb(_SHARES[unit]), "ratio")
    return Quantity(value, unit_code(unit))


def is_share(unit: str) -> bool:
    """Whether what is counted in `unit` is a part of something: 50%, 3个百分点, a `ratio`."""
    return unit == "ratio" or unit in _SHARES


def number(text: str) -> Decimal:
    """The number that digits or Chinese numerals write: 1,234.5 or 三 or 二十.

    Raises NotAQuantity, also past the digits that are computed exactly.
    """
    if len(text) > _LONGEST:
        raise NotAQuantity(given=text)
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    try:
        return Decimal(int(cn2an.cn2an(text.replace("两", "二"), "normal")))
    except (ValueError, KeyError):  # numerals in no order that counts, such as 千 alone
        raise NotAQuantity(given=text) from None


def scale(text: str) -> int:
    """What 万, 亿, 千万 … multiply by."""
    product = 1
    for character in text:
        product *= _SCALES[character]
    return product


def unit_code(unit: str) -> str:
    """The code of a unit word: 元 is CNY, 个月 is months; a measure word (家, 人, 项) stays."""
    return _MONEY.get(unit) or _PERIODS.get(unit) or unit
