"""The lines above the clauses: title, number, addressees, signatures, dates, the site's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from ballast.documents.citations import NUMBER
from ballast.documents.dates import PATTERN as DATE
from ballast.documents.text import Text


class Role(Enum):
    """What a line is for."""

    PLAIN = auto()  # a piece of a title, a name
    NUMBER = auto()
    ADDRESSEES = auto()
    DATE = auto()
    FIELD = auto()  # 成文日期：…, 时间：… | 来源：…
    PROSE = auto()


class Line(NamedTuple):
    """A line of the document: its text, its folded view and its role."""

    text: Text
    view: str
    role: Role


_FIELD_NAMES = (
    "索引号|主题分类|主题词|发文机关|发布机构|发布单位|制发机关|成文日期|发布日期|发布时间|印发日期"
    "|标题|发文字号|发文文号|文号|文件编号|时间|日期|来源|作者|点击数|浏览次数|字号|有效性|信息来源"
    "|生成日期|公开日期|施行日期"
)
_FIELD = re.compile("|".join(r"[ \u3000]*".join(name) for name in _FIELD_NAMES.split("|")))
_FIELD_LINE = re.compile(rf"^[\W_]{{0,2}}(?:{_FIELD.pattern})[ \t]*:")
_DATE_STAMP = re.compile(rf"^{DATE.pattern} ?(?:\d{{1,2}}:\d\d(?::\d\d)?)? ?(?:[|].*|来源.*)?$")
_ADDRESSEES = re.compile(r"^(?:各|省|市|国务院|有关|中央|本|驻|区|县)[^。]{2,300}:$")
_PROSE = re.compile(r"[。;].|,.*,|。$")
_LONGEST_PLAIN = 60
_LONGEST_ORGAN = 16


def head_lines(text: Text) -> list[Line]:
    """The lines of `text` with their roles."""
    made = []
    for line in text.lines():
        view = line.view
        made.append(Line(line, view, _role(view)))
    return made


def _role(view: str) -> Role:
    if _FIELD_LINE.match(view) or _DATE_STAMP.match(view):
        return Role.DATE if DATE.fullmatch(view) else Role.FIELD
    if len(view) <= _LONGEST_PLAIN and _is_number(view.strip("() ")):
        return Role.NUMBER
    if _ADDRESSEES.match(view):
        return Role.ADDRESSEES
    if len(view) > _LONGEST_PLAIN or _PROSE.search(view):
        return Role.PROSE
    return Role.PLAIN


def _is_number(view: str) -> bool:
    found = NUMBER.fullmatch(view)
    return found is not None and len(found["organ"]) <= _LONGEST_ORGAN


def runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of plain lines: what may be a title over several lines, or a block of signatures."""
    run: list[Line] = []
    for line in lines:
        if line.role is Role.PLAIN:
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def field_values(lines: Sequence[Line]) -> dict[str, Text]:
    """What lines of metadata say, by name; a value ends where the next name stands."""
    values: dict[str, Text] = {}
    for line in lines:
        if line.role is Role.FIELD:
            for name, value in _fields(line):
                values.setdefault(name, value)
    return values


def _fields(line: Line) -> Iterator[tuple[str, Text]]:
    if DATE.match(line.view):
        yield "时间", line.text
    names = list(re.finditer(rf"({_FIELD.pattern})[ \t]*:", line.view))
    starts = [*(name.start() for name in names), len(line.view)]
    for name, end in zip(names, starts[1:], strict=True):
        value = line.text[name.end() : end].strip(" \t|　\xa0(")
        if value.value:
            yield re.sub(r"\s", "", name[1]), value
