"""Typed construction of the tree: each function checks types, units and bounds, then builds a node.

A rejection says what was given and what is allowed; the parser knows where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from ballast import quantities
from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.rules.types import BOOL, TEXT, Overflow, Range, Type, rounding_factors, unit_of
from ballast.vocabulary.codes import Codelist


class Rejected(Exception):
    """An expression that the language does not admit: what was given, what is allowed."""

    def __init__(self, given: str, allowed: str) -> None:
        self.given, self.allowed = given, allowed
        super().__init__(f"{given}; allowed: {allowed}")


TOO_LARGE = Rejected(
    "numbers that can grow past 37 digits", "facts that declare a smaller `maximum`"
)


def condition(node: Node) -> Node:
    """`node`, which must be true, false or unknown."""
    if node.type.kind != "bool":
        raise Rejected(f"a {node.type} where a condition is needed", "a comparison, and, or, not")
    return node


def constant(value: Decimal | str | bool | date, unit: str = "", label: str = "") -> tree.Constant:
    """A literal of its natural type."""
    if isinstance(value, Decimal):
        return tree.Constant(_type_of_number(value, unit), value, label)
    kinds: dict[type, Literal["bool", "text", "date"]] = {bool: "bool", str: "text", date: "date"}
    return tree.Constant(Type(kinds[type(value)]), value, label)


def written(text: str, label: str = "") -> tree.Constant:
    """A number as people write it, with its unit: 500万元, 50%, 6个月."""
    quantity = quantities.parse(text)
    return constant(quantity.value, unit_of(quantity.unit), label)


def _type_of_number(value: Decimal, unit: str) -> Type:
    value = value.normalize()
    scale = max(0, -int(value.as_tuple().exponent))
    try:
        return Type("number", unit=unit, numerator=Range.of(value, value, scale))
    except Overflow:
        raise TOO_LARGE from None


def both(items: Sequence[Node], cls: type[tree.AllOf] | type[tree.AnyOf]) -> Node:
    """`and` or `or` of conditions."""
    return cls(BOOL, tuple(condition(item) for item in items))


def compare(operator: tree.Comparison, left: Node, right: Node) -> Node:
    """A comparison of like with like."""
    left, right = _alike(left, right), _alike(right, left)
    ordered = operator not in ("=", "<>")
    if left.type.kind == "enum" and ordered:
        return _banded(operator, left, right)
    if ordered and left.type.kind not in ("number", "date"):
        raise Rejected(f"{operator} between {left.type}s", "= or <> (only numbers have an order)")
    if left.type.kind == "number":
        _same_unit(left, right)
        _cross_product(left.type, right.type)
    return tree.Compare(BOOL, operator, left, right)


def one_of(item: Node, options: Sequence[Node]) -> Node:
    """Membership in a list of constants."""
    found = tuple(_alike(option, item) for option in options)
    for option in found:
        compare("=", item, option)
        if not isinstance(option, tree.Constant):
            raise Rejected("a list with something other than literals", "in (1, 2, 3)")
    return tree.OneOf(BOOL, item, found)


def _alike(item: Node, other: Node) -> Node:
    """`item` with the type of `other` where it is a literal text that stands for such a value."""
    if item.type.kind == other.type.kind:
        return item
    if not (isinstance(item, tree.Constant) and item.type == TEXT):
        if isinstance(other, tree.Constant) and other.type == TEXT:
            return item
        raise Rejected(f"a {item.type} beside a {other.type}", "two values of the same kind")
    text = str(item.value)
    if other.type.kind == "enum":
        return replace(item, type=other.type, value=_enum_value(text, other.type))
    if other.type.kind == "date":
        return replace(item, type=other.type, value=day(text))
    if other.type.kind == "code":
        return replace(item, type=other.type)
    raise Rejected(f"the text '{text}' beside a {other.type}", f"a {other.type}")


def _enum_value(text: str, enum: Type) -> str:
    by_label = {label: value for value, label in enum.values.items()}
    if text in enum.values:
        return text
    if text in by_label:
        return by_label[text]
    options = ", ".join(f"'{value}' ({label})" for value, label in enum.values.items())
    raise Rejected(f"'{text}'", options)


def day(text: str) -> date:
    """An ISO date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Rejected(f"'{text}' as a date", "year-month-day, as in '2022-12-31'") from None


def _banded(operator: tree.Comparison, left: Node, right: Node) -> Node:
    """Order among the classes of a decision table, by its own thresholds.

    Knowing one low indicator settles that a firm is below a class even where the other is missing,
    so the order is asked of the thresholds and not of the class.
    """
    if not (isinstance(left, tree.DerivedOf) and isinstance(right, tree.Constant)):
        raise Rejected(f"{operator} on an enum", "a decision table's class before a literal")
    if not left.type.bands:
        raise Rejected(f"{operator} on an enum", "= or <>, or a class of a decision table")
    order = list(left.type.values)
    rank = order.index(str(right.value)) + (operator in (">", "<="))
    reached = [_threshold(left, name) for name in order[rank : rank + 1] if rank > 0]
    classified = _threshold(left, "classified")
    if operator in (">", ">="):
        return both([classified, *reached], tree.AllOf) if rank < _classes(left) else _never()
    below = [tree.Not(BOOL, item) for item in reached]
    return both([classified, *below], tree.AllOf) if rank > 0 else _never()


