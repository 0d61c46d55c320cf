"""Trees to SQL: every node as a sqlglot expression that means what the reference says.

Traps that this file answers: CASE and LEAST are not Kleene (guarded here), engines differ in
integer division and rounding (done on integers that are not negative), a division by zero ends a
batch (NULLIF), integers overflow (bounds are known, wide casts where needed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial, reduce
from itertools import groupby
from typing import Any

from sqlglot import exp

from ballast.engine import dates
from ballast.engine.columns import quoted
from ballast.engine.scaled import Scaled, alike, binary, cast, divided, literal, wrapped
from ballast.engine.uscc import uscc_status
from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.rules.types import Range, Type, rounding_factors

#: The SQL type of each kind of value; numbers are integers at a known scale.
SQL_TYPES = {
    "bool": "BOOLEAN",
    "number": "BIGINT",
    "date": "DATE",
    "enum": "VARCHAR",
    "code": "VARCHAR",
    "text": "VARCHAR",
}

_COMPARE: dict[str, type[exp.Expression]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


#: Writes whether a text is one of several, all of one length.
Among = Callable[[exp.Expression, Sequence[str]], exp.Expression]


def among(text: exp.Expression, texts: Sequence[str]) -> exp.Expression:
    """`text` IN `texts`."""
    return exp.In(this=text, expressions=[exp.Literal.string(each) for each in texts])


@dataclass(frozen=True)
class Emitter:
    """Writes trees as SQL. `columns` names the column that holds each fact, declared or derived.

    `aggregates` names that of each aggregate. Numeric columns hold integers at their type's scale.
    `made` names the columns of an earlier stage that already hold whole trees. `among` compares the
    beginning of a code with several.
    """

    columns: Mapping[tuple[str, str], str]
    aggregates: Mapping[tree.Aggregate, str] = field(default_factory=dict)
    made: Mapping[Node, str] = field(default_factory=dict)
    among: Among = among

    def sql(self, node: Node) -> exp.Expression:
        """`node` as SQL; a number as an integer at the scale of its type."""
        if self.made and node in self.made:
            return quoted(self.made[node])
        if node.type.kind == "number":
            return self.number(node).sql
        return _EMIT[type(node)](self, node)

    def number(self, node: Node) -> Scaled:
        """A number without an open division."""
        top, bottom = self.quotient(node)
        if bottom is not None:
            raise TypeError(f"an open division where a number is needed: {node}")
        return top

    def quotient(self, node: Node) -> tuple[Scaled, Scaled | None]:
        """A number as numerator and, if a division is still open, denominator."""
        if self.made and node in self.made:
            return Scaled(self.sql(node), node.type.numerator), None
        return _NUMBERS[type(node)](self, node)

    def column(self, node: tree.FactOf | tree.DerivedOf) -> exp.Expression:
        """The column that holds a fact."""
        return quoted(self.columns[node.table, node.name])


def null(kind: Type) -> exp.Expression:
    """Unknown, of a type."""
    return cast(exp.Null(), SQL_TYPES[kind.kind])


def junction(cls: type[exp.Expression], items: list[exp.Expression]) -> exp.Expression:
    """A conjunction or disjunction of at least one item."""
    return reduce(partial(binary, cls), items)


def is_null(item: exp.Expression) -> exp.Expression:
    """Whether `item`, which then stands there, is unknown."""
    return exp.Is(this=wrapped(item), expression=exp.Null())


def case(
    branches: Sequence[tuple[exp.Expression, exp.Expression]], otherwise: exp.Expression | None
) -> exp.Expression:
    """CASE WHEN … THEN … ELSE … END."""
    ifs = [exp.If(this=test, true=value) for test, value in branches]
    return exp.Case(ifs=ifs, default=otherwise)


def _constant(_emitter: Emitter, node: Any) -> exp.Expression:
    if isinstance(node.value, bool):
        return exp.Boolean(this=node.value)
    if isinstance(node.value, date):
        return cast(exp.Literal.string(node.value.isoformat()), "DATE")
    return exp.Literal.string(str(node.value))


def _connect(cls: type[exp.Expression]) -> Callable[[Emitter, Any], exp.Expression]:
    def emit(emitter: Emitter, node: Any) -> exp.Expression:
        if not node.items:
            return exp.Boolean(this=cls is exp.And)
        return junction(cls, [emitter.sql(item) for item in node.items])

    return emit


def _not(emitter: Emitter, node: Any) -> exp.Expression:
    return exp.Not(this=wrapped(emitter.sql(node.item)))


def _compare(emitter: Emitter, node: Any) -> exp.Expression:
    if node.left.type.kind != "number":
        return binary(_COMPARE[node.operator], emitter.sql(node.left), emitter.sql(node.right))
    return _crossed(
        _COMPARE[node.operator], emitter.quotient(node.left), emitter.quotient(node.right)
    )


def _crossed(
    cls: type[exp.Expression],
    left: tuple[Scaled, Scaled | None],
    right: tuple[Scaled, Scaled | None],
) -> exp.Expression:
    """a/b against c/d as a·d against c·b: no division, and unknown where b or d is zero."""
    (a, b), (c, d) = left, right
    one, other = (a if d is None else a * d), (c if b is None else c * b)
    scale = max(one.range.scale, other.range.scale)
    crossed = binary(cls, one.at(scale).sql, other.at(scale).sql)
    positive = [binary(exp.GT, item.sql, literal(0)) for item in (b, d) if item is not None]
    if not positive:
        return crossed
    return case([(junction(exp.And, positive), crossed)], None)


def _one_of(emitter: Emitter, node: Any) -> exp.Expression:
    options = [tree.Compare(node.type, "=", node.item, option) for option in node.options]
    return junction(exp.Or, [_compare(emitter, option) for option in options])


def _within(emitter: Emitter, node: Any) -> exp.Expression:
    item = emitter.sql(node.item)
    by_length = groupby(sorted(node.prefixes, key=len), key=len)
    tests = [_begins(emitter, item.copy(), length, list(same)) for length, same in by_length]
    return junction(exp.Or, tests)


def _begins(
    emitter: Emitter, item: exp.Expression, length: int, prefixes: list[str]
) -> exp.Expression:
    """Whether a text begins with one of `prefixes`, all of one length."""
    if len(prefixes) == 1:
        return exp.StartsWith(this=item, expression=exp.Literal.string(prefixes[0]))
    ends = {"start": exp.Literal.number(1), "length": exp.Literal.number(length)}
    return emitter.among(exp.Substring(this=item, **ends), prefixes)


def _case(emitter: Emitter, node: Any) -> exp.Expression:
    """CASE in which an unknown condition makes the result unknown, as in the reference."""
    values = [value for _, value in node.branches]
    written = _aligned(emitter, [*values, *([node.otherwise] if node.otherwise else [])], node)
    otherwise = written.pop() if node.otherwise else null(node.type)
    branches: list[tuple[exp.Expression, exp.Expression]] = []
    guarded: set[exp.Expression] = set()
    for (test, _), value in zip(node.branches, written, strict=True):
        for doubt in doubts(emitter, test):
            if doubt not in guarded:
                guarded.add(doubt)
                branches.append((doubt, exp.Null()))
        branches.append((emitter.sql(test), value))
    return case(branches, otherwise) if branches else otherwise


def doubts(emitter: Emitter, item: Node) -> list[exp.Expression]:
    """Tests of whether `item` is unknown; of a strict one, whether what it reads is."""
    if not can_be_unknown(item):
        return []
    if _is_strict(item):
        return [is_null(emitter.column(fact)) for fact in item.read]
    return [is_null(emitter.sql(item))]


def _is_strict(node: Node) -> bool:
    """Whether `node` is unknown exactly where one of its facts is absent."""
    return isinstance(node, _STRICT) and all(_is_strict(part) for part in node.below)


#: What is unknown exactly where something that it holds is.
_STRICT = (
    tree.FactOf,
    tree.DerivedOf,
    tree.Constant,
    tree.Compare,
    tree.Within,
    tree.OneOf,
    tree.Not,
    tree.Add,
    tree.Negate,
    tree.Multiply,
    tree.Round,
    tree.Extreme,
)


def _aligned(emitter: Emitter, items: list[Node], node: Node) -> list[exp.Expression]:
    """Values that meet in one result; numbers at the result's scale."""
    if node.type.kind != "number":
        return [emitter.sql(item) for item in items]
    scale = node.type.numerator.scale
    return alike([emitter.number(item).at(scale).sql for item in items])


