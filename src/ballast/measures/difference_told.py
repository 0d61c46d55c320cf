"""The difference between two versions of a document, told in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ballast.measures.difference import Change, Difference, Revision, Wording
from ballast.measures.model import Amount, Cadence, Deadline, Measure

Thing = TypeVar("Thing")
_NAMES = {
    "kind": "种类",
    "title": "标题",
    "number": "发文字号",
    "issuers": "发文机关",
    "issued_on": "成文日期",
    "published_on": "发布日期",
    "effect_from": "施行日期",
    "effect_to": "有效期至",
    "section": "章节标题",
}
_KINDS = {"policy": "政策文件", "report": "新闻报道"}
_FIRST_WORDS = 24
_EDITS_SHOWN = 6
_NONE = "（无）"


def told(found: Difference) -> Iterator[str]:
    """The difference in Chinese, a line a change, a summary at the end."""
    for particular in found.particulars:
        yield f"{_NAMES[particular.name]} {_pair(particular.change, _word)}"
    yield from (f"新增 {_measure(measure)}" for measure in found.added)
    yield from (f"删除 {_measure(measure)}" for measure in found.removed)
    yield from map(_revision, found.revisions)
    if not found:
        yield "两个版本的措施没有差别。"
    moved = sum(revision.moved for revision in found.revisions)
    yield (
        f"共：新增 {len(found.added)} 条，删除 {len(found.removed)} 条，"
        f"改动或移动 {len(found.revisions)} 条（其中移动 {moved} 条），未变 {found.unchanged} 条"
    )


def _measure(measure: Measure) -> str:
    section = f"〔{measure.section}〕" if measure.section else ""
    return f"{section}{_words(measure)}"


def _words(measure: Measure) -> str:
    return measure.label + (measure.heading or f"{measure.text[:_FIRST_WORDS]}…")


def _revision(revision: Revision) -> str:
    """（三）由〔旧（二）〕移来；期限 2022-10-31 → 2022-12-31；新增责任单位 省财政厅."""
    parts = "；".join(_parts(revision))
    head = _words(revision.new)
    if revision.moved:
        head += f" 由〔旧{_place(revision)}〕移来"
    return head + ("；" if revision.moved else "：") * bool(parts) + parts


def _place(revision: Revision) -> str:
    old, new = revision.old, revision.new
    return old.label if old.section == new.section else f"{old.section or ''}{old.label}"


def _parts(revision: Revision) -> Iterator[str]:
    if revision.heading:
        yield f"标题 {_pair(revision.heading, _word)}"
    yield from _listed("数量", revision.quantities, _amount)
    yield from _listed("期限", revision.deadlines, _days)
    yield from _listed("频次", revision.cadences, _cadence)
    yield from _listed("责任单位", revision.units, _word)
    if revision.leads:
        yield f"牵头单位 {_pair(revision.leads, lambda names: '、'.join(names) or _NONE)}"
    if revision.ambiguous:
        yield "牵头单位变得不明" if revision.ambiguous.new else "牵头单位已明确"
    yield from _listed("引用", revision.cites, _word)
    if revision.wording.edits:
        yield _wording(revision.wording)


def _listed(
    name: str, changes: Iterable[Change[Thing]], write: Callable[[Thing], str]
) -> Iterator[str]:
    for change in changes:
        if change.old is None and change.new is not None:
            yield f"新增{name} {write(change.new)}"
        elif change.new is None and change.old is not None:
            yield f"删去{name} {write(change.old)}"
        else:
            yield f"{name} {_pair(change, write)}"


def _pair(change: Change[Thing], write: Callable[[Thing], str]) -> str:
    sides = (_NONE if side is None else write(side) for side in (change.old, change.new))
    return " → ".join(sides)


def _wording(wording: Wording) -> str:
    shown = "，".join(_edit(edit) for edit in wording.edits[:_EDITS_SHOWN])
    more = " 等" if len(wording.edits) > _EDITS_SHOWN else ""
    counted = f"删 {wording.removed} 词、增 {wording.added} 词，相同 {wording.ratio:.0%}"
    return f"文字{counted}（{shown}{more}）"


def _edit(edit: Change[str]) -> str:
    if edit.old and edit.new:
        return f"“{edit.old}”→“{edit.new}”"
    return f"删“{edit.old}”" if edit.old else f"增“{edit.new}”"


def _word(word: Any) -> str:
    return _KINDS.get(word, str(word))


def _amount(amount: Amount) -> str:
    return amount.text


def _days(deadline: Deadline) -> str:
    if deadline.start and deadline.end:
        return f"{deadline.start} 至 {deadline.end}"
    if deadline.start:
        return f"{deadline.start} 起"
    return str(deadline.end or deadline.text)


def _cadence(cadence: Cadence) -> str:
    return cadence.text
