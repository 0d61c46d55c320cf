"""News about a document: recognised as such, with the document that it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ballast.documents.head import Line, Role
from ballast.documents.text import Span, Text
from ballast.documents.view import simplified

_WHEN = r"(?:日前|近日|今日|昨日|\d{1,2}日)"
_VERB = r"(?:联合)?(?:印发|发布|出台|公布|下发|制定)(?:了)?"
_LEAD = re.compile(
    rf"(?:{_WHEN},?)?(?P<issuer>[\u3400-\u9fff、 ]{{2,40}}?){_WHEN}?,?{_VERB}"
    r"(?:《(?P<title>[^《》]{4,80})》"
    r"|(?P<about>关于[^,。;《》]{4,60}?(?:通知|意见|方案|措施|办法|规定|决定|公告)))"
)
_MARKER = re.compile(
    r"记者|本报讯|[^。]{0,10}(?:消息|电|讯)(?:\([^()]*\))?[:,]|通讯员|编辑"
    r"|来源 ?:.{0,12}(?:报|网|社|台)|日前|近日"
)
_DATELINE = re.compile(
    r"^(?:[^。,:]{2,12}(?:消息|讯|电)(?:\([^()]{2,12}\))?[:,]|\([^()]*(?:记者|通讯员)[^()]*\))"
)
#: What a headline leaves out.
_SPOKEN = re.compile(rf"{_WHEN},?|(?<=[发布台定])了(?=[《关])")
_SHORTEST = 25
_LEADING = 2


@dataclass(frozen=True)
class Reported:
    """The document that a report speaks of.

    `headline` says in short that it was issued: who, what was done, its title.
    """

    title: str
    issuer: str
    span: Span
    headline: Text


def reported(lines: Sequence[Line]) -> Reported | None:
    """The document that the first sentences say was issued, if this is news about it.

    A document that addresses somebody or carries a number is no report, whoever reprints it.
    """
    if any(line.role in (Role.ADDRESSEES, Role.NUMBER) for line in lines):
        return None
    if not _MARKER.search("\n".join(line.view for line in lines)):
        return None
    found = (_in_line(line.text) for line in paragraphs(lines)[:_LEADING])
    return next(filter(None, found), None)


def _in_line(text: Text) -> Reported | None:
    view = text.view
    for found in _LEAD.finditer(view):
        name = "title" if found["title"] else "about"
        issuer = re.sub(r"^(?:日前|近日|今日|昨日),?|[ ,]", "", found["issuer"])
        title = text.plain[slice(*found.span(name))]
        told = text[found.start("issuer") : found.end()]
        return Reported(title, simplified(issuer), told.span(), told.sub(_SPOKEN, ""))
    return None


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The report's own paragraphs, without its dateline and what the site adds."""
    kept = []
    for line in lines:
        if line.role is Role.PROSE and len(line.view) >= _SHORTEST and "。" in line.view:
            cut = _DATELINE.match(line.view)
            start = cut.end() if cut else 0
            kept.append(Line(line.text[start:], line.view[start:], line.role))
    return kept
