"""What differs between two drafts of a rule, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ballast.rules.rendering import rendered
from ballast.rules.rule import Rule
from ballast.rules.ruleset import Period
from ballast.simulation.trial import Pair
from ballast.vocabulary.derived import Parameter

NOTHING = "无"


def changes(pair: Pair, day: date) -> Iterator[tuple[str, str, str]]:
    """What is changed, its value before and after: parameters, conditions, effect, amount."""
    if pair.before is None or pair.after is None:
        state = ("未执行", "执行") if pair.before is None else ("执行", "停止执行")
        yield ("规则", *state)
        return
    yield from _parameters(pair.before, pair.after, day)
    yield from _texts(pair.before, pair.after)


def _parameters(before: Rule, after: Rule, day: date) -> Iterator[tuple[str, str, str]]:
    old, new = before.written.parameters, after.written.parameters
    for name in dict.fromkeys((*old, *new)):
        one, other = _value(old.get(name), day), _value(new.get(name), day)
        if one != other:
            label = (new.get(name) or old[name]).label
            yield label, one, other


def _value(parameter: Parameter | None, day: date) -> str:
    if parameter is None:
        return NOTHING
    held = sorted((start, text) for start, text in parameter.texts() if start <= day)
    return held[-1][1] if held else NOTHING


def _texts(before: Rule, after: Rule) -> Iterator[tuple[str, str, str]]:
    old, new = (
        {item.name: (item.text, rendered(item.node)) for item in rule.conditions}
        for rule in (before, after)
    )
    nothing = (NOTHING, NOTHING)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name, nothing), new.get(name, nothing)
        if one[0] != other[0]:
            yield f"条件“{name}”", one[1], other[1]
    if before.written.benefit.amount != after.written.benefit.amount:
        yield "金额", _amount(before), _amount(after)
    if before.written.effect != after.written.effect:
        yield "有效期", _effect(before.written.effect), _effect(after.written.effect)


def _amount(rule: Rule) -> str:
    return NOTHING if rule.amount is None else rendered(rule.amount)


def _effect(period: Period) -> str:
    return f"{period.start} 至 {period.end}" if period.end else f"{period.start} 起"
