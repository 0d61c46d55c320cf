"""A budget spent: which claims an appropriation covers, and whose purse bears which part.

Grants never exceed the appropriation and, where it is short, leave no 分 of it that the rule would
give: proration hands out what rounding leaves by the largest remainder. A claim whose amount is not
known takes no place and no money; it is counted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlglot import exp

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import column, named, quoted
from ballast.engine.filling import filled, integer, selected
from ballast.engine.layout import Layout
from ballast.engine.scaled import cast
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
    pot = budget.on(day)
    engine.packed(folder / layout.file).create_view(_VERDICTS, replace=True)
    granted = _granted(_claims(rule, layout, budget), budget, pot)
    engine.copy(_borne(granted, budget), path)
    return _summed(engine, rule, budget, pot, path)


_VERDICTS = "allocated:verdicts"
_CLAIMS = """
SELECT $place AS place, verdicts.key, $owner AS owner, verdicts.city,
  CAST($payable AS HUGEINT) AS claimed
FROM verdicts LEFT JOIN facts ON $key = verdicts.key
WHERE $state = 0
"""
_IN_FULL = "SELECT *, claimed AS granted FROM claims"
_QUEUED = """
SELECT * EXCLUDE (reached),
  CASE WHEN claimed IS NULL THEN NULL WHEN reached <= $pot THEN claimed ELSE $rest END AS granted
FROM (
  SELECT *, sum(claimed) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) AS reached FROM claims
) AS queue
"""
_REST = "greatest($pot - (reached - claimed), 0)"
_PRORATED = """
WITH asked AS (SELECT * FROM claims),
whole AS (SELECT greatest(coalesce(sum(claimed), 0), 1) AS total FROM asked),
parts AS (
  SELECT asked.*, least(claimed, claimed * $pot // total) AS base,
    CASE WHEN total > $pot THEN claimed * $pot % total ELSE 0 END AS rest, total
  FROM asked, whole
),
ranked AS (
  SELECT *, least(total, $pot) - sum(base) OVER () AS spare,
    row_number() OVER (ORDER BY rest DESC, place) AS rank
  FROM parts
)
SELECT place, key, owner, city, claimed,
  base + CASE WHEN rest > 0 AND rank <= spare THEN 1 ELSE 0 END AS granted
FROM ranked
"""
_BORNE = """
SELECT place, key, owner, city, CAST(claimed AS BIGINT) AS claimed,
  CAST(granted AS BIGINT) AS granted
FROM granted ORDER BY place
"""


def _claims(rule: Rule, layout: Layout, budget: Budget) -> exp.Expression:
    """The eligible rows with what they may claim and their place in the queue."""
    (packed,) = (item for item in layout.rules if item.id == rule.id)
    return filled(
        _CLAIMS,
        {"verdicts": _VERDICTS, "facts": rule.subject},
        place=_place(budget),
        owner=column("verdicts", layout.owned_by),
        payable=column("verdicts", packed.payable),
        key=column("facts", layout.key),
        state=column("verdicts", packed.state),
    )


def _place(budget: Budget) -> exp.Expression:
    """The number in the order that the rule gives, then by key."""
    by = [column("facts", name) for name in budget.order] + [column("verdicts", "key")]
    order = exp.Order(expressions=[exp.Ordered(this=each, nulls_first=False) for each in by])
    return exp.Window(this=exp.RowNumber(), order=order)


def _granted(claims: exp.Expression, budget: Budget, pot: int | None) -> exp.Expression:
    """`claims` with what each is granted out of `pot` 分."""
    if pot is None:
        return filled(_IN_FULL, {"claims": claims})
    if budget.when_short == "prorate":
        return _prorated(claims, pot)
    return _queued(claims, budget, pot)


def _queued(claims: exp.Expression, budget: Budget, pot: int) -> exp.Expression:
    """In order, until a claim no longer fits; nobody behind it is served either."""
    rest = filled(_REST, pot=integer(pot)) if budget.partial else integer(0)
    return filled(_QUEUED, {"claims": claims}, pot=integer(pot), rest=rest)


def _prorated(claims: exp.Expression, pot: int) -> exp.Expression:
    """The same part for everybody; what rounding leaves goes by the largest remainder."""
    return filled(_PRORATED, {"claims": claims}, pot=integer(pot))


def _borne(granted: exp.Expression, budget: Budget) -> exp.Expression:
    """`granted` in BIGINT, with what each purse bears: rounded down but for the last, the rest."""
    return selected(_BORNE, {"granted": granted}).select(*_purses(budget), copy=False)


def _purses(budget: Budget) -> Iterator[exp.Expression]:
    *others, last = budget.shares.items() or [("", Decimal(0))]
    left = quoted("granted")
    for purse, part in others:
        top, bottom = map(integer, part.as_integer_ratio())
        borne = filled("granted * $top // $bottom", top=top, bottom=bottom)
        left = filled("$left - $borne", left=left, borne=borne)
        yield named(cast(borne.copy(), "BIGINT"), purse)
    if last[0]:
        yield named(cast(left, "BIGINT"), last[0])


_SUMS = (
    "count(claimed)",
    "count(*) FILTER (WHERE granted < claimed)",
    "count(*) FILTER (WHERE claimed IS NULL)",
    "coalesce(sum(CAST(claimed AS HUGEINT)), 0)",
    "coalesce(sum(CAST(granted AS HUGEINT)), 0)",
)
_BORNE_BY = "coalesce(sum(CAST($purse AS HUGEINT)), 0)"


def _summed(engine: DuckDB, rule: Rule, budget: Budget, pot: int | None, path: Path) -> Allocation:
    sums = [filled(each) for each in _SUMS]
    sums += [filled(_BORNE_BY, purse=quoted(purse)) for purse in budget.shares]
    claims, short, waiting, *fen = engine.total(path, sums)
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
