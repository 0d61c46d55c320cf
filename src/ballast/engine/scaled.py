"""Exact numbers in SQL: integers at a known scale, widened before they could overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sqlglot import exp

from ballast.rules.types import Range

#: What a BIGINT holds.
LARGEST = 2**63 - 1
WIDE = "INT128"


@dataclass(frozen=True)
class Scaled:
    """An SQL integer expression that stands for itself divided by 10 to its range's scale."""

    sql: exp.Expression
    range: Range

    @classmethod
    def constant(cls, value: Decimal, scale: int) -> Scaled:
        """A literal at `scale` digits after the point."""
        integer = int(value.scaleb(scale))
        return cls(literal(integer), Range(integer, integer, scale))

    def at(self, scale: int) -> Scaled:
        """The same value with `scale` digits after the point (never fewer)."""
        return self.times(10 ** (scale - self.range.scale), scale)

    def times(self, factor: int, scale: int | None = None) -> Scaled:
        """The integer multiplied by `factor`, read at `scale` (unchanged if None)."""
        scale = self.range.scale if scale is None else scale
        if factor == 1:
            return Scaled(self.sql, Range(self.range.low, self.range.high, scale))
        span = Range(self.range.low * factor, self.range.high * factor, scale)
        if span.low == span.high:
            return Scaled(literal(span.low), span)
        return Scaled(binary(exp.Mul, widened(self.sql, span), literal(factor)), span)

    def __neg__(self) -> Scaled:
        return Scaled(exp.Neg(this=wrapped(self.sql)), -self.range)

    def __add__(self, other: Scaled) -> Scaled:
        scale = max(self.range.scale, other.range.scale)
        mine, theirs = self.at(scale), other.at(scale)
        span = mine.range + theirs.range
        return Scaled(binary(exp.Add, widened(mine.sql, span), theirs.sql), span)

    def __mul__(self, other: Scaled) -> Scaled:
        span = self.range * other.range
        return Scaled(binary(exp.Mul, widened(self.sql, span), other.sql), span)


def cast(sql: exp.Expression, kind: str) -> exp.Expression:
    """`sql` cast to a type, which is read from its name only once."""
    made = _type(kind)
    return exp.Cast(this=sql, to=made.copy() if made.expressions else exp.DataType(this=made.this))


@cache
def _type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind)


def bare(value: int) -> exp.Expression:
    """An integer literal whose type the engine picks by what stands beside it."""
    found = exp.Literal(this=str(abs(value)), is_string=False)
    return exp.Neg(this=found) if value < 0 else found


def literal(value: int) -> exp.Expression:
    """An integer literal of a type wide enough, so that no engine picks a narrow one."""
    return cast(bare(value), "BIGINT" if abs(value) <= LARGEST else WIDE)


def alike(values: Sequence[exp.Expression]) -> list[exp.Expression]:
    """Numbers that meet in one result: where one tells its type, literals need none."""
    typed = next((value for value in values if not _is_literal(value)), next(iter(values), None))
    return [value if value is typed else _bare(value) for value in values]


def widened(sql: exp.Expression, span: Range) -> exp.Expression:
    """`sql` cast to 128 bits if a result in `span` could leave 64."""
    if max(-span.low, span.high) <= LARGEST:
        return sql
    return cast(sql, WIDE)


def retype(statement: exp.Expression, old: str, new: str) -> None:
    """Cast to `new` wherever `statement` casts to `old`."""
    for kind in list(statement.find_all(exp.DataType)):
        if kind.is_type(old):
            kind.replace(exp.DataType.build(new))


def binary(
    cls: type[exp.Expression], left: exp.Expression, right: exp.Expression
) -> exp.Expression:
    """A binary operation with its operands in brackets where they need them.

    A literal beside what is no literal takes its type from there, and needs none of its own.
    """
    if not _is_literal(left) or not _is_literal(right):
        left, right = _bare(left), _bare(right)
    return cls(
        this=left if _binds(left, cls, first=True) else wrapped(left),
        expression=right if _binds(right, cls) else wrapped(right),
    )


def _is_literal(sql: exp.Expression) -> bool:
    """Whether `sql` is what `literal` makes, of 64 bits."""
    return (
        isinstance(sql, exp.Cast)
        and isinstance(sql.this, exp.Literal | exp.Neg)
        and (sql.to.this == exp.DType.BIGINT)
    )


def _bare(sql: exp.Expression) -> exp.Expression:
    return sql.this if _is_literal(sql) and isinstance(sql.this, exp.Literal) else sql


def _binds(sql: exp.Expression, cls: type[exp.Expression], first: bool = False) -> bool:
    """Whether every dialect reads `sql` as an operand of `cls` without brackets."""
    if first and type(sql) is cls and cls in _CHAINS:
        return True
    return isinstance(sql, _TIGHTER.get(cls, ()))


#: What is read from the left, so that its first operand may be of its own kind.
_CHAINS = (exp.And, exp.Or, exp.Add, exp.Mul, exp.BitwiseOr)
_REACHES = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_RECKONS = (exp.Add, exp.Mul)
#: The operations that bind more tightly than each, in every dialect.
_TIGHTER: dict[type[exp.Expression], tuple[type[exp.Expression], ...]] = {
    exp.Or: _REACHES,
    exp.And: _REACHES,
    exp.Add: (exp.Mul,),
    **dict.fromkeys(_REACHES, _RECKONS),
}


def wrapped(sql: exp.Expression) -> exp.Expression:
    """`sql` in brackets unless it stands by itself."""
    alone = (exp.Column, exp.Literal, exp.Paren, exp.Func, exp.Boolean, exp.Null)
    bound = (exp.Binary, exp.Connector)
    return sql if isinstance(sql, alone) and not isinstance(sql, bound) else exp.Paren(this=sql)


def divided(top: Scaled, bottom: Scaled, mode: str) -> exp.Expression:
    """The integer quotient of two scaled integers, rounded by `mode`; NULL where bottom is 0."""
    if top.range.low >= 0:
        return _divided(top, bottom, mode)
    negative = binary(exp.LT, top.sql, literal(0))
    minus = exp.Neg(this=wrapped(_divided(-top, bottom, mode)))
    return exp.Case(ifs=[exp.If(this=negative, true=minus)], default=_divided(top, bottom, mode))


def _divided(top: Scaled, bottom: Scaled, mode: str) -> exp.Expression:
    """The quotient where `top` is not negative; engines' own division then truncates alike.

    A dividend that can leave 64 bits says so by its cast: some engines divide these otherwise.
    """
    if mode == "half_up":
        top, bottom = _sum(top.times(2), bottom), bottom.times(2)
    if mode == "up":
        top = _sum(top, _sum(bottom, Scaled(literal(-1), Range(-1, -1, bottom.range.scale))))
    above, below = widened(top.sql, top.range), bottom.sql
    if bottom.range.low <= 0:
        below = exp.Nullif(this=below, expression=literal(0))
    return binary(exp.IntDiv, above, below)


def _sum(a: Scaled, b: Scaled) -> Scaled:
    """The sum of two integers as they stand, whatever their scales mean."""
    low, high = a.range.low + b.range.low, a.range.high + b.range.high
    span = Range(low, high, a.range.scale)
    return Scaled(binary(exp.Add, widened(a.sql, span), b.sql), span)
