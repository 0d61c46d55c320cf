"""Labels of numbered clauses: 第一章, 一、, （一）, 1., (1), ①, 第一条, 措施一：."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ballast.documents.dates import ordinal

_CHINESE = "[一二三四五六七八九十百零〇]{1,5}"
_KINDS = {
    "章": rf"第{_CHINESE}[编章节](?=[ \u3400-\u9fff])",
    "条": rf"第(?:{_CHINESE}|\d{{1,3}})条(?=[ \u3400-\u9fff])",
    "一、": rf"{_CHINESE}(?:、|\.(?!\d))",
    "(一)": rf"\({_CHINESE}\)[、.]?",
    "1.": r"\d{1,3}(?:\.|、(?!\d))",
    "(1)": r"\(\d{1,2}\)[、.]?",
    "①": r"[①-⑳]",
    "措施一:": rf"(?:措施|举措|任务|行动|政策){_CHINESE}:",
}
_KIND_NAMES = tuple(_KINDS)
_LABEL = "|".join(f"(?P<k{place}>{pattern})" for place, pattern in enumerate(_KINDS.values()))
LABEL_AT_START = re.compile(rf"^ ?(?:{_LABEL})(?!\d(?:\d|\.\d)*[%亿万年月日个倍元])")
#: Where a label may stand: its first characters, looked at first since most places have none.
_PLACE = re.compile(
    r"[第一二三四五六七八九十百零〇\d(①-⑳措举任行政]"
    r"(?:(?<=第)(?=[一二三四五六七八九十百零〇\d])|(?<=\()(?=[一二三四五六七八九十百零〇\d]{1,5}\))"
    r"|(?<=\d)(?=\d{0,2}[.、])|(?<=[一二三四五六七八九十百零〇])(?=[一二三四五六七八九十百零〇]{0,4}[、.])"
    r"|(?<=[①-⑳])|(?<=[措举任行政])(?=[施务动策]))"
)
_LABEL_HERE = re.compile(_LABEL)
#: Before a label inside a line: any Chinese character but a digit or 第, which would be part of it.
_BEFORE = re.compile(r"(?:[。!?;:”)〕]|(?![第一二三四五六七八九十百零〇])[\u3400-\u9fff])")


class Label(NamedTuple):
    """A label that may start a clause: its place in the text, its kind and its number.

    `before`: what stands before it, empty at the start of a line.
    """

    start: int
    end: int
    kind: str
    number: int
    before: str

    @property
    def at_line_start(self) -> bool:
        """Whether nothing but a line break stands before it."""
        return not self.before


def labels(view: str) -> Iterator[Label]:
    """Everything in the folded `view` that looks like a label, in order."""
    at = 0
    for place in _PLACE.finditer(view):
        start = place.start()
        before = _before(view, start)
        found = _LABEL_HERE.match(view, start) if before is not None and start >= at else None
        if found and before is not None:
            kind, end = _KIND_NAMES[int((found.lastgroup or "k0")[1:])], found.end()
            yield Label(start, end, kind, _number(found[0]), before)
            # The next label may stand right behind this one's last character.
            at = end - 1


def _before(view: str, start: int) -> str | None:
    """What stands before the index, less one space; None where no label can follow it."""
    at = start - (view[start - 1 : start] == " ")
    if not at or view[at - 1] == "\n":
        return ""
    return view[at - 1] if _BEFORE.match(view, at - 1) else None


def _number(label: str) -> int:
    if "①" <= label[0] <= "⑳":
        return ord(label[0]) - ord("①") + 1
    written = re.sub(r"[^一二三四五六七八九十百零〇\d]", "", label)
    return ordinal(written)
