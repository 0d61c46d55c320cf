"""Documents that a text names: by number (粤府〔2018〕78号) and by title (《…》)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ballast.documents.text import Span, Text
from ballast.documents.view import folded

_HAN = "\u3400-\u9fff"
NUMBER = re.compile(
    rf"(?P<organ>[{_HAN}]{{1,20}})"
    r"(?P<rest> ?[〔(](?P<year>(?:19|20)\d\d)[〕)] ?第?(?P<serial>\d{1,5}) ?号)"
)
#: The same from its bracket on, which is rare: the organ before it is found backwards.
_SERIAL = re.compile(r" ?[〔(](?:19|20)\d\d[〕)] ?第?\d{1,5} ?号")
_HAN_RUN = re.compile(f"[{_HAN}]*")
_LONGEST_ORGAN = 20
_TITLE = re.compile(r"《(?P<words>(?:[^《》\n]|《[^《》\n]{1,80}》){2,120})》")
#: Words before an organ's own abbreviation (落实 in 落实粤府〔2018〕78号).
_BEFORE_ORGAN = re.compile(
    r".*(?:落实|根据|按照?|依据|依照|贯彻|执行|参照|参见|详见|见|和|及|与|以|的|由|对|废止|修改|印发|关于|通知|文件|文)"
)
#: A title names a document only by such an ending; 《…》 also marks plans, books and lists.
_KINDS = (
    "法|法典|条例|规定|办法|细则|规则|决定|意见|通知|通告|公告|方案|规划|纲要|计划|措施|政策|目录|指南|标准|规范"
    "|要点|清单|协定|章程|报告|条件|准则|指引"
)
_DOCUMENT = re.compile(rf"(?:{_KINDS})(?:\([^()]{{1,20}}\))*$")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that is named: its title without 《》, its number, or both; as printed."""

    title: str | None
    number: str | None
    span: Span

    def __str__(self) -> str:
        return self.number or f"《{self.title}》"


def numbers(view: str) -> Iterator[tuple[int, int]]:
    """The places of document numbers in the folded `view`."""
    at = 0
    for found in _SERIAL.finditer(view) if "号" in view else ():
        run = _HAN_RUN.match(view[max(at, found.start() - _LONGEST_ORGAN) : found.start()][::-1])
        first = found.start() - (run.end() if run else 0)
        before = _BEFORE_ORGAN.match(view, first, found.start())
        start = before.end() if before else first
        at = found.end()
        if start < found.start():
            yield start, at


def citations(text: Text, own: frozenset[str] = frozenset()) -> tuple[Citation, ...]:
    """What `text` cites, in order, each once; `own` are the document's own number and titles."""
    view = text.view
    titles = {m.end(): m for m in _TITLE.finditer(view) if _DOCUMENT.search(m["words"])}
    found: list[tuple[int, Citation]] = []
    for start, end in numbers(view):
        title = _title_before(view, start, titles)
        begin = title.start() if title else start
        words = text.value[slice(*title.span("words"))] if title else None
        found.append((begin, Citation(words, text.value[start:end], text.span(begin, end))))
    for title in titles.values():
        words = text.value[slice(*title.span("words"))]
        found.append((title.start(), Citation(words, None, text.span(*title.span()))))
    return _unique([item for _, item in sorted(found, key=lambda pair: pair[0])], own)


def _title_before(view: str, start: int, titles: dict[int, re.Match[str]]) -> re.Match[str] | None:
    """The title right before a number in brackets: 《…》（国发〔2007〕7号）. It is taken out."""
    at = start
    while at and view[at - 1] in " (〔\n":
        at -= 1
    return titles.pop(at, None)


def _unique(found: list[Citation], own: frozenset[str]) -> tuple[Citation, ...]:
    kept: dict[str, Citation] = {}
    for citation in found:
        if _key(citation.number) not in own and _key(citation.title) not in own:
            kept.setdefault(_key(str(citation)), citation)
    return tuple(kept.values())


def _key(words: str | None) -> str:
    return own_key(words) if words else " "


def own_key(words: str) -> str:
    """A number or title without what layout and brackets change."""
    return "".join(c for c in folded(words) if c.isalnum())
