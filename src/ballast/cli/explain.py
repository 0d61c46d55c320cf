"""`ballast explain`: one enterprise, every rule, every condition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from ballast.assessment.explain import ConditionExplained, Explanation, explain_enterprise
from ballast.assessment.reasons import Reason
from ballast.assessment.used import Used
from ballast.assessment.whom import Whom, whom
from ballast.cli import _options as options
from ballast.errors import NoSuchMeasure
from ballast.facts.collection import snapshot_known
from ballast.facts.snapshot import open_snapshot
from ballast.rules import wording
from ballast.rules.bounds import told_bounds
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast.rules.rule import Rule
from ballast.rules.ruleset import BENEFIT_LABELS
from ballast.rules.telling import combination
from ballast.rules.types import of_fact

OUTCOMES = {"eligible": "符合", "ineligible": "不符合", "unknown": "待定"}
_KNOWN = {"fact": "获知", "law": "公布"}
MARKS = {True: "✓", False: "✗", None: "？"}


@click.command()
@click.option("--uscc", required=True, help="统一社会信用代码; the code of a city, bank or parcel.")
@click.option("--measure", help="A clause (（一）), a rule's label, or a part of its identifier.")
@options.facts
@options.policies
@options.vocabulary
@options.as_of
@options.known_at("The day on which law and facts were known; all that is known now by default.")
@click.option("--what-if", is_flag=True, help="The single changes that would make it eligible.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def command(
    uscc: str, measure: str | None, facts: Path, as_of: date, known_at: date | None, **rest: Any
) -> None:
    """Say why an enterprise is entitled or not: each condition with value, limit and clause."""
    known = load_vocabulary(rest["vocabulary"])
    days = (as_of, known_at)
    rules = _chosen(load_library(rest["policies"], known), measure, *days)
    snapshot = open_snapshot(snapshot_known(facts, known_at), known.entities)
    found = list(explain_enterprise(uscc, rules, known, snapshot, *days))
    asked = whom(uscc, known, snapshot, *days)
    head = f"{asked}" + (f"（按{wording.day(known_at)}所知）" if known_at else "")
    told = [head, *_lines(found), *_unjudged(asked, found, rules, known)]
    for line in _json_lines(found) if rest["as_json"] else told:
        click.echo(line)
    if rest["what_if"] and not rest["as_json"]:
        for line in _what_if(found, known):
            click.echo(line)


def _what_if(found: Sequence[Explanation], known: Vocabulary) -> Iterator[str]:
    """For each rule that says no: the one fact that would have to be otherwise."""
    from ballast.verification.nearest import nearest  # noqa: PLC0415 - the solver loads slowly

    for explained in found:
        changes = nearest(explained.rule, explained.world)
        if changes:
            rule = explained.rule
            yield f"\n{rule.written.measure}{rule.label}：只改一项即符合（改动小的在前）"
        for change in changes:
            fact = known.entities[change.fact[0]].facts[change.fact[1]]
            held, wanted = (
                wording.value(each, of_fact(fact)) for each in (change.held, change.wanted)
            )
            yield f"  {fact.label} 由 {held} 改为 {wanted}"


def _chosen(
    library: Library, measure: str | None, day: date, known_at: date | None
) -> tuple[Rule, ...]:
    """The rules in force that `measure` names; all of them where it names none."""
    rules = library.in_force(day, known_at)
    chosen = tuple(rule for rule in library.named(measure or "") if rule in rules)
    if not chosen:
        names = library.listing(rules)
        on = f"{day}, as known on {known_at}," if known_at else day
        raise NoSuchMeasure(measure=measure or "", day=on, names=names)
    return chosen


def _lines(found: Sequence[Explanation]) -> Iterator[str]:
    for explained in found:
        yield from ("", *_explained(explained))


def _unjudged(
    asked: Whom, found: Sequence[Explanation], rules: Sequence[Rule], known: Vocabulary
) -> Iterator[str]:
    """The rules that found no row of whom one asks; those about others where there are no more."""
    judged = {explained.rule.id for explained in found}
    own = [rule for rule in rules if rule.subject in asked.tables]
    for rule in own or rules:
        about = known.entities[rule.subject].label
        why = "没有可判定的记录" if own else f"判定对象是{about}，不是{asked.label}"
        if rule.id not in judged:
            yield f"\n{rule.written.measure}{rule.label}：{why}"


def _explained(explained: Explanation) -> Iterator[str]:
    rule, verdict = explained.rule, explained.verdict
    owned = explained.world.vocabulary.entities[rule.subject].owner
    own = f" [{explained.key}]" if owned else ""
    clause = f"{explained.policy or ''}{rule.written.measure}"
    yield f"{clause}{rule.label}{own}：{OUTCOMES[verdict.outcome]}"
    if verdict.outcome == "eligible":
        yield f"  {_given(explained)}"
        yield from _beside_the_amount(explained)
    for condition in explained.conditions:
        yield from _condition(condition)
    if explained.missing:
        purpose = "计算金额" if verdict.outcome == "eligible" else "判定"
        yield f"  补充以下信息即可{purpose}：{'、'.join(explained.missing.values())}"
    if explained.near_miss:
        yield f"  只有一项不符合，差距：{explained.near_miss}"
    if explained.used:
        yield f"  所用版本：{'；'.join(map(_used, explained.used))}"
    if verdict.outcome == "eligible" and rule.written.benefit.note:
        yield f"  注：{rule.written.benefit.note}"


def _given(explained: Explanation) -> str:
    """The kind of benefit, with the amount and how it is computed where it is money."""
    kind = BENEFIT_LABELS[explained.rule.written.benefit.kind]
    if explained.amount_text is None:
        return f"{kind}（不涉金额）"
    return f"{kind} {wording.fen(explained.verdict.amount)} ＝ {explained.amount_text}"


def _beside_the_amount(explained: Explanation) -> Iterator[str]:
    """What is paid beside other rules, and until when payment is put off."""
    rule, verdict = explained.rule, explained.verdict
    if rule.payable is not None:
        yield f"  应付 {wording.fen(verdict.payable)}：{combination(rule)}"
    if rule.until is not None:
        yield f"  缓缴至 {wording.UNKNOWN if verdict.until is None else wording.day(verdict.until)}"


def _used(version: Used) -> str:
    holds = f"{wording.day(version.holds_from)}起" if version.holds_from else ""
    known = f"{wording.day(version.known_from)}{_KNOWN[version.kind]}" if version.known_from else ""
    return f"{version.of} {'、'.join(filter(None, [holds, known]))}".strip()


def _condition(explained: ConditionExplained) -> Iterator[str]:
    condition = explained.condition
    cited = filter(None, [f"条款{condition.clause}", condition.source])
    basis = "，".join([*cited, *told_bounds(condition.bounds)])
    yield f"  {MARKS[explained.outcome]} {condition.name}（{basis}）"
    for reason in explained.reasons:
        yield from _reason(reason, "      ")


def _reason(reason: Reason, indent: str) -> Iterator[str]:
    short = f"，{reason.short}" if reason.short else ""
    yield f"{indent}{MARKS[reason.outcome]} {reason.text}{short}"
    for below in reason.below:
        yield from _reason(below, indent + "  ")


def _json_lines(found: Sequence[Explanation]) -> Iterator[str]:
    for explained in found:
        yield json.dumps(_as_json(explained), ensure_ascii=False)


def _as_json(explained: Explanation) -> dict[str, Any]:
    verdict = explained.verdict
    return {
        "rule": explained.rule.id,
        "policy": explained.policy,
        "measure": explained.rule.written.measure,
        "label": explained.rule.label,
        "key": explained.key,
        "verdict": verdict.outcome,
        "amount_fen": verdict.amount,
        "payable_fen": verdict.payable,
        "until": verdict.until and verdict.until.isoformat(),
        "period": explained.period,
        "missing": dict(explained.missing),
        "near_miss": explained.near_miss,
        "used": [_used_json(version) for version in explained.used],
        "conditions": [
            {
                "name": item.condition.name,
                "outcome": item.outcome,
                "clause": item.condition.clause,
                "quote": item.condition.quote,
                "source": item.condition.source,
                "bounds": {
                    word: bound.model_dump() for word, bound in item.condition.bounds.items()
                },
                "text": item.text,
                "reasons": [_reason_json(reason) for reason in item.reasons],
            }
            for item in explained.conditions
        ],
    }


def _used_json(version: Used) -> dict[str, str | None]:
    days = (version.holds_from, version.known_from)
    holds, known = (day.isoformat() if day else None for day in days)
    return {"kind": version.kind, "of": version.of, "holds_from": holds, "known_from": known}


def _reason_json(reason: Reason) -> dict[str, Any]:
    below = [_reason_json(item) for item in reason.below]
    return {"text": reason.text, "outcome": reason.outcome, "short": reason.short, "below": below}
