"""The comparisons with a limit that a condition makes, and what lets each of them decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import z3

from ballast.rules import tree
from ballast.rules.tree import Node
from ballast.verification.encoder import Encoder
from ballast.verification.values import TRUE, Term, Value


def comparisons(node: Node, encoder: Encoder) -> Iterator[tuple[tree.Compare, Term]]:
    """The comparisons of numbers and dates below `node`, each with what makes it decide."""
    yield from _paths(node, encoder, TRUE)


def limits(node: Node) -> Iterator[tree.Compare]:
    """The comparisons of numbers and dates below `node`, each once."""
    for part in dict.fromkeys(tree.outside_aggregates(node)):
        if isinstance(part, tree.Compare) and part.left.type.kind in ("number", "date"):
            yield part


def _paths(node: Node, encoder: Encoder, path: Term) -> Iterator[tuple[tree.Compare, Term]]:
    if isinstance(node, tree.Compare):
        yield from ((limit, path) for limit in limits(node))
    elif isinstance(node, tree.Case):
        for test, value in node.branches:
            yield from _paths(test, encoder, path)
            yield from _paths(value, encoder, z3.And(path, encoder.value(test).holds))
            path = z3.And(path, encoder.value(test).fails)
        if node.otherwise is not None:
            yield from _paths(node.otherwise, encoder, path)
    elif not isinstance(node, tree.Aggregate):
        for part in tree.parts(node):
            rest = [encoder.value(item) for item in tree.parts(node) if item is not part]
            yield from _paths(part, encoder, z3.And(path, *_left_open(node, rest)))


def _left_open(node: Node, rest: Sequence[Value]) -> list[Term]:
    """What the other items of `node` must be for this one to decide."""
    if isinstance(node, tree.AllOf):
        return [item.holds for item in rest]
    return [item.fails for item in rest] if isinstance(node, tree.AnyOf) else []