def _classes(node: tree.DerivedOf) -> int:
    return len([value for value in node.type.values if value != "unclassified"])


def _threshold(node: tree.DerivedOf, name: str) -> Node:
    if name == "unclassified":
        return _never()
    label = node.label + ("有分档" if name == "classified" else f"达到{node.type.values[name]}标准")
    suffix = name if name == "classified" else f"at_least_{name}"
    return tree.DerivedOf(BOOL, node.table, f"{node.name}_{suffix}", label)


def _never() -> Node:
    return constant(False)


def within(item: Node, codes: Sequence[Node], codelist: Codelist | None = None) -> Node:
    """Whether a code lies under one of the given codes or labels of its classification."""
    if item.type.kind != "code":
        raise Rejected(f"within() of a {item.type}", "a code, as in within(industry, 'C')")
    texts = [str(code.value) for code in codes if isinstance(code, tree.Constant)]
    if len(texts) != len(codes) or not texts:
        raise Rejected("within() without literal codes", "within(industry, 'C', 'D44')")
    if codelist is not None:
        texts = [_listed(text, codelist) for text in texts]
    labels = tuple(f"{codelist.label(text)}（{text}）" if codelist else text for text in texts)
    prefixes = tuple(prefix(text, item.type) for text in texts)
    return tree.Within(BOOL, item, tuple(texts), prefixes, labels)


def _listed(text: str, codelist: Codelist) -> str:
    code = codelist.normalise(text)
    if code is None:
        raise Rejected(f"'{text}'", f"a code or a label of {codelist.name}")
    return code


def prefix(code: str, kind: Type) -> str:
    """The beginning that all codes under `code` share: 4403 for Shenzhen's 440300, C39 for C39."""
    if kind.codelist != "regions":
        return code
    while code.endswith("00"):
        code = code[:-2]
    return code


def add(items: Sequence[Node]) -> Node:
    """A sum of numbers of one unit."""
    first, *others = (numeric(item) for item in items)
    total = first.type
    for item in others:
        _same_unit(first, item)
        total = _sum(total, item.type)
    return tree.Add(replace(total, unit=_shared_unit(items)), tuple(items))


def _sum(a: Type, b: Type) -> Type:
    try:
        if a.denominator is None and b.denominator is None:
            return replace(a, numerator=a.numerator + b.numerator)
        one = Range(1, 1)
        left, right = a.denominator or one, b.denominator or one
        top = a.numerator * right + b.numerator * left
        return replace(a, numerator=top, denominator=left * right)
    except Overflow:
        raise TOO_LARGE from None


def negate(item: Node) -> Node:
    """Minus a number."""
    kind = numeric(item).type
    return tree.Negate(replace(kind, numerator=-kind.numerator), item)


def multiply(left: Node, right: Node) -> Node:
    """A product; money times money has no meaning."""
    a, b = numeric(left).type, numeric(right).type
    if a.is_money and b.is_money:
        raise Rejected("money times money", "money times a number or a share")
    unit = a.unit if a.is_money else b.unit if b.is_money else _product_unit(a.unit, b.unit)
    return tree.Multiply(_product(a, b, unit), left, right)


def _product_unit(a: str, b: str) -> str:
    return "" if a and b else a or b


def _product(a: Type, b: Type, unit: str) -> Type:
    try:
        bottom = [item for item in (a.denominator, b.denominator) if item]
        below = bottom[0] * bottom[1] if len(bottom) == 2 else next(iter(bottom), None)
        return Type("number", unit=unit, numerator=a.numerator * b.numerator, denominator=below)
    except Overflow:
        raise TOO_LARGE from None


def divide(left: Node, right: Node) -> Node:
    """An exact quotient; it is unknown where the divisor is zero."""
    a, b = numeric(left).type, numeric(right).type
    if b.is_quotient:
        raise Rejected("a quotient as divisor", "multiply instead: a * c / b for a / (b / c)")
    if b.numerator.low < 0:
        raise Rejected("a divisor that can be negative", "one whose `minimum` is 0 or more")
    if b.is_money and not a.is_money:
        raise Rejected("a number divided by money", "money divided by money or by a number")
    if a.is_money and b.is_money:
        _same_unit(left, right)
    unit = a.unit if not b.is_money and (a.is_money or not b.unit) else ""
    inverse = Type("number", numerator=Range(1, 1), denominator=b.numerator)
    return tree.Divide(_product(a, inverse, unit), left, right)


