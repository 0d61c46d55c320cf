"""Which absent facts leave a tree unknown, as Python source: a mask with one bit a fact.

Written after `ballast.engine.missing`, with one function a derived fact, called only where that
fact is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ballast.engine.compiled.whole import wrapped
from ballast.engine.compiled.writing import Writer, branched
from ballast.rules import tree
from ballast.rules.tree import Node

Fact = tuple[str, str]


@dataclass(frozen=True)
class Asking:
    """Writes masks over the facts in `bits`.

    `derived` and `aggregates` give the call that masks each.
    """

    writer: Writer
    bits: Mapping[Fact, int]
    derived: Mapping[Fact, str]
    aggregates: Mapping[tree.Aggregate, str] = field(default_factory=dict)

    def mask(self, node: Node) -> str:
        """The mask of `node`; 0 where it is known."""
        if isinstance(node, tree.FactOf | tree.DerivedOf):
            return self._fact(node)
        if isinstance(node, tree.Aggregate):
            return f"{self.aggregates[node]} if {self.writer.aggregates[node]} is None else 0"
        if isinstance(node, tree.Case):
            return self._case(node)
        found = [mask for mask in map(self.mask, node.below) if mask != "0"]
        below = " | ".join(wrapped(mask) for mask in dict.fromkeys(found)) or "0"
        if below == "0" or not isinstance(node, tree.AllOf | tree.AnyOf):
            return below
        return f"{below} if ({self.writer.value(node)}) is None else 0"

    def _fact(self, node: tree.FactOf | tree.DerivedOf) -> str:
        key = (node.table, node.name)
        mask = self.derived.get(key, "0") if isinstance(node, tree.DerivedOf) else self._bit(key)
        return mask if mask == "0" else f"{mask} if {self.writer.names[key]} is None else 0"

    def _bit(self, key: Fact) -> str:
        return str(1 << self.bits[key])

    def _case(self, node: tree.Case) -> str:
        """A test that is unknown asks for its own facts, a branch taken for the value's."""
        masks = [wrapped(self.mask(test)) for test, _ in node.branches]
        values = [wrapped(self.mask(value)) for _, value in node.branches]
        last = "0" if node.otherwise is None else wrapped(self.mask(node.otherwise))
        if not {*masks, *values, last} - {"0"}:
            return "0"
        return branched(self.writer, node, unknown=masks, values=values, otherwise=last)
