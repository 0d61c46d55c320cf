"""Labels of numbered clauses: 第一章, 一、, （一）, 1., (1), ①, 第一条, 措施一：."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_LABEL = "|".join(f"(?P<k{place}>{pattern})" for place, pattern in enumerate(_KINDS.values()))
LABEL_AT_START = re.compile(rf"^ ?(?:{_LABEL})(?!\d(?:\d|\.\d)*[%亿万年月日个倍元])")
#: Before a label inside a line: any Chinese character but a digit or 第, which would be part of it.
_BEFORE = r"^ ?|(?<=\n) ?|(?:[。!?;:”)〕]|(?![第一二三四五六七八九十百零〇])[\u3400-\u9fff]) ?"
_ANYWHERE = re.compile(rf"(?P<before>{_BEFORE})(?P<label>{_LABEL})")


@dataclass(frozen=True, slots=True)
class Label:
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
    while found := _ANYWHERE.search(view, at):
        # The next label may stand right behind this one's last character.
        at = max(found.end() - 1, found.start() + 1)
        yield Label(
            *found.span("label"), _kind(found), _number(found["label"]), found["before"].strip()
        )


def _kind(found: re.Match[str]) -> str:
    return next(kind for place, kind in enumerate(_KINDS) if found[f"k{place}"])


def _number(label: str) -> int:
    if "①" <= label[0] <= "⑳":
        return ord(label[0]) - ord("①") + 1
    written = re.sub(r"[^一二三四五六七八九十百零〇\d]", "", label)
    return ordinal(written)
