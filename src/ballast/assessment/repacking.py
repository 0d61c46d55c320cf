"""Packed rows in another layout: each rule's columns as they are, each mask's bits moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from ballast.engine.columns import column, named
from ballast.engine.filling import filled, integer
from ballast.engine.layout import MASK_BITS, Asked, Layout, RuleLayout
from ballast.engine.scaled import cast


@dataclass(frozen=True)
class Source:
    """Rows under `alias`, packed as `layout`, from which the verdicts of `rules` are taken."""

    alias: str
    layout: Layout
    rules: frozenset[str]

    def column(self, name: str) -> exp.Expression:
        """One of its columns."""
        return column(self.alias, name)

    def taken(self) -> Iterator[RuleLayout]:
        """How those rules are packed here."""
        return (rule for rule in self.layout.rules if rule.id in self.rules)


def repacked(wanted: Layout, sources: Sequence[Source]) -> Iterator[exp.Expression]:
    """The columns of `wanted` from rows of several sources, each rule of which is one's."""
    for name in wanted.whose:
        yield named(sources[0].column(name), name)
    for chunk in wanted.chunks:
        absent = [_moved(each, wanted, chunk, Layout.absent) for each in sources]
        yield named(_union(absent), Layout.absent(chunk))
    yield from _masks(wanted, sources)
    for rule in wanted.rules:
        source = next(each for each in sources if rule.id in each.rules)
        yield from (named(source.column(name), name) for name in _columns(rule))


def _columns(rule: RuleLayout) -> Iterator[str]:
    yield rule.state
    if rule.pays:
        yield rule.amount
    if rule.shares:
        yield rule.payable
    if rule.defers:
        yield rule.until


def _masks(wanted: Layout, sources: Sequence[Source]) -> Iterator[exp.Expression]:
    held = dict(_places(wanted, sources))
    for place in range(wanted.masks or 0):
        source, old = held[place]
        for chunk in wanted.chunks:
            moved = _moved(source, wanted, chunk, _naming(old))
            yield named(moved, Layout.mask(place, chunk))


def _naming(place: int) -> Callable[[int], str]:
    return lambda chunk: Layout.mask(place, chunk)


def _places(wanted: Layout, sources: Sequence[Source]) -> Iterator[tuple[int, tuple[Source, int]]]:
    """Where each mask of `wanted` is: a rule that is the same asks for the same ones in order."""
    rules = {rule.id: rule for rule in wanted.rules}
    for source in sources:
        for rule in source.taken():
            pairs = zip(_asked(rules[rule.id]), _asked(rule), strict=True)
            for now, then in pairs:
                for place, old in zip(now.masks, then.masks, strict=True):
                    yield place, (source, old)


def _asked(rule: RuleLayout) -> tuple[Asked, ...]:
    return (*rule.verdict, *rule.benefit)


def _moved(
    source: Source, wanted: Layout, chunk: int, name: Callable[[int], str]
) -> exp.Expression:
    """A chunk of a mask, each fact's bit moved to where it now stands."""
    if source.layout.facts == wanted.facts:
        return source.column(name(chunk))
    bits = []
    for (old, by), which in _ways(source.layout, wanted, chunk).items():
        text = "($mask & $bits) << $by" if by >= 0 else "($mask & $bits) >> $by"
        mask = source.column(name(old))
        bits.append(filled(text, mask=mask, bits=integer(which), by=integer(abs(by))))
    return cast(_union(bits), "BIGINT")


def _ways(held: Layout, wanted: Layout, chunk: int) -> dict[tuple[int, int], int]:
    """The bits that go together: from which chunk and by how much, as a mask over that chunk."""
    places = {name: place for place, name in enumerate(held.facts)}
    first = chunk * MASK_BITS
    found: dict[tuple[int, int], int] = {}
    for bit, name in enumerate(wanted.facts[first : first + MASK_BITS]):
        if name in places:
            old, at = divmod(places[name], MASK_BITS)
            found[old, bit - at] = found.get((old, bit - at), 0) | 1 << at
    return found


def _union(masks: Sequence[exp.Expression]) -> exp.Expression:
    return reduce(lambda a, b: filled("$a | $b", a=a, b=b), masks) if masks else integer(0)
