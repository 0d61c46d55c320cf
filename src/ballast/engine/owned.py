"""Aggregates over what enterprises own, as SQL: one grouped query a table, joined to each row.

Beside each aggregate stands its mask of missing facts. Both look at single rows: one is open where
the filter is unknown, or where it is true and the value is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sqlglot import exp

from ballast.engine.columns import column, fact_name, named, stored
from ballast.engine.missing import Masks
from ballast.engine.plan import Plan
from ballast.engine.scaled import LARGEST, WIDE, literal, widened
from ballast.engine.sql import Among, Emitter, can_be_unknown, case, is_null, null
from ballast.rules import tree
from ballast.rules.tree import Aggregate

_FUNCTIONS: dict[str, type[exp.Expression]] = {"sum": exp.Sum, "min": exp.Min, "max": exp.Max}
_OWNER = "owner"


def aggregate_name(place: int) -> str:
    """The column of the plan's aggregate at `place`."""
    return f"aggregate:{place}"


def aggregate_mask(place: int, chunk: int) -> str:
    """The column of its mask of missing facts."""
    return f"aggregate:{place}:missing:{chunk}"


@dataclass(frozen=True)
class Owned:
    """The aggregates of `plan`; `masks` write masks over facts, one for each chunk of them.

    `among` compares the beginning of a code with several.
    """

    plan: Plan
    masks: tuple[Masks, ...]
    among: Among

    @cached_property
    def emitter(self) -> Emitter:
        """Writes what stands inside aggregates, over the columns of a row."""
        facts = (fact for item in self.plan.aggregates for fact in item.read)
        columns = {(fact.table, fact.name): fact_name(fact) for fact in facts}
        return Emitter(columns, among=self.among)

    def columns(self) -> Iterator[exp.Expression]:
        """Every aggregate and its masks, for a stage that has joined the grouped queries."""
        for place, item in enumerate(self.plan.aggregates):
            yield named(self._value(place, item), aggregate_name(place))
            for at, masks in enumerate(self.masks):
                yield named(self._mask(place, item, at, masks), aggregate_mask(place, at))

    def _is_at_hand(self, item: Aggregate) -> bool:
        return item.table in self.plan.owned

    def _value(self, place: int, item: Aggregate) -> exp.Expression:
        """The joined value; a sum and a count of an enterprise without rows are 0."""
        if not self._is_at_hand(item):
            return null(item.type)
        held = column(_alias(item.table), aggregate_name(place))
        if item.which not in ("sum", "count"):
            return held
        return case([(is_null(column(_alias(item.table), _OWNER)), literal(0))], held)

    def _mask(self, place: int, item: Aggregate, at: int, masks: Masks) -> exp.Expression:
        if not self._is_at_hand(item):
            absent = {(fact.table, fact.name) for fact in item.item.read}
            return literal(sum(1 << bit for fact, bit in masks.bits.items() if fact in absent))
        held = column(_alias(item.table), aggregate_mask(place, at))
        return exp.Coalesce(this=held, expressions=[literal(0)])

    def joined(self, stage: exp.Select, owner: exp.Expression) -> exp.Select:
        """`stage` with the grouped query of every table, joined where `owner` owns."""
        for table in self.plan.owned:
            alias = _alias(table)
            on = exp.EQ(this=owner.copy(), expression=column(alias, _OWNER))
            grouped = self._grouped(table).subquery(alias, copy=False)
            stage = stage.join(grouped, on=on, join_type="left", copy=False)
        return stage

    def _grouped(self, table: str) -> exp.Select:
        found = [
            made
            for place, item in enumerate(self.plan.aggregates)
            if item.table == table
            for made in self._aggregated(place, item)
        ]
        owner = exp.column(_OWNER, quoted=True)
        rows = self._rows(table).subquery("owned", copy=False)
        return exp.select(owner, *found, copy=False).from_(rows, copy=False).group_by(owner.copy())

    def _rows(self, table: str) -> exp.Select:
        """The rows with their owner and the facts that any aggregate reads."""
        facts = dict.fromkeys(
            fact
            for item in self.plan.aggregates
            if item.table == table
            for fact in item.read
            if isinstance(fact, tree.FactOf)
        )
        owner = self.plan.vocabulary.entities[table].owner or ""
        columns = [named(stored(fact, "row"), fact_name(fact)) for fact in facts]
        source = exp.alias_(exp.to_table(table), "row", table=True)
        return exp.select(named(column("row", owner), _OWNER), *columns).from_(source)

    def _aggregated(self, place: int, item: Aggregate) -> Iterator[exp.Expression]:
        doubt = case([(is_null(self._item(item)), literal(1))], literal(0))
        looked_at = item.which != "count" and can_be_unknown(item.item)
        doubts = self._by_filter(item, literal(1), doubt if looked_at else literal(0), literal(0))
        settled = exp.EQ(this=exp.Max(this=doubts), expression=literal(0))
        yield named(case([(settled, self._found(item))], None), aggregate_name(place))
        for at, masks in enumerate(self.masks):
            inner = replace(masks, emitter=self.emitter, absent="")
            of_filter = inner.of(item.where) if item.where else literal(0)
            of_value = inner.of(item.item) if looked_at else literal(0)
            bits = self._by_filter(item, of_filter, of_value, literal(0))
            yield named(exp.BitwiseOrAgg(this=bits), aggregate_mask(place, at))

    def _by_filter(
        self,
        item: Aggregate,
        unknown: exp.Expression | None,
        counts: exp.Expression,
        otherwise: exp.Expression | None,
    ) -> exp.Expression:
        """What a row gives: `unknown` where the filter is so, `counts` where it is true."""
        if item.where is None:
            return counts
        test = self.emitter.sql(item.where)
        branches = [(is_null(test.copy()), unknown)] if unknown else []
        return case([*branches, (test, counts)], otherwise)

    def _item(self, item: Aggregate) -> exp.Expression:
        """The aggregated value of a row, wide enough for what becomes of it."""
        value = self.emitter.sql(item.item)
        return widened(value, item.type.numerator) if item.which == "sum" else value

    def _found(self, item: Aggregate) -> exp.Expression:
        """The aggregate of a group in which no row is open."""
        if item.which == "count":
            counted = exp.Count(this=self._by_filter(item, None, literal(1), None))
            return exp.cast(counted, "BIGINT")
        found = _FUNCTIONS[item.which](this=self._by_filter(item, None, self._item(item), None))
        if item.which != "sum":
            return found
        span = item.type.numerator
        kind = "BIGINT" if max(-span.low, span.high) <= LARGEST else WIDE
        return exp.cast(exp.Coalesce(this=found, expressions=[literal(0)]), kind)


def _alias(table: str) -> str:
    return f"owned_{table}"
