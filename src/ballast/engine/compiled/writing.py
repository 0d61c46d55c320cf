"""Trees to Python source: every node as an expression that means what the reference says.

Most operations are strict: unknown as soon as something they read is. Such an expression carries
the guards under which it is unknown, and reads as if everything were known. The others (`and`,
`or`, `case`) are written out in three values and held in a temporary name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from ballast.engine.compiled.whole import Whole, rounded, wrapped
from ballast.engine.sql import can_be_unknown
from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.rules.types import Range, rounding_factors

_SIGNS = {"=": "==", "<>": "!="}


@dataclass(frozen=True)
class Strict:
    """`code` is the value unless a guard holds, tried in order: then the value is unknown."""

    guards: tuple[str, ...]
    code: str

    @property
    def value(self) -> str:
        """The three-valued expression."""
        if not self.guards or self.guards == (f"{self.code} is None",):
            return self.code
        return f"None if {' or '.join(self.guards)} else {self.code}"


@dataclass(frozen=True)
class Quotient:
    """A number under its guards: numerator and, if a division is still open, denominator."""

    guards: tuple[str, ...]
    top: Whole
    bottom: Whole | None = None


@dataclass(frozen=True)
class Writer:
    """Writes trees as Python. `names` and `aggregates` give the local name that holds each.

    Numeric names hold integers at the scale of their type. `made` names whole conditions that are
    worked out already.
    """

    names: Mapping[tuple[str, str], str]
    aggregates: Mapping[tree.Aggregate, str] = field(default_factory=dict)
    made: Mapping[Node, str] = field(default_factory=dict)
    temporaries: Iterator[int] = field(default_factory=count)

    def value(self, node: Node) -> str:
        """`node` in three values; a number as an integer at the scale of its type."""
        if self.made and node in self.made:
            return self.made[node]
        if node.type.kind == "number":
            return self.number_at(node, node.type.numerator.scale)
        spread = _SPREAD.get(type(node))
        return spread(self, node) if spread else self.strict(node).value

    def number_at(self, node: Node, scale: int) -> str:
        """A number without an open division as an integer at `scale`, or None."""
        if isinstance(node, tree.Case) and scale == node.type.numerator.scale:
            return _case(self, node)
        number = self.number(node)
        return Strict(number.guards, number.top.at(scale).code).value

    def strict(self, node: Node) -> Strict:
        """`node` with the guards under which it is unknown."""
        if self.made and node in self.made:
            return self.held(self.made[node])
        if node.type.kind == "number":
            number = self.number(node)
            return Strict(number.guards, number.top.code)
        spread = _SPREAD.get(type(node))
        if spread is None:
            return _STRICT[type(node)](self, node)
        return self.held(spread(self, node), can_be_unknown(node))

    def number(self, node: Node) -> Quotient:
        """A number without an open division."""
        found = self.quotient(node)
        if found.bottom is not None:
            raise TypeError(f"an open division where a number is needed: {node}")
        return found

    def quotient(self, node: Node) -> Quotient:
        """A number as numerator and, if a division is still open, denominator."""
        return _NUMBERS[type(node)](self, node)

    def held(self, code: str, doubtful: bool = True) -> Strict:
        """A three-valued expression under a name of its own."""
        if code.isidentifier():
            return Strict((f"{code} is None",) if doubtful else (), code)
        if not doubtful:
            return Strict((), wrapped(code))
        name = self.temporary()
        return Strict((f"({name} := {code}) is None",), name)

    def temporary(self) -> str:
        """A name that is not used yet."""
        return f"t{next(self.temporaries)}"


def together(*guards: tuple[str, ...]) -> tuple[str, ...]:
    """Guards in order, each once."""
    return tuple(dict.fromkeys(guard for each in guards for guard in each))


def _constant(_writer: Writer, node: Any) -> Strict:
    if isinstance(node.value, date):
        day = node.value
        return Strict((), f"date({day.year}, {day.month}, {day.day})")
    return Strict((), repr(node.value))


def _fact(writer: Writer, node: Any) -> Strict:
    return writer.held(writer.names[node.table, node.name])


def _aggregate(writer: Writer, node: Any) -> Strict:
    return writer.held(writer.aggregates[node])


def _add_months(writer: Writer, node: Any) -> Strict:
    """Beyond the calendar the day is unknown, so that the guard works it out."""
    start, months = writer.strict(node.date), writer.strict(node.months)
    later = writer.held(f"months_later({start.code}, {months.code})")
    return Strict(together(start.guards, months.guards, later.guards), later.code)


def _not(writer: Writer, node: Any) -> Strict:
    item = writer.strict(node.item)
    return Strict(item.guards, f"not {wrapped(item.code)}")


def _compare(writer: Writer, node: Any) -> Strict:
    sign = _SIGNS.get(node.operator, node.operator)
    if node.left.type.kind == "number":
        return _crossed(sign, writer.quotient(node.left), writer.quotient(node.right))
    left, right = writer.strict(node.left), writer.strict(node.right)
    code = f"{wrapped(left.code)} {sign} {wrapped(right.code)}"
    return Strict(together(left.guards, right.guards), code)


def _crossed(sign: str, left: Quotient, right: Quotient) -> Strict:
    """a/b against c/d as a·d against c·b: divisors are never negative, their guards say not 0."""
    one = left.top if right.bottom is None else left.top * right.bottom
    other = right.top if left.bottom is None else right.top * left.bottom
    scale = max(one.range.scale, other.range.scale)
    code = f"{one.at(scale).code} {sign} {other.at(scale).code}"
    return Strict(together(left.guards, right.guards), code)


def _one_of(writer: Writer, node: Any) -> Strict:
    if node.item.type.kind != "number":
        item, options = writer.strict(node.item), [writer.strict(each) for each in node.options]
        return Strict(item.guards, f"{item.code} in ({''.join(f'{o.code}, ' for o in options)})")
    tests = [_compare(writer, tree.Compare(node.type, "=", node.item, o)) for o in node.options]
    guards = together(*(test.guards for test in tests))
    return Strict(guards, " or ".join(test.code for test in tests))


def _within(writer: Writer, node: Any) -> Strict:
    item = writer.strict(node.item)
    return Strict(item.guards, f"{wrapped(item.code)}.startswith({node.prefixes!r})")


def _uscc(writer: Writer, node: Any) -> Strict:
    item = writer.strict(node.item)
    return Strict(item.guards, f"uscc_status({item.code})")


def _connect(decides: bool) -> Callable[[Writer, Any], str]:
    """Kleene's and (which False decides) and or (which True decides)."""

    def write(writer: Writer, node: Any) -> str:
        if len(node.items) == 1:
            return writer.value(node.items[0])
        decided, doubts = [], []
        for item in node.items:
            code = writer.value(item)
            if not can_be_unknown(item):
                decided.append(wrapped(code) if decides else f"not {wrapped(code)}")
                continue
            name = code if code.isidentifier() else writer.temporary()
            decided.append(f"{name if name == code else f'({name} := {code})'} is {decides}")
            doubts.append(f"{name} is None")
        known = f"None if {' or '.join(doubts)} else {not decides}" if doubts else f"{not decides}"
        return f"{decides} if {' or '.join(decided)} else {known}" if decided else known

    return write


