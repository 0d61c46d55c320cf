"""The reference: what every expression means, one value at a time, in exact fractions.

Slow and obvious on purpose. Unknown is None; logic is Kleene's; a division by zero is unknown.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from typing import Any

from ballast.engine.verdict import Outcome, Verdict
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.vocabulary import uscc

#: The facts of one row by table and name; numbers as Decimal or int, absent ones None or left out.
Row = Mapping[tuple[str, str], Any]


@dataclass
class World:
    """One row under the law of one day; remembers the derived facts it has worked out.

    `owned` holds, for each table at hand, all its rows that the row's enterprise owns; a table that
    is left out is not at hand.
    `known_at` is the day on which that law was known; None is now.
    """

    row: Row
    vocabulary: Vocabulary
    day: date
    owned: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    known: dict[tuple[str, str], Any] = field(default_factory=dict)
    known_at: date | None = None

    def definition(self, fact: tree.DerivedOf) -> Node | None:
        """What a derived fact is under that law; None where it says nothing."""
        return self.vocabulary.definition(fact, self.day, self.known_at)


def judge(rule: Rule, world: World) -> Verdict:
    """The verdict of `rule` on the row."""
    trees, amount = rule.on(world.day, world.known_at)
    values = {
        condition.name: evaluate(node, world)
        for condition, node in zip(rule.conditions, trees, strict=True)
    }
    failed = tuple(name for name, value in values.items() if value is False)
    unknown = tuple(name for name, value in values.items() if value is None)
    outcome: Outcome = "ineligible" if failed else "unknown" if unknown else "eligible"
    benefit = _benefit(rule, amount, world) if outcome == "eligible" else {}
    open_trees = trees if outcome == "unknown" else tuple(benefit.values())
    absent = {fact for node in open_trees for fact in missing(node, world)}
    got = {name: evaluate(node, world) for name, node in benefit.items()}
    return Verdict(
        outcome,
        _fen(got.get("amount")),
        failed,
        unknown,
        tuple(sorted(f"{table}.{name}" for table, name in absent)),
        _fen(got.get("payable")),
        got.get("until"),
    )


def _benefit(rule: Rule, amount: Node | None, world: World) -> dict[str, Node]:
    """What an eligible row gets: the amount, what of it is paid, until when it may wait."""
    law = (world.day, world.known_at)
    payable = rule.payable_on(*law) or amount
    given = {"amount": amount, "payable": payable, "until": rule.until_on(*law)}
    return {name: node for name, node in given.items() if node is not None}


def _fen(yuan: Fraction | None) -> int | None:
    return None if yuan is None else int(yuan * 100)


def missing(node: Node, world: World) -> set[tuple[str, str]]:
    """The absent declared facts that leave `node` unknown; none where it is known.

    A branch not taken, or an item already true in an `and`, asks for nothing.
    """
    if evaluate(node, world) is not None:
        return set()
    if isinstance(node, tree.FactOf):
        return {(node.table, node.name)}
    if isinstance(node, tree.DerivedOf):
        definition = world.definition(node)
        return missing(definition, world) if definition else set()
    if isinstance(node, tree.Aggregate):
        return _missing_in_rows(node, world)
    return {fact for part in _met(node, world) for fact in missing(part, world)}


def _missing_in_rows(node: tree.Aggregate, world: World) -> set[tuple[str, str]]:
    """What leaves single rows open; of a table that is not at hand, what is aggregated."""
    rows = owned_rows(node, world)
    if rows is None:
        return {(fact.table, fact.name) for fact in node.item.read}
    return {fact for row in rows for part in _open(node, row) for fact in missing(part, row)}


def _open(node: tree.Aggregate, row: World) -> Iterator[Node]:
    """What may leave an owned row open: its filter, or the value of a row that counts."""
    holds = counts(node, row)
    if holds is None and node.where is not None:
        yield node.where
    elif holds and node.which != "count":
        yield node.item


def _met(node: Node, world: World) -> Iterator[Node]:
    """The parts of an unknown node that its evaluation meets."""
    if not isinstance(node, tree.Case):
        yield from node.below
        return
    for test, value in node.branches:
        holds = evaluate(test, world)
        if holds is None:
            yield test
            return
        if holds:
            yield value
            return
    if node.otherwise is not None:
        yield node.otherwise


@singledispatch
def evaluate(node: Node, _world: World) -> Any:
    """The value of `node`: bool, Fraction, date, text, or None where it is unknown."""
    raise TypeError(type(node))


@evaluate.register
def _constant(node: tree.Constant, _world: World) -> Any:
    return _exact(node.value)


@evaluate.register
def _fact(node: tree.FactOf, world: World) -> Any:
    return _exact(world.row.get((node.table, node.name)))


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Fraction(value)
    return value


@evaluate.register
def _derived(node: tree.DerivedOf, world: World) -> Any:
    key = (node.table, node.name)
    if key not in world.known:
        definition = world.definition(node)
        world.known[key] = None if definition is None else evaluate(definition, world)
    return world.known[key]


@evaluate.register
def _parameter(node: tree.ParameterOf, world: World) -> Any:
    value = node.on(world.day, world.known_at)
    return None if value is None else evaluate(value, world)


@evaluate.register
def _as_of(_node: tree.AsOf, world: World) -> Any:
    return world.day


@evaluate.register
def _result(node: tree.ResultOf, world: World) -> Any:
    return evaluate(node.on(world.day, world.known_at), world)


@evaluate.register
def _not(node: tree.Not, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else not value


@evaluate.register
def _all(node: tree.AllOf, world: World) -> Any:
    values = [evaluate(item, world) for item in node.items]
    return False if False in values else None if None in values else True


@evaluate.register
def _any(node: tree.AnyOf, world: World) -> Any:
    values = [evaluate(item, world) for item in node.items]
    return True if True in values else None if None in values else False


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@evaluate.register
def _compare(node: tree.Compare, world: World) -> Any:
    left, right = evaluate(node.left, world), evaluate(node.right, world)
    return None if left is None or right is None else _COMPARE[node.operator](left, right)


@evaluate.register
def _one_of(node: tree.OneOf, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else value in [evaluate(item, world) for item in node.options]


@evaluate.register
def _within(node: tree.Within, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else str(value).startswith(node.prefixes)


@evaluate.register
def _add(node: tree.Add, world: World) -> Any:
    values = [evaluate(item, world) for item in node.items]
    return None if None in values else sum(values)


@evaluate.register
def _negate(node: tree.Negate, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else -value


@evaluate.register
def _multiply(node: tree.Multiply, world: World) -> Any:
    left, right = evaluate(node.left, world), evaluate(node.right, world)
    return None if left is None or right is None else left * right


@evaluate.register
def _divide(node: tree.Divide, world: World) -> Any:
    left, right = evaluate(node.left, world), evaluate(node.right, world)
    return None if left is None or not right else left / right


@evaluate.register
def _case(node: tree.Case, world: World) -> Any:
    for test, value in node.branches:
        holds = evaluate(test, world)
        if holds is None:
            return None
        if holds:
            return evaluate(value, world)
    return None if node.otherwise is None else evaluate(node.otherwise, world)


@evaluate.register
def _extreme(node: tree.Extreme, world: World) -> Any:
    values = [evaluate(item, world) for item in node.items]
    if None in values:
        return None
    return min(values) if node.which == "least" else max(values)


@evaluate.register
def _round(node: tree.Round, world: World) -> Any:
    value = evaluate(node.item, world)
    if value is None:
        return None
    unit = Fraction(1, 10**node.digits)
    whole, rest = divmod(abs(value), unit)
    up = {"half_up": rest * 2 >= unit, "down": False, "up": rest > 0}[node.mode]
    size = (whole + up) * unit
    return -size if value < 0 else size


@evaluate.register
def _year(node: tree.YearOf, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else Fraction(value.year)


@evaluate.register
def _add_months(node: tree.AddMonths, world: World) -> Any:
    start, months = evaluate(node.date, world), evaluate(node.months, world)
    return None if start is None or months is None else months_later(start, int(months))


def months_later(start: date, months: int) -> date | None:
    """The corresponding day, else the month's last; None outside the years 1 to 9999."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@evaluate.register