def case(branches: Sequence[tuple[Node, Node | None]], otherwise: Node | None) -> Node:
    """The value of the first branch that holds; None is `null`: there the law leaves it open."""
    values = [value for value in (*(value for _, value in branches), otherwise) if value]
    kind = _common(values, "case")
    aligned = tuple(
        (condition(test), _alike(value, values[0]) if value else tree.Case(kind, (), None))
        for test, value in branches
    )
    return tree.Case(kind, aligned, _alike(otherwise, values[0]) if otherwise else None)


def extreme(
    which: Literal["least", "greatest"],
    items: Sequence[Node],
    named: Literal["", "at_most", "at_least"] = "",
) -> Node:
    """The least or greatest of numbers or dates of one unit."""
    kind = _common(items, which)
    if kind.kind not in ("number", "date"):
        raise Rejected(f"{which} of {kind}s", "numbers of one unit, or dates")
    return tree.Extreme(kind, which, tuple(items), named)


def _common(items: Sequence[Node], name: str) -> Type:
    if not items:
        raise Rejected(f"{name} of nothing", "at least one value")
    first = items[0]
    for item in items[1:]:
        _alike(item, first)
        if first.type.kind == "number":
            _same_unit(first, item)
    if any(item.type.is_quotient for item in items):
        raise Rejected(
            f"a division that is not rounded inside {name}", "round_half_up(a / b, 2) around it"
        )
    if first.type.kind != "number":
        return first.type
    numbers = first.type.numerator
    for item in items[1:]:
        numbers = numbers | item.type.numerator
    return replace(first.type.spanning(numbers), unit=_shared_unit(items))


def rounded(mode: Literal["half_up", "down", "up"], item: Node, digits: int) -> Node:
    """`item` with `digits` after the point."""
    kind = numeric(item).type
    up, down = rounding_factors(kind, digits)
    try:
        top = kind.numerator * Range(up, up)
        bottom = (kind.denominator or Range(1, 1)) * Range(down, down)
        _ = top * Range(2, 2) + Range(-bottom.high, bottom.high, top.scale)
    except Overflow:
        raise TOO_LARGE from None
    most = max(-top.low, top.high) // max(1, bottom.low) + 1
    bounds = Range(-most if top.low < 0 else 0, most, digits)
    return tree.Round(kind.spanning(bounds), mode, item, digits)


def in_fen(item: Node) -> Node:
    """`item`, an amount that can be counted in 分 within 37 digits."""
    try:
        _ = item.type.numerator.at(max(2, item.type.numerator.scale))
    except Overflow:
        raise TOO_LARGE from None
    return item


def year_of(item: Node) -> Node:
    """The year of a date, comparable with a bare number."""
    if item.type.kind != "date":
        raise Rejected(f"year() of a {item.type}", "a date")
    return tree.YearOf(Type("number", numerator=Range(0, 9999)), item)


def uscc_status(item: Node) -> Node:
    """The check of a 统一社会信用代码 (GB 32100-2015)."""
    if item.type.codelist != "uscc":
        raise Rejected(f"uscc_status() of a {item.type}", "a 统一社会信用代码")
    labels = {"valid": "有效", "confirm": "待核实", "invalid": "无效"}
    return tree.UsccStatus(Type("enum", values=labels), item)


def numeric(item: Node) -> Node:
    """`item`, which must be a number."""
    if item.type.kind != "number":
        raise Rejected(f"arithmetic with a {item.type}", "numbers")
    return item


def _same_unit(left: Node, right: Node) -> None:
    """Bare literals and counts go with units (300 beside 人), never with money, save zero."""
    a, b = left.type.unit, right.type.unit
    if a == b or _is_zero(left) or _is_zero(right):
        return
    bare = (a == "" and _is_bare(left)) or (b == "" and _is_bare(right))
    if bare and not (left.type.is_money or right.type.is_money):
        return
    if bare:
        raise Rejected(
            f"a bare number beside {a or b}", "a parameter with its unit, as in `500万元`"
        )
    raise Rejected(f"{a or 'a bare number'} beside {b or 'a bare number'}", "the same unit")


def _is_bare(item: Node) -> bool:
    """A literal, or a number of rows, which are of the unit that people count them in."""
    counted = isinstance(item, tree.Aggregate) and item.which == "count"
    return counted or isinstance(item, tree.Constant)


def _is_zero(item: Node) -> bool:
    return isinstance(item, tree.Constant) and item.value == 0 and not item.type.unit


def _shared_unit(items: Sequence[Node]) -> str:
    return next((item.type.unit for item in items if item.type.unit), "")


def _cross_product(a: Type, b: Type) -> None:
    one = Range(1, 1)
    try:
        left = a.numerator * (b.denominator or one)
        right = b.numerator * (a.denominator or one)
        _ = left | right
    except Overflow:
        raise TOO_LARGE from None
