"""Rules in Chinese: every expression with labels instead of identifiers."""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Any

from ballast.rules import tree, wording
from ballast.rules.tree import Node

SIGNS = {"=": "＝", "<>": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥"}
_ROUNDINGS = {"half_up": "四舍五入", "down": "舍去", "up": "进位"}
_OF_NUMBERS = {"sum": "合计", "min": "最小值", "max": "最大值"}
_OF_DATES = {"min": "最早者", "max": "最晚者"}
_PLACES = {0: "到元", 2: "到分"}


@singledispatch
def rendered(node: Node) -> str:
    """`node` as a Chinese reader would write it."""
    raise TypeError(type(node))


@rendered.register
def _constant(node: tree.Constant) -> str:
    said = literal(node)
    return f"{node.label}（{said}）" if node.label else said


def literal(node: tree.Constant) -> str:
    """A constant's value in words; a bare parameter is a share."""
    if node.type.kind == "number" and not node.type.unit and not node.type.values:
        content = Fraction(str(node.value))
        return wording.share(content) if node.label else wording.exact(content)
    return wording.value(node.value, node.type)


@rendered.register
def _fact(node: tree.FactOf) -> str:
    return node.label


@rendered.register
def _derived(node: tree.DerivedOf) -> str:
    return node.label


@rendered.register
def _parameter(node: tree.ParameterOf) -> str:
    return node.label


@rendered.register
def _as_of(_node: tree.AsOf) -> str:
    return "判定日"


@rendered.register
def _not(node: tree.Not) -> str:
    return f"不是（{rendered(node.item)}）"


def _joined(items: tuple[Node, ...], word: str) -> str:
    return word.join(_bracketed(item) for item in items)


def _bracketed(node: Node) -> str:
    text = rendered(node)
    composite = (tree.AllOf, tree.AnyOf, tree.Add, tree.Negate, tree.Case)
    return f"（{text}）" if isinstance(node, composite) else text


@rendered.register
def _all(node: tree.AllOf) -> str:
    return _joined(node.items, " 且 ")


@rendered.register
def _any(node: tree.AnyOf) -> str:
    return _joined(node.items, " 或 ")


@rendered.register
def _compare(node: tree.Compare) -> str:
    return f"{rendered(node.left)} {SIGNS[node.operator]} {rendered(node.right)}"


@rendered.register
def _one_of(node: tree.OneOf) -> str:
    return f"{rendered(node.item)} 为 {'、'.join(rendered(item) for item in node.options)} 之一"


@rendered.register
def _within(node: tree.Within) -> str:
    return f"{rendered(node.item)} 属于 {'、'.join(node.labels)}"


@rendered.register
def _add(node: tree.Add) -> str:
    first, *others = node.items
    return rendered(first) + "".join(_added(item) for item in others)


def _added(node: Node) -> str:
    if isinstance(node, tree.Negate):
        return f" － {_bracketed(node.item)}"
    return f" ＋ {rendered(node)}"


@rendered.register
def _negate(node: tree.Negate) -> str:
    return f"－{_bracketed(node.item)}"


@rendered.register
def _multiply(node: tree.Multiply) -> str:
    return f"{_bracketed(node.left)} × {_bracketed(node.right)}"


@rendered.register
def _divide(node: tree.Divide) -> str:
    return f"{_bracketed(node.left)} ÷ {_bracketed(node.right)}"


@rendered.register
def _case(node: tree.Case) -> str:
    word = "须" if node.type.kind == "bool" else "为"
    branches = [f"若{rendered(test)}则{word}{rendered(value)}" for test, value in node.branches]
    last = "未定" if node.otherwise is None else rendered(node.otherwise)
    return "；".join([*branches, f"否则{word}{last}"]) if branches else last


@rendered.register
def _extreme(node: tree.Extreme) -> str:
    if node.named:
        limit = "最高不超过" if node.named == "at_most" else "最低不少于"
        return f"{_bracketed(node.items[0])}，{limit}{rendered(node.items[1])}"
    word = "最小者" if node.which == "least" else "最大者"
    return f"{'、'.join(rendered(item) for item in node.items)} 中{word}"


@rendered.register
def _round(node: tree.Round) -> str:
    place = _PLACES.get(node.digits, f"到小数点后{node.digits}位")
    return f"{_bracketed(node.item)}，{_ROUNDINGS[node.mode]}{place}"


@rendered.register
def _year(node: tree.YearOf) -> str:
    return f"{rendered(node.item)}的年份"


@rendered.register
def _add_months(node: tree.AddMonths) -> str:
    months = rendered(node.months)
    return f"{_bracketed(node.date)}加{months}{'' if node.months.type.unit else '个月'}"


@rendered.register
def _days_between(node: tree.DaysBetween) -> str:
    return f"{_from_to(node)}的天数"


@rendered.register
def _months_between(node: tree.MonthsBetween) -> str:
    return f"{_from_to(node)}的整月数"


def _from_to(node: tree.DaysBetween | tree.MonthsBetween) -> str:
    return f"自{rendered(node.start)}至{rendered(node.end)}"


@rendered.register
def _aggregate(node: tree.Aggregate) -> str:
    rows = f"{node.label}（{rendered(node.where)}）" if node.where else node.label
    if node.which == "count":
        return f"{rows}的数量"
    word = _OF_DATES[node.which] if node.type.kind == "date" else _OF_NUMBERS[node.which]
    return f"{rows}的{_bracketed(node.item)}{word}"


@rendered.register
def _uscc(node: tree.UsccStatus) -> str:
    return f"{rendered(node.item)}的校验结果"


@rendered.register
def _result(node: tree.ResultOf) -> str:
    return f"享受〔{node.label}〕" if node.asked == "granted" else f"〔{node.label}〕的金额"


def reading(node: Node, content: Any) -> str:
    """What was read: the expression and its value, as in “单位价值 480万元”."""
    bare = node.type.kind == "number" and not node.type.unit and not node.type.values
    if content is not None and bare:
        said = _bare(node, Fraction(content))
    else:
        said = wording.value(content, node.type)
    return f"{rendered(node)} {said}"


def _bare(node: Node, content: Fraction) -> str:
    """A number without a unit: a share where something was divided, else as it is."""
    divided = any(isinstance(part, tree.Divide) for part in tree.walk(node))
    return wording.share(content) if divided else wording.exact(content)
