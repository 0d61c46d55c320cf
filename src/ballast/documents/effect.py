"""From when and until when a document holds, where it says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ballast.documents.dates import dates, make_date, ordinal
from ballast.documents.text import Span, Text
from ballast.documents.view import folded, simplified

_DATE = r"(?:19|20)\d\d年.{1,3}月.{1,3}日"
_FROM = re.compile(
    rf"自 ?(?:(?P<date>{_DATE})|本?.{{0,4}}(?:印发|发布|公布|下发|颁布)之日) ?起?"
    r"(?:开始|正式)?(?:施行|实施|执行|生效)"
)
_VALID = re.compile(
    r"有效期(?:为|至|限为)? ?(?:(?P<years>\d{1,2}|[一二三四五六七八九十]{1,3}) ?年"
    rf"|(?P<until>{_DATE}))"
    rf"|(?:施行|实施|执行)至(?P<to>{_DATE})"
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
    view = folded(text.value).replace("\n", " ")
    starts = [m for m in _FROM.finditer(view) if _own(view, m.start())]
    begin = starts[-1] if starts else None
    valid = _validity(view, begin)
    found = [m for m in (begin, valid) if m]
    if not found:
        return None
    first, last = min(m.start() for m in found), max(m.end() for m in found)
    start = _start(begin, issued_on)
    return Effect(
        start,
        _end(valid, start or issued_on),
        simplified(text.value[first:last]),
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
    found = _VALID.finditer(view, begin.end() if begin else 0)
    return (
        next((m for m in found if begin is None or m.start() - begin.end() <= _APART), None)
        if begin
        else None
    )


def _start(begin: re.Match[str] | None, issued_on: date | None) -> date | None:
    if begin is None:
        return None
    return next((day for day, _, _ in dates(begin["date"])), None) if begin["date"] else issued_on


def _end(valid: re.Match[str] | None, start: date | None) -> date | None:
    if valid is None:
        return None
    if until := valid["until"] or valid["to"]:
        return next((day for day, _, _ in dates(until)), None)
    years = ordinal(valid["years"])
    return make_date(start.year + years, start.month, start.day) if start and years else None
