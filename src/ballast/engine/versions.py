"""Which version of a row counts, as a query over a table that holds versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlglot import exp

from ballast.errors import AmbiguousVersions
from ballast.facts.history import KNOWN_FROM, VALID_FROM, WITHDRAWN, History


@dataclass(frozen=True)
class Versions:
    """The tables that hold versions, and the days that choose among these.

    `day` is that of the facts, `known_at` that of knowing them; None sets no limit.
    """

    histories: Mapping[str, History] = field(default_factory=dict)
    day: date | None = None
    known_at: date | None = None

    def counting(self, table: str, held: str) -> exp.Select:
        """The rows of `table` that count, of all that the table `held` holds."""
        history = self.histories[table]
        limits = {VALID_FROM: self.day, KNOWN_FROM: self.known_at}
        days = [(name, limits[name]) for name in history.days]
        found = exp.select("*").from_(exp.to_identifier(held, quoted=True))
        found = found.where(*(_by(name, day) for name, day in days if day))
        if history.days:
            found = found.qualify(exp.EQ(this=_place(history), expression=exp.Literal.number(1)))
        if WITHDRAWN in history.columns:
            gone = exp.func("COALESCE", _column(WITHDRAWN), exp.false())
            found = found.qualify(exp.not_(gone)) if history.days else found.where(exp.not_(gone))
        return found

    def ties(self, table: str, held: str) -> exp.Select:
        """The first versions between which nothing decides: key, and how many there are."""
        history = self.histories[table]
        columns = [_column(name) for name in (history.key, *history.days)]
        count = exp.Count(this=exp.Star())
        found = exp.select(_column(history.key), count).group_by(*columns)
        found = found.from_(exp.to_identifier(held, quoted=True))
        more = exp.GT(this=count.copy(), expression=exp.Literal.number(1))
        return found.having(more).order_by(_column(history.key)).limit(1)

    def check(self, fetch: Callable[[exp.Expression], Sequence[Any]]) -> None:
        """Refuse versions between which nothing decides; `fetch` gives a query's first row.

        Raises AmbiguousVersions.
        """
        for table, history in self.histories.items():
            if tie := fetch(self.ties(table, held_as(table))):
                key, count = tie
                columns = " and ".join(history.days) or history.key
                raise AmbiguousVersions(table=table, key=key, count=count, columns=columns)


def held_as(table: str) -> str:
    """The name of the table or view with every version that `table` holds."""
    return f"{table}_versions"


def counted(table: str) -> exp.Select:
    """A query for the number of rows of `table`."""
    return exp.select(exp.Count(this=exp.Star())).from_(exp.to_identifier(table, quoted=True))


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _by(name: str, day: date) -> exp.Expression:
    """Whether the day in the column `name` has come by `day`; an empty one has."""
    limit = exp.cast(exp.Literal.string(day.isoformat()), "DATE")
    come = exp.LTE(this=_column(name), expression=limit)
    return exp.paren(exp.or_(exp.Is(this=_column(name), expression=exp.Null()), come))


def _place(history: History) -> exp.Expression:
    """1 for the version of its key that goes before the others."""
    order = [exp.Ordered(this=_column(name), desc=True, nulls_first=False) for name in history.days]
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=[_column(history.key)],
        order=exp.Order(expressions=order),
    )
