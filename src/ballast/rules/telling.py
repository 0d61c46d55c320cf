"""A whole rule told in Chinese: for the officer who checks it and the enterprise that asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ballast.rules import wording
from ballast.rules.bounds import told_bounds
from ballast.rules.derived import Vocabulary, dated
from ballast.rules.rendering import literal, rendered
from ballast.rules.rule import Rule
from ballast.rules.ruleset import BENEFIT_LABELS, BURDENS, BenefitText, Period


def told(rule: Rule, vocabulary: Vocabulary, day: date) -> Iterator[str]:
    """The rule under the law of `day`, line by line."""
    written = rule.written
    yield f"{written.measure}{written.label}"
    yield f"判定对象：{vocabulary.entities[rule.subject].label}"
    yield f"有效期：{period(written.effect)}"
    if rule.published > written.effect.start:
        start = wording.day(written.effect.start)
        yield f"公布日期：{wording.day(rule.published)}，追溯至{start}适用"
    yield "同时符合下列条件："
    trees, amount = rule.on(day, named=True)
    until = rule.until_on(day, named=True)
    for place, (condition, node) in enumerate(zip(rule.conditions, trees, strict=True), 1):
        cited = filter(None, [f"条款{condition.clause}", condition.source])
        basis = "，".join([*cited, *told_bounds(condition.bounds)])
        yield f"  {place}. {condition.name}（{basis}）：{rendered(node)}"
    benefit = written.benefit
    yield _kind(benefit)
    if amount is not None:
        yield f"金额：{rendered(amount)}"
    yield from _parameters(rule)
    if until is not None:
        yield f"缓缴至：{rendered(until)}"
    yield f"享受次数：{frequency(rule)}"
    if rule.combined:
        yield f"组合：{combination(rule)}"
    yield from _budget(rule, day)
    if benefit.note:
        yield f"注：{benefit.note}"


def _budget(rule: Rule, day: date) -> Iterator[str]:
    """The money set apart on `day`, and whose purse bears which part of a grant."""
    budget = rule.written.budget
    if budget is None:
        return
    fen = budget.on(day)
    if fen is not None:
        yield f"资金总额（条款{budget.clause}）：{wording.fen(fen)}"
    if budget.share:
        parts = "、".join(f"{purse}{part}" for purse, part in budget.share.items())
        yield f"资金分担（条款{budget.clause}）：{parts}"


def _kind(benefit: BenefitText) -> str:
    """The kind of benefit and how it is had; nobody applies for a burden."""
    kind = BENEFIT_LABELS[benefit.kind]
    if benefit.kind in BURDENS:
        return f"负担：{kind}（依法执行）"
    return f"待遇：{kind}（{'免申即享' if benefit.automatic else '经申请'}）"


_ONCE = {
    "project": "每个项目只享受一次",
    "enterprise": "每家企业只享受一次",
    "year": "每年只享受一次",
}
_PER = {"once": "一次", "month": "每月一次", "quarter": "每季度一次", "year": "每年一次"}


def frequency(rule: Rule) -> str:
    """How often a row has the benefit: 每年一次, 每个项目只享受一次."""
    once = rule.written.once
    return _ONCE[once.per] if once else _PER[rule.written.benefit.per]


def combination(rule: Rule) -> str:
    """How the rule goes together with its partners: 与〔甲〕从高，不重复享受."""
    combine, found = rule.written.combine, rule.combined
    if combine is None or found is None:
        return ""
    others = "、".join(f"〔{partner.label}〕" for partner in found.partners)
    capped = f"，合计最高不超过{found.limit.label}" if found.limit else ""
    words = {"从高": "从高，不重复享受", "择一": "择一享受", "可叠加": f"叠加享受{capped}"}
    return f"与{others}{words[combine.rule]}"


def _parameters(rule: Rule) -> Iterator[str]:
    """Every parameter with its values and the day from which each holds."""
    for name, parameter in dated(rule.written.parameters, rule.published).items():
        values = "；".join(
            f"{wording.day(start)}起 {literal(constant)}{_known(known, rule)}"
            for start, known, constant in parameter.values
        )
        source = rule.written.parameters[name].source
        yield f"参数 {parameter.label}：{values}{f'（{source}）' if source else ''}"


def _known(known: date | None, rule: Rule) -> str:
    """When a value was published, where that was not with the rule."""
    return "" if known in (None, rule.published) else f"（{wording.day(known)}公布）"


def period(effect: Period) -> str:
    """From a day to a day, or from a day on."""
    start = wording.day(effect.start)
    return f"{start}至{wording.day(effect.end)}" if effect.end else f"{start}起"
