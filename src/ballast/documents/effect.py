"""From when and until when a document holds, where it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ballast.documents.dates import dates, make_date, ordinal
from ballast.documents.text import Span, Text

_DATE = r"(?:19|20)\d\d年.{1,3}月.{1,3}日"
_FROM = re.compile(
    rf"自 ?(?:(?P<date>{_DATE})|本?.{{0,4}}(?:印发|发布|公布|下发|颁布)之日) ?起?"
    r"(?:开始|正式)?(?:施行|实施|执行|生效)"
)
_VALID = re.compile(
    r"(?:有效期|试行期|试行期限|试行|执行期|执行期限|实施期限)(?:暂定)?(?:为|至|到|限为)? ?"
    rf"(?:(?P<count>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}) ?(?P<unit>年|个月)|(?P<until>{_DATE}))"
    rf"|(?:施行|实施|执行|有效|期限)(?:截)?(?:至|到)(?P<to>{_DATE})"
    rf"|自 ?(?P<since>{_DATE})起?(?:施行|实施|执行)?,? ?(?:至|到) ?(?P<last>{_DATE})"
)
_APART = 120


@dataclass(frozen=True)
class Effect:
    """In force from `start` until `end`, both None where not said; `text` says it."""

    start: date | None
    end: date | None
    text: str
    span: Span


def effect(text: Text, issued_on: date | None) -> Effect | None:
    """The document's own validity; 自印发之日起 counts from `issued_on`."""
    view = text.view.replace("\n", " ")
    starts = [m for m in _FROM.finditer(view) if _own(view, m.start())]
    begin = starts[-1] if starts else None
    valid = _validity(view, begin)
    found = [m for m in (begin, valid) if m]
    if not found:
        return None
    first, last = min(m.start() for m in found), max(m.end() for m in found)
    start = _start(begin or valid, issued_on)
    return Effect(
        start,
        _end(valid, start or issued_on),
        text.plain[first:last],
        text.span(first, last),
    )


def _own(view: str, at: int) -> bool:
    """Whether the sentence speaks of this document: 本办法自…, and not of another's date."""
    sentence = view[max(0, at - 40) : at]
    clause = re.split("[。;\n]", sentence)[-1]
    return (
        bool(re.search(r"(?:本|此|以上|上述)[\u3400-\u9fff]{0,12},?$", clause.strip()))
        or not clause.strip()
    )


def _validity(view: str, begin: re.Match[str] | None) -> re.Match[str] | None:
    """How long it holds: said behind its beginning, or by a sentence on this document alone."""
    if begin:
        near = (m for m in _VALID.finditer(view, begin.start()) if m.end() > begin.end())
        return next((m for m in near if m.start() - begin.end() <= _APART), None)
    alone = [m for m in _VALID.finditer(view) if _own(view, m.start())]
    return alone[-1] if alone else None


def _start(begin: re.Match[str] | None, issued_on: date | None) -> date | None:
    """The day named, or that of issue; a sentence that only limits the time names none."""
    if begin is None:
        return None
    groups = begin.groupdict()
    if named := groups.get("date") or groups.get("since"):
        return next((day for day, _, _ in dates(named)), None)
    return issued_on if "date" in groups else None


def _end(valid: re.Match[str] | None, start: date | None) -> date | None:
    if valid is None:
        return None
    if until := valid["until"] or valid["to"] or valid["last"]:
        return next((day for day, _, _ in dates(until)), None)
    count = ordinal(valid["count"])
    if start is None or not count:
        return None
    if valid["unit"] == "年":
        return make_date(start.year + count, start.month, start.day)
    month = start.month - 1 + count
    return make_date(start.year + month // 12, month % 12 + 1, start.day)
