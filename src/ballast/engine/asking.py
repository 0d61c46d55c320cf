"""What a tree asks for where it is unknown: each absent one of some facts, and masks of trees.

What only compares and reckons is plain: it asks for each of its facts that is absent, so that one
look at a row's absent facts tells. So does a derived fact whose definition is plain. Other trees
(and, or, case) ask for a part of theirs, which only a mask of their own tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ballast.rules import tree
from ballast.rules.tree import Node

Fact = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """Facts that are asked for where they are absent, and trees whose masks are.

    `where` is the place of a condition: they are asked for where that is unknown.
    """

    facts: frozenset[Fact]
    masks: tuple[Node, ...] = ()
    where: int | None = None

    def __or__(self, other: Wanted) -> Wanted:
        masks = tuple(dict.fromkeys((*self.masks, *other.masks)))
        return Wanted(self.facts | other.facts, masks, self.where)


NOTHING = Wanted(frozenset())


@dataclass(frozen=True)
class Asking:
    """Reads trees; `definition` says what a derived fact is on the day."""

    definition: Callable[[tree.DerivedOf], Node | None]
    _plain: dict[Node, bool] = field(default_factory=dict)

    def of_conditions(self, conditions: Sequence[Node]) -> Iterator[Wanted]:
        """What a rule's conditions ask for where it is neither met nor failed."""
        yield from _some([self.of(filter(self.is_plain, conditions))])
        for place, node in enumerate(conditions):
            if not self.is_plain(node):
                found = self._where_open(node)
                yield from _some([Wanted(found.facts, found.masks, place)])

    def of_benefit(self, nodes: Iterable[Node]) -> Iterator[Wanted]:
        """What a rule's amounts and dates ask for."""
        yield from _some([self.of(nodes)])

    def of(self, nodes: Iterable[Node]) -> Wanted:
        """What `nodes` ask for on any row."""
        found = NOTHING
        for node in nodes:
            found |= self._everywhere(node)
        return found

    def _everywhere(self, node: Node) -> Wanted:
        if self.is_plain(node):
            return Wanted(frozenset(self.declared(node)))
        if isinstance(node, _ASK_IN_PART):
            return Wanted(frozenset(), (node,))
        return self.of(node.below)

    def _where_open(self, node: Node) -> Wanted:
        """What `node` asks for on rows where it is unknown; anything elsewhere."""
        if isinstance(node, tree.AllOf | tree.AnyOf):
            return self.of(node.items)
        if isinstance(node, tree.Not):
            return self._where_open(node.item)
        if isinstance(node, tree.DerivedOf) and (definition := self.definition(node)):
            below = self._where_open(definition)
            return self._everywhere(node) if below.masks else below
        return self._everywhere(node)

    def declared(self, node: Node) -> Iterator[Fact]:
        """The declared facts that a plain tree reads, those of derived facts among them."""
        for fact in node.read:
            if isinstance(fact, tree.FactOf):
                yield fact.table, fact.name
            elif definition := self.definition(fact):
                yield from self.declared(definition)

    def is_plain(self, node: Node) -> bool:
        """Whether `node` asks for each of its facts that is absent.

        So does what branches where each test reads the same facts: one absent leaves all open.
        """
        if node not in self._plain:
            self._plain[node] = self._is_plain(node)
        return self._plain[node]

    def _is_plain(self, node: Node) -> bool:
        if isinstance(node, tree.DerivedOf):
            definition = self.definition(node)
            return definition is None or self.is_plain(definition)
        if isinstance(node, tree.Aggregate):
            return False
        if isinstance(node, tree.AllOf | tree.AnyOf | tree.Case) and not _read_alike(node):
            return False
        return all(map(self.is_plain, node.below))

    def is_tested_alike(self, node: tree.Case) -> bool:
        """Whether all tests ask for the same facts: once these are there, no test is open."""
        tests = [test for test, _ in node.branches]
        asked = {frozenset(test.read) for test in tests}
        return len(asked) == 1 and all(map(self.is_plain, tests))


#: What asks for a part of its facts, unless it is plain.
_ASK_IN_PART = (tree.DerivedOf, tree.Aggregate, tree.AllOf, tree.AnyOf, tree.Case)


def _some(found: Iterable[Wanted]) -> Iterator[Wanted]:
    return (each for each in found if each.facts or each.masks)


def _read_alike(node: tree.AllOf | tree.AnyOf | tree.Case) -> bool:
    """Whether the items, or the tests, read the same facts, and the values no others."""
    if not isinstance(node, tree.Case):
        return len({frozenset(item.read) for item in node.items}) == 1
    tests = {frozenset(test.read) for test, _ in node.branches}
    return len(tests) == 1 and next(iter(tests)) >= frozenset(node.read)
