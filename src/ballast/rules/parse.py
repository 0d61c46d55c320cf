"""Expressions: SQL's scalar syntax, admitted node by node.

sqlglot parses the text; only the node types in `_ADMITTED` become part of the tree, so that a rule
can never be a query, a call into an engine, or an injection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from ballast.rules import aggregates, build, dates, tree
from ballast.rules.build import Rejected
from ballast.rules.scope import Scope
from ballast.rules.tree import Node
from ballast.rules.types import BOOL

LONGEST = 4000
DEEPEST = 60

_FUNCTIONS = (
    "within, at_most, at_least, round_half_up, round_down, round_up, year, add_months, "
    "days_between, months_between, uscc_status, sum, count, min, max, granted, amount_of"
)
_OPERATORS = (
    f"and, or, not, = <> < <= > >=, between, in, + - * /, case, least, greatest, {_FUNCTIONS}"
)
_COMPARISONS: dict[type[exp.Expression], tree.Comparison] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_CHINESE_FUNCTIONS = {
    "属于": "within",
    "最高不超过": "at_most",
    "最低不少于": "at_least",
    "四舍五入": "round_half_up",
    "舍去": "round_down",
    "进位": "round_up",
    "加月": "add_months",
    "天数": "days_between",
    "整月数": "months_between",
    "合计": "sum",
    "计数": "count",
    "最小": "min",
    "最大": "max",
    "已享受": "granted",
    "金额": "amount_of",
}
_AGGREGATES: tuple[aggregates.Which, ...] = ("sum", "count", "min", "max")


@dataclass
class ExpressionError(Exception):
    """An expression that is not admitted; `start` and `width` say where in its text."""

    given: str
    allowed: str
    start: int
    width: int


def parse(text: str, scope: Scope) -> Node:
    """The typed tree of `text`. Raises ExpressionError."""
    return _Parser(text, scope).whole()


def parse_condition(text: str, scope: Scope) -> Node:
    """The tree of `text`, which must be true, false or unknown. Raises ExpressionError."""
    node = parse(text, scope)
    if node.type.kind != "bool":
        given, allowed = f"a {node.type} where a condition is needed", "a comparison, and, or, not"
        raise ExpressionError(given, allowed, 0, len(text))
    return node


class _Parser:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text, self.scope = text, scope
        self.place = (0, len(text))

    def whole(self) -> Node:
        if len(self.text) > LONGEST:
            raise self._error(Rejected(f"{len(self.text)} characters", f"at most {LONGEST}"))
        try:
            parsed = sqlglot.parse(self.text)
            if len(parsed) != 1 or parsed[0] is None:
                raise self._error(Rejected("not one expression", f"one of: {_OPERATORS}"))
            return self.node(cast(exp.Expression, parsed[0]), 0)
        except SqlglotError as error:
            raise self._syntax(error) from None
        except (Rejected, RecursionError) as error:
            raise self._error(error) from None

    def node(self, item: exp.Expression, depth: int) -> Node:
        """The tree of one sqlglot node; remembers its place while it is being built."""
        if depth > DEEPEST:
            raise Rejected("nesting too deep", f"at most {DEEPEST} levels")
        outer, self.place = self.place, self._span(item)
        admitted = _ADMITTED.get(type(item))
        if admitted is None:
            raise Rejected(f"“{item.sql()[:40]}” ({type(item).__name__})", _OPERATORS)
        built = admitted(self, item, depth + 1)
        self.place = outer
        return built

    def nodes(self, items: Sequence[exp.Expression], depth: int) -> list[Node]:
        return [self.node(item, depth) for item in items]

    def _span(self, item: exp.Expression) -> tuple[int, int]:
        marks = [part.meta for part in item.find_all(exp.Identifier) if "start" in part.meta]
        if marks:
            start = min(mark["start"] for mark in marks)
            return start, max(mark["end"] for mark in marks) + 1 - start
        literal = item.find(exp.Literal)
        at = self.text.find(literal.name) if literal else -1
        return (at, len(literal.name)) if literal and at >= 0 else self.place

    def _error(self, error: Exception) -> ExpressionError:
        if isinstance(error, Rejected):
            return ExpressionError(error.given, error.allowed, *self.place)
        return ExpressionError("nesting too deep", f"at most {DEEPEST} levels", *self.place)

    def _syntax(self, error: SqlglotError) -> ExpressionError:
        details = getattr(error, "errors", None) or [{}]
        marked = str(details[0].get("highlight") or "")
        start = len(str(details[0].get("start_context") or "")) if marked else 0
        given = f"“{marked or self.text[:40]}”, which cannot be read here"
        return ExpressionError(given, _OPERATORS, start, len(marked) or len(self.text))


def _column(parser: _Parser, item: Any, _depth: int) -> Node:
    if item.args.get("db") or item.args.get("catalog"):
        raise Rejected(f"“{item.sql()}”", "a fact, or table.fact")
    return parser.scope.resolve(item.table, item.name)


def _literal(_parser: _Parser, item: Any, _depth: int) -> Node:
    if item.is_string:
        return build.constant(item.name)
    if not item.name.replace(".", "", 1).isdigit():
        raise Rejected(f"the number {item.name}", "digits with at most one point")
    return build.constant(Decimal(item.name))


def _compare(parser: _Parser, item: Any, depth: int) -> Node:
    left, right = parser.node(item.this, depth), parser.node(item.expression, depth)
    return build.compare(_COMPARISONS[type(item)], left, right)


def _between(parser: _Parser, item: Any, depth: int) -> Node:
    value = parser.node(item.this, depth)
    low, high = parser.node(item.args["low"], depth), parser.node(item.args["high"], depth)
    return build.both(
        [build.compare(">=", value, low), build.compare("<=", value, high)], tree.AllOf
    )


def _in(parser: _Parser, item: Any, depth: int) -> Node:
    if not item.expressions:
        raise Rejected("in without a list", "in (1, 2, 3)")
    return build.one_of(parser.node(item.this, depth), parser.nodes(item.expressions, depth))


def _connector(cls: type[tree.AllOf] | type[tree.AnyOf]) -> Callable[[_Parser, Any, int], Node]:
    def connect(parser: _Parser, item: Any, depth: int) -> Node:
        return build.both(parser.nodes(list(item.flatten()), depth), cls)

    return connect


def _not(parser: _Parser, item: Any, depth: int) -> Node:
    return tree.Not(BOOL, build.condition(parser.node(item.this, depth)))


def _add(parser: _Parser, item: Any, depth: int) -> Node:
    return build.add([parser.node(item.this, depth), parser.node(item.expression, depth)])


def _subtract(parser: _Parser, item: Any, depth: int) -> Node:
    right = build.negate(parser.node(item.expression, depth))
    return build.add([parser.node(item.this, depth), right])


def _case(parser: _Parser, item: Any, depth: int) -> Node:
    if item.this is not None:
        raise Rejected("case with a value after it", "case when … then … else … end")
    branches = [
        (parser.node(branch.this, depth), _value(parser, branch.args["true"], depth))
        for branch in item.args["ifs"]
    ]
    otherwise = item.args.get("default")
    if otherwise is None:
        raise Rejected("case without else", "an else that says what holds otherwise")
    return build.case(branches, _value(parser, otherwise, depth))


def _value(parser: _Parser, item: Any, depth: int) -> Node | None:
    """A branch's value; `null` stands only here, for what the law leaves open."""
    return None if isinstance(item, exp.Null) else parser.node(item, depth)


