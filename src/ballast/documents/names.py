"""Names of organs: lists of them, parted where a name ends and not inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ballast.documents.head import Line, Role
from ballast.documents.organs import ORGAN_END
from ballast.documents.text import Text

#: A territory that a list goes on with: 各区、县（市）政府 is one addressee, not two.
_TERRITORY = (
    r"(?:自治区|直辖市|计划单列市|县级市|开发区|新区|园区|[省市县区州盟旗乡镇])(?:\([^()]{1,12}\))?"
)
_OPEN_TERRITORY = re.compile(rf"^各(?:有关|相关|级|地)?{_TERRITORY}$")
_GOES_ON = re.compile(
    rf"^(?:{_TERRITORY})(?:及{_TERRITORY})?(?:.{{0,8}}(?:政府|管委会|部门|单位|办事处))?$|^{_TERRITORY}"
)
_SEPARATOR = re.compile("[、,;]")
_BRACKET = re.compile("[()〔〕]")
_LONGEST_NAME = 30


def split_names(text: Text) -> list[Text]:
    """The names in the list `text`; separators inside brackets and territories part nothing."""
    return [text[start:end] for start, end in name_places(text.view)]


def name_places(
    view: str, start: int = 0, end: int | None = None, separator: re.Pattern[str] = _SEPARATOR
) -> list[tuple[int, int]]:
    """Where the names stand in the list that `view` holds from `start` to `end`."""
    last = len(view) if end is None else end
    cuts = [(start, start), *_cuts(view, start, last, separator), (last, last)]
    places = (stripped(view, before[1], after[0]) for before, after in pairwise(cuts))
    return [place for place in places if place[0] < place[1]]


def stripped(view: str, start: int, end: int) -> tuple[int, int]:
    """The part of `view` from `start` to `end` without white space at its sides."""
    while start < end and view[start].isspace():
        start += 1
    while start < end and view[end - 1].isspace():
        end -= 1
    return start, end


def _cuts(view: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    depth, last, closed = 0, start, start
    for found in separator.finditer(view, start, end):
        at, after = found.span()
        for bracket in _BRACKET.finditer(view, closed, at):
            depth = max(0, depth + (1 if bracket[0] in "(〔" else -1))
        closed = at
        if not depth and not _one_name(view, last, at, after, end, separator):
            yield at, after
            last = after


def _one_name(
    view: str, last: int, at: int, after: int, end: int, separator: re.Pattern[str]
) -> bool:
    """Whether the 、 at `at` stands inside one name: 各区、县级市."""
    so_far = view[last : view.find("、", last)].strip()
    if view[at] != "、" or not _OPEN_TERRITORY.match(so_far):
        return False
    following = separator.split(view[after : min(end, after + _LONGEST_NAME)])[0]
    return bool(_GOES_ON.match(following.strip()))


def parted(text: Text) -> list[Text]:
    """The organs of a line of addressees or issuers, parted at ，、 and spaces."""
    parts = [
        part for piece in text.split(re.compile(r"[ \t\u3000]+")) for part in split_names(piece)
    ]
    return [part for part in parts if part.value]


def signatories(lines: Sequence[Line]) -> list[Text]:
    """The organs that signed: the names right above the first date that stands alone."""
    dated = next((i for i, line in enumerate(lines) if line.role is Role.DATE and i), 0)
    first = dated
    while first and _is_name(lines[first - 1]):
        first -= 1
    block = (
        name for line in lines[first:dated] for name in line.text.split(re.compile(r" {1,}|\t"))
    )
    return [name for name in block if name.value]


def _is_name(line: Line) -> bool:
    names = line.view.split()
    return line.role is Role.PLAIN and all(
        re.search(rf"{ORGAN_END}$", name) and len(name) <= _LONGEST_NAME for name in names
    )
