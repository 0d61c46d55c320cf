"""The cheapest single change that makes a row eligible: one fact, everything else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3

from ballast.engine.reference import World, judge
from ballast.rules.derived import Vocabulary
from ballast.rules.rule import Rule
from ballast.verification.domains import Domain
from ballast.verification.encoder import Encoder, Span
from ballast.verification.solver import PATIENCE
from ballast.vocabulary.facts import Fact

Key = tuple[str, str]
#: What nobody changes for a policy: where and what somebody is, when something was.
FIXED = frozenset({"code", "date", "text"})


@dataclass(frozen=True)
class Change:
    """One fact that would have to be `wanted` instead of `held`.

    `size` is the relative change of a number (1 where it was zero or is none): changes are listed
    with the smallest first.
    """

    fact: Key
    held: Any
    wanted: Any
    size: Fraction


def nearest(rule: Rule, world: World) -> list[Change]:
    """The single changes that make an ineligible row eligible, the smallest first.

    Facts that are unknown stay unknown: a rule that waits for one has no single change here.
    """
    verdict = judge(rule, world)
    if verdict.outcome != "ineligible" or verdict.unknown:
        return []
    encoder = Encoder.over(rule.trees, world.vocabulary, Span(world.day, world.day), _codes(world))
    demands = [encoder.value(item.node).holds for item in rule.conditions]
    found = [
        change
        for key in encoder.domains
        if key[0] and _changeable(world.vocabulary, key)
        for change in _change(rule, world, encoder, demands, key)
    ]
    return sorted(found, key=lambda change: change.size)


def _codes(world: World) -> Iterator[tuple[str, str]]:
    """The codes that the row holds, by codelist."""
    for key, value in world.row.items():
        fact = _declared(world.vocabulary, key)
        if fact and fact.type in ("code", "text") and value is not None:
            yield fact.codelist or "", str(value)


def _declared(vocabulary: Vocabulary, key: Key) -> Fact | None:
    entity = vocabulary.entities.get(key[0])
    return entity.facts.get(key[1]) if entity else None


def _changeable(vocabulary: Vocabulary, key: Key) -> bool:
    fact = _declared(vocabulary, key)
    return fact is not None and fact.type not in FIXED


def _change(
    rule: Rule, world: World, encoder: Encoder, demands: list[Any], key: Key
) -> Iterator[Change]:
    """The least change of `key` that suffices, judged again by the reference."""
    model = _least(encoder, demands, world.row, key)
    if model is None:
        return
    wanted = encoder.domains[key].read(model)
    row = {**world.row, key: wanted}
    if judge(rule, World(row, world.vocabulary, world.day)).outcome == "eligible":
        held = world.row.get(key)
        yield Change(key, held, wanted, _size(held, wanted))


def _least(
    encoder: Encoder, demands: list[Any], row: Mapping[Key, Any], key: Key
) -> z3.ModelRef | None:
    solver = z3.Optimize()
    solver.set("timeout", PATIENCE)
    solver.add(*encoder.limits, *demands)
    for other, domain in encoder.domains.items():
        if other != key:
            solver.add(*_as_it_is(domain, row.get(other)))
    domain, held = encoder.domains[key], row.get(key)
    if domain.kind.kind == "number" and held is not None:
        away = domain.variable - int(Decimal(held).scaleb(domain.kind.numerator.scale))
        solver.minimize(z3.If(away < 0, -away, away))
    return solver.model() if solver.check() == z3.sat else None


def _as_it_is(domain: Domain, held: Any) -> Iterator[Any]:
    """That a fact keeps its value; an unknown one is left to the reference to judge."""
    if held is not None:
        yield domain.holds(held)


def _size(held: Any, wanted: Any) -> Fraction:
    if isinstance(held, bool) or not isinstance(held, Decimal | int) or not held:
        return Fraction(1)
    return abs(Fraction(wanted) - Fraction(held)) / abs(Fraction(held))
