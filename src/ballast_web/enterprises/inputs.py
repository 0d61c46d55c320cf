"""What somebody types as a fact: read by the vocabulary, refused in Chinese."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from ballast.errors import BadCell
from ballast.facts.cells import reader
from ballast.rules.derived import Vocabulary
from ballast.rules.types import of_fact
from ballast.rules.wording import share
from ballast.rules.wording import value as worded
from ballast.vocabulary.codes import Codelist
from ballast.vocabulary.facts import SCALES, Entity, Fact
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.wording import said

_UNITS = {"CNY": "元", "USD": "美元"}


def fact_of(vocabulary: Vocabulary, table: str, name: str) -> Fact:
    """The declaration of a fact that somebody may supply. Raises NotHere."""
    entity = vocabulary.entities.get(table)
    if entity is None or name not in suppliable(entity):
        raise NotHere(what="这项事实")
    return entity.facts[name]


def suppliable(entity: Entity) -> list[str]:
    """The facts of a row that can be supplied: all but its key and its owner."""
    return [name for name in entity.facts if name not in (entity.key, entity.owner)]


def typed(text: str, fact: Fact, vocabulary: Vocabulary) -> Any:
    """The value that `text` means; None where it is empty. Raises BadValue."""
    read = reader(fact, Decimal(1), vocabulary.codelists)
    try:
        return read(text.strip())
    except BadCell:
        raise BadValue(field=fact.label, given=text[:80], allowed=allowed(fact)) from None


def allowed(fact: Fact) -> str:
    """What may be typed for `fact`, in Chinese."""
    if fact.type == "bool":
        return "“是”或“否”"
    if fact.type == "date":
        return "日期，如2022-03-01"
    if fact.type == "enum":
        return "、".join(fact.values.values())
    if fact.type == "code":
        return _code(fact)
    return _number(fact) if fact.type in SCALES else "一行文字"


def _code(fact: Fact) -> str:
    region = "天河区或440106" if fact.level == "county" else "广州市或440100"
    known = {
        "regions": f"行政区划名称或六位代码（GB/T 2260），如{region}",
        "industries": "行业名称或代码（GB/T 4754），如C3985",
        "uscc": "18位统一社会信用代码",
    }
    return known.get(fact.codelist or "", "编号")


def _number(fact: Fact) -> str:
    least, most = fact.bounds
    if fact.type == "ratio":
        return f"比例，如5%或0.05，{least:f}至{most:f}"
    unit = f"（{said(unit_of(fact))}）" if unit_of(fact) else ""
    whole = "整数" if fact.type == "integer" else f"数字，至多{fact.scale}位小数"
    bounds = f"，不小于{least:f}、不大于{most:f}" if fact.maximum else f"，不小于{least:f}"
    if not isinstance(fact.minimum, Decimal):
        bounds = "，可写500万"
    return f"{said(whole)}{unit}{said(bounds)}"


def unit_of(fact: Fact) -> str:
    """The unit as people write it; an empty string for none."""
    return _UNITS.get(fact.unit or "", fact.unit or "")


def shown(value: Any, fact: Fact, codelists: Any) -> str:
    """A value in words: 480万元, 2022年6月30日, 广州市（440100）; 未知 for None."""
    codelist: Codelist | None = codelists.get(fact.codelist or "")
    if value is not None and codelist is not None:
        return f"{codelist.label(value)}（{value}）"
    if fact.type == "ratio" and value is not None:
        return share(Fraction(value))
    return worded(value, of_fact(fact))
