"""The limits on which a rule turns: each comparison of one number, however deep it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ballast.engine.plan import Plan
from ballast.rules import tree

#: What a single change can be: a number of the row itself, or a figure over what it owns.
Changeable = tree.FactOf | tree.Aggregate

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_DENIED = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}
_TRUE, _EITHER = frozenset({True}), frozenset({True, False})


@dataclass(frozen=True)
class Threshold:
    """A comparison in the condition at `place`: `what`, left of the operator, would have to be so.

    The limit reads no part of `what` and is no finer.
    """

    place: int
    what: Changeable
    operator: str
    limit: tree.Node


def thresholds(plan: Plan) -> Iterator[Threshold]:
    """The thresholds of the plan's only rule, each once, in derived facts and cases as well."""
    ((conditions, _),) = plan.trees
    for place, node in enumerate(conditions):
        yield from dict.fromkeys(
            threshold
            for compare, wanted in _compared(plan, node, _TRUE)
            for threshold in _of(plan, place, compare, wanted)
        )


def _compared(
    plan: Plan, node: tree.Node, wanted: frozenset[bool]
) -> Iterator[tuple[tree.Compare, bool]]:
    """Each comparison below `node` with what it should say for `node` to be as wanted.

    Of what a case tests, what is denied and what another comparison compares, either can help.
    """
    if isinstance(node, tree.Aggregate):
        return
    if isinstance(node, tree.Compare):
        yield from ((node, each) for each in wanted)
    for part, same in _parts(plan, node):
        yield from _compared(plan, part, wanted if same else _EITHER)


def _parts(plan: Plan, node: tree.Node) -> Iterator[tuple[tree.Node, bool]]:
    """What a node rests on, and whether that should be as the node should."""
    if isinstance(node, tree.DerivedOf):
        if (definition := plan.definition(node)) is not None:
            yield definition, True
    elif isinstance(node, tree.Case):
        yield from ((test, False) for test, _ in node.branches)
        yield from ((value, True) for _, value in node.branches)
        if node.otherwise is not None:
            yield node.otherwise, True
    else:
        same = isinstance(node, tree.AllOf | tree.AnyOf)
        yield from ((part, same) for part in node.below)


def _of(plan: Plan, place: int, node: tree.Compare, wanted: bool) -> Iterator[Threshold]:
    if node.operator not in _MIRRORED:
        return
    operator = node.operator if wanted else _DENIED[node.operator]
    sides = ((node.left, operator, node.right), (node.right, _MIRRORED[operator], node.left))
    for what, sign, limit in sides:
        if isinstance(what, tree.FactOf | tree.Aggregate) and _settles(plan, what, limit):
            yield Threshold(place, what, sign, limit)


def _settles(plan: Plan, what: Changeable, limit: tree.Node) -> bool:
    """Whether a number of the row alone decides against `limit`, which is no finer than it."""
    coarse = limit.type.numerator.scale <= what.type.numerator.scale
    if what.type.kind != "number" or not coarse or limit.type.is_quotient:
        return False
    if isinstance(what, tree.Aggregate):
        return what not in plan.vocabulary.aggregates(limit, plan.day, plan.known_at)
    reads = plan.vocabulary.declared(limit, plan.day, plan.known_at)
    return what.table == plan.subject and what not in reads
