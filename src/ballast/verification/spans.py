"""Between which days the law does not change: a rule is verified once for each such span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from ballast.rules import tree
from ballast.rules.derived import DerivedFact, Vocabulary
from ballast.rules.rule import Rule
from ballast.rules.tree import Node
from ballast.verification.encoder import Span

_DAY = timedelta(days=1)


def spans(rules: Sequence[Rule], vocabulary: Vocabulary) -> Iterator[Span]:
    """The spans from the first to the last day on which one of `rules` has effect."""
    effects = [rule.written.effect for rule in rules]
    first = min(effect.start for effect in effects)
    ends = [effect.end for effect in effects]
    last = None if None in ends else max(end for end in ends if end)
    edges = {effect.start for effect in effects} | {end + _DAY for end in ends if end}
    edges |= {day for rule in rules for day in changes(rule.trees, vocabulary)}
    days = sorted({day for day in edges if day > first and (last is None or day <= last)} | {first})
    for day, after in zip(days, [*days[1:], None], strict=True):
        yield Span(day, after - _DAY if after else last)


def changes(nodes: Iterable[Node], vocabulary: Vocabulary) -> Iterator[date]:
    """The days on which a parameter, a definition or another rule below `nodes` changes."""
    for fact in derived_below(nodes, vocabulary):
        for item in fact.definitions:
            yield item.start
            yield from [item.until + _DAY] if item.until else []
            yield from _dated(item.node)
    for node in nodes:
        yield from _dated(node)


def _dated(node: Node) -> Iterator[date]:
    for part in tree.walk(node):
        if isinstance(part, tree.ParameterOf):
            yield from (day for day, _, _ in part.values)
        if isinstance(part, tree.ResultOf):
            yield part.start
            yield from [part.end + _DAY] if part.end else []


def derived_below(nodes: Iterable[Node], vocabulary: Vocabulary) -> tuple[DerivedFact, ...]:
    """The derived facts that `nodes` rest on in any version, each once."""
    found: dict[tuple[str, str], DerivedFact] = {}
    waiting = list(nodes)
    while waiting:
        for fact in waiting.pop().read:
            key = (fact.table, fact.name)
            if isinstance(fact, tree.DerivedOf) and key not in found:
                found[key] = vocabulary.derived[key]
                waiting.extend(item.node for item in found[key].definitions)
    return tuple(found.values())
