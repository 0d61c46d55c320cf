"""Which absent facts leave a tree unknown, as SQL: a mask with one bit a fact.

Equal to the reference's `missing`: the mask is 0 where the tree is known, and a branch not taken
asks for nothing. What only compares and reckons asks for each of its facts that is absent: one
`absent & constant`, for a row knows the mask of all its absent facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from sqlglot import exp

from ballast.engine.asking import Asking, Fact
from ballast.engine.columns import quoted
from ballast.engine.scaled import bare, binary, literal
from ballast.engine.sql import Emitter, case, doubts, is_null
from ballast.rules import tree
from ballast.rules.tree import Node


@dataclass(frozen=True)
class Masks:
    """Writes masks over the facts in `bits`; others are not looked at.

    `derived` and `aggregates` name the columns that already hold the mask of each derived fact that
    is not plain and of each aggregate; `absent` that of all of the row's absent facts, if it has
    one.
    """

    emitter: Emitter
    asking: Asking
    bits: Mapping[Fact, int]
    derived: Mapping[Fact, str]
    aggregates: Mapping[tree.Aggregate, str] = field(default_factory=dict)
    absent: str = ""

    def all(self, facts: Iterable[tree.FactOf]) -> exp.Expression:
        """The mask of all absent facts of a row: what `absent` names."""
        masks = [self._fact(fact) for fact in facts]
        return _union([mask for mask in masks if mask is not None]) or literal(0)

    def of(self, node: Node) -> exp.Expression:
        """The mask of `node`."""
        return self.union([node])

    def union(self, nodes: Sequence[Node]) -> exp.Expression:
        """The masks of several trees in one."""
        return self._all(nodes, self._mask) or literal(0)

    def open(self, node: Node) -> exp.Expression:
        """The mask of `node` on rows where it is unknown; anything elsewhere."""
        return self._all([node], self._open) or literal(0)

    def _all(
        self, nodes: Sequence[Node], write: Callable[[Node], exp.Expression | None]
    ) -> exp.Expression | None:
        """The union, in which all plain trees are looked up at once; None where it is always 0."""
        plain = [node for node in nodes if self.absent and self.asking.is_plain(node)]
        masks = [self._lookup(plain), *(write(node) for node in nodes if node not in plain)]
        return _union([mask for mask in masks if mask is not None])

    def _lookup(self, plain: Sequence[Node]) -> exp.Expression | None:
        facts = {fact for node in plain for fact in self.asking.declared(node)}
        bits = sum(1 << self.bits[fact] for fact in facts if fact in self.bits)
        absent = quoted(self.absent)
        return binary(exp.BitwiseAnd, absent, literal(bits)) if bits else None

    def _mask(self, node: Node) -> exp.Expression | None:
        """The mask, or None where it is 0 for every row."""
        if isinstance(node, tree.Case):
            return self._case(node, self._mask)
        below = self._open(node)
        if below is None or not isinstance(node, tree.AllOf | tree.AnyOf):
            return below
        return case([(is_null(self.emitter.sql(node)), below)], bare(0))

    def _open(self, node: Node) -> exp.Expression | None:
        """The mask on rows where `node` is unknown, or None where it is 0 for each of them."""
        if isinstance(node, tree.FactOf | tree.DerivedOf):
            return self._fact(node)
        if isinstance(node, tree.Aggregate):
            return quoted(self.aggregates[node])
        if isinstance(node, tree.Case):
            return self._case(node, self._open)
        return self._all(list(node.below), self._mask)

    def _fact(self, node: tree.FactOf | tree.DerivedOf) -> exp.Expression | None:
        key = (node.table, node.name)
        if isinstance(node, tree.DerivedOf):
            held = self.derived.get(key)
            return quoted(held) if held else None
        if key not in self.bits:
            return None
        absent = is_null(self.emitter.column(node))
        return case([(absent, literal(1 << self.bits[key]))], bare(0))

    def _case(
        self, node: tree.Case, write: Callable[[Node], exp.Expression | None]
    ) -> exp.Expression | None:
        """A test that is unknown asks for its own facts, a branch taken for the value's."""
        tests = [self._all([test], self._open) for test, _ in node.branches]
        values = [self._all([value], write) for _, value in node.branches]
        last = None if node.otherwise is None else self._all([node.otherwise], write)
        if not any((*tests, *values, last)):
            return None
        if self.absent and not any((*values, last)) and self.asking.is_tested_alike(node):
            return self._lookup([node.branches[0][0]])
        branches: list[tuple[exp.Expression, exp.Expression]] = []
        settled: set[exp.Expression] = set()
        for (test, _), below, value in zip(node.branches, tests, values, strict=True):
            condition, open_where = self.emitter.sql(test), set(doubts(self.emitter, test))
            if not open_where <= settled:
                branches.append((is_null(condition.copy()), below or bare(0)))
                settled |= open_where
            branches.append((condition, value or bare(0)))
        return case(branches, last or bare(0))


def _union(masks: Sequence[exp.Expression]) -> exp.Expression | None:
    if not masks:
        return None
    return reduce(lambda a, b: binary(exp.BitwiseOr, a, b), masks)
