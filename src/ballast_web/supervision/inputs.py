"""What people type into forms and sheets: numbers with 万 and 亿, days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from ballast_web.errors import BadValue

_FACTORS = {"万": 10_000, "亿": 100_000_000}


def number_of(text: str, field: str = "完成数") -> Decimal | None:
    """A number as typed (1,200、1.2万、35%); None where nothing was typed. Raises BadValue."""
    plain = text.replace(",", "").replace("，", "").strip().rstrip("%％").strip()
    if not plain:
        return None
    factor = _FACTORS.get(plain[-1])
    try:
        return Decimal(plain[:-1] if factor else plain) * (factor or 1)
    except InvalidOperation:
        raise BadValue(field=field, given=text, allowed="数字，如1200或1.2万") from None


def day_of(text: str, field: str) -> date:
    """A day as 2022-10-31. Raises BadValue."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise BadValue(field=field, given=text, allowed="日期，如2022-10-31") from None


def share_of(percentage: Decimal | None) -> Decimal | None:
    """A percentage as a share; what is no number stays what it is."""
    return percentage / 100 if percentage is not None and percentage.is_finite() else percentage