#: What may be unknown by itself: absent, divided by zero, out of the calendar, without rows.
_DOUBTFUL = (tree.FactOf, tree.DerivedOf, tree.Divide, tree.AddMonths, tree.Aggregate)


def can_be_unknown(node: Node) -> bool:
    """Whether `node` reads anything that may be absent."""
    if isinstance(node, _DOUBTFUL):
        return True
    if isinstance(node, tree.Case) and node.otherwise is None:
        return True
    return any(can_be_unknown(part) for part in node.below)


def _extreme(emitter: Emitter, node: Any) -> exp.Expression:
    """LEAST and GREATEST skip NULLs in most engines; here one unknown item makes all unknown."""
    first, *others = _aligned(emitter, list(node.items), node)
    cls = exp.Least if node.which == "least" else exp.Greatest
    found = cls(this=first, expressions=others, ignore_nulls=True)  # guarded below
    open_where = dict.fromkeys(doubt for item in node.items for doubt in doubts(emitter, item))
    if not open_where:
        return found
    return case([(junction(exp.And, [exp.Not(this=doubt) for doubt in open_where]), found)], None)


def _uscc(emitter: Emitter, node: Any) -> exp.Expression:
    return uscc_status(emitter.sql(node.item))


def _column(emitter: Emitter, node: Any) -> exp.Expression:
    return emitter.column(node)


