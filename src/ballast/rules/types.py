"""Types of the rule language: what a value is, its unit, and how large it can get.

A number is a scaled integer within known bounds, or a quotient of two of them. Knowing the bounds
before anything runs means that no engine can overflow, and that no binary float is ever needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from ballast import quantities
from ballast.vocabulary.facts import Fact

Kind = Literal["bool", "number", "date", "enum", "code", "text"]

#: Money is never mixed with another currency or with a bare number.
CURRENCIES = frozenset({"CNY", "USD", "HKD", "EUR"})
#: What a 128-bit integer and a DECIMAL(38) both hold, with a digit to spare.
WIDEST = 10**37


class Overflow(ArithmeticError):
    """The numbers can grow past 37 digits."""


@dataclass(frozen=True)
class Range:
    """The integers `low`…`high`, each standing for itself divided by 10 to the `scale`."""

    low: int
    high: int
    scale: int = 0

    def __post_init__(self) -> None:
        if max(-self.low, self.high) > WIDEST:
            raise Overflow

    @classmethod
    def of(cls, low: Decimal, high: Decimal, scale: int) -> Range:
        """The range from `low` to `high` at `scale` digits after the point."""
        return cls(int(low.scaleb(scale)), int(high.scaleb(scale)), scale)

    def at(self, scale: int) -> Range:
        """The same values written with `scale` digits after the point (never fewer)."""
        factor = 10 ** (scale - self.scale)
        return Range(self.low * factor, self.high * factor, scale)

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.scale)

    def __add__(self, other: Range) -> Range:
        scale = max(self.scale, other.scale)
        mine, theirs = self.at(scale), other.at(scale)
        return Range(mine.low + theirs.low, mine.high + theirs.high, scale)

    def __mul__(self, other: Range) -> Range:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(corners), max(corners), self.scale + other.scale)

    def __or__(self, other: Range) -> Range:
        scale = max(self.scale, other.scale)
        mine, theirs = self.at(scale), other.at(scale)
        return Range(min(mine.low, theirs.low), max(mine.high, theirs.high), scale)


@dataclass(frozen=True)
class Type:
    """What a value is.

    `unit` of a number: a currency, `months`, `人`, … or empty for a bare number or share.
    `numerator` and, for an unrounded division, `denominator` bound a number. `values` are an enum's
    allowed values with labels; `bands` names the decision table that orders them, if one does.
    """

    kind: Kind
    unit: str = ""
    numerator: Range = Range(0, 0)
    denominator: Range | None = None
    values: dict[str, str] = field(default_factory=dict, hash=False)
    codelist: str = ""
    bands: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of a currency."""
        return self.unit in CURRENCIES

    @property
    def is_quotient(self) -> bool:
        """Whether a division in it still waits for a rounding or a comparison."""
        return self.denominator is not None

    def spanning(self, numbers: Range) -> Type:
        """The same type with other bounds and no open division."""
        return replace(self, numerator=numbers, denominator=None)

    def __str__(self) -> str:
        if self.kind == "number":
            return f"number in {self.unit}" if self.unit else "bare number"
        return f"{self.kind} of {self.codelist}" if self.codelist else self.kind


def rounding_factors(kind: Type, digits: int) -> tuple[int, int]:
    """What numerator and denominator are multiplied by to divide into units of `digits`."""
    below = kind.denominator.scale if kind.denominator else 0
    rise = below + digits - kind.numerator.scale
    return 10 ** max(rise, 0), 10 ** max(-rise, 0)


BOOL = Type("bool")
DATE = Type("date")
TEXT = Type("text")


def number(low: Decimal, high: Decimal, scale: int, unit: str = "") -> Type:
    """A number between `low` and `high` with `scale` digits after the point."""
    return Type("number", unit=unit, numerator=Range.of(low, high, scale))


def of_fact(fact: Fact) -> Type:
    """The type of a declared fact."""
    if fact.type in ("integer", "decimal", "money", "ratio"):
        return number(*fact.bounds, fact.scale, unit_of(fact.unit))
    if fact.type == "enum":
        return Type("enum", values=fact.values)
    if fact.type == "code":
        return Type("code", codelist=fact.codelist or "")
    return {"bool": BOOL, "date": DATE, "text": TEXT}[fact.type]


def unit_of(unit: str | None) -> str:
    """The code of a declared unit: 个月 is months, % is a bare share."""
    code = quantities.unit_code(unit or "")
    return "" if code in ("ratio", "%") else code
