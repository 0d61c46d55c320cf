"""Summaries by measure and city: how many are eligible, unknown, ineligible, and for how much."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

from sqlglot import exp

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import quoted
from ballast.engine.filling import filled, integer
from ballast.engine.layout import Layout, RuleLayout


@dataclass(frozen=True)
class Line:
    """One measure in one city (its code; None where the city is unknown).

    `amount` is in yuan and sums the known amounts of the eligible, None where the measure gives no
    money; `amount_unknown` counts the eligible whose amount is not known. `payable` and
    `payable_unknown` are the same of what is paid beside other rules: a budget's figure.
    """

    rule: str
    label: str
    subject: str
    city: str | None
    eligible: int
    unknown: int
    ineligible: int
    amount: Decimal | None
    amount_unknown: int
    payable: Decimal | None
    payable_unknown: int


def summarise(engine: DuckDB, layout: Layout, verdicts: Path) -> Iterator[Line]:
    """The lines of one subject's packed verdicts, by rule, then city."""
    columns = [column for rule in layout.rules for column in _aggregates(rule)]
    rows = engine.aggregate(verdicts, by="city", columns=columns)
    for place, rule in enumerate(layout.rules):
        for row in rows:
            counts = row[1 + 7 * place : 8 + 7 * place]
            yield _line(rule, layout.subject, row[0], counts)


_STATES = (
    "count(*) FILTER (WHERE $state = 0)",
    "count(*) FILTER (WHERE $state <> 0 AND $state % $unit = 0)",
    "count(*) FILTER (WHERE $state % $unit <> 0)",
)
_PAID = (
    "coalesce(sum(CAST($fen AS HUGEINT)), 0)",
    "count(*) FILTER (WHERE $state = 0 AND $fen IS NULL)",
)


def _aggregates(rule: RuleLayout) -> Iterator[exp.Expression]:
    state = quoted(rule.state)
    for counted in _STATES:
        yield filled(counted, state=state, unit=integer(rule.low + 1))
    for column in (rule.amount, rule.payable):
        for summed in _PAID:
            yield filled(summed, state=state, fen=quoted(column)) if rule.pays else integer(0)


def _line(rule: RuleLayout, subject: str, city: str | None, counts: Sequence[int]) -> Line:
    eligible, unknown, ineligible, amount, open_amounts, payable, open_payables = counts
    return Line(
        rule=rule.id,
        label=rule.label,
        subject=subject,
        city=city,
        eligible=eligible,
        unknown=unknown,
        ineligible=ineligible,
        amount=Decimal(amount).scaleb(-2) if rule.pays else None,
        amount_unknown=open_amounts,
        payable=Decimal(payable).scaleb(-2) if rule.pays else None,
        payable_unknown=open_payables,
    )


def by_measure(lines: Iterable[Line]) -> list[Line]:
    """The lines of all cities of each measure in one, its city None."""
    totals: dict[str, Line] = {}
    for line in lines:
        held = totals.get(line.rule)
        totals[line.rule] = line if held is None else _sum(held, line)
    return [totals[rule] for rule in sorted(totals)]


def _sum(a: Line, b: Line) -> Line:
    return Line(
        a.rule,
        a.label,
        a.subject,
        None,
        a.eligible + b.eligible,
        a.unknown + b.unknown,
        a.ineligible + b.ineligible,
        _plus(a.amount, b.amount),
        a.amount_unknown + b.amount_unknown,
        _plus(a.payable, b.payable),
        a.payable_unknown + b.payable_unknown,
    )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of two cities' money; None where the measure gives none."""
    return None if one is None or other is None else one + other


def write_summary(lines: Iterable[Line], path: Path) -> None:
    """Write the lines as CSV with a byte order mark, so that spreadsheets read the Chinese."""
    names = [field.name for field in fields(Line)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([getattr(line, name) for name in names] for line in lines)