def _days_between(node: tree.DaysBetween, world: World) -> Any:
    start, end = evaluate(node.start, world), evaluate(node.end, world)
    return None if start is None or end is None else Fraction((end - start).days)


@evaluate.register
def _months_between(node: tree.MonthsBetween, world: World) -> Any:
    start, end = evaluate(node.start, world), evaluate(node.end, world)
    if start is None or end is None:
        return None
    return Fraction(months_between(start, end))


def months_between(start: date, end: date) -> int:
    """The full months from `start` to `end`; negative where `end` lies before."""
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = months_later(start, months)  # lies in the month of `end`
    return months if reached is not None and reached <= end else months - 1


def owned_rows(node: tree.Aggregate, world: World) -> list[World] | None:
    """The rows that an aggregate looks at; None where their table is not at hand."""
    rows = world.owned.get(node.table)
    if rows is None:
        return None
    return [World(row, world.vocabulary, world.day, known_at=world.known_at) for row in rows]


def counted_rows(node: tree.Aggregate, world: World) -> list[World] | None:
    """The rows where an aggregate's filter is true; None where that is not known of all."""
    rows = owned_rows(node, world)
    if rows is None:
        return None
    tests = [counts(node, row) for row in rows]
    return None if None in tests else [row for row, test in zip(rows, tests, strict=True) if test]


def counts(node: tree.Aggregate, row: World) -> bool | None:
    """Whether an aggregate counts an owned row; None where its filter is unknown there."""
    found: bool | None = True if node.where is None else evaluate(node.where, row)
    return found


@evaluate.register
def _aggregate(node: tree.Aggregate, world: World) -> Any:
    rows = counted_rows(node, world)
    if rows is None:
        return None
    if node.which == "count":
        return Fraction(len(rows))
    values = [evaluate(node.item, row) for row in rows]
    if None in values:
        return None
    if node.which == "sum":
        return sum(values, Fraction(0))
    return (min if node.which == "min" else max)(values, default=None)


@evaluate.register
def _uscc(node: tree.UsccStatus, world: World) -> Any:
    value = evaluate(node.item, world)
    return None if value is None else uscc.status(str(value))
