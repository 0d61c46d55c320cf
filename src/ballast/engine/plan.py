"""What judging the rows of one subject takes: rules, derived facts in order of need, facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from ballast.engine.asking import Asking, Wanted
from ballast.engine.layout import Asked, Layout, RuleLayout
from ballast.rules import tree
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.vocabulary.facts import Entity

Fact = tuple[str, str]
#: Rules of one query: with more its plan and its memory grow faster than what they share.
AT_ONCE = 50


@dataclass(frozen=True)
class Plan:
    """The rules that judge the rows of `subject`, under the law of `day`.

    `known_at` is the day on which that law was known; None is now. `tables` are at hand for
    aggregates; those over any other are unknown. Many rules are judged in parts, counted from 1.
    """

    subject: str
    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    day: date
    known_at: date | None = None
    tables: frozenset[str] = frozenset()
    part: int = 1

    def parts(self) -> Iterator[Plan]:
        """This plan, or plans of `AT_ONCE` of its rules each, in order."""
        for part, first in enumerate(range(0, len(self.rules), AT_ONCE), 1):
            yield replace(self, rules=self.rules[first : first + AT_ONCE], part=part)

    @cached_property
    def entity(self) -> Entity:
        """The subject's declaration."""
        return self.vocabulary.entities[self.subject]

    @cached_property
    def owner(self) -> str:
        """The column with the owning enterprise's code."""
        return self.entity.owner or self.entity.key

    @cached_property
    def trees(self) -> tuple[tuple[tuple[Node, ...], Node | None], ...]:
        """Each rule's conditions and amount, with the parameters of the day."""
        return tuple(rule.on(self.day, self.known_at) for rule in self.rules)

    @cached_property
    def payables(self) -> tuple[Node | None, ...]:
        """What is payable of each rule's amount beside other rules; None where that is all."""
        return tuple(rule.payable_on(self.day, self.known_at) for rule in self.rules)

    @cached_property
    def untils(self) -> tuple[Node | None, ...]:
        """Until when each rule puts payment off; None where it does not."""
        return tuple(rule.until_on(self.day, self.known_at) for rule in self.rules)

    @cached_property
    def derived(self) -> tuple[tree.DerivedOf, ...]:
        """The derived facts that the rules rest on, in order of need."""
        wanted: dict[Fact, tree.DerivedOf] = {}
        self._collect(self._all_trees(), wanted)
        order = list(self.vocabulary.derived)
        return tuple(wanted[key] for key in sorted(wanted, key=order.index))

    def _all_trees(self) -> Sequence[Node]:
        rules = [node for conditions, amount in self.trees for node in (*conditions, amount)]
        return [node for node in (*rules, *self.payables, *self.untils) if node is not None]

    def _collect(self, nodes: Sequence[Node], wanted: dict[Fact, tree.DerivedOf]) -> None:
        for node in nodes:
            for fact in node.read:
                if isinstance(fact, tree.DerivedOf) and (fact.table, fact.name) not in wanted:
                    wanted[fact.table, fact.name] = fact
                    definition = self.definition(fact)
                    self._collect([definition] if definition else [], wanted)

    @cached_property
    def facts(self) -> tuple[tree.FactOf, ...]:
        """The declared facts that the rules rest on; their order is that of the mask's bits."""
        found = (fact for node in self._all_nodes() for fact in node.read)
        return _ordered(dict.fromkeys(fact for fact in found if isinstance(fact, tree.FactOf)))

    def _all_nodes(self) -> Sequence[Node]:
        """What the rules and the derived facts that they rest on are made of."""
        definitions = (self.definition(fact) for fact in self.derived)
        return [*self._all_trees(), *filter(None, definitions)]

    @cached_property
    def own_facts(self) -> tuple[tree.FactOf, ...]:
        """Those of the facts that are read of the row itself and its owner."""
        found = {fact for node in self._all_nodes() for fact in node.own_read}
        return _ordered(fact for fact in found if isinstance(fact, tree.FactOf))

    @cached_property
    def aggregates(self) -> tuple[tree.Aggregate, ...]:
        """The aggregates that the rules rest on, each once."""
        found = (item for node in self._all_nodes() for item in node.aggregates)
        return tuple(dict.fromkeys(found))

    @cached_property
    def owned(self) -> tuple[str, ...]:
        """The tables at hand that are aggregated."""
        return tuple(sorted({item.table for item in self.aggregates} & self.tables))

    @cached_property
    def tables_read(self) -> frozenset[str]:
        """The tables of which the query reads a fact."""
        return frozenset({fact.table for fact in self.own_facts} | set(self.owned))

    @cached_property
    def layout(self) -> Layout:
        """How the result is packed."""
        rules = tuple(
            RuleLayout(
                id=rule.id,
                label=rule.label,
                conditions=tuple(item.name for item in rule.conditions),
                pays=rule.amount is not None,
                shares=rule.payable is not None,
                defers=rule.until is not None,
                verdict=self._asked(verdict),
                benefit=self._asked(benefit),
            )
            for rule, (verdict, benefit) in zip(self.rules, self.wanted, strict=True)
        )
        names = tuple(f"{fact.table}.{fact.name}" for fact in self.facts)
        return Layout(
            subject=self.subject,
            key=self.entity.key,
            owner=self.owner,
            facts=names,
            rules=rules,
            masks=len(self.masked),
            part=self.part,
        )

    @cached_property
    def asking(self) -> Asking:
        """Tells what trees ask for."""
        return Asking(self.definition)

    @cached_property
    def wanted(self) -> tuple[tuple[tuple[Wanted, ...], tuple[Wanted, ...]], ...]:
        """What each rule's verdict and benefit ask for where they are open."""
        shared = zip(self.trees, self.payables, self.untils, strict=True)
        return tuple(
            (
                tuple(self.asking.of_conditions(conditions)),
                tuple(self.asking.of_benefit(filter(None, (amount, payable, until)))),
            )
            for (conditions, amount), payable, until in shared
        )

    @cached_property
    def masked(self) -> tuple[Node, ...]:
        """The trees whose masks are packed beside that of a row's absent facts, each once."""
        asked = (each for both in self.wanted for some in both for each in some)
        return tuple(dict.fromkeys(node for each in asked for node in each.masks))

    def _asked(self, wanted: Iterable[Wanted]) -> tuple[Asked, ...]:
        bits = {(fact.table, fact.name): bit for bit, fact in enumerate(self.facts)}
        places = {node: place for place, node in enumerate(self.masked)}
        return tuple(
            Asked(
                facts=tuple(sorted(bits[fact] for fact in each.facts)),
                masks=tuple(places[node] for node in each.masks),
                where=each.where,
            )
            for each in wanted
        )

    @cached_property
    def levels(self) -> tuple[tuple[tree.DerivedOf, ...], ...]:
        """The derived facts level by level: those of one level rest on earlier levels alone."""
        levels: list[tuple[tree.DerivedOf, ...]] = []
        done: set[Fact] = set()
        waiting = list(self.derived)
        while waiting:
            ready = tuple(fact for fact in waiting if self._needs(fact) <= done)
            levels.append(ready)
            done |= {(fact.table, fact.name) for fact in ready}
            waiting = [fact for fact in waiting if fact not in ready]
        return tuple(levels)

    def _needs(self, fact: tree.DerivedOf) -> set[Fact]:
        definition = self.definition(fact)
        found = definition.read if definition else iter(())
        return {(item.table, item.name) for item in found if isinstance(item, tree.DerivedOf)}

    def definition(self, fact: tree.DerivedOf) -> Node | None:
        """What a derived fact is on the day; None where no law defines it then."""
        key = fact.table, fact.name
        if key not in self._defined:
            self._defined[key] = self.vocabulary.definition(fact, self.day, self.known_at)
        return self._defined[key]

    @cached_property
    def _defined(self) -> dict[Fact, Node | None]:
        """The definitions that have been asked for."""
        return {}


def _ordered(facts: Iterable[tree.FactOf]) -> tuple[tree.FactOf, ...]:
    return tuple(sorted(facts, key=lambda fact: (fact.table, fact.name)))
