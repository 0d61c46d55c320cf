"""Exact numbers in Python source: integers at a known scale, which never overflow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ballast.rules.types import Range


@dataclass(frozen=True)
class Whole:
    """A Python integer expression that stands for itself divided by 10 to its range's scale."""

    code: str
    range: Range

    @classmethod
    def constant(cls, value: Decimal, scale: int) -> Whole:
        """A literal at `scale` digits after the point."""
        integer = int(value.scaleb(scale))
        return cls(str(integer), Range(integer, integer, scale))

    def at(self, scale: int) -> Whole:
        """The same value with `scale` digits after the point (never fewer)."""
        return self.times(10 ** (scale - self.range.scale), scale)

    def times(self, factor: int, scale: int | None = None) -> Whole:
        """The integer multiplied by `factor`, read at `scale` (unchanged if None)."""
        span = self.range
        scale = span.scale if scale is None else scale
        range_ = Range(span.low * factor, span.high * factor, scale)
        if factor == 1:
            return Whole(self.code, range_)
        if span.low == span.high:
            return Whole(str(range_.low), range_)
        return Whole(f"{wrapped(self.code)} * {factor}", range_)

    def __neg__(self) -> Whole:
        return Whole(f"-{wrapped(self.code)}", -self.range)

    def __add__(self, other: Whole) -> Whole:
        scale = max(self.range.scale, other.range.scale)
        mine, theirs = self.at(scale), other.at(scale)
        return Whole(f"{mine.code} + {theirs.code}", mine.range + theirs.range)

    def __mul__(self, other: Whole) -> Whole:
        code = f"{wrapped(self.code)} * {wrapped(other.code)}"
        return Whole(code, self.range * other.range)


def wrapped(code: str) -> str:
    """`code` in brackets unless it is a name or a number."""
    return code if code.isidentifier() or code.isdecimal() else f"({code})"


def rounded(top: str, bottom: str, mode: str) -> tuple[str, str]:
    """The whole number nearest to top / bottom by `mode`, where top is positive and negative.

    Both are names, `bottom` above zero. Python's // rounds down, hence the signs.
    """
    if mode == "half_up":
        half = f"+ {bottom}) // (2 * {bottom})"
        return f"(2 * {top} {half}", f"-((-2 * {top} {half})"
    down, up = f"{top} // {bottom}", f"-(-{top} // {bottom})"
    return (down, up) if mode == "down" else (up, down)
