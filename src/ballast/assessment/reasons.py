"""Why a condition is true, false or unknown: the values read and the limits, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ballast.assessment.counted import counted
from ballast.assessment.gaps import gap
from ballast.engine.reference import World, evaluate
from ballast.rules import tree
from ballast.rules.rendering import SIGNS, reading, rendered
from ballast.rules.tree import Node


@dataclass(frozen=True)
class Reason:
    """One step of a reason in Chinese, with the steps below it.

    `short` says what is short and by how much, where a number misses its limit.
    """

    text: str
    outcome: bool | None
    short: str | None = None
    below: tuple[Reason, ...] = ()


def reasons(node: Node, world: World) -> tuple[Reason, ...]:
    """Why `node` has its value; only the parts that decide it."""
    if isinstance(node, tree.AllOf | tree.AnyOf):
        return tuple(reason for item in _deciding(node, world) for reason in reasons(item, world))
    if isinstance(node, tree.Case):
        return tuple(_of_case(node, world))
    return (_of_leaf(node, world),)


def _deciding(node: tree.AllOf | tree.AnyOf, world: World) -> list[Node]:
    """All items of what holds through all of them, else the items with the deciding value."""
    outcome = evaluate(node, world)
    if outcome is isinstance(node, tree.AllOf):
        return list(node.items)
    return [item for item in node.items if evaluate(item, world) is outcome]


def _of_case(node: tree.Case, world: World) -> Iterator[Reason]:
    """The test that chose the branch, and the branch; tests before it that failed are left out."""
    for test, value in node.branches:
        holds = evaluate(test, world)
        if holds is None:
            yield from reasons(test, world)
            return
        if holds:
            yield from (*reasons(test, world), *_branch(value, world))
            return
    if node.otherwise is not None:
        yield from _branch(node.otherwise, world)


def _branch(value: Node, world: World) -> Iterator[Reason]:
    if not isinstance(value, tree.Constant):
        yield from reasons(value, world)


def _of_leaf(node: Node, world: World) -> Reason:
    outcome = evaluate(node, world)
    flag = outcome if isinstance(outcome, bool) else None
    if isinstance(node, tree.Not):
        said = read(node.item, world) + ("" if flag else "；须为否")
        return Reason(said, flag, below=tuple(map(_neutral, _below(node.item, world))))
    if isinstance(node, tree.Compare):
        return _compared(node, flag, world)
    if isinstance(node, tree.Within | tree.OneOf):
        required = rendered(node).removeprefix(rendered(node.item)).strip()
        said = f"{read(node.item, world)}；须{required}"
        return Reason(said, flag, below=_below(node.item, world))
    return Reason(read(node, world), flag, below=_below(node, world))


def _neutral(reason: Reason) -> Reason:
    """A reason below a negation: what is short of the opposite is nothing to reach for."""
    return replace(reason, short=None, below=tuple(map(_neutral, reason.below)))


def read(node: Node, world: World) -> str:
    """What was read, a code with its label: “所在市 深圳市（440300）”; of owned rows, how many."""
    content: Any = evaluate(node, world)
    codelist = world.vocabulary.codelists.get(node.type.codelist)
    if content is not None and codelist is not None:
        return f"{rendered(node)} {codelist.label(content)}（{content}）"
    return reading(node, content) + counted(node, world)


def _below(node: Node, world: World) -> tuple[Reason, ...]:
    """Why a derived fact, or another rule's result, is what it is."""
    if isinstance(node, tree.ResultOf):
        if not node.holds(world.day, world.known_at):
            return (Reason("该措施在判定日不在有效期内", None),)
        return reasons(node.item, world)
    if not isinstance(node, tree.DerivedOf):
        return ()
    definition = world.definition(node)
    if definition is None:
        known = world.vocabulary.definition(node, world.day) is not None
        return (Reason(f"{world.known_at}尚未公布定义" if known else "判定日没有有效的定义", None),)
    return reasons(definition, world)


def _compared(node: tree.Compare, outcome: bool | None, world: World) -> Reason:
    said = read(node.left, world)
    if not (outcome and node.operator == "="):  # what equals its limit needs no second telling
        said = f"{said}；须 {SIGNS[node.operator]} {_limit(node.right, world)}"
    below = (*_below(node.left, world), *_below(node.right, world))
    return Reason(said, outcome, gap(node, world) if outcome is False else None, below)


def _limit(node: Node, world: World) -> str:
    return rendered(node) if isinstance(node, tree.Constant) else read(node, world)
