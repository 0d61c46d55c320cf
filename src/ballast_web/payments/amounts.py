"""Amounts as people write them, and as 分."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ballast_web.errors import BadValue

_UNITS = {"亿元": 10_000_000_000, "万元": 1_000_000, "元": 100, "": 100}
#: 64 bits hold more; no appropriation is.
_MOST = 10**16


def fen_of(text: str, field: str = "金额") -> int:
    """`text` as 分: 1,234.50, 500万元, 1.2亿元. Raises BadValue for part of a 分 or no number."""
    bare = text.strip().replace(",", "").replace("，", "")
    unit = next(each for each in _UNITS if bare.endswith(each))
    try:
        fen = Decimal(bare.removesuffix(unit)) * _UNITS[unit]
        if fen == fen.to_integral_value() and abs(fen) < _MOST:
            return int(fen)
    except (InvalidOperation, OverflowError):
        pass
    allowed = "以元计、至多两位小数的金额，如1234.50、500万元"
    raise BadValue(field=field, given=text, allowed=allowed)
