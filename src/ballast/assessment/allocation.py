"""A budget spent: which claims an appropriation covers, and whose purse bears which part.

Grants never exceed the appropriation and, where it is short, leave no 分 of it that the rule would
give: proration hands out what rounding leaves by the largest remainder. A claim whose amount is not
known takes no place and no money; it is counted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ballast.engine.backends.duckdb import DuckDB, literal
from ballast.engine.layout import Layout
from ballast.engine.stored import parquet_parts
from ballast.rules.budgets import Budget
from ballast.rules.rule import Rule

#: How the name of a file with the grants of one rule ends.
ALLOCATED = ".allocation.parquet"


@dataclass(frozen=True)
class Allocation:
    """What became of a measure's budget; money in yuan.

    `appropriation` is None where the law names none. `short` counts claims that got less than they
    were entitled to, `waiting` those whose amount is not known. `borne` is the cost by purse.
    """

    rule: str
    label: str
    appropriation: Decimal | None
    claims: int
    claimed: Decimal
    granted: Decimal
    short: int
    waiting: int
    borne: Mapping[str, Decimal]

    @property
    def left(self) -> Decimal | None:
        """What of the appropriation is not spent."""
        return None if self.appropriation is None else self.appropriation - self.granted


def allocate(engine: DuckDB, rule: Rule, layout: Layout, folder: Path, day: date) -> Allocation:
    """Spend the budget of `rule` on the run in `folder`; write who gets what beside it.

    The file `<rule with dots>.allocation.parquet` has one row a claim: place, key, owner, city,
    claimed, granted (分; NULL while the claim's amount is not known) and one column a purse.
    """
    budget = rule.written.budget
    if budget is None:
        raise ValueError(f"{rule.id} has no budget")
    path = folder / f"{rule.id.replace('/', '.')}{ALLOCATED}"
    claims = _claims(rule, layout, budget, folder)
    pot = budget.on(day)
    engine.copy(_borne(_granted(claims, budget, pot), budget), path)
    return _summed(engine, rule, budget, pot, path)


def _claims(rule: Rule, layout: Layout, budget: Budget, folder: Path) -> str:
    """The eligible rows with what they may claim and their place in the queue."""
    parts = parquet_parts(folder / layout.file)
    verdicts = literal([str(part.resolve()) for part in parts])
    (packed,) = (item for item in layout.rules if item.id == rule.id)
    order = "".join(f'facts."{name}" NULLS LAST, ' for name in budget.order)
    return (
        f"SELECT row_number() OVER (ORDER BY {order}verdicts.key) AS place, "  # noqa: S608
        f"verdicts.key, verdicts.{layout.owned_by} AS owner, verdicts.city, "
        f'CAST(verdicts."{packed.payable}" AS HUGEINT) AS claimed '
        f"FROM read_parquet({verdicts}) verdicts "
        f'LEFT JOIN "{rule.subject}" facts ON facts."{layout.key}" = verdicts.key '
        f'WHERE verdicts."{packed.state}" = 0'
    )


def _granted(claims: str, budget: Budget, pot: int | None) -> str:
    """`claims` with what each is granted out of `pot` 分."""
    if pot is None:
        return f"SELECT *, claimed AS granted FROM ({claims})"  # noqa: S608
    return (
        _prorated(claims, pot) if budget.when_short == "prorate" else _queued(claims, budget, pot)
    )


def _queued(claims: str, budget: Budget, pot: int) -> str:
    """In order, until a claim no longer fits; nobody behind it is served either."""
    rest = f"greatest({pot} - (reached - claimed), 0)" if budget.partial else "0"
    reached = "sum(claimed) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING)"
    return (
        f"SELECT * EXCLUDE (reached), CASE WHEN claimed IS NULL THEN NULL "  # noqa: S608
        f"WHEN reached <= {pot} THEN claimed ELSE {rest} END AS granted "
        f"FROM (SELECT *, {reached} AS reached FROM ({claims}))"
    )


def _prorated(claims: str, pot: int) -> str:
    """The same part for everybody; what rounding leaves goes by the largest remainder."""
    return (
        f"WITH claims AS ({claims}), "  # noqa: S608
        "whole AS (SELECT greatest(coalesce(sum(claimed), 0), 1) AS total FROM claims), "
        f"parts AS (SELECT claims.*, least(claimed, claimed * {pot} // total) AS base, "
        f"CASE WHEN total > {pot} THEN claimed * {pot} % total ELSE 0 END AS rest, total "
        "FROM claims, whole), "
        f"ranked AS (SELECT *, least(total, {pot}) - sum(base) OVER () AS spare, "
        "row_number() OVER (ORDER BY rest DESC, place) AS rank FROM parts) "
        "SELECT place, key, owner, city, claimed, "
        "base + CASE WHEN rest > 0 AND rank <= spare THEN 1 ELSE 0 END AS granted FROM ranked"
    )


def _borne(granted: str, budget: Budget) -> str:
    """`granted` in BIGINT, with what each purse bears: rounded down but for the last, the rest."""
    columns = ", ".join(_purses(budget))
    return (
        "SELECT place, key, owner, city, CAST(claimed AS BIGINT) AS claimed, "  # noqa: S608
        f"CAST(granted AS BIGINT) AS granted{', ' if columns else ''}{columns} "
        f"FROM ({granted}) ORDER BY place"
    )


def _purses(budget: Budget) -> Iterator[str]:
    *others, last = budget.shares.items() or [("", Decimal(0))]
    before = []
    for purse, part in others:
        top, bottom = part.as_integer_ratio()
        before.append(f"granted * {top} // {bottom}")
        yield f'CAST({before[-1]} AS BIGINT) AS "{purse}"'
    if last[0]:
        yield f'CAST({" - ".join(["granted", *before])} AS BIGINT) AS "{last[0]}"'


def _summed(engine: DuckDB, rule: Rule, budget: Budget, pot: int | None, path: Path) -> Allocation:
    sums = [f'coalesce(sum(CAST("{purse}" AS HUGEINT)), 0)' for purse in budget.shares]
    columns: Sequence[str] = (
        "count(claimed)",
        "count(*) FILTER (granted < claimed)",
        "count(*) FILTER (claimed IS NULL)",
        "coalesce(sum(CAST(claimed AS HUGEINT)), 0)",
        "coalesce(sum(CAST(granted AS HUGEINT)), 0)",
        *sums,
    )
    claims, short, waiting, *fen = engine.total(path, columns)
    claimed, granted, *borne = (Decimal(each).scaleb(-2) for each in fen)
    return Allocation(
        rule=rule.id,
        label=rule.label,
        appropriation=None if pot is None else Decimal(pot).scaleb(-2),
        claims=claims,
        claimed=claimed,
        granted=granted,
        short=short,
        waiting=waiting,
        borne=dict(zip(budget.shares, borne, strict=True)),
    )


def write_budgets(spent: Iterable[Allocation], path: Path) -> None:
    """Write what became of the budgets as CSV; no file where no measure has one."""
    path.unlink(missing_ok=True)
    rows = [_row(each) for each in spent]
    if not rows:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _row(each: Allocation) -> dict[str, object]:
    borne = "；".join(f"{purse} {yuan}" for purse, yuan in each.borne.items())
    return {**vars(each), "left": each.left, "borne": borne}
