"""The comparisons with a limit that a condition makes, and what lets each of them decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import z3

from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.rules.types import BOOL
from ballast.verification.encoder import Encoder
from ballast.verification.values import TRUE, Term, Value


def comparisons(node: Node, encoder: Encoder) -> Iterator[tuple[tree.Compare, Term]]:
    """The comparisons of numbers and dates below `node`, each with what makes it decide.

    A cap or a floor compares what it bounds with itself.
    """
    for part, path in deciding(node, encoder):
        if isinstance(part, tree.Extreme):
            first, *others = part.items
            yield from ((tree.Compare(BOOL, "<", first, other), path) for other in others)
        elif isinstance(part, tree.Compare):
            yield from ((limit, path) for limit in limits(part))


def deciding(node: Node, encoder: Encoder) -> Iterator[tuple[Node, Term]]:
    """The single tests below `node`, its caps and floors, each with what makes it decide."""
    yield from _paths(node, encoder, TRUE)


def limits(node: Node) -> Iterator[tree.Compare]:
    """The comparisons of numbers and dates below `node`, each once."""
    for part in dict.fromkeys(tree.walk(node, into_aggregates=False)):
        if isinstance(part, tree.Compare) and part.left.type.kind in ("number", "date"):
            yield part


def _paths(node: Node, encoder: Encoder, path: Term) -> Iterator[tuple[Node, Term]]:
    if isinstance(node, tree.Case):
        for test, value in node.branches:
            yield from _paths(test, encoder, path)
            yield from _paths(value, encoder, z3.And(path, encoder.value(test).holds))
            path = z3.And(path, encoder.value(test).fails)
        if node.otherwise is not None:
            yield from _paths(node.otherwise, encoder, path)
    elif isinstance(node, tree.Extreme) or _is_single(node):
        yield node, path
    elif not isinstance(node, tree.Aggregate):
        for part in node.below:
            rest = [encoder.value(item) for item in node.below if item is not part]
            yield from _paths(part, encoder, z3.And(path, *_left_open(node, rest)))


def _is_single(node: Node) -> bool:
    """Whether `node` is one test: a `not` too, unless what it turns round compares."""
    if node.type.kind != "bool" or isinstance(node, tree.AllOf | tree.AnyOf | tree.ResultOf):
        return False
    return not isinstance(node, tree.Not) or next(limits(node), None) is None


def _left_open(node: Node, rest: Sequence[Value]) -> list[Term]:
    """What the other items of `node` must be for this one to decide."""
    if isinstance(node, tree.AllOf):
        return [item.holds for item in rest]
    return [item.fails for item in rest] if isinstance(node, tree.AnyOf) else []
