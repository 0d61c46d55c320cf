"""Aggregates over what the enterprise owns, as Python source: two functions an aggregate.

One gives the value, one asks the single rows for missing facts. The rows are None where their table
is not at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ballast.engine.compiled.asking import Asking
from ballast.engine.compiled.writing import Writer
from ballast.rules import tree
from ballast.rules.tree import Aggregate

Fact = tuple[str, str]
_RESULTS = {
    "sum": "sum(found)",
    "count": "len(found)",
    "min": "min(found, default=None)",
    "max": "max(found, default=None)",
}


@dataclass(frozen=True)
class Owned:
    """The aggregate at `place`; `bits` are those of the facts, `read` writes how one is read."""

    place: int
    item: Aggregate
    bits: Mapping[Fact, int]
    read: Callable[[str, tree.FactOf], Iterator[str]]

    @cached_property
    def facts(self) -> Mapping[tree.FactOf, str]:
        """The facts of an owned row with their names."""
        found = (fact for fact in self.item.read if isinstance(fact, tree.FactOf))
        return {fact: f"h{at}" for at, fact in enumerate(found)}

    @cached_property
    def asking(self) -> Asking:
        """Asks an owned row."""
        names = {(fact.table, fact.name): name for fact, name in self.facts.items()}
        return Asking(Writer(names), self.bits, {})

    def lines(self) -> Iterator[str]:
        """Both functions."""
        yield from (f"def aggregate{self.place}(rows):", *_indented(self._value()))
        yield from (f"def ask_g{self.place}(rows):", *_indented(self._mask()))

    def _value(self) -> Iterator[str]:
        """A filter that is unknown, or a value in a row that counts, leaves the whole open."""
        yield "if rows is None: return None"
        yield "found = []"
        yield "for row in rows:"
        yield from _indented(self._row())
        yield f"    if {self._holds('w is None')}: return None"
        yield f"    if {self._holds('w')}:"
        yield f"        v = {self._item()}"
        yield "        if v is None: return None"
        yield "        found.append(v)"
        yield f"return {_RESULTS[self.item.which]}"

    def _mask(self) -> Iterator[str]:
        facts = {(fact.table, fact.name) for fact in self.item.item.read}
        yield f"if rows is None: return {sum(1 << self.bits[fact] for fact in facts)}"
        yield "mask = 0"
        yield "for row in rows:"
        yield from _indented(self._row())
        if self.item.where is not None:
            yield f"    if w is None: mask |= {self.asking.mask(self.item.where)}"
        if self.item.which != "count":
            yield f"    if {self._holds('w')}: mask |= {self.asking.mask(self.item.item)}"
        yield "return mask"

    def _row(self) -> Iterator[str]:
        yield "get = row.get"
        for fact, name in self.facts.items():
            yield from self.read(name, fact)
        if self.item.where is not None:
            yield f"w = {self.asking.writer.value(self.item.where)}"

    def _holds(self, test: str) -> str:
        """A test of the filter; without one every row counts."""
        return test if self.item.where is not None else str(test == "w")

    def _item(self) -> str:
        writer, item = self.asking.writer, self.item
        if item.which == "count":
            return "1"
        if item.type.kind != "number":
            return writer.value(item.item)
        return writer.number_at(item.item, item.type.numerator.scale)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)
