"""Arithmetic with dates in SQL, from what DuckDB, PostgreSQL and Spark mean alike.

All three add an interval of months to a date as the law counts it: the corresponding day, else the
month's last. Their functions of the months between two dates differ (in signs, last days and parts
of months), so these are counted here from years and months and one such addition.
"""

from __future__ import annotations

from sqlglot import exp

from ballast.engine.scaled import binary, literal, wrapped

_FIRST, _LAST = "0001-01-01", "9999-12-31"


def months_later(start: exp.Expression, months: exp.Expression) -> exp.Expression:
    """`start` plus an integer of `months`; NULL outside the years 1 to 9999."""
    found = _plus_months(start, months)
    within = exp.Between(this=found, low=_day(_FIRST), high=_day(_LAST))
    return exp.Case(ifs=[exp.If(this=within, true=found.copy())])


def _plus_months(start: exp.Expression, months: exp.Expression) -> exp.Expression:
    month = exp.Interval(this=exp.Literal.string("1"), unit=exp.Var(this="MONTH"))
    period = exp.Mul(this=exp.cast(months, "INT"), expression=month)
    return exp.cast(exp.Add(this=wrapped(start), expression=exp.paren(period)), "DATE")


def _day(text: str) -> exp.Expression:
    return exp.cast(exp.Literal.string(text), "DATE")


def days_between(start: exp.Expression, end: exp.Expression) -> exp.Expression:
    """The days from `start` to `end`."""
    days = exp.DateDiff(this=end, expression=start, unit=exp.Var(this="DAY"))
    return exp.cast(days, "BIGINT")


def months_between(start: exp.Expression, end: exp.Expression) -> exp.Expression:
    """The full months from `start` to `end`: one less where the last is not full."""
    months = binary(exp.Sub, _month_number(end), _month_number(start))
    reached = _plus_months(start.copy(), months.copy())  # lies in the month of `end`
    open_month = exp.GT(this=reached, expression=wrapped(end.copy()))
    short = exp.Case(ifs=[exp.If(this=open_month, true=literal(1))], default=literal(0))
    return binary(exp.Sub, months, short)


def _month_number(day: exp.Expression) -> exp.Expression:
    """Months since the year 0."""
    year = exp.cast(exp.Year(this=day.copy()), "BIGINT")
    month = exp.cast(exp.Month(this=day.copy()), "BIGINT")
    return binary(exp.Add, binary(exp.Mul, year, literal(12)), month)
