"""Facts within their declared bounds: exactness is proved within them alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlglot import exp

from ballast.engine.plan import Plan
from ballast.errors import FactsOutOfBounds, TooManyRows
from ballast.rules import tree
from ballast.rules.aggregates import MOST_ROWS


def check_bounds(plan: Plan, fetch: Callable[[exp.Expression], Sequence[Any]]) -> None:
    """Refuse facts outside their bounds; `fetch` gives the first row of a query over the tables.

    Raises FactsOutOfBounds, or TooManyRows of one owner.
    """
    for table in plan.owned:
        _check_rows(table, fetch(most_rows(plan, table)))
    numbers = [fact for fact in plan.facts if fact.type.kind == "number"]
    for table in sorted(plan.tables_read):
        own = [fact for fact in numbers if fact.table == table]
        row = fetch(extremes(table, own)) if own else ()
        for place, fact in enumerate(own):
            _check(plan, fact, row[2 * place], row[2 * place + 1])


def most_rows(plan: Plan, table: str) -> exp.Expression:
    """A query for the enterprise that owns most rows of `table`, and how many."""
    owner = exp.column(plan.vocabulary.entities[table].owner or "", quoted=True)
    held = exp.Not(this=exp.Is(this=owner.copy(), expression=exp.Null()))
    found = exp.select(owner, exp.alias_(exp.Count(this=exp.Star()), "rows_owned"))
    found = found.from_(exp.to_table(table)).where(held).group_by(owner.copy())
    return found.order_by(exp.Ordered(this=exp.column("rows_owned"), desc=True)).limit(1)


def _check_rows(table: str, found: Sequence[Any]) -> None:
    """Refuse more rows of one owner than sums are proved to hold."""
    if found and found[1] > MOST_ROWS:
        raise TooManyRows(table=table, owner=found[0], rows=found[1], most=MOST_ROWS)


def extremes(table: str, facts: Sequence[tree.FactOf]) -> exp.Expression:
    """A query for the least and the greatest value of each fact, in this order."""
    columns = [exp.column(fact.name, quoted=True) for fact in facts]
    ends = [cls(this=column.copy()) for column in columns for cls in (exp.Min, exp.Max)]
    return exp.select(*ends).from_(exp.to_table(table))


def _check(plan: Plan, fact: tree.FactOf, low: Any, high: Any) -> None:
    least, most = plan.vocabulary.entities[fact.table].facts[fact.name].bounds
    if low is not None and (Decimal(low) < least or Decimal(high) > most):
        raise FactsOutOfBounds(
            table=fact.table, column=fact.name, low=low, high=high, least=least, most=most
        )
