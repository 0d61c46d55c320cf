"""Which absent facts leave a tree unknown, as SQL: a mask with one bit a fact.

Equal to the reference's `missing`: the mask is 0 where the tree is known, and a branch not taken
asks for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from sqlglot import exp

from ballast.engine.scaled import binary, literal
from ballast.engine.sql import Emitter, can_be_unknown, case, is_null
from ballast.rules import tree
from ballast.rules.tree import Node

Fact = tuple[str, str]


@dataclass(frozen=True)
class Masks:
    """Writes masks over the facts in `bits`; others are not looked at.

    `derived` and `aggregates` name the columns that already hold the mask of each derived fact and
    each aggregate.
    """

    emitter: Emitter
    bits: Mapping[Fact, int]
    derived: Mapping[Fact, str]
    aggregates: Mapping[tree.Aggregate, str] = field(default_factory=dict)

    def of(self, node: Node) -> exp.Expression:
        """The mask of `node`."""
        return self._mask(node) or literal(0)

    def union(self, nodes: list[Node]) -> exp.Expression:
        """The masks of several trees in one."""
        return self._union(nodes) or literal(0)

    def _mask(self, node: Node) -> exp.Expression | None:
        """The mask, or None where it is 0 for every row."""
        if isinstance(node, tree.FactOf | tree.DerivedOf):
            return self._fact(node)
        if isinstance(node, tree.Aggregate):
            return exp.column(self.aggregates[node], quoted=True)
        if isinstance(node, tree.Case):
            return self._case(node)
        below = self._union(list(tree.parts(node)))
        if below is None or not isinstance(node, tree.AllOf | tree.AnyOf):
            return below
        return case([(is_null(self.emitter.sql(node)), below)], literal(0))

    def _fact(self, node: tree.FactOf | tree.DerivedOf) -> exp.Expression | None:
        key = (node.table, node.name)
        if isinstance(node, tree.DerivedOf):
            held = self.derived.get(key)
            return exp.column(held, quoted=True) if held else None
        if key not in self.bits:
            return None
        absent = is_null(self.emitter.column(node))
        return case([(absent, literal(1 << self.bits[key]))], literal(0))

    def _union(self, nodes: list[Node]) -> exp.Expression | None:
        masks = [mask for mask in map(self._mask, nodes) if mask is not None]
        if not masks:
            return None
        return reduce(lambda a, b: binary(exp.BitwiseOr, a, b), masks)

    def _case(self, node: tree.Case) -> exp.Expression | None:
        """A test that is unknown asks for its own facts, a branch taken for the value's."""
        tests = [self._mask(test) for test, _ in node.branches]
        values = [self._mask(value) for _, value in node.branches]
        last = None if node.otherwise is None else self._mask(node.otherwise)
        if not any((*tests, *values, last)):
            return None
        branches: list[tuple[exp.Expression, exp.Expression]] = []
        for (test, _), below, value in zip(node.branches, tests, values, strict=True):
            condition = self.emitter.sql(test)
            if can_be_unknown(test):
                branches.append((is_null(condition), below or literal(0)))
            branches.append((condition, value or literal(0)))
        return case(branches, last or literal(0))
