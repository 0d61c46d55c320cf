"""Cases of what an enterprise owns: no row, no table, rows that do not count, a value missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ballast.rules import tree
from ballast.rules.rendering import rendered
from ballast.rules.tree import Node
from ballast.verification.drafts import Drafts, Made
from ballast.verification.encoder import opened
from ballast.verification.limits import comparisons, deciding, limits
from ballast.verification.owning import OwnedRow
from ballast.verification.solver import Example
from ballast.verification.values import Term


def of_owned_rows(drafts: Drafts) -> Iterator[Made]:
    """The cases of each aggregated table, and of each set of its rows that aggregates look at."""
    found = list(dict.fromkeys(_aggregates(drafts)))
    for node in {each.table: each for each in reversed(found)}.values():
        yield from _without(drafts, node)
    for where in dict.fromkeys(each.where for each in found):
        mine = [each for each in found if each.where == where]
        yield from _Counted.by(drafts, mine).cases()


def _aggregates(drafts: Drafts) -> Iterator[tree.Aggregate]:
    for root in drafts.rule.trees:
        for node in opened(root, drafts.encoder.vocabulary, drafts.day):
            yield from node.aggregates


def _without(drafts: Drafts, node: tree.Aggregate) -> Iterator[Made]:
    """Nothing is owned, and nothing is known of what is owned."""
    answer = drafts.near({}, _met(drafts, node))
    base = answer.example or drafts.given
    if node.table != drafts.rule.subject:
        nothing = replace(base, owned={**base.owned, node.table: []})
        yield drafts.made(f"没有{node.label}", nothing)
    known = {name: rows for name, rows in base.owned.items() if name != node.table}
    yield drafts.made(f"没有{node.label}表", replace(base, owned=known))


def _decisive(drafts: Drafts, node: tree.Aggregate) -> list[Term]:
    """Hint: what compares the aggregate decides its condition."""
    paths = (
        path
        for root in drafts.rule.trees
        for part, path in deciding(root, drafts.encoder)
        if node in part.aggregates
    )
    return list(islice(paths, 1))


def _met(drafts: Drafts, node: tree.Aggregate) -> list[Term]:
    """Hints: that, and that every condition is met."""
    return [*_decisive(drafts, node), *drafts.holding.values()]


@dataclass(frozen=True)
class _Counted:
    """A row, not the judged one, that the aggregates `nodes` over the same rows count."""

    drafts: Drafts
    nodes: Sequence[tree.Aggregate]
    place: int
    row: OwnedRow

    @classmethod
    def by(cls, drafts: Drafts, nodes: Sequence[tree.Aggregate]) -> _Counted:
        rows = drafts.encoder.rows(nodes[0].table)
        place = 0 if rows[0].facts is not drafts.encoder else 1
        return cls(drafts, nodes, place, rows[place])

    def cases(self) -> Iterator[Made]:
        """At each limit of the filter and beside it, failing each test, without each fact."""
        where, encoder = self.nodes[0].where, self.row.facts
        if where is not None:
            yield from self._limits(where)
        for test, path in deciding(where, encoder) if where is not None else ():
            holds = encoder.value(test)
            if next(limits(test), None) is None:
                yield from self._failing(test, {"path": path, "fails": holds.fails})
            yield from self._lacking({"path": path, "holds": holds.holds}, test)
        for node in self.nodes:
            if node.which != "count":
                yield from self._lacking({}, node.item)

    def _limits(self, where: Node) -> Iterator[Made]:
        for part, path in comparisons(where, self.row.facts):
            demands = {"there": self.row.there, "path": path}
            for sentence, example in self.drafts.sides(part, demands, self.row.facts):
                yield self._made(f"的{sentence}", example)

    def _failing(self, test: Node, demands: Mapping[str, Term]) -> Iterator[Made]:
        hints = _decisive(self.drafts, self.nodes[0])
        answer = self.drafts.near({"there": self.row.there, **demands}, hints)
        if answer.example:
            yield self._made(f"不符合：{rendered(test)}", answer.example)

    def _lacking(self, demands: Mapping[str, Term], node: Node) -> Iterator[Made]:
        """A row that counts, without one of the facts that `node` reads."""
        counts = self.row.counts(self.nodes[0]).holds
        found = self.drafts.near({"counts": counts, **demands}, _met(self.drafts, self.nodes[0]))
        if found.example is None:
            return
        for fact in node.read:
            lacking = _without_fact(found.example, self.place, fact)
            yield self._made(f"：不知道{fact.label}", lacking)

    def _made(self, sentence: str, example: Example) -> Made:
        return self.drafts.made(f"一条{self.nodes[0].label}{sentence}", example)


def _without_fact(example: Example, place: int, fact: tree.FactOf | tree.DerivedOf) -> Example:
    owned = {table: list(rows) for table, rows in example.owned.items()}
    owned[fact.table][place] = {**owned[fact.table][place], (fact.table, fact.name): None}
    return replace(example, owned=owned)
