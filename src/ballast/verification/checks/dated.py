"""Dates: every parameter and every definition holds on every day of the rule's effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ballast.rules import tree
from ballast.rules.derived import DerivedFact, Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.rules.ruleset import Period
from ballast.verification.findings import Finding
from ballast.verification.spans import derived_below

_DAY = timedelta(days=1)


def check(rule: Rule, _library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Days of effect on which a number or a definition that the rule needs does not exist."""
    effect = rule.written.effect
    for fact in derived_below(rule.trees, vocabulary):
        for first, last in _gaps(fact, effect):
            until = f"至 {last}" if last else "起"
            text = f"“{fact.label}”在 {first} {until} 没有定义，依赖它的条件届时未知"
            yield Finding("dated", "warning", rule.id, text)
        for definition in fact.definitions:
            for part in tree.walk(definition.node):
                if isinstance(part, tree.ParameterOf) and part.values[0][0] > definition.start:
                    text = f"“{fact.label}”的参数“{part.label}”在 {definition.start} 还没有值"
                    yield Finding("dated", "error", rule.id, text)


def _gaps(fact: DerivedFact, effect: Period) -> Iterator[tuple[date, date | None]]:
    """The stretches of the effect that no definition covers; an open end is None."""
    day: date | None = effect.start
    for place, item in enumerate(fact.definitions):
        after = fact.definitions[place + 1].start if place + 1 < len(fact.definitions) else None
        if day is not None and day < item.start:
            yield day, _earlier(item.start - _DAY, effect.end)
        ends = min(filter(None, (item.until, after and after - _DAY)), default=None)
        day = None if ends is None else max(day or ends, ends + _DAY)
        if day is None or (effect.end is not None and day > effect.end):
            return
    if day is not None:
        yield day, effect.end


def _earlier(day: date, end: date | None) -> date:
    return day if end is None else min(day, end)
