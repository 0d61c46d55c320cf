"""`ballast search`: finds measures in all packages."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from ballast.cli import _options
from ballast.cli._ruled import ruled_clauses
from ballast.errors import NotFound
from ballast.measures.package import label_key, sift
from ballast.measures.search import Hit, Index
from ballast.measures.validity import Standing, measure_standing, today
from ballast.vocabulary.organisations import load_register

#: What a field is called where it shows why a measure was found.
FIELDS = {
    "heading": "标题",
    "summary": "摘要",
    "quotes": "原文",
    "kinds": "类别",
    "units": "责任单位",
    "section": "章节",
}


@dataclass(frozen=True)
class Found:
    """A hit with what else is told of it: how it stands today, and whether a rule executes it."""

    hit: Hit
    standing: Standing
    ruled: bool


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True)
@_options.policies
@_options.vocabulary
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    words: tuple[str, ...], limit: int, policies: Path, vocabulary: Path, as_json: bool
) -> None:
    """Find measures by WORDS, drafts included; those that hold the words themselves come first.

    A unit is found under any of its names: 广东省工信厅 finds what a document charges
    省工业和信息化厅 with.
    """
    if not policies.is_dir():
        raise NotFound(what="the policies folder", path=policies, option="--policies")
    asked = " ".join(words)
    with _without_collection():
        packages, problems = sift(policies)
        hits = Index(packages, load_register(vocabulary)).search(asked, limit)
    if problems:
        click.echo(f"{len(problems)} problems keep packages out; see: ballast check", err=True)
    rules = ruled_clauses(policies, {hit.entry.package.folder for hit in hits})
    found = _found(hits, rules, today())
    for line in [_json(asked, found)] if as_json else _lines(asked, found, len(packages)):
        click.echo(line)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Everything loaded stays, and looking for garbage among it takes half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _found(hits: Sequence[Hit], rules: Counter[tuple[str, str]], day: date) -> list[Found]:
    return [
        Found(
            hit,
            measure_standing(hit.entry.measure, hit.entry.package.policy, day),
            (hit.entry.package.name, label_key(hit.entry.clause)) in rules,
        )
        for hit in hits
    ]


def _lines(asked: str, found: Sequence[Found], packages: int) -> Iterator[str]:
    for number, each in enumerate(found, 1):
        yield from ([""] if number > 1 else [])
        yield from _block(number, each)
    if not found:
        yield f"没有找到“{asked}”（共{packages}份文件）。可少写几个词，或换说法，如补助、奖励。"
        yield "库中有哪些文件：ballast policies　读入新的文件：ballast draft 文件"


def _block(number: int, each: Found) -> Iterator[str]:
    hit, policy = each.hit, each.hit.entry.package.policy
    shown = hit.field or ""
    spans = hit.spans if shown in ("name", "heading") and hit.entry.title == _text(hit) else ()
    rule = "　有规则" if each.ruled else ""
    draft = "　草稿" if policy.status == "draft" else ""
    title = _marked(hit.entry.title, spans)
    yield f"{number}. {hit.entry.clause}{title}　{each.standing.label}{rule}{draft}"
    yield f"   {policy.number or policy.title}　{hit.entry.package.name}"
    if shown in FIELDS and not spans:
        yield f"   {FIELDS[shown]}：{_marked(_text(hit), hit.spans)}"
    elif hit.entry.measure.summary:
        yield f"   {FIELDS['summary']}：{hit.entry.measure.summary}"


def _text(hit: Hit) -> str:
    return hit.entry.fields[hit.field] if hit.field else ""


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with what stands in `spans` in bold."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], click.style(text[start:end], bold=True, fg="yellow")]
        at = end
    return "".join([*parts, text[at:]])


def _json(asked: str, found: Sequence[Found]) -> str:
    told = {"words": asked, "hits": [_as_json(each) for each in found]}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_json(each: Found) -> dict[str, Any]:
    hit, measure, package = each.hit, each.hit.entry.measure, each.hit.entry.package
    return {
        "package": package.name,
        "policy": package.policy.number,
        "policy_title": package.policy.title,
        "clause": hit.entry.clause,
        "name": measure.name,
        "title": hit.entry.title,
        "summary": measure.summary,
        "kinds": list(measure.kinds),
        "units": [unit.unit for unit in measure.units],
        "package_status": package.policy.status,
        "status": each.standing.status,
        "status_reason": each.standing.reason,
        "has_rule": each.ruled,
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "field": hit.field,
        "text": _text(hit) or None,
        "spans": [list(span) for span in hit.spans],
    }