def _aggregate(emitter: Emitter, node: Any) -> exp.Expression:
    return quoted(emitter.aggregates[node])


def _add_months(emitter: Emitter, node: Any) -> exp.Expression:
    return dates.months_later(emitter.sql(node.date), emitter.sql(node.months))


_EMIT: dict[type[Node], Callable[[Emitter, Any], exp.Expression]] = {
    tree.Constant: _constant,
    tree.FactOf: _column,
    tree.DerivedOf: _column,
    tree.AllOf: _connect(exp.And),
    tree.AnyOf: _connect(exp.Or),
    tree.Not: _not,
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Within: _within,
    tree.Case: _case,
    tree.Extreme: _extreme,
    tree.UsccStatus: _uscc,
    tree.AddMonths: _add_months,
    tree.Aggregate: _aggregate,
}


def _whole(sql: exp.Expression, span: Range) -> tuple[Scaled, None]:
    return Scaled(sql, span), None


def _number_constant(_emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    value = node.value if isinstance(node.value, Decimal) else Decimal(node.value)
    return Scaled.constant(value, node.type.numerator.scale), None


def _number_aggregate(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    return _whole(_aggregate(emitter, node), node.type.numerator)


def _number_column(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    return _whole(emitter.column(node), node.type.numerator)


def _number_case(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    return _whole(_case(emitter, node), node.type.numerator)


def _number_extreme(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    return _whole(_extreme(emitter, node), node.type.numerator)


def _year(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    year = exp.cast(exp.Year(this=emitter.sql(node.item)), "BIGINT")
    return _whole(year, node.type.numerator)


def _days_between(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    days = dates.days_between(emitter.sql(node.start), emitter.sql(node.end))
    return _whole(days, node.type.numerator)


def _months_between(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    months = dates.months_between(emitter.sql(node.start), emitter.sql(node.end))
    return _whole(months, node.type.numerator)


def _add(emitter: Emitter, node: Any) -> tuple[Scaled, Scaled | None]:
    first, *others = (emitter.quotient(item) for item in node.items)
    for other in others:
        first = _sum(first, other)
    return first


def _sum(
    left: tuple[Scaled, Scaled | None], right: tuple[Scaled, Scaled | None]
) -> tuple[Scaled, Scaled | None]:
    (a, b), (c, d) = left, right
    top = (a if d is None else a * d) + (c if b is None else c * b)
    return top, _product_or_none(b, d)


def _product_or_none(b: Scaled | None, d: Scaled | None) -> Scaled | None:
    return b * d if b is not None and d is not None else b or d


def _negate(emitter: Emitter, node: Any) -> tuple[Scaled, Scaled | None]:
    top, bottom = emitter.quotient(node.item)
    return -top, bottom


def _multiply(emitter: Emitter, node: Any) -> tuple[Scaled, Scaled | None]:
    (a, b), (c, d) = emitter.quotient(node.left), emitter.quotient(node.right)
    return a * c, _product_or_none(b, d)


def _divide(emitter: Emitter, node: Any) -> tuple[Scaled, Scaled | None]:
    (a, b), c = emitter.quotient(node.left), emitter.number(node.right)
    return a, c if b is None else b * c


def _round(emitter: Emitter, node: Any) -> tuple[Scaled, None]:
    top, bottom = emitter.quotient(node.item)
    up, down = rounding_factors(node.item.type, node.digits)
    over = top.times(up)
    under = (bottom or Scaled(literal(1), Range(1, 1))).times(down)
    span = node.type.numerator
    if under.range.low == under.range.high == 1:
        return _whole(over.sql, span)
    return _whole(divided(over, under, node.mode), span)


_NUMBERS: dict[type[Node], Callable[[Emitter, Any], tuple[Scaled, Scaled | None]]] = {
    tree.Constant: _number_constant,
    tree.FactOf: _number_column,
    tree.DerivedOf: _number_column,
    tree.Case: _number_case,
    tree.Extreme: _number_extreme,
    tree.YearOf: _year,
    tree.DaysBetween: _days_between,
    tree.MonthsBetween: _months_between,
    tree.Aggregate: _number_aggregate,
    tree.Add: _add,
    tree.Negate: _negate,
    tree.Multiply: _multiply,
    tree.Divide: _divide,
    tree.Round: _round,
}