def _case(writer: Writer, node: Any) -> str:
    def value(item: Node) -> str:
        if item.type.kind != "number":
            return wrapped(writer.value(item))
        return wrapped(writer.number_at(item, node.type.numerator.scale))

    values = [value(result) for _, result in node.branches]
    otherwise = "None" if node.otherwise is None else value(node.otherwise)
    return branched(writer, node, ["None"] * len(values), values, otherwise)


def branched(
    writer: Writer, node: tree.Case, unknown: list[str], values: list[str], otherwise: str
) -> str:
    """The value at the first test that holds, `unknown` at the first that is unknown."""
    parts: list[str] = []
    passed: set[str] = set()
    for (test, _), doubt, value in zip(node.branches, unknown, values, strict=True):
        found = writer.strict(test)
        guards = [guard for guard in found.guards if guard not in passed]
        if guards:
            passed.update(guards)
            parts.append(f"{doubt} if {' or '.join(guards)}")
        parts.append(f"{value} if {found.code}")
    return " else ".join([*parts, otherwise])


def _extreme(writer: Writer, node: Any) -> Strict:
    if node.type.kind == "number":
        numbers = [writer.number(item) for item in node.items]
        scale = node.type.numerator.scale
        found = [Strict(item.guards, item.top.at(scale).code) for item in numbers]
    else:
        found = [writer.strict(item) for item in node.items]
    which = "min" if node.which == "least" else "max"
    listed = "".join(f"{item.code}, " for item in found)
    return Strict(together(*(item.guards for item in found)), f"{which}(({listed}))")


_SPREAD: dict[type[Node], Callable[[Writer, Any], str]] = {
    tree.AllOf: _connect(False),
    tree.AnyOf: _connect(True),
    tree.Case: _case,
}
_STRICT: dict[type[Node], Callable[[Writer, Any], Strict]] = {
    tree.Constant: _constant,
    tree.FactOf: _fact,
    tree.DerivedOf: _fact,
    tree.Not: _not,
    tree.Compare: _compare,
    tree.OneOf: _one_of,
    tree.Within: _within,
    tree.Extreme: _extreme,
    tree.UsccStatus: _uscc,
    tree.AddMonths: _add_months,
    tree.Aggregate: _aggregate,
}


