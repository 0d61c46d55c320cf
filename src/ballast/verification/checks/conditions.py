"""Conditions: some row meets them all, each can fail, none follows from the others."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from ballast.rules.derived import Vocabulary
from ballast.rules.library import Library
from ballast.rules.rule import Rule
from ballast.verification.encoder import Encoder, Span
from ballast.verification.findings import Finding, Gravity
from ballast.verification.solver import Answer, ask
from ballast.verification.spans import spans
from ballast.verification.values import Value


def check(rule: Rule, _library: Library, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Findings for each span of the law within the rule's effect."""
    for span in spans([rule], vocabulary):
        encoder = Encoder.over(rule.trees, vocabulary, span)
        found = {item.name: encoder.value(item.node) for item in rule.conditions}
        answer = ask(encoder, {name: value.holds for name, value in found.items()})
        if answer.example is None:
            yield _nobody(rule, span, answer)
            continue
        for name in found:
            yield from _superfluous(rule, span, encoder, found, name)


def _nobody(rule: Rule, span: Span, answer: Answer) -> Finding:
    if not answer.proved:
        return _finding(rule, "warning", f"{_days(span)}：未能判定是否有人符合全部条件")
    names = "、".join(answer.core) or "全部条件"
    return _finding(rule, "error", f"{_days(span)}：没有人能同时符合：{names}")


def _superfluous(
    rule: Rule, span: Span, encoder: Encoder, found: dict[str, Value], name: str
) -> Iterator[Finding]:
    """A condition that never fails, or never where the others hold, excludes nobody."""
    alone = ask(encoder, {name: found[name].fails})
    if alone.proved and alone.example is None:
        yield _finding(
            rule, "warning", f"{_days(span)}：条件“{name}”对任何已知事实都成立，不排除任何人"
        )
        return
    others = {other: value.holds for other, value in found.items() if other != name}
    answer = ask(encoder, {name: z3.Not(found[name].holds), **others})
    if answer.proved and answer.example is None:
        implied = "、".join(other for other in answer.core if other != name)
        yield _finding(rule, "warning", f"{_days(span)}：条件“{name}”多余，已由“{implied}”得出")


def _days(span: Span) -> str:
    return f"{span.start} 起" if span.end is None else f"{span.start} 至 {span.end}"


def _finding(rule: Rule, gravity: Gravity, text: str) -> Finding:
    return Finding("conditions", gravity, rule.id, text)