def _extreme(which: Literal["least", "greatest"]) -> Callable[[_Parser, Any, int], Node]:
    def pick(parser: _Parser, item: Any, depth: int) -> Node:
        return build.extreme(which, parser.nodes([item.this, *item.expressions], depth))

    return pick


def _cast(_parser: _Parser, item: Any, _depth: int) -> Node:
    literal = item.this
    if not (item.to.is_type("date") and isinstance(literal, exp.Literal) and literal.is_string):
        raise Rejected(f"“{item.sql()}”", "date '2022-12-31'")
    return build.constant(build.day(literal.name))


def _call(parser: _Parser, item: Any, depth: int) -> Node:
    name = _CHINESE_FUNCTIONS.get(item.name, item.name.lower())
    if name == "within":
        return _within(parser, parser.nodes(item.expressions, depth))
    if name in _AGGREGATES:
        return _aggregate(parser, item, depth)
    if name in ("granted", "amount_of"):
        return _result(parser, cast(tree.Asked, name), item.expressions)
    call = _CALLS.get(name)
    if call is None:
        raise Rejected(f"the function “{item.name}”", _FUNCTIONS)
    return call(parser.nodes(item.expressions, depth))


def _within(parser: _Parser, items: list[Node]) -> Node:
    if len(items) < 2:
        raise Rejected(f"within() of {len(items)} values", "within(industry, 'C', 'D44')")
    codelist = parser.scope.codelists.get(items[0].type.codelist)
    return build.within(items[0], items[1:], codelist)