def _number_constant(_writer: Writer, node: Any) -> Quotient:
    return Quotient((), Whole.constant(node.value, node.type.numerator.scale))


def _number_of(write: Callable[[Writer, Any], Strict]) -> Callable[[Writer, Any], Quotient]:
    """A number that `write` gives at the scale of its type."""

    def found(writer: Writer, node: Any) -> Quotient:
        strict = write(writer, node)
        return Quotient(strict.guards, Whole(strict.code, node.type.numerator))

    return found


def _number_case(writer: Writer, node: Any) -> Strict:
    return writer.held(_case(writer, node), can_be_unknown(node))


def _year(writer: Writer, node: Any) -> Strict:
    item = writer.strict(node.item)
    return Strict(item.guards, f"{item.code}.year")


def _days_between(writer: Writer, node: Any) -> Strict:
    start, end = writer.strict(node.start), writer.strict(node.end)
    code = f"({wrapped(end.code)} - {wrapped(start.code)}).days"
    return Strict(together(start.guards, end.guards), code)


def _months_between(writer: Writer, node: Any) -> Strict:
    start, end = writer.strict(node.start), writer.strict(node.end)
    code = f"months_between({start.code}, {end.code})"
    return Strict(together(start.guards, end.guards), code)


def _add(writer: Writer, node: Any) -> Quotient:
    first, *others = (writer.quotient(item) for item in node.items)
    for other in others:
        first = _sum(first, other)
    return first


def _sum(left: Quotient, right: Quotient) -> Quotient:
    top = left.top if right.bottom is None else left.top * right.bottom
    other = right.top if left.bottom is None else right.top * left.bottom
    bottom = _product(left.bottom, right.bottom)
    return Quotient(together(left.guards, right.guards), top + other, bottom)


def _product(one: Whole | None, other: Whole | None) -> Whole | None:
    return one * other if one is not None and other is not None else one or other


def _negate(writer: Writer, node: Any) -> Quotient:
    item = writer.quotient(node.item)
    return Quotient(item.guards, -item.top, item.bottom)


def _multiply(writer: Writer, node: Any) -> Quotient:
    left, right = writer.quotient(node.left), writer.quotient(node.right)
    bottom = _product(left.bottom, right.bottom)
    return Quotient(together(left.guards, right.guards), left.top * right.top, bottom)


def _divide(writer: Writer, node: Any) -> Quotient:
    """The divisor has a name, so that whether it is zero is asked once."""
    left, right = writer.quotient(node.left), writer.number(node.right)
    divisor, guards = right.top, together(left.guards, right.guards)
    if divisor.range.low <= 0:
        name = writer.temporary()
        guards = (*guards, f"not ({name} := {divisor.code})")
        divisor = Whole(name, divisor.range)
    return Quotient(guards, left.top, _product(left.bottom, divisor))


def _round(writer: Writer, node: Any) -> Quotient:
    item = writer.quotient(node.item)
    up, down = rounding_factors(node.item.type, node.digits)
    over, under = item.top.times(up), (item.bottom or Whole("1", Range(1, 1))).times(down)
    if under.code == "1":
        return Quotient(item.guards, Whole(over.code, node.type.numerator))
    code = f"({_rounded(writer, over, under, node.mode)})"
    return Quotient(item.guards, Whole(code, node.type.numerator))


def _rounded(writer: Writer, top: Whole, bottom: Whole, mode: str) -> str:
    """Both are named before they are divided; a divisor is true, for it lies above zero."""
    above, below = writer.temporary(), bottom.code
    named = f"({above} := {top.code})"
    if not below.isidentifier() and not below.isdecimal():
        below = writer.temporary()
        named = f"({below} := {bottom.code}) and {named}"
    toward, away = rounded(above, below, mode)
    return f"{away} if {named} < 0 else {toward}"


_NUMBERS: dict[type[Node], Callable[[Writer, Any], Quotient]] = {
    tree.Constant: _number_constant,
    tree.FactOf: _number_of(_fact),
    tree.DerivedOf: _number_of(_fact),
    tree.Case: _number_of(_number_case),
    tree.Extreme: _number_of(_extreme),
    tree.YearOf: _number_of(_year),
    tree.DaysBetween: _number_of(_days_between),
    tree.MonthsBetween: _number_of(_months_between),
    tree.Aggregate: _number_of(_aggregate),
    tree.Add: _add,
    tree.Negate: _negate,
    tree.Multiply: _multiply,
    tree.Divide: _divide,
    tree.Round: _round,
}
