"""How far an enterprise is from eligibility: what is short, by how much, and what suffices."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ballast.engine.reference import World, evaluate
from ballast.rules import tree, wording
from ballast.rules.rendering import rendered
from ballast.rules.tree import Node


def gap(node: Node, world: World, wanted: bool = True) -> str | None:
    """What numbers would have to change for `node` to be `wanted`; None where no number does it."""
    if evaluate(node, world) is wanted:
        return None
    if isinstance(node, tree.Not):
        return gap(node.item, world, not wanted)
    if isinstance(node, tree.AllOf | tree.AnyOf):
        return _joined(node, world, wanted)
    if isinstance(node, tree.Compare):
        return _compared(node, world, wanted)
    below = _taken(node, world)
    return None if below is None else gap(below, world, wanted)


def _taken(node: Node, world: World) -> Node | None:
    """What decides a derived fact or a case."""
    if isinstance(node, tree.DerivedOf):
        return world.definition(node)
    if isinstance(node, tree.ResultOf):
        return node.on(world.day, world.known_at)
    if isinstance(node, tree.Case):
        taken = (value for test, value in node.branches if evaluate(test, world))
        return next(taken, node.otherwise)
    return None


def _joined(node: tree.AllOf | tree.AnyOf, world: World, wanted: bool) -> str | None:
    """All items must change, or one of them suffices; a missing fact is no distance."""
    wrong = [item for item in node.items if evaluate(item, world) is not wanted]
    gaps = [gap(item, world, wanted) for item in wrong]
    if isinstance(node, tree.AllOf) is wanted:
        return None if None in gaps else _listed(gaps, "，且")
    return _listed([item for item in gaps if item], "，或")


def _listed(items: Iterable[str | None], word: str) -> str | None:
    return word.join(item for item in dict.fromkeys(items) if item) or None


def _compared(node: tree.Compare, world: World, wanted: bool) -> str | None:
    """By how much a number misses its limit; a strict limit must be passed, not met."""
    left, right = evaluate(node.left, world), evaluate(node.right, world)
    if node.operator in ("=", "<>") or None in (left, right) or not isinstance(left, Fraction):
        return None
    upwards = (node.operator in (">", ">=")) is wanted
    name, difference = rendered(node.left), abs(left - right)
    if not difference:
        return f"{name}正好等于限额，须{'高于' if upwards else '低于'}限额"
    return f"{name}{'还差' if upwards else '超出'}{_size(node, difference)}"


def _size(node: tree.Compare, difference: Fraction) -> str:
    unit = node.left.type.unit or node.right.type.unit
    if unit:
        return wording.number(difference, unit)
    divided = any(isinstance(part, tree.Divide) for part in tree.walk(node.left))
    return f"{wording.exact(difference * 100)}个百分点" if divided else wording.exact(difference)
