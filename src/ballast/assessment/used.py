"""Which versions of facts and law a judgement used, where these have a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ballast.engine.reference import World
from ballast.facts.history import KNOWN_FROM, VALID_FROM
from ballast.rules import tree
from ballast.rules.rule import Rule
from ballast.rules.tree import Node


@dataclass(frozen=True)
class Used:
    """A version that was used: of a table's row, or of which parameter or definition of law.

    `holds_from` and `known_from` are None where the version does not say.
    """

    kind: Literal["fact", "law"]
    of: str
    holds_from: date | None
    known_from: date | None


def used(rule: Rule, world: World) -> tuple[Used, ...]:
    """The versions behind the verdict of `rule`: rows first, then law; what has none is left out.

    Law has a history where something became known apart from the rule that reads it.
    """
    trees, amount = rule.on(world.day, world.known_at)
    nodes = [*trees, *([amount] if amount else [])]
    found = [*_rows(nodes, world), *_parameters(rule, world), *_definitions(nodes, world)]
    return tuple(dict.fromkeys(found))


def _rows(nodes: Iterable[Node], world: World) -> Iterator[Used]:
    declared = world.vocabulary.declared
    tables = {f.table for node in nodes for f in declared(node, world.day, world.known_at)}
    for table in sorted(tables):
        for row in (world.row, *world.owned.get(table, ())):
            holds, known = (row.get((table, name)) for name in (VALID_FROM, KNOWN_FROM))
            if holds or known:
                yield Used("fact", world.vocabulary.entities[table].label, holds, known)


def _parameters(rule: Rule, world: World) -> Iterator[Used]:
    for item in rule.parameters:
        held = item.held(world.day, world.known_at)
        if held and any(known != rule.published for _, known, _ in item.values):
            yield Used("law", item.label, held[0], held[1])


def _definitions(nodes: Iterable[Node], world: World) -> Iterator[Used]:
    for node in nodes:
        for fact in (each for each in node.read if isinstance(each, tree.DerivedOf)):
            item = world.vocabulary.derived[fact.table, fact.name]
            held = item.on(world.day, world.known_at)
            if held and any(each.known for each in item.definitions):
                yield Used("law", item.label, held.start, held.known)
            if (below := world.definition(fact)) is not None:
                yield from _definitions([below], world)