def _aggregate(parser: _Parser, item: Any, depth: int, where: Any = None) -> Node:
    name = item.name if isinstance(item, exp.Anonymous) else item.key
    which = cast(aggregates.Which, _CHINESE_FUNCTIONS.get(name, name.lower()))
    if which not in _AGGREGATES:
        raise Rejected(f"a filter after {name}", f"{', '.join(_AGGREGATES)} before it")
    if isinstance(parser.scope, aggregates.Inside):
        raise Rejected("an aggregate inside an aggregate", "declared facts of one owned table")
    values = [*([item.this] if isinstance(item.this, exp.Expression) else []), *item.expressions]
    if len(values) != 1:
        raise Rejected(f"{which} of {len(values)} values", f"{which}(table.fact)")
    outer, parser.scope = parser.scope, aggregates.inside(parser.scope)
    value = parser.node(values[0], depth)
    test = parser.node(where, depth) if where is not None else None
    parser.scope = outer
    return aggregates.aggregate(which, value, test, outer)


def _filter(parser: _Parser, item: Any, depth: int) -> Node:
    return _aggregate(parser, item.this, depth, item.expression.this)


def _named_by_sqlglot(name: str) -> Callable[[_Parser, Any, int], Node]:
    """A function of two values that sqlglot knows by name; its further arguments have no place."""

    def call(parser: _Parser, item: Any, depth: int) -> Node:
        given = [value for value in item.args.values() if value is not None]
        return _CALLS[name](parser.nodes(given, depth))

    return call


def _result(parser: _Parser, asked: tree.Asked, items: Sequence[exp.Expression]) -> Node:
    """Another rule's result, by its name."""
    if len(items) != 1 or not (isinstance(items[0], exp.Literal) and items[0].is_string):
        raise Rejected(f"{asked}() without one rule's name", f"{asked}('05-rent-relief')")
    return parser.scope.result(asked, items[0].name)


def _two(items: list[Node], name: str, example: str = "value, limit") -> list[Node]:
    if len(items) != 2:
        raise Rejected(f"{name} of {len(items)} values", f"{name}({example})")
    return items


def _round(mode: Literal["half_up", "down", "up"]) -> Callable[[list[Node]], Node]:
    def call(items: list[Node]) -> Node:
        value, digits = _two(items, f"round_{mode}")
        if not (isinstance(digits, tree.Constant) and digits.value in range(9)):
            raise Rejected("digits that are no literal from 0 to 8", f"round_{mode}(value, 2)")
        return build.rounded(mode, value, int(cast(Decimal, digits.value)))

    return call


_CALLS: dict[str, Callable[[list[Node]], Node]] = {
    "at_most": lambda items: build.extreme("least", _two(items, "at_most"), "at_most"),
    "at_least": lambda items: build.extreme("greatest", _two(items, "at_least"), "at_least"),
    "round_half_up": _round("half_up"),
    "round_down": _round("down"),
    "round_up": _round("up"),
    "add_months": lambda items: dates.add_months(*_two(items, "add_months", "date, months")),
    "days_between": lambda items: dates.days_between(*_two(items, "days_between", "from, to")),
    "months_between": lambda items: dates.months_between(
        *_two(items, "months_between", "from, to")
    ),
    "uscc_status": lambda items: build.uscc_status(items[0]),
}

_ADMITTED: dict[type[exp.Expression], Callable[[_Parser, Any, int], Node]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: lambda _parser, item, _depth: build.constant(bool(item.this)),
    exp.Paren: lambda parser, item, depth: parser.node(item.this, depth),
    exp.And: _connector(tree.AllOf),
    exp.Or: _connector(tree.AnyOf),
    exp.Not: _not,
    **dict.fromkeys(_COMPARISONS, _compare),
    exp.Between: _between,
    exp.In: _in,
    exp.Add: _add,
    exp.Sub: _subtract,
    exp.Neg: lambda parser, item, depth: build.negate(parser.node(item.this, depth)),
    exp.Mul: lambda parser, item, depth: build.multiply(
        parser.node(item.this, depth), parser.node(item.expression, depth)
    ),
    exp.Div: lambda parser, item, depth: build.divide(
        parser.node(item.this, depth), parser.node(item.expression, depth)
    ),
    exp.Case: _case,
    exp.Least: _extreme("least"),
    exp.Greatest: _extreme("greatest"),
    exp.Cast: _cast,
    exp.Year: lambda parser, item, depth: build.year_of(parser.node(item.this, depth)),
    exp.AddMonths: _named_by_sqlglot("add_months"),
    exp.MonthsBetween: _named_by_sqlglot("months_between"),
    **dict.fromkeys((exp.Sum, exp.Count, exp.Min, exp.Max), _aggregate),
    exp.Filter: _filter,
    exp.Anonymous: _call,
}
