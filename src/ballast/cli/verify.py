"""`ballast verify`: what holds of a rule whatever the facts; how two drafts of it differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from ballast.cli import _options as options
from ballast.engine.verdict import Verdict
from ballast.rules import wording
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast.verification import difference
from ballast.verification.checks import verify
from ballast.verification.difference import Difference
from ballast.verification.findings import Finding, told

GRAVITIES = {"error": "错误", "warning": "警告", "note": "提示"}
OUTCOMES = {"eligible": "符合", "ineligible": "不符合", "unknown": "待定"}


@click.command()
@click.argument("measure", default="")
@options.policies
@options.vocabulary
@click.option("--against", type=options.FOLDER, help="Earlier policies: show who wins and loses.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
@click.pass_context
def command(
    context: click.Context,
    measure: str,
    policies: Path,
    vocabulary: Path,
    against: Path | None,
    as_json: bool,
) -> None:
    """Prove that rules can be met, need each condition, and are dated, tested and consistent.

    MEASURE names a clause, a part of a label or of an identifier; without it, every rule. The exit
    status is 1 where an error is found. All facts are taken as known; what a missing fact does is
    shown by `ballast cases`.
    """
    known = load_vocabulary(vocabulary)
    library = load_library(policies, known)
    if against:
        _say(_differences(load_library(against, known), library, known))
        return
    rules = library.chosen(measure)
    found = [item for rule in rules for item in verify(rule, library, known)]
    _say(_json(found) if as_json else _findings(found, len(rules)))
    context.exit(1 if any(item.gravity == "error" for item in found) else 0)


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


def _findings(found: Sequence[Finding], rules: int) -> Iterator[str]:
    for item in found:
        yield f"{GRAVITIES[item.gravity]}  {item.where}\n  {item.text}"
        if item.example:
            yield f"  例：{item.example}"
    counts = "，".join(
        f"{sum(item.gravity == gravity for item in found)} 个{label}"
        for gravity, label in GRAVITIES.items()
    )
    yield f"\n已验证 {rules} 项规则：{counts}"


def _json(found: Sequence[Finding]) -> Iterator[str]:
    for item in found:
        yield json.dumps(asdict(item), ensure_ascii=False)


def _differences(old: Library, new: Library, vocabulary: Vocabulary) -> Iterator[str]:
    before, after = ({rule.id for rule in library.rules} for library in (old, new))
    yield from (f"新增规则：{name}" for name in sorted(after - before))
    yield from (f"删除规则：{name}" for name in sorted(before - after))
    changed = set()
    for item in difference.differences(old, new, vocabulary):
        changed.add(item.rule)
        yield from _difference(item, vocabulary)
    same = len(before & after) - len(changed)
    yield f"\n{len(before & after)} 项规则两版都有，{same} 项经证明对任何企业结论相同"


def _difference(item: Difference, vocabulary: Vocabulary) -> Iterator[str]:
    until = f"至 {item.span.end}" if item.span.end else "起"
    yield f"\n{item.rule}（{item.span.start} {until}）：{difference.KINDS[item.kind]}"
    if item.example:
        yield f"  例：{told(item.example, vocabulary)}"
        yield f"  原：{_verdict(item.before)}　现：{_verdict(item.after)}"


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return "未生效"
    amount = "" if verdict.amount is None else f" {wording.fen(verdict.amount)}"
    return OUTCOMES[verdict.outcome] + amount
