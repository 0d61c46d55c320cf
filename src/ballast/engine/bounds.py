"""Facts within their declared bounds: exactness is proved within them alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlglot import exp

from ballast.engine.plan import Plan
from ballast.errors import FactsOutOfBounds
from ballast.rules import tree


def check_bounds(plan: Plan, fetch: Callable[[exp.Expression], Sequence[Any]]) -> None:
    """Refuse facts outside their bounds; `fetch` gives the one row of a query over the tables.

    Raises FactsOutOfBounds.
    """
    numbers = [fact for fact in plan.facts if fact.type.kind == "number"]
    for table in dict.fromkeys(fact.table for fact in numbers):
        own = [fact for fact in numbers if fact.table == table]
        row = fetch(extremes(table, own))
        for place, fact in enumerate(own):
            _check(plan, fact, row[2 * place], row[2 * place + 1])


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
